"""The tips store: figures, closed and imported months, marks, and indexes by which a month is counted."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0002"
down_revision = "tips_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "figure",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("figure_id", sa.LargeBinary(16), nullable=False),
        sa.Column("tip_id", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("corrects", sa.LargeBinary(16), nullable=True),
        sa.PrimaryKeyConstraint("program_id", "figure_id", name="pk_figure"),
        sa.ForeignKeyConstraint(
            ["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"], name="fk_figure_tip"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_figure_program_id_tip_id", "figure", ["program_id", "tip_id"])
    op.create_index("ix_figure_month", "figure", ["program_id", "month", "kind", "value", "tip_id"])
    op.create_table(
        "frozen_month",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "month", name="pk_frozen_month"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "month_count",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("about", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(40), nullable=False),
        sa.Column("part", sa.String(120), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("import_id", sa.LargeBinary(16), nullable=True),
        sa.PrimaryKeyConstraint("program_id", "month", "about", "measure", "part", name="pk_month_count"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_month_count_program_id_measure_part_month_about_value",
        "month_count",
        ["program_id", "measure", "part", "month", "about", "value"],
    )
    op.create_table(
        "month_import",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("import_id", sa.LargeBinary(16), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "import_id", name="pk_month_import"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "month_mark",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("mark_id", sa.LargeBinary(16), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "mark_id", name="pk_month_mark"),
        sqlite_with_rowid=False,
    )
    _make_indexes()
    _refuse_changes()


def downgrade() -> None:
    op.drop_index("ix_record_month", table_name="record")
    op.create_index("ix_record_program_id_kind_day", "record", ["program_id", "kind", "day"])
    op.drop_index("ix_tip_move_month", table_name="tip_move")
    op.drop_index("ix_tip_closed", table_name="tip")
    op.drop_index("ix_tip_month", table_name="tip")
    op.create_index("ix_tip_program_id_received_day", "tip", ["program_id", "received_day"])
    for table in ("month_mark", "month_import", "month_count", "frozen_month", "figure"):
        op.drop_table(table)


def _make_indexes() -> None:
    op.drop_index("ix_tip_program_id_received_day", table_name="tip")
    op.create_index(
        "ix_tip_month",
        "tip",
        [
            "program_id",
            "received_day",
            "team_id",
            "status",
            "channel",
            "offence",
            "unit_id",
            "assignee_id",
            "link_kind",
            "appeal_id",
            "link_id",
        ],
    )
    op.create_index(
        "ix_tip_closed",
        "tip",
        ["program_id", "closed_day", "team_id", "disposition", "received_day", "unit_id", "assignee_id"],
        sqlite_where=sa.text("closed_day IS NOT NULL"),
        postgresql_where=sa.text("closed_day IS NOT NULL"),
    )
    op.create_index("ix_tip_move_month", "tip_move", ["program_id", "status", "day", "tip_id"])
    op.drop_index("ix_record_program_id_kind_day", table_name="record")
    op.create_index("ix_record_month", "record", ["program_id", "kind", "day", "tip_id"])


def _refuse_changes() -> None:
    """A figure and a closed month stay; what was imported may be taken back, and nothing of it changed."""
    kept = {"figure": "", "frozen_month": "", "month_count": "WHEN (OLD.import_id IS NULL)"}
    if op.get_context().dialect.name == "postgresql":
        for table, which in kept.items():
            op.execute(
                f"CREATE TRIGGER {table}_is_not_deleted BEFORE DELETE ON {table} "
                f"FOR EACH ROW {which} EXECUTE FUNCTION refuse_change()"
            )
            op.execute(
                f"CREATE TRIGGER {table}_is_not_changed BEFORE UPDATE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
            op.execute(
                f"CREATE TRIGGER {table}_is_kept BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
        return
    keys = {
        "figure": ("figure_id",),
        "frozen_month": ("month",),
        "month_count": ("month", "about", "measure", "part"),
    }
    for table, which in kept.items():
        same = " AND ".join(f"{column} = NEW.{column}" for column in ("program_id", *keys[table]))
        op.execute(
            f"CREATE TRIGGER {table}_is_not_deleted BEFORE DELETE ON {table} {which} "
            "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        )
        op.execute(
            f"CREATE TRIGGER {table}_is_not_changed BEFORE UPDATE ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        )
        # INSERT OR REPLACE deletes without asking a DELETE trigger.
        op.execute(
            f"CREATE TRIGGER {table}_is_not_replaced BEFORE INSERT ON {table} WHEN EXISTS "
            f"(SELECT 1 FROM {table} WHERE {same}) "
            "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        )
