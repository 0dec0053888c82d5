"""A tip that came under pressure: kept at once, and finished by a step after it.

What the step needs to show the receipt (the code, the number) is carried by its page, sealed. So the store
holds nothing of a code here either, and a tip whose reporter goes away at the step is there all the same.
"""

import base64
import binascii
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, update

from crypto.codes import ReporterCode, read_code
from crypto.context import Purpose, context
from crypto.errors import CannotOpen, UnknownWords
from crypto.sealing import lock, unlock
from tipline.errors import FormTokenMissing, FormTokenOld
from tipline.intake.receive import SealedTip
from tipline.store.columns import table
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import ProgramId, TipId, TipNumber

LIFE: Final = timedelta(hours=24)
"""As long as a form: a phone may be put away, and taken out again in the evening."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What the receipt of a tip will say, once its step is done."""

    code: ReporterCode = field(repr=False)
    number: TipNumber
    tip_id: TipId
    danger: bool
    files: int
    since: datetime
    """When the tip was kept, to the second."""


def as_unfinished(sealed: SealedTip) -> SealedTip:
    """The same tip, marked: its step is still to be done."""
    return replace(sealed, tip={**sealed.tip, "unfinished": True})


def carry(tip: Unfinished, *, key: bytes, program_id: ProgramId) -> str:
    """Seal what the receipt will say, for the page of one program's step."""
    content = [
        int(tip.since.timestamp()),
        tip.code.language,
        tip.code.text,
        tip.number,
        tip.tip_id.hex(),
        tip.danger,
        tip.files,
    ]
    sealed = lock(json.dumps(content).encode(), key, context=context(Purpose.UNFINISHED, program_id))
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def carried(value: str, *, key: bytes, program_id: ProgramId, now: datetime) -> Unfinished:
    """Open what a page carried.

    Raises:
        FormTokenMissing: we did not seal it, or for another program.
        FormTokenOld: the tip was kept more than `LIFE` ago.
    """
    try:
        sealed = base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
        content = unlock(sealed, key, context=context(Purpose.UNFINISHED, program_id))
        since, language, words, number, tip_id, danger, files = json.loads(content)
        code = read_code(words, first=language)
    except (binascii.Error, ValueError, CannotOpen, UnknownWords):
        raise FormTokenMissing from None
    tip = Unfinished(
        code,
        TipNumber(number),
        TipId(bytes.fromhex(tip_id)),
        danger,
        files,
        datetime.fromtimestamp(since, UTC),
    )
    if now - tip.since > LIFE:
        raise FormTokenOld
    return tip


def finish(connection: Connection, *, tip_id: TipId, program_id: ProgramId) -> bool:
    """Take the mark off a tip; once more does nothing. False where there is no such tip, or not yet."""
    rows = table(TipRow)
    finished = connection.execute(
        update(rows).where(rows.c.program_id == program_id, rows.c.tip_id == tip_id).values(unfinished=False)
    )
    return finished.rowcount == 1
