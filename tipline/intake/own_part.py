"""What a reporter's deed asks of the store, and does to it, whatever the deed is."""

from typing import Final

from sqlalchemy import Connection, bindparam, select, update

from tipline.intake.receive import Thread
from tipline.store.columns import table
from tipline.store.tip_tables import TipGrantRow, TipRow


def is_theirs(connection: Connection, thread: Thread) -> bool:
    """Whether the reporter still holds their grant, and has not taken the tip back meanwhile."""
    names = {"program": thread.program_id, "key": thread.key_id}
    return connection.execute(_STILL_THEIRS, names).first() is not None


def mark_unread(connection: Connection, thread: Thread) -> None:
    """Show staff that something came."""
    connection.execute(_UNREAD, {"program": thread.program_id, "tip": thread.tip_id})


_tips, _grants = table(TipRow), table(TipGrantRow)

_STILL_THEIRS: Final = select(_grants.c.key_id).where(
    _grants.c.program_id == bindparam("program"),
    _grants.c.key_id == bindparam("key"),
    _grants.c.holder_id == bindparam("key"),
)
_UNREAD: Final = (
    update(_tips)
    .where(_tips.c.program_id == bindparam("program"), _tips.c.tip_id == bindparam("tip"))
    .values(unread=True)
)
