"""The queue counts by division, appeal and by whom a tip is with; views are kept, and tips related."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0007"
down_revision = "tips_0006"
branch_labels = None
depends_on = None

BY_DAY = ["program_id", "team_id", "received_day", "number", "status", "priority", "channel", "offence"]
BY_STATUS = [
    "program_id",
    "team_id",
    "status",
    "received_day",
    "number",
    "priority",
    "channel",
    "offence",
    "unread",
]
MORE = ["unit_id", "assignee_id", "appeal_id", "tip_id"]


def upgrade() -> None:
    _index(by_day=[*BY_DAY, "unread", *MORE], by_status=[*BY_STATUS, *MORE])
    op.create_table(
        "tip_relation",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("relation_id", sa.LargeBinary(16), nullable=False),
        sa.Column("tip_id", sa.LargeBinary(16), nullable=False),
        sa.Column("other_id", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "relation_id", name="pk_tip_relation"),
        sa.UniqueConstraint(
            "program_id", "tip_id", "other_id", "kind", name="uq_tip_relation_program_id_tip_id_other_id_kind"
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"], name="fk_tip_relation_tip"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tip_relation_program_id_other_id", "tip_relation", ["program_id", "other_id"])
    op.create_table(
        "queue_view",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16), nullable=False),
        sa.Column("query", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "person_id", "query", name="pk_queue_view"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("queue_view")
    op.drop_table("tip_relation")
    _index(by_day=[*BY_DAY, "tip_id"], by_status=[*BY_STATUS, "tip_id"])


def _index(*, by_day: list[str], by_status: list[str]) -> None:
    for name, columns in (("ix_tip_queue", by_day), ("ix_tip_queue_by_status", by_status)):
        op.drop_index(name, table_name="tip")
        op.create_index(name, "tip", columns)
