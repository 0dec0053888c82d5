"""Who opened what, and whether anybody has touched the trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from tipline import audit
from tipline.audit import Action, AuditLine
from tipline.barred import barred_cases, barred_tips
from tipline.casework.cases import cases_among
from tipline.casework.people import Names, names_of
from tipline.casework.trail import TipName, tips_among
from tipline.errors import AuditBroken
from tipline.log import Event, log
from tipline.vocabulary import ID_SIZE, PersonId, Role
from web.console.desk import Posted, Signed, SignedIn, page
from web.who_may import who_may

router = APIRouter()

PAGE: Final = 100
DIGITS: Final = 9
"""Of an entry's number in an address; more are no number of ours."""


ALARMS: Final = frozenset({Action.CANNOT_OPEN, Action.KEY_NOT_PROVEN})
BARS: Final = frozenset({Action.BARRED, Action.LET_IN})
RECIPIENTS: Final = frozenset(
    {
        Action.ASSIGNED,
        *BARS,
        Action.CASE,
        Action.DISPATCHED,
        Action.ORIGINAL_GRANTED,
        Action.ORIGINAL_TAKEN_BACK,
        Action.DISPATCH_WITHDRAWN,
    }
)
"""Deeds whose detail names a person or a team by their id."""
BROKEN: Final = "broken"
"""How the finding of a verification begins when the chain does not hold."""


@dataclass(frozen=True, slots=True)
class TrailLine:
    """An entry in words."""

    number: int
    at: datetime
    who: str
    did: str
    about: str
    is_tip: bool
    detail: str
    alarm: bool


@router.get("/audit")
@who_may("who may audit")
def show(request: Request, signed: SignedIn) -> Response:
    """The newest entries, and further back what the address asks for."""
    signed.require(signed.holder.role.may_audit)
    asked = request.query_params.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= DIGITS else None
    program_id = signed.holder.program_id
    with signed.runtime.tips.read() as session:
        entries = audit.page(session, program_id, before=before, limit=PAGE)
        names = names_of(session, program_id)
        subjects = [entry.subject for entry in entries if entry.subject is not None]
        tips = tips_among(session, program_id, subjects)
        cases = cases_among(session, program_id, subjects)
        kept_away = _kept_away(session, signed)
    lines = tuple(
        _in_words(entry, names=names, tips=tips, cases=cases)
        for entry in entries
        if not _is_about_us(entry, signed, {**tips, **cases}) and not kept_away.has(entry)
    )
    return page(
        signed,
        "audit.html",
        here="/audit",
        lines=lines,
        older=entries[-1].number if len(entries) == PAGE and entries[-1].number > 1 else None,
        newest=before is None,
    )


@router.post("/audit/verify")
@who_may("who may audit")
def verify(signed: SignedIn, form: Posted) -> Response:  # noqa: ARG001 - read for where it came from
    """Follow the chain from its start, and write down what was found: the answer is the newest entry."""
    signed.require(signed.holder.role.may_audit)
    program_id = signed.holder.program_id
    with signed.runtime.tips.read() as session:
        try:
            found = f"holds: {audit.verify(session, program_id, signed.program).count} entries"
        except AuditBroken as broken:
            found = f"{BROKEN} at entry {broken.number}"
            log(Event.AUDIT_BROKEN, program=program_id, number=broken.number)
    with signed.runtime.tips.transaction() as session:
        audit.record(
            session,
            program_id=program_id,
            action=Action.VERIFIED,
            by=signed.holder.person_id,
            detail=found,
            at=signed.now,
            signer=signed.holder.holdings.signing(),
        )
    return RedirectResponse("/audit", 303)


@dataclass(frozen=True, slots=True)
class KeptAway:
    """What somebody who is barred from something reads nothing of; an auditor reads all of it."""

    subjects: frozenset[bytes]
    """The tips and cases from which they are barred."""
    numbers: frozenset[str]
    """Of those, as the entries of others name them."""
    person: str | None
    """Their id, as an entry says who is barred; nothing where they may read that."""

    def has(self, entry: AuditLine) -> bool:
        """Whether an entry is kept from them: about such a tip or case, naming one, or saying it of them."""
        of_them = entry.action in BARS and self.person is not None and self.person in entry.detail
        named = not self.numbers.isdisjoint(entry.detail.split())
        return of_them or named or entry.subject in self.subjects


def _kept_away(session: Session, signed: Signed) -> KeptAway:
    holder = signed.holder
    if holder.role is Role.AUDITOR:
        return KeptAway(frozenset(), frozenset(), None)
    connection = session.connection()
    tips = barred_tips(connection, holder.program_id, holder.person_id)
    cases = barred_cases(connection, holder.program_id, holder.person_id)
    named = {
        **tips_among(session, holder.program_id, tips),
        **cases_among(session, holder.program_id, cases),
    }
    return KeptAway(
        frozenset({*tips, *cases}),
        frozenset(one.number for one in named.values()),
        holder.person_id.hex(),
    )


def _is_about_us(entry: AuditLine, signed: Signed, tips: Mapping[bytes, TipName]) -> bool:
    """A tip about us, or a case of such, is on no page of those who read the inbox; an auditor sees it."""
    tip = tips.get(entry.subject) if entry.subject is not None else None
    return tip is not None and tip.about_us and signed.holder.role is not Role.AUDITOR


def _in_words(
    entry: AuditLine, *, names: Names, tips: Mapping[bytes, TipName], cases: Mapping[bytes, TipName]
) -> TrailLine:
    tip = tips.get(entry.subject) if entry.subject is not None else None
    about = ""
    if entry.subject is not None:
        named = tip or cases.get(entry.subject)
        about = named.number if named else names.person(PersonId(entry.subject)) or entry.subject.hex()[:8]
    if entry.subject == audit.REWARDS:
        about = "rewards"
    action = next((action for action in Action if action.value == entry.action), None)
    return TrailLine(
        number=entry.number,
        at=entry.at,
        who=names.person(entry.person_id) or ("somebody who is gone" if entry.person_id else "at a terminal"),
        did=action.label if action else entry.action,
        about=about,
        is_tip=tip is not None,
        detail=_detail(action, entry.detail, names),
        alarm=action in ALARMS or entry.detail.startswith(BROKEN),
    )


def _detail(action: Action | None, detail: str, names: Names) -> str:
    """A detail with the name of whom it is about in the place of their id."""
    if action not in RECIPIENTS:
        return detail
    written = next((word.strip(",") for word in detail.split() if len(word.strip(",")) == 2 * ID_SIZE), "")
    try:
        recipient = bytes.fromhex(written)
    except ValueError:
        return detail
    found = names.people.get(PersonId(recipient))
    name = (
        found.name
        if found
        else next((team.name for key, team in names.teams.items() if key == recipient), None)
    )
    return detail.replace(written, name) if name else detail
