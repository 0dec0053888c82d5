"""A text that waits in the spool: sealed to the gateway's own key of the month, bound to its file's name.

So what a disk may still hold of it once it is delivered is closed for good when that key is destroyed.
"""

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Self

from crypto.context import Purpose, context
from crypto.errors import CannotOpen
from crypto.padding import pad, unpad
from crypto.sealing import seal, unseal
from tipline.intake.texts.addresses import Names
from tipline.intake.texts.inbound import InboundText, OptOut
from tipline.vocabulary import Process, ProgramId, TipNumber


@dataclass(frozen=True, slots=True)
class SpooledText:
    """A text as it came, and what its sender was told."""

    text: InboundText = field(repr=False)
    at: datetime
    program_id: ProgramId
    """Whose it is, should its sender be forgotten meanwhile."""
    number: TipNumber | None = None
    answer: str | None = field(repr=False, default=None)
    """Given again, should the carrier bring the text again."""
    forgotten: bool = False
    """Its sender has ended the conversation since: only what was told is kept."""

    def without_sender(self) -> Self:
        """The same, told by nobody; it is not answered again."""
        return replace(self, text=replace(self.text, sender=""), forgotten=True, answer=None)


def seal_spooled(spooled: SpooledText, names: Names, *, name: str, now: datetime) -> bytes:
    """Seal a text for the file of this name, which alone is known then."""
    _, key = names.month_key(now)
    text = spooled.text
    content = {
        "sid": text.sid,
        "sender": text.sender,
        "line": text.line,
        "body": text.body,
        "media": text.media,
        "media_ids": list(text.media_ids),
        "opt_out": text.opt_out,
        "at": spooled.at.astimezone(UTC).isoformat(),
        "program": spooled.program_id.hex(),
        "number": spooled.number,
        "answer": spooled.answer,
        "forgotten": spooled.forgotten,
    }
    plain = json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return seal(pad(plain), key, context=_place(name))


def open_spooled(sealed: bytes, names: Names, *, name: str) -> SpooledText:
    """Open the text in the file of this name.

    Raises:
        CannotOpen: it was cut, changed or moved to another name, or its month's key is destroyed.
    """
    for key in names.keys.month_keys().values():
        try:
            plain = unpad(unseal(sealed, key, context=_place(name)))
        except CannotOpen:
            continue
        return _read(plain)
    raise CannotOpen


def _read(plain: bytes) -> SpooledText:
    try:
        content = json.loads(plain.decode("utf-8", "surrogatepass"))
        return SpooledText(
            text=InboundText(
                sid=content["sid"],
                sender=content["sender"],
                line=content["line"],
                body=content["body"],
                media=content["media"],
                media_ids=tuple(content["media_ids"]),
                opt_out=None if content["opt_out"] is None else OptOut(content["opt_out"]),
            ),
            at=datetime.fromisoformat(content["at"]),
            program_id=ProgramId(bytes.fromhex(content["program"])),
            number=None if content["number"] is None else TipNumber(content["number"]),
            answer=content["answer"],
            forgotten=content["forgotten"],
        )
    except (KeyError, TypeError, ValueError):
        raise CannotOpen from None


def _place(name: str) -> bytes:
    return context(Purpose.SPOOL, Process.GATEWAY, name)
