"""A tip that came under pressure is marked until its step is done; the queue has the mark in its index."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0022"
down_revision = "tips_0021"
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
    "language",
    "link_id",
]


def upgrade() -> None:
    op.add_column("tip", sa.Column("unfinished", sa.Boolean(), nullable=False, server_default=sa.false()))
    _index([*BEFORE, "unfinished", "tip_id"])


def downgrade() -> None:
    _index([*BEFORE, "tip_id"])
    op.drop_column("tip", "unfinished")


def _index(columns: list[str]) -> None:
    op.drop_index("ix_tip_queue_by_status", table_name="tip")
    op.create_index("ix_tip_queue_by_status", "tip", columns)
