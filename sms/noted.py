"""What the carrier has taken from us is noted, so that it is erased there though nobody tells of it again."""

from datetime import datetime
from functools import partial

from tipline.errors import StoreUnavailable
from tipline.intake.texts.addresses import names_of
from tipline.intake.texts.sent import SentText, note_sent
from tipline.log import Event, log
from tipline.runtime import GatewayRuntime
from tipline.vocabulary import ProgramId, TipId


async def note(
    runtime: GatewayRuntime, sid: str, *, program_id: ProgramId, tip_id: TipId | None = None, now: datetime
) -> SentText | None:
    """Note a text that was handed over, and give how far it is by then.

    A vault that is away costs the note and not the text, which has left and must not leave again.

    Args:
        runtime: this gateway.
        sid: the carrier's id of the text.
        program_id: in whose name it is erased there.
        tip_id: whom it answers, where staff are to be told that it did not arrive.
        now: this moment.
    """
    noting = partial(
        note_sent, names=names_of(runtime), sid=sid, program_id=program_id, tip_id=tip_id, now=now
    )
    try:
        return await runtime.vault.write(noting)
    except StoreUnavailable as trouble:
        log(Event.STORE_UNAVAILABLE, store=trouble.store)
        return None
