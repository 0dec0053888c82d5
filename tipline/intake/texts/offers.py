"""A week before a number is forgotten its sender is offered CODE, once: who, and that they were told.

A route leads to no tip by itself. The number that is sealed beside it leads to the sender's row, and that to
the tips, one of which has this route.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, select, update

from crypto.errors import CannotOpen
from tipline.intake.texts.addresses import KnownThread, Names, ReturnAddress, lock_correspondent, open_address
from tipline.intake.texts.senders import ChangedMeanwhile, Known, read_sender
from tipline.log import Event, log
from tipline.private import AddressKind
from tipline.store.columns import table
from tipline.store.vault_tables import PseudonymRow, ReturnAddressRow
from tipline.vocabulary import Month, ProgramId, StoreName

BEFORE: Final = timedelta(days=7)
WITHIN: Final = timedelta(days=3)
"""From then on: who was not told within these days, because nothing ran, is not told any more."""


ANY_DAY: Final = frozenset({AddressKind.SMS, AddressKind.RCS})
"""WhatsApp and Messenger let nobody write a day after the other's last word."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Somebody whose number will be forgotten soon, and who has not been offered CODE."""

    program_id: ProgramId
    thread: KnownThread
    address: ReturnAddress = field(repr=False)
    known: Known = field(repr=False)


def ending(connection: Connection, names: Names, *, now: datetime) -> Sequence[Ending]:
    """Whose numbers are forgotten in a week; of somebody with several tips, the one that they write to."""
    found = []
    for row in connection.execute(_ENDING, _days(now)).all():
        program_id = ProgramId(row.program_id)
        try:
            address = open_address(
                row.sealed,
                month=Month(row.month),
                keys=names.keys.month_keys(),
                program_id=program_id,
                route=row.route,
            )
        except CannotOpen:
            log(Event.CANNOT_OPEN, program=program_id, store=StoreName.VAULT)
            continue
        if address.to.kind not in ANY_DAY:
            continue
        known = read_sender(connection, names, program_id=program_id, sender=address.to.person.casefold())
        thread = known.correspondent.threads[-1] if known.correspondent.threads else None
        if thread is None or thread.offered or names.route(program_id, thread.tip_id) != row.route:
            continue
        found.append(Ending(program_id, thread, address, known))
    return found


def mark_offered(connection: Connection, one: Ending, names: Names) -> Known:
    """Write down that somebody is told, before they are: twice is once too often. Nothing lives longer by it.

    Raises:
        ChangedMeanwhile: another process wrote of this sender.
    """
    *others, current = one.known.correspondent.threads
    becomes = replace(one.known.correspondent, threads=(*others, replace(current, offered=True)))
    sealed = lock_correspondent(
        becomes, key=names.keys.vault_key, program_id=one.program_id, pseudonym=one.known.pseudonym
    )
    _write(connection, one.known, sealed)
    return replace(one.known, correspondent=becomes, row=sealed)


def take_back(connection: Connection, one: Ending, marked: Known) -> None:
    """They could not be told now: somebody tries again.

    Raises:
        ChangedMeanwhile: another process wrote of this sender.
    """
    if one.known.row is not None:
        _write(connection, marked, one.known.row)


def _write(connection: Connection, known: Known, sealed: bytes) -> None:
    changed = connection.execute(
        update(_senders)
        .where(
            _senders.c.program_id == known.program_id,
            _senders.c.pseudonym == known.pseudonym,
            _senders.c.sealed == known.row,
        )
        .values(sealed=sealed)
    )
    if changed.rowcount != 1:
        raise ChangedMeanwhile


def _days(now: datetime) -> dict[str, date]:
    last = now.astimezone(UTC).date() + BEFORE
    return {"first": last - WITHIN, "last": last}


_senders, _routes = table(PseudonymRow), table(ReturnAddressRow)

_ENDING: Final = (
    select(_routes.c.program_id, _routes.c.route, _routes.c.sealed, _routes.c.month)
    .where(_routes.c.expires_day > bindparam("first"), _routes.c.expires_day <= bindparam("last"))
    .order_by(_routes.c.expires_day)
)
