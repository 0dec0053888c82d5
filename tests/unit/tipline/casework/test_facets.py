from datetime import timedelta

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, ROBIN, Case
from tipline.barred import barred_tips
from tipline.casework.facets import Facets, facets
from tipline.casework.queue import Filters, Scope, With
from tipline.vocabulary import Channel, Offence, Status, TeamKind

TODAY = NOON.date()
OPEN = Filters(open_only=True)


def scope(case: Case, name: str = ADA) -> Scope:
    holder = case.by(name)
    own = frozenset({case.special(TeamKind.INBOX)})
    with case.program.keys_store.read() as keys:
        principals = holder.holdings.principals(keys)
    teams = own if holder.role.may_triage else frozenset[bytes]()
    with case.program.tips.read() as session:
        barred = barred_tips(session.connection(), holder.program_id, holder.person_id)
    return Scope(
        case.program.program_id,
        frozenset(teams),  # type: ignore[arg-type]  # none, where the role has no queue
        principals,
        person_id=holder.person_id,
        member_of=holder.teams - own,
        barred=barred,
    )


def left(case: Case, filters: Filters, name: str = ADA, *, late: Filters | None = None) -> Facets:
    with case.program.tips.read() as session:
        return facets(session, scope(case, name), filters, late=late)


def test_each_filter_is_counted_under_all_the_others(case: Case) -> None:
    case.tell(offence=Offence.ARSON)
    case.tell(offence=Offence.THEFT)
    case.tell(offence=Offence.THEFT, channel=Channel.TEXT)
    closed = case.tell(offence=Offence.THEFT)
    case.close(closed)

    found = left(case, Filters(open_only=True, offence=Offence.THEFT))

    assert found.offences == {Offence.ARSON: 1, Offence.THEFT: 2}
    assert found.channels == {Channel.WEB: 1, Channel.TEXT: 1}
    assert (found.unread, found.held[With.NOBODY], found.late) == (2, 2, None)
    assert left(case, Filters(status=Status.CLOSED)).offences == {Offence.THEFT: 1}


def test_with_whom_and_what_is_late_are_counted(case: Case) -> None:
    mine, robins = case.tell(), case.tell()
    case.tell()
    case.assign(mine, case.person(DANA))
    case.assign(robins, case.person(ROBIN))
    later = TODAY + timedelta(days=30)

    ada = left(case, OPEN, late=Filters(open_only=True, late_on=later))
    dana = left(case, OPEN, DANA, late=Filters(open_only=True, late_on=TODAY))

    assert (ada.held, ada.late) == ({With.MINE: 0, With.NOBODY: 1}, 2)
    assert (dana.held[With.MINE], dana.late) == (1, 0)


def test_what_a_filter_counts_is_what_it_shows(case: Case) -> None:
    tips = [case.tell(offence=offence) for offence in (Offence.ARSON, Offence.THEFT, Offence.THEFT)]
    case.assign(tips[0], case.person(DANA))
    case.open(tips[1], by=ADA)
    later = TODAY + timedelta(days=40)
    asked = [
        Filters(open_only=True, offence=Offence.THEFT),
        Filters(open_only=True, held=With.NOBODY),
        Filters(open_only=True, unread=True),
        Filters(open_only=True, late_on=later),
    ]
    counted = left(case, OPEN, late=Filters(open_only=True, late_on=later))

    shown = [case.queue(ADA, filters).total for filters in asked]

    assert shown == [
        counted.offences[Offence.THEFT],
        counted.held[With.NOBODY],
        counted.unread,
        counted.late,
    ]
    assert shown == [2, 2, 2, 1]
