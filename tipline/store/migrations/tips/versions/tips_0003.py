"""The queue's two indexes hold the tip's id: a late page is read from them alone."""

from alembic import op

revision = "tips_0003"
down_revision = "tips_0002"
branch_labels = None
depends_on = None

_QUEUE = ("program_id", "team_id", "received_day", "number", "status", "priority", "channel", "offence")
_BY_STATUS = (*_QUEUE[:2], "status", *_QUEUE[2:4], *_QUEUE[5:], "unread")


def upgrade() -> None:
    _make("tip_id")


def downgrade() -> None:
    _make()


def _make(*more: str) -> None:
    for index, columns in (("ix_tip_queue", _QUEUE), ("ix_tip_queue_by_status", _BY_STATUS)):
        op.drop_index(index, table_name="tip")
        op.create_index(index, "tip", [*columns, *more])
