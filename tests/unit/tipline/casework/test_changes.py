"""What has changed in an open queue: told to whose queue it is, as a number, and without their own deeds."""

from datetime import timedelta
from functools import partial

import pytest

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, ROBIN, SCRUBBED, Case, Told
from tests.unit.tipline.casework.test_arrivals import integrity
from tests.unit.tipline.casework.test_facets import scope
from tests.unit.tipline.casework.test_giving import hand
from tests.unit.tipline.casework.test_withdrawal_races import a_withdrawal
from tipline.casework import changes
from tipline.casework.changes import Seen, changed, seen_now
from tipline.casework.claiming import claim
from tipline.casework.dispatch import Order
from tipline.casework.progress import sort
from tipline.intake import follow_up
from tipline.vocabulary import Offence, Priority

SINCE = NOON.date() - timedelta(days=1)
NAMES = (ADA, GRACE, DANA, ROBIN)


def had(case: Case) -> dict[str, Seen]:
    with case.program.tips.read() as session:
        return {name: seen_now(session, scope(case, name), since=SINCE) for name in NAMES}


def told(case: Case, before: dict[str, Seen]) -> list[int]:
    """What each of them is told, in one look for all."""
    program, first = case.program.program_id, min(seen.entry for seen in before.values())
    scopes = {name: scope(case, name) for name in NAMES}
    with case.program.tips.read() as session:
        found = changed(session, {program: list(scopes.values())}, after={program: first}, since=SINCE)
    return [found.of(scopes[name], before[name], since=SINCE) for name in NAMES]


def danger(case: Case) -> list[int]:
    return [seen.danger for seen in had(case).values()]


def take(case: Case, tip: Told, by: str) -> None:
    with case.at_work() as (tips, keys):
        claim(tips, keys, number=tip.number, by=case.by(by), now=NOON)


def raise_danger(case: Case, tip: Told) -> None:
    with case.at_work() as (tips, keys):
        sort(
            tips,
            keys,
            number=tip.number,
            offence=Offence.FIREARM,
            priority=Priority.DANGER,
            by=case.by(ADA),
            now=NOON,
        )


def test_what_a_colleague_does_is_told_and_ones_own_deeds_are_not(case: Case) -> None:
    first, second = case.tell(), case.tell()
    before = had(case)

    take(case, first, GRACE)

    assert told(case, before) == [1, 0, 0, 0]
    raise_danger(case, first)
    case.close(second)
    assert told(case, before) == [1, 2, 0, 0]
    hand(case, first, ADA, by=GRACE)
    assert told(case, before) == [1, 2, 0, 0]
    assert told(case, had(case)) == [0, 0, 0, 0]


def test_to_open_or_to_read_is_no_change(case: Case) -> None:
    tip = case.tell()
    before = had(case)

    case.open(tip, by=ADA)
    case.note(tip, by=ADA)

    assert told(case, before) == [0, 0, 0, 0]


def test_what_a_reporter_adds_or_takes_back_is_told_to_those_whose_tip_it_is(case: Case) -> None:
    tip, other = case.tell(), case.tell()
    case.dispatch(tip, Order(primary=case.person(DANA), text=SCRUBBED))
    case.add(other, "Seen again.")
    before = had(case)

    case.add(tip, "He is back.")
    case.add(tip, "And gone.", now=NOON + timedelta(days=1))

    assert told(case, before) == [2, 2, 0, 0]
    case.program.tips.write_now(partial(follow_up.withdraw, sealed=a_withdrawal(case, other)))
    assert told(case, before) == [3, 3, 0, 0]


def test_who_has_tips_given_to_them_is_told_of_those_alone(case: Case) -> None:
    mine, other = case.tell(), case.tell()
    case.dispatch(mine, Order(primary=case.person(DANA), text=SCRUBBED))
    before = had(case)

    raise_danger(case, mine)
    raise_danger(case, other)

    assert told(case, before) == [0, 2, 1, 0]
    assert danger(case) == [2, 2, 0, 0]


def test_a_tip_about_us_is_told_to_integrity_alone(case: Case) -> None:
    tip = case.tell(about_us=True, danger=True)
    before = had(case)
    ida = integrity(case)
    with case.program.tips.read() as session:
        hers = seen_now(session, ida, since=SINCE)

    with case.at_work() as (tips, keys):
        claim(tips, keys, number=tip.number, by=case.by("Ida Wells"), now=NOON)

    assert told(case, before) == [0, 0, 0, 0]
    assert danger(case) == [0, 0, 0, 0]
    with case.program.tips.read() as session:
        found = changed(
            session, {case.program.program_id: [ida]}, after={case.program.program_id: 0}, since=SINCE
        )
    assert (found.of(ida, hers, since=SINCE), hers.danger) == (1, 1)


def test_a_page_that_says_it_had_nothing_is_told_the_newest_deeds_and_no_more(
    sqlite_case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = sqlite_case
    for tip in [case.tell() for _ in range(4)]:
        take(case, tip, GRACE)
    monkeypatch.setattr(changes, "MOST", 3)

    assert told(case, dict.fromkeys(NAMES, Seen(0, 0, 0)))[0] == 3
