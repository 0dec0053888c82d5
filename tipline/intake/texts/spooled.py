"""A text that waits in the spool: sealed to the gateway's own key of the month, bound to its file's name.

So what a disk may still hold of it once it is delivered is closed for good when that key is destroyed. That
key's public half is no secret: the gateway signs what it keeps, so that nobody texts by writing a file.
"""

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Self

from crypto.context import Purpose, context
from crypto.errors import CannotOpen
from crypto.sealing import open_record, seal_record
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
    """Sign a text and seal it for the file of this name, which alone is known then."""
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
        "waited": text.waited.total_seconds(),
        "at": spooled.at.astimezone(UTC).isoformat(),
        "program": spooled.program_id.hex(),
        "number": spooled.number,
        "answer": spooled.answer,
        "forgotten": spooled.forgotten,
    }
    plain = json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return seal_record(plain, key, by=names.keys.signing(), context=_place(name))


def open_spooled(sealed: bytes, names: Names, *, name: str) -> SpooledText:
    """Open the text in the file of this name.

    Raises:
        CannotOpen: it was cut, changed or moved to another name, this gateway did not write it, or the key of
            its month is destroyed.
    """
    for key in names.keys.month_keys().values():
        try:
            opened = open_record(sealed, key, context=_place(name))
        except CannotOpen:
            continue
        if not opened.signed_by(names.keys.signing().verify_key()):
            break
        return _read(opened.content)
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
                waited=timedelta(seconds=content["waited"]),
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
