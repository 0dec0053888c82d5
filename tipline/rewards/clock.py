"""What the clock does for rewards, with nobody signed in: replace claim codes, return what nobody collected.

Both need the ledger's pepper at most, which the console's process has, and no person's key. Each program has
a transaction of its own, so that the trouble of one is not another's; each deed is safe to do twice, and
beside another console's clock.
"""

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from tipline.errors import KeyTrouble, Refused
from tipline.log import Event, failure, log
from tipline.rewards.ageing import return_unclaimed
from tipline.rewards.places import unproven_desks
from tipline.rewards.renewals import carry_out_renewals
from tipline.runtime import ConsoleRuntime
from tipline.store.program_tables import ProgramRow
from tipline.store.work_tables import ClaimRenewalRow
from tipline.vocabulary import ProgramId


class _Alarm(StrEnum):
    DESK = "desk"


def replace_codes(runtime: ConsoleRuntime) -> int:
    """Carry out what reporters have asked since the last turn; how many codes were replaced.

    The ledger is committed before the tips: a process that dies in between has replaced a code and finds its
    request again, and does it again without effect. No audit line is written: a reporter did it.

    Raises:
        StoreUnavailable: what is not done is left for the next turn.
    """
    done = 0
    with runtime.tips.read() as session:
        asked = session.exec(select(ClaimRenewalRow.program_id).distinct()).all()
    for program_id in map(ProgramId, asked):
        with runtime.tips.transaction() as tips, runtime.ledger.transaction() as ledger:
            pepper = runtime.ledger_keys.pepper
            done += carry_out_renewals(tips, ledger, program_id=program_id, pepper=pepper)
    return done


def return_everywhere(runtime: ConsoleRuntime, *, now: datetime) -> int:
    """Give back what nobody has collected within each program's term, each with its entry; how many.

    Raises:
        StoreUnavailable: what is not done is left for the next turn.
    """
    done = 0
    for program_id, zone in _programs(runtime):
        try:
            with runtime.ledger.transaction() as ledger:
                done += return_unclaimed(ledger, program_id, today=now.astimezone(zone).date())
        except Refused as error:
            failure(error)
    return done


def watch_desks(runtime: ConsoleRuntime, *, now: datetime) -> None:
    """Ring where a desk names an address that nobody confirmed has signed: see `tipline.rewards.places`.

    Raises:
        StoreUnavailable: a store cannot be read.
    """
    for program_id, _ in _programs(runtime):
        try:
            program = runtime.keyring.of(runtime.tips, program_id, now=now)
        except KeyTrouble:
            continue
        with runtime.ledger.read() as session:
            if unproven_desks(session, program=program):
                log(Event.KEY_NOT_PROVEN, program=program_id, alarm=_Alarm.DESK)


def _programs(runtime: ConsoleRuntime) -> list[tuple[ProgramId, ZoneInfo]]:
    with runtime.tips.read() as session:
        rows = session.exec(select(ProgramRow).order_by(col(ProgramRow.program_id))).all()
    return [(row.program_id, ZoneInfo(row.time_zone)) for row in rows]
