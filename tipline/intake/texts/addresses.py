"""What the vault knows of a sender: keyed names, and sealed beside them the threads and the way back.

No row holds a number in the clear, and none names a tip but under a seal: whoever takes the vault alone
learns how many people texted lately. The number itself is sealed to the gateway's key of the month, so
that it is gone with that key whatever was kept elsewhere.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from crypto.context import Purpose, context
from crypto.errors import CannotOpen
from crypto.keys import PrivateKey, PublicKey
from crypto.padding import pad, unpad
from crypto.pseudonym import keyed_name
from crypto.sealing import lock, seal, unlock, unseal
from tipline.intake.texts.transitions import Answer
from tipline.key_files import GatewayKeys
from tipline.private import Address, AddressKind
from tipline.runtime import GatewayRuntime
from tipline.vocabulary import Month, ProgramId, RecordId, TipId

KEPT: Final = timedelta(days=30)
"""After the last contact, where no setting says otherwise."""

MOST_THREADS: Final = 20
"""Of one sender in one program, with a way back to each; the oldest loses it first."""

SCHEME: Final = "sms"
"""SMS, MMS and RCS of one number are one sender: ended by one, ended by all."""

OTHER_SCHEMES: Final = frozenset({AddressKind.WHATSAPP.value, AddressKind.MESSENGER.value})
"""By these the same person is somebody else: what they end here goes on there."""

_ADDRESS_FLOOR: Final = 128
"""Bytes that two addresses never fill: every sealed one has one length, whatever its kind."""


@dataclass(frozen=True, slots=True)
class KnownThread:
    """A tip that a sender writes to, and which key its thread had when they began."""

    tip_id: TipId
    key: bytes = field(repr=False)
    """The digest of the thread's public key: another key in the store is never sealed to."""
    started: tuple[RecordId, ...] = ()
    """The texts that it began with, where they were several: each is answered with the tip's number."""
    confirmed: RecordId | None = None
    """The text that was answered with "added"; no other one of the thread is."""
    reminded: RecordId | None = None
    """The text that was answered with a word on names; no other one of the thread is."""
    offered: bool = False
    """They were told that CODE leads on, a week before their number was to be forgotten; once is enough."""

    def answer_to(self, record_id: RecordId) -> Answer | None:
        """What a later text of the thread is answered with, however often it comes."""
        if record_id == self.reminded:
            return Answer.NAMELESS
        return Answer.ADDED if record_id == self.confirmed else None


@dataclass(frozen=True, slots=True)
class Correspondent:
    """What we keep of one sender in one program."""

    threads: tuple[KnownThread, ...] = ()
    """The tips with a way back, the current one last."""
    fresh: bool = True
    """The next text begins another tip."""

    @property
    def current(self) -> KnownThread | None:
        """The tip that the next text adds to."""
        return None if self.fresh or not self.threads else self.threads[-1]

    def begun_with(self, record_id: RecordId) -> KnownThread | None:
        """The thread that this text began together with others."""
        return next((one for one in self.threads if record_id in one.started), None)


@dataclass(frozen=True, slots=True)
class ReturnAddress:
    """Where an answer goes, and from which of our numbers."""

    to: Address
    line: Address


@dataclass(frozen=True, slots=True)
class Names:
    """The keyed names of senders, tips and texts: what only a holder of the gateway's keys can compute."""

    keys: GatewayKeys
    kept: timedelta = KEPT
    """How long a sender is remembered after the last contact."""

    def pseudonym(self, program_id: ProgramId, sender: str) -> bytes:
        """A sender in a program; two programs cannot tell that they hear from one person."""
        return keyed_name(self.keys.pepper, context(Purpose.PSEUDONYM, program_id, *_scheme(sender)))

    def on_line(self, line: str, sender: str) -> bytes:
        """A sender on one of our numbers."""
        return keyed_name(self.keys.pepper, context(Purpose.LINE, line, *_scheme(sender)))

    def route(self, program_id: ProgramId, tip_id: TipId) -> bytes:
        """The way back of a tip."""
        return keyed_name(self.keys.name_key, context(Purpose.ROUTE, program_id, tip_id))

    def tip(self, sid: str) -> TipId:
        """The tip that this text begins, if it begins one: the same however often the text comes."""
        return TipId(keyed_name(self.keys.name_key, context(Purpose.TIP, sid)))

    def record(self, sid: str) -> RecordId:
        """The record that this text becomes: a second delivery collides with the first."""
        return RecordId(keyed_name(self.keys.name_key, context(Purpose.SID, sid)))

    def notice(self, record_id: RecordId, tip_id: TipId) -> RecordId:
        """What staff are told in a tip because of a text."""
        return RecordId(keyed_name(self.keys.name_key, context(Purpose.SID, record_id, tip_id)))

    def held(self, record_id: RecordId) -> bytes:
        """A text that waits for its keyword."""
        return keyed_name(self.keys.name_key, context(Purpose.HELD_TEXT, record_id))

    def last_day(self, now: datetime) -> date:
        """The day on which a row written now expires."""
        return (now.astimezone(UTC) + self.kept).date()

    def spooled(self, record_id: RecordId) -> bytes:
        """A text that waits for a store: by another name than that of its record, which has no time."""
        return keyed_name(self.keys.name_key, context(Purpose.SPOOL, record_id))

    def month_key(self, now: datetime) -> tuple[Month, PublicKey]:
        """The gateway's own key of this month, or its newest where the clock has gone wrong."""
        keys = self.keys.month_keys()
        day = now.astimezone(UTC)
        month = Month(day.year * 100 + day.month)
        if month not in keys:
            month = max(keys)
        return month, keys[month].public()


