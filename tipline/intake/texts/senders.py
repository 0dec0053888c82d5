"""The vault's rows of one sender: read, written together, and destroyed together."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, TypeVar

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlmodel import SQLModel

from crypto.errors import CannotOpen
from tipline.errors import StoreUnavailable, TiplineError
from tipline.intake.texts.addresses import (
    Correspondent,
    Names,
    ReturnAddress,
    lock_correspondent,
    lock_program,
    open_address,
    seal_address,
    unlock_correspondent,
    unlock_program,
)
from tipline.intake.texts.lines import Line
from tipline.log import Event, log
from tipline.private import Address
from tipline.store.columns import table
from tipline.store.db import Store
from tipline.store.statements import Values, insert_new
from tipline.store.vault_tables import ConversationRow, PseudonymRow, ReturnAddressRow
from tipline.vocabulary import Month, ProgramId, StoreName, TipId

ATTEMPTS: Final = 5
"""Two gateways that write of one sender at the same moment read again; more often is a fault."""

T = TypeVar("T")


class ChangedMeanwhile(TiplineError):
    """Another process wrote what we were about to write: read it again."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the vault has of a sender in a program, and the row that it stands in."""

    program_id: ProgramId
    pseudonym: bytes
    correspondent: Correspondent = field(default_factory=Correspondent)
    row: bytes | None = field(default=None, repr=False)
    """As it is stored; nothing where there is no row yet."""
    expires_day: date | None = None


@dataclass(frozen=True, slots=True)
class Writing:
    """What is to be written of a sender: sealed already, so that the deed only writes."""

    known: Known
    sealed: bytes = field(repr=False)
    addresses: tuple[dict[str, object], ...] = field(repr=False)
    dropped: tuple[bytes, ...]
    conversation: dict[str, object] | None = field(repr=False)
    expires_day: date


_PSEUDONYMS: Final = table(PseudonymRow)
_ONE_SENDER: Final = (
    _PSEUDONYMS.c.program_id == bindparam("of_program"),
    _PSEUDONYMS.c.pseudonym == bindparam("of_sender"),
)
_SENDER: Final = select(_PSEUDONYMS.c.sealed, _PSEUDONYMS.c.expires_day).where(*_ONE_SENDER)
_SENDER_AGAIN: Final = (
    update(_PSEUDONYMS)
    .where(*_ONE_SENDER, _PSEUDONYMS.c.sealed == bindparam("was"))
    .values(sealed=bindparam("sealed"), expires_day=bindparam("expires_day"))
)
_CONVERSATIONS: Final = table(ConversationRow)
_CONVERSATION: Final = select(_CONVERSATIONS.c.sealed).where(
    _CONVERSATIONS.c.program_id == bindparam("of_program"), _CONVERSATIONS.c.sender == bindparam("of_sender")
)
# Built once: a statement costs more to build than to run.


def read_sender(connection: Connection, names: Names, *, program_id: ProgramId, sender: str) -> Known:
    """What the vault has of a sender in a program.

    A row that was changed from outside rings an alarm and is written anew: nobody gets a thread by it.
    """
    pseudonym = names.pseudonym(program_id, sender)
    row = connection.execute(_SENDER, {"of_program": program_id, "of_sender": pseudonym}).one_or_none()
    if row is None:
        return Known(program_id, pseudonym)
    try:
        correspondent = unlock_correspondent(
            row.sealed, key=names.keys.vault_key, program_id=program_id, pseudonym=pseudonym
        )
    except CannotOpen:
        log(Event.CANNOT_OPEN, program=program_id, store=StoreName.VAULT)
        correspondent = Correspondent()
    return Known(program_id, pseudonym, correspondent, row.sealed, row.expires_day)


def read_program(connection: Connection, names: Names, *, line: Line, sender: bytes) -> ProgramId | None:
    """Which program a sender on a shared line was talking to last, if that is known and opens."""
    first = line.first.program_id
    sealed = connection.scalar(_CONVERSATION, {"of_program": first, "of_sender": sender})
    if sealed is None:
        return None
    try:
        return unlock_program(sealed, key=names.keys.vault_key, first=first, sender=sender)
    except CannotOpen:
        log(Event.CANNOT_OPEN, program=first, store=StoreName.VAULT)
        return None


