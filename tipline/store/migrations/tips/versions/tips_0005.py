"""Months as the public has them, and whether a program publishes them at all."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0005"
down_revision = "tips_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("program", sa.Column("publishes", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "published_month",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(16_000), nullable=False),
        sa.Column("signature", sa.LargeBinary(64), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "month", name="pk_published_month"),
        sqlite_with_rowid=False,
    )
    _refuse_changes()


def downgrade() -> None:
    op.drop_table("published_month")
    op.drop_column("program", "publishes")


def _refuse_changes() -> None:
    """What is out stays as it is."""
    if op.get_context().dialect.name == "postgresql":
        for name, when, whom in (
            ("deleted", "DELETE", "ROW"),
            ("changed", "UPDATE", "ROW"),
            ("emptied", "TRUNCATE", "STATEMENT"),
        ):
            op.execute(
                f"CREATE TRIGGER published_month_is_not_{name} BEFORE {when} ON published_month "
                f"FOR EACH {whom} EXECUTE FUNCTION refuse_change()"
            )
        return
    for name, when in (("deleted", "DELETE"), ("changed", "UPDATE")):
        op.execute(
            f"CREATE TRIGGER published_month_is_not_{name} BEFORE {when} ON published_month "
            "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        )
    # INSERT OR REPLACE deletes without asking a DELETE trigger.
    op.execute(
        "CREATE TRIGGER published_month_is_not_replaced BEFORE INSERT ON published_month WHEN EXISTS "
        "(SELECT 1 FROM published_month WHERE program_id = NEW.program_id AND month = NEW.month) "
        "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
    )