def names_of(runtime: GatewayRuntime) -> Names:
    """The keyed names of a gateway, by its keys of now, and how long it remembers a sender."""
    return Names(runtime.keys, kept=timedelta(days=runtime.settings.text_days))


def _scheme(sender: str) -> tuple[str, str]:
    """By which scheme a sender is named, and what is named by it."""
    kind, _, raw = sender.partition(":")
    return (kind, raw) if kind in OTHER_SCHEMES else (SCHEME, sender)


def digest_of(public: PublicKey) -> bytes:
    """What is remembered of a thread's key."""
    return hashlib.sha256(public.raw).digest()


def lock_correspondent(
    correspondent: Correspondent, *, key: bytes, program_id: ProgramId, pseudonym: bytes
) -> bytes:
    """What the vault keeps beside a pseudonym."""
    content = {
        "threads": [_written(one) for one in correspondent.threads],
        "fresh": correspondent.fresh,
    }
    where = context(Purpose.PSEUDONYM, program_id, pseudonym)
    return lock(pad(json.dumps(content).encode()), key, context=where)


def unlock_correspondent(
    sealed: bytes, *, key: bytes, program_id: ProgramId, pseudonym: bytes
) -> Correspondent:
    """Read what is kept beside a pseudonym.

    Raises:
        CannotOpen: it was changed, or moved here from another row.
    """
    where = context(Purpose.PSEUDONYM, program_id, pseudonym)
    content = _content(unpad(unlock(sealed, key, context=where)))
    try:
        return Correspondent(
            threads=tuple(_read(one) for one in content["threads"]), fresh=bool(content["fresh"])
        )
    except (KeyError, TypeError, ValueError):
        raise CannotOpen from None


def lock_program(program_id: ProgramId, *, key: bytes, first: ProgramId, sender: bytes) -> bytes:
    """Which program a sender on a line is talking to."""
    return lock(program_id, key, context=context(Purpose.CONVERSATION, first, sender))


def unlock_program(sealed: bytes, *, key: bytes, first: ProgramId, sender: bytes) -> ProgramId:
    """Read which program a sender on a line is talking to.

    Raises:
        CannotOpen: it was changed, or moved here from another row.
    """
    return ProgramId(unlock(sealed, key, context=context(Purpose.CONVERSATION, first, sender)))


def seal_address(address: ReturnAddress, *, to: PublicKey, program_id: ProgramId, route: bytes) -> bytes:
    """The way back, sealed to the gateway's key of the month."""
    plain = pad(f"{address.to.wire} {address.line.wire}".encode(), floor=_ADDRESS_FLOOR)
    return seal(plain, to, context=context(Purpose.RETURN_ADDRESS, program_id, route))


def open_address(
    sealed: bytes, *, month: Month, keys: Mapping[Month, PrivateKey], program_id: ProgramId, route: bytes
) -> ReturnAddress:
    """Read a way back.

    Raises:
        CannotOpen: its month's key is gone, it was changed, or it was moved here from another row.
    """
    if (key := keys.get(month)) is None:
        raise CannotOpen
    plain = unpad(unseal(sealed, key, context=context(Purpose.RETURN_ADDRESS, program_id, route)))
    to, _, line = plain.decode().partition(" ")
    return ReturnAddress(Address.read(to), Address.read(line))


def _content(plain: bytes) -> dict[str, Any]:
    try:
        content = json.loads(plain)
    except ValueError:
        raise CannotOpen from None
    if not isinstance(content, dict):
        raise CannotOpen
    return content


def _written(thread: KnownThread) -> list[str | list[str] | bool | None]:
    answered = [one.hex() if one else None for one in (thread.confirmed, thread.reminded)]
    started = [one.hex() for one in thread.started]
    return [thread.tip_id.hex(), thread.key.hex(), started, *answered, thread.offered]


def _read(written: Sequence[Any]) -> KnownThread:
    """Read a thread; those of before do not say whether a word on names was sent, or CODE was offered."""
    tip_id, key, started, confirmed, *later = written
    reminded, offered = (*later, None, None)[:2]
    return KnownThread(
        tip_id=TipId(bytes.fromhex(tip_id)),
        key=bytes.fromhex(key),
        started=tuple(RecordId(bytes.fromhex(one)) for one in started),
        confirmed=RecordId(bytes.fromhex(confirmed)) if confirmed else None,
        reminded=RecordId(bytes.fromhex(reminded)) if reminded else None,
        offered=offered is True,
    )