def prepare_sender(
    known: Known,
    correspondent: Correspondent,
    names: Names,
    *,
    line: Line,
    sender: str,
    address: Address | None,
    now: datetime,
    way_back: Iterable[TipId],
) -> Writing:
    """Seal what the vault is to keep of a sender after a text: all of it expires together.

    A sender who cannot be answered gets no way back.

    Args:
        way_back: the tips whose return address is written anew; the others keep what they have.
    """
    expires_day = names.last_day(now)
    here = Address.read(line.number)
    addresses = [
        address_row(names, known.program_id, tip_id, ReturnAddress(address, here), now=now)
        for tip_id in way_back
        if address is not None
    ]
    kept = {one.tip_id for one in correspondent.threads}
    gone = [one.tip_id for one in known.correspondent.threads if one.tip_id not in kept]
    return Writing(
        known=known,
        sealed=lock_correspondent(
            correspondent,
            key=names.keys.vault_key,
            program_id=known.program_id,
            pseudonym=known.pseudonym,
        ),
        addresses=tuple(addresses),
        dropped=tuple(names.route(known.program_id, tip_id) for tip_id in gone),
        conversation=_conversation(names, line, known.program_id, sender, expires_day)
        if line.shared
        else None,
        expires_day=expires_day,
    )


def address_row(
    names: Names, program_id: ProgramId, tip_id: TipId, address: ReturnAddress, *, now: datetime
) -> dict[str, object]:
    """The row of a way back, sealed to the newest key that has begun."""
    month, key = names.month_key(now)
    route = names.route(program_id, tip_id)
    return {
        "program_id": program_id,
        "route": route,
        "sealed": seal_address(address, to=key, program_id=program_id, route=route),
        "month": month,
        "expires_day": names.last_day(now),
    }


def write_sender(connection: Connection, writing: Writing) -> None:
    """Write a sender's rows, all of them.

    Raises:
        ChangedMeanwhile: another process wrote them since they were read.
    """
    known = writing.known
    if known.row is None:
        if not insert_new(connection, PseudonymRow, _pseudonym(writing)):
            raise ChangedMeanwhile
    else:
        changed = connection.execute(
            _SENDER_AGAIN,
            {
                "of_program": known.program_id,
                "of_sender": known.pseudonym,
                "was": known.row,
                "sealed": writing.sealed,
                "expires_day": writing.expires_day,
            },
        )
        if changed.rowcount != 1:
            raise ChangedMeanwhile
    for address in writing.addresses:
        put(connection, ReturnAddressRow, ("program_id", "route"), address)
    forget_routes(connection, known.program_id, writing.dropped)
    if writing.conversation is not None:
        put(connection, ConversationRow, ("program_id", "sender"), writing.conversation)


def rows_of(writing: Writing) -> tuple[tuple[type[SQLModel], Values], ...]:
    """Every row of a sender of whom there is none yet: what `write_sender` writes then, if that is so."""
    rows: list[tuple[type[SQLModel], Values]] = [(PseudonymRow, _pseudonym(writing))]
    rows += [(ReturnAddressRow, address) for address in writing.addresses]
    if writing.conversation is not None:
        rows.append((ConversationRow, writing.conversation))
    return tuple(rows)


def forget_sender(
    connection: Connection, senders: Sequence[Known], names: Names, *, line: Line, sender: bytes
) -> None:
    """Destroy every row of a sender on a line.

    Raises:
        ChangedMeanwhile: another process wrote one since they were read.
    """
    rows = table(PseudonymRow)
    for known in senders:
        if known.row is None:
            continue
        gone = connection.execute(
            delete(rows).where(
                rows.c.program_id == known.program_id,
                rows.c.pseudonym == known.pseudonym,
                rows.c.sealed == known.row,
            )
        )
        if gone.rowcount != 1:
            raise ChangedMeanwhile
        routes = [names.route(known.program_id, one.tip_id) for one in known.correspondent.threads]
        forget_routes(connection, known.program_id, routes)
    conversations = table(ConversationRow)
    connection.execute(
        delete(conversations).where(
            conversations.c.program_id.in_(line.program_ids), conversations.c.sender == sender
        )
    )


