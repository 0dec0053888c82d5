"""The queue's two indexes hold the tip's id: PostgreSQL turns to a late page without reading rows."""

from alembic import op

revision = "tips_0003"
down_revision = "tips_0002"
branch_labels = None
depends_on = None

_QUEUE = ["program_id", "team_id", "received_day", "number", "status", "priority", "channel", "offence"]
_BY_STATUS = [
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


def upgrade() -> None:
    _make(more=["tip_id"])


def downgrade() -> None:
    _make(more=[])


def _make(*, more: list[str]) -> None:
    for name, columns in (("ix_tip_queue", _QUEUE), ("ix_tip_queue_by_status", _BY_STATUS)):
        op.drop_index(name, table_name="tip")
        op.create_index(name, "tip", [*columns, *more])
