"""The queue finds its floods within an index."""

from alembic import op

revision = "tips_0014"
down_revision = "tips_0013"
branch_labels = None
depends_on = None

BEFORE = [
    "program_id",
    "team_id",
    "status",
    "received_day",
    "number",
    "priority",
    "channel",
    "offence",
    "unread",
    "unit_id",
    "assignee_id",
    "appeal_id",
]


def upgrade() -> None:
    _index([*BEFORE, "language", "link_id", "tip_id"])


def downgrade() -> None:
    _index([*BEFORE, "tip_id"])


def _index(columns: list[str]) -> None:
    op.drop_index("ix_tip_queue_by_status", table_name="tip")
    op.create_index("ix_tip_queue_by_status", "tip", columns)