def forget_routes(connection: Connection, program_id: ProgramId, routes: Sequence[bytes]) -> None:
    """Destroy the ways back of some tips of a program."""
    if routes:
        rows = table(ReturnAddressRow)
        connection.execute(delete(rows).where(rows.c.program_id == program_id, rows.c.route.in_(routes)))


def read_address(
    connection: Connection, names: Names, *, program_id: ProgramId, tip_id: TipId
) -> ReturnAddress | None:
    """Where an answer to a tip goes, if there is still a way.

    Raises:
        CannotOpen: the row was changed from outside, or its key is gone.
    """
    rows = table(ReturnAddressRow).c
    route = names.route(program_id, tip_id)
    row = connection.execute(
        select(rows.sealed, rows.month).where(rows.program_id == program_id, rows.route == route)
    ).one_or_none()
    if row is None:
        return None
    return open_address(
        row.sealed,
        month=Month(row.month),
        keys=names.keys.month_keys(),
        program_id=program_id,
        route=route,
    )


def address_of(vault: Store, names: Names, *, program_id: ProgramId, tip_id: TipId) -> ReturnAddress | None:
    """Where answers to a tip go, if they can; one that was changed from outside rings an alarm.

    Raises:
        StoreUnavailable: the vault cannot be read.
    """
    with vault.read() as session:
        try:
            return read_address(session.connection(), names, program_id=program_id, tip_id=tip_id)
        except CannotOpen:
            log(Event.CANNOT_OPEN, program=program_id)
            return None


def prolong_sender(
    names: Names, *, program_id: ProgramId, tip_id: TipId, address: ReturnAddress, now: datetime
) -> Callable[[Connection], None]:
    """The deed that lets a sender's rows live on after an answer; what ended meanwhile stays ended."""
    row = address_row(names, program_id, tip_id, address, now=now)
    name = address.to.person.casefold()
    pseudonym = names.pseudonym(program_id, name)
    who = names.on_line(address.line.wire, name)
    addresses, pseudonyms, conversations = (
        table(ReturnAddressRow),
        table(PseudonymRow),
        table(ConversationRow),
    )
    expires_day = names.last_day(now)

    def prolong(connection: Connection) -> None:
        alive = connection.execute(
            update(addresses)
            .where(addresses.c.program_id == program_id, addresses.c.route == row["route"])
            .values(sealed=row["sealed"], month=row["month"], expires_day=expires_day)
        )
        known = read_sender(connection, names, program_id=program_id, sender=name).correspondent
        if alive.rowcount == 0 or not known.threads or known.threads[-1].tip_id != tip_id:
            return
        connection.execute(
            update(pseudonyms)
            .where(pseudonyms.c.program_id == program_id, pseudonyms.c.pseudonym == pseudonym)
            .values(expires_day=expires_day)
        )
        connection.execute(
            update(conversations).where(conversations.c.sender == who).values(expires_day=expires_day)
        )

    return prolong


def put(connection: Connection, row: type[SQLModel], key: tuple[str, ...], values: dict[str, object]) -> None:
    """Write a row whether it was there or not."""
    if insert_new(connection, row, values):
        return
    rows = table(row)
    connection.execute(
        update(rows)
        .where(*(rows.c[name] == values[name] for name in key))
        .values({name: value for name, value in values.items() if name not in key})
    )


def _pseudonym(writing: Writing) -> Values:
    return {
        "program_id": writing.known.program_id,
        "pseudonym": writing.known.pseudonym,
        "sealed": writing.sealed,
        "expires_day": writing.expires_day,
    }


def _conversation(
    names: Names, line: Line, program_id: ProgramId, sender: str, expires_day: date
) -> dict[str, object]:
    first, here = line.first.program_id, names.on_line(line.number, sender)
    return {
        "program_id": first,
        "sender": here,
        "sealed": lock_program(program_id, key=names.keys.vault_key, first=first, sender=here),
        "expires_day": expires_day,
    }


async def until_unchanged(deed: Callable[[], Awaitable[T]]) -> T:
    """Do something that reads and then writes; again from the beginning where another process was quicker.

    Raises:
        StoreUnavailable: it was quicker each time.
    """
    for _ in range(ATTEMPTS):
        try:
            return await deed()
        except ChangedMeanwhile:
            continue
    raise StoreUnavailable(StoreName.VAULT)
