"""A reporter says that it is safe: what waited for that leaves now, unless their word comes late."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from tipline import outbox
from tipline.intake.notices import add_notice, prepare_notice
from tipline.intake.receive import Thread
from tipline.intake.texts.deeds import Deeds
from tipline.intake.texts.replies import LATE_OK_NOTICE, SAFE_NOTICE
from tipline.vocabulary import RecordId


def is_asked(deeds: Deeds, thread: Thread) -> bool:
    """Whether something waits in a thread until its reporter says that it is safe.

    Raises:
        StoreUnavailable: it cannot be known.
    """
    program_id, route = thread.program_id, deeds.names.route(thread.program_id, thread.tip_id)
    with deeds.runtime.tips.read() as session:
        return outbox.waits_for_ok(session.connection(), program_id=program_id, route=route)


async def release(deeds: Deeds, thread: Thread, *, record_id: RecordId, now: datetime) -> None:
    """Let leave what waited for a reporter's OK, and tell staff.

    A second delivery of the same OK finds the notice that the first one left, under the same id.

    Raises:
        StoreUnavailable: it goes on waiting.
        NoProvenKey: as above.
    """
    await _decide(deeds, thread, outbox.release, SAFE_NOTICE, record_id=record_id, now=now)


async def ask_again(deeds: Deeds, thread: Thread, *, record_id: RecordId, now: datetime) -> None:
    """Ask once more whether it is safe, for the OK is of an hour that is over; and tell staff.

    Raises:
        StoreUnavailable: it goes on waiting.
        NoProvenKey: as above.
    """
    await _decide(deeds, thread, outbox.knock_again, LATE_OK_NOTICE, record_id=record_id, now=now)


async def _decide(
    deeds: Deeds, thread: Thread, deed: Callable[..., int], words: str, *, record_id: RecordId, now: datetime
) -> None:
    program_id, route = thread.program_id, deeds.names.route(thread.program_id, thread.tip_id)
    desk = await deeds.programs.by_id(program_id, now=now)
    notice = prepare_notice(
        words,
        thread=thread,
        program=desk.program,
        record_id=record_id,
        signer=deeds.runtime.keys.signing(),
        now=now,
    )

    def told(connection: Connection) -> None:
        if deed(connection, program_id=program_id, route=route, now=now):
            add_notice(connection, notice)

    await deeds.runtime.tips.write(told)
