"""Lend the scrub of a case's tips for a day to people who do not hold them; they dispatch nothing by it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlmodel import Session, col, select

from tipline import audit
from tipline.barred import barred_from_case, barred_people, has_bar, is_barred
from tipline.casework.cases import find_case, owns
from tipline.casework.named import named_in
from tipline.casework.people import Names, names_of
from tipline.casework.surge.lent_keys import seal_lent
from tipline.casework.surge.lent_rows import LASTS, Loan, loans_in, take_back
from tipline.casework.surge.waiting import unscrubbed
from tipline.casework.thread import words_of
from tipline.casework.tip_keys import held
from tipline.errors import CaseClosed, NoSuchPerson, NotConfirmed, NotPermitted
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.store.case_tables import CaseFolderRow
from tipline.store.statements import insert_rows
from tipline.store.surge_tables import LentKeyRow, ScrubLoanRow
from tipline.store.tip_tables import TipKeyRow, TipRow
from tipline.vocabulary import KeyId, KeyKind, PersonId, PersonState, Role, TeamId, TeamKind, TipId, team_id

LENDABLE: Final = frozenset(
    {Role.COORDINATOR, Role.INVESTIGATOR, Role.UNIT_LIAISON, Role.CALL_TAKER, Role.TRANSLATOR}
)
"""Roles to which the scrub may be lent: those of the others must never read a tip."""
AT_ONCE: Final = 50
"""Tips whose keys are lent in one transaction."""


@dataclass(frozen=True, slots=True)
class Lent:
    """What one lending came to; while there were tips in it, there may be more."""

    tips: int
    named: int
    """Tips that name whom it is lent to: they never get those."""
    barred: int = 0
    """Tips from which somebody is barred: whoever holds them scrubs those."""


def lendable(names: Names, *, team: TeamId, program: ProgramKeys) -> frozenset[PersonId]:
    """To whom the scrub of a team's tips may be lent: confirmed people of a role that reads tips.

    Nobody who holds the team, who needs no loan; and of a tip about us nobody at all.
    """
    if team != team_id(program.program_id, TeamKind.INBOX):
        return frozenset()
    return frozenset(
        person_id
        for person_id, person in names.people.items()
        if person.role in LENDABLE
        and person.state is PersonState.CONFIRMED
        and person_id in program.people
        and team not in program.people[person_id].teams
    )


def lend(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    person_id: PersonId,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> Lent:
    """Lend the scrub of a case's tips until tomorrow, the first of them; lent again it lasts a day from now.

    A tip from which anybody is barred is not lent: its copy would wait under the team's epoch, which is with
    whoever is barred too. The others follow by `lend_new`, some at a time: whoever writes keeps a tip at the
    door waiting.

    Raises:
        NotPermitted: `by` may not change the case, or nobody may be lent anything of it.
        NoSuchCase: there is none with this number for `by`.
        CaseClosed: work on the case is over.
        NotConfirmed: nobody has confirmed this person yet.
        NoSuchPerson: nobody of this id can be lent it, or they are barred from the case.
    """
    case = own_case(session, number=number, by=by)
    if case.team_id != team_id(case.program_id, TeamKind.INBOX):
        raise NotPermitted(by.role)
    if case.closed_day is not None:
        raise CaseClosed
    names = names_of(session, case.program_id)
    person = names.people.get(person_id)
    if person is not None and person.state is PersonState.WAITING:
        raise NotConfirmed
    shut = barred_from_case(session.connection(), case.program_id, case.case_id)
    if person_id not in lendable(names, team=case.team_id, program=program) - shut:
        raise NoSuchPerson
    take_back(session, program_id=case.program_id, case_id=case.case_id, person_id=person_id)
    until = (now + LASTS).astimezone(UTC).replace(microsecond=0)
    loan = Loan(case.case_id, person_id, until)
    session.add(
        ScrubLoanRow(program_id=case.program_id, case_id=case.case_id, person_id=person_id, until=loan.until)
    )
    session.flush()
    lent = _lend_keys(session, keys_session, case, [loan], names=names, by=by, program=program)
    write_down_case(session, case, f"scrub of {lent.tips} lent to {person_id.hex()}", by=by, now=now)
    return lent


def lend_new(
    session: Session, keys_session: Session, *, number: str, by: Holder, program: ProgramKeys, now: datetime
) -> Lent:
    """Lend what is not lent yet, or has come into the case since, to everybody who has a loan of it.

    Raises:
        NotPermitted, NoSuchCase: as `lend`.
    """
    case = own_case(session, number=number, by=by)
    loans = loans_in(session, program_id=case.program_id, case_id=case.case_id, now=now)
    if not loans:
        return Lent(0, 0)
    names = names_of(session, case.program_id)
    shut = barred_from_case(session.connection(), case.program_id, case.case_id)
    may = lendable(names, team=case.team_id, program=program) - shut
    running = [loan for loan in loans if loan.person_id in may]
    lent = _lend_keys(session, keys_session, case, running, names=names, by=by, program=program)
    if lent.tips:
        write_down_case(session, case, f"scrub of {lent.tips} more lent", by=by, now=now)
    return lent


def end(session: Session, *, number: str, person_id: PersonId, by: Holder, now: datetime) -> None:
    """End a loan before its day is over: every key of it goes.

    Raises:
        NotPermitted, NoSuchCase: as `lend`.
        NoSuchPerson: nothing of the case is lent to them.
    """
    case = own_case(session, number=number, by=by)
    if session.get(ScrubLoanRow, (case.program_id, case.case_id, person_id)) is None:
        raise NoSuchPerson
    take_back(session, program_id=case.program_id, case_id=case.case_id, person_id=person_id)
    write_down_case(session, case, f"scrub lent no more to {person_id.hex()}", by=by, now=now)


def own_case(session: Session, *, number: str, by: Holder, lock: bool = True) -> CaseFolderRow:
    """The case for who triages for its team, locked where it is changed.

    Raises:
        NotPermitted: `by` may not change it.
        NoSuchCase: there is none with this number for `by`.
    """
    case = find_case(session, number=number, by=by, lock=lock)
    if not owns(case, by=by):
        raise NotPermitted(by.role)
    return case


def write_down_case(session: Session, case: CaseFolderRow, detail: str, *, by: Holder, now: datetime) -> None:
    """Add the entry of a deed on a case; `detail` never holds a word of a tip."""
    audit.record(
        session,
        program_id=case.program_id,
        action=audit.Action.CASE,
        by=by.person_id,
        subject=case.case_id,
        detail=detail,
        at=now,
        signer=by.holdings.signing(),
    )


def _lend_keys(
    session: Session,
    keys_session: Session,
    case: CaseFolderRow,
    loans: Sequence[Loan],
    *,
    names: Names,
    by: Holder,
    program: ProgramKeys,
) -> Lent:
    """Seal the threads of what is not scrubbed yet to everybody who lacks them, and whom they do not name."""
    have = set(
        session.exec(
            select(col(LentKeyRow.person_id), col(LentKeyRow.key_id)).where(
                col(LentKeyRow.program_id) == case.program_id, col(LentKeyRow.case_id) == case.case_id
            )
        ).all()
    )
    tips = unscrubbed(session, case, ~has_bar())
    shut = len(unscrubbed(session, case, has_bar() & ~is_barred(by.person_id)))
    threads = _threads(session, case, [tip.tip_id for tip in tips])
    lent: set[TipId] = set()
    named: set[TipId] = set()
    rows = []
    for tip in tips:
        if len(lent) >= AT_ONCE:
            break
        lacking = [
            loan
            for loan in loans
            if any((loan.person_id, key_id) not in have for key_id in threads.get(tip.tip_id, ()))
        ]
        if not lacking or _barred_meanwhile(session, tip):
            continue
        keys = [
            key
            for key in held(session, keys_session, tip=tip, by=by, program=program)
            if key.kind is KeyKind.THREAD and key.proven
        ]
        words = words_of(session, tip=tip, keys=keys)
        for loan in lacking:
            if named_in([names.people[loan.person_id].name], words):
                named.add(tip.tip_id)
                continue
            for key in keys:
                if key.key is None or (loan.person_id, key.key_id) in have:
                    continue
                lent.add(tip.tip_id)
                rows.append(
                    {
                        "program_id": case.program_id,
                        "case_id": case.case_id,
                        "person_id": loan.person_id,
                        "key_id": key.key_id,
                        "tip_id": tip.tip_id,
                        "sealed": seal_lent(
                            key.key,
                            program.people[loan.person_id].public,
                            program_id=case.program_id,
                            loan=loan,
                            tip_id=tip.tip_id,
                            key_id=key.key_id,
                        ),
                    }
                )
    insert_rows(session.connection(), LentKeyRow, rows)
    return Lent(len(lent), len(named), shut)


def _barred_meanwhile(session: Session, tip: TipRow) -> bool:
    """Whether somebody was barred from a tip since it was found; locked, nobody is any more."""
    session.exec(
        select(col(TipRow.tip_id))
        .where(col(TipRow.program_id) == tip.program_id, col(TipRow.tip_id) == tip.tip_id)
        .with_for_update()
    )
    return bool(barred_people(session.connection(), tip.program_id, tip.tip_id))


def _threads(session: Session, case: CaseFolderRow, tips: Iterable[TipId]) -> Mapping[TipId, list[KeyId]]:
    found: dict[TipId, list[KeyId]] = {}
    for tip_id, key_id in session.exec(
        select(col(TipKeyRow.tip_id), col(TipKeyRow.key_id)).where(
            col(TipKeyRow.program_id) == case.program_id,
            col(TipKeyRow.tip_id).in_(list(tips)),
            col(TipKeyRow.kind) == KeyKind.THREAD,
        )
    ):
        found.setdefault(TipId(tip_id), []).append(KeyId(key_id))
    return found
