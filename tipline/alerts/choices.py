"""What each person chose to be told of, and where."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlmodel import Session

from tipline import audit
from tipline.alerts.house import day_and_hour, zone_of
from tipline.errors import NotPermitted, Unsuitable
from tipline.holdings import Holder
from tipline.private import MailAddress, PhoneNumber
from tipline.store.alert_tables import AlertChoiceRow
from tipline.vocabulary import Month, Role

HOURS: Final = range(24)


@dataclass(frozen=True, slots=True)
class Choice:
    """How somebody wants to be told."""

    email: MailAddress | None = field(default=None, repr=False)
    phone: PhoneNumber | None = field(default=None, repr=False)
    """For pages alone."""
    alerts: bool = False
    digest_hour: int | None = None
    monthly: bool = False


def may_choose(role: Role) -> bool:
    """Whether there is anything that somebody in this role could be told of."""
    return role.may_work or role.may_see_month


def choice_of(session: Session, by: Holder) -> Choice:
    """What somebody chose; nothing, where they never did."""
    row = session.get(AlertChoiceRow, (by.program_id, by.person_id))
    if row is None:
        return Choice()
    return Choice(
        email=None if row.email is None else MailAddress(row.email),
        phone=None if row.phone is None else PhoneNumber(row.phone),
        alerts=row.alerts,
        digest_hour=row.digest_hour,
        monthly=row.monthly,
    )


def choose(session: Session, choice: Choice, *, by: Holder, now: datetime) -> None:
    """Keep what somebody chose for themselves; nobody can choose for another.

    What is switched on begins with what comes next: nobody is told of what they have seen.

    Raises:
        NotPermitted: there is nothing of this kind for their role.
        Unsuitable: a letter is wanted and there is no address (`email`), the hour is none (`digest_hour`), or
            the phone is a short code (`phone`).
    """
    role = by.role
    tips = choice.alerts or choice.digest_hour is not None or choice.phone is not None
    if not may_choose(role) or (tips and not role.may_work) or (choice.monthly and not role.may_see_month):
        raise NotPermitted(role)
    letters = choice.alerts or choice.digest_hour is not None or choice.monthly
    if letters and choice.email is None:
        raise Unsuitable("email")
    if choice.digest_hour is not None and choice.digest_hour not in HOURS:
        raise Unsuitable("digest_hour")
    if choice.phone is not None and choice.phone.is_short_code:
        raise Unsuitable("phone")
    day, hour = day_and_hour(now, zone=zone_of(session, by.program_id))
    row = session.get(AlertChoiceRow, (by.program_id, by.person_id), with_for_update=True)
    if row is None:
        row = AlertChoiceRow(program_id=by.program_id, person_id=by.person_id)
    if choice.monthly and not row.monthly:
        row.month_told = Month(day.year * 100 + day.month)
    if choice.digest_hour is not None and choice.digest_hour != row.digest_hour:
        row.digest_day = day if hour >= choice.digest_hour else None
    if choice.alerts and not row.alerts:
        row.seen = None
    row.email = None if choice.email is None else choice.email.address
    row.phone = None if choice.phone is None else choice.phone.e164
    row.alerts, row.digest_hour, row.monthly = choice.alerts, choice.digest_hour, choice.monthly
    session.add(row)
    audit.record(
        session,
        program_id=by.program_id,
        action=audit.Action.ALERTS_CHOSEN,
        by=by.person_id,
        at=now,
        signer=by.holdings.signing(),
    )
