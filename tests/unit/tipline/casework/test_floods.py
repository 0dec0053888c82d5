from datetime import date, timedelta

import pytest

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, Case, an_id
from tests.unit.tipline.casework.test_facets import scope
from tipline.casework.facets import facets
from tipline.casework.floods import EVERY, FIRST, FLOOD, Floods, floods
from tipline.casework.queue import PAGE, Alike, Filters, QueuePage, queue
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import (
    AppealId,
    Channel,
    LinkId,
    Offence,
    Priority,
    Status,
    TeamKind,
    TipId,
    TipNumber,
)

TODAY = NOON.date()
OPEN = Filters(open_only=True)
KIND = Alike(TODAY, Channel.WEB, Offence.FRAUD, "en")


def pour(
    case: Case,
    count: int,
    *,
    letter: str = "A",
    day: date = TODAY,
    channel: Channel = Channel.WEB,
    offence: Offence = Offence.FRAUD,
    language: str = "en",
    priority: Priority = Priority.ROUTINE,
    status: Status = Status.NEW,
    unread: bool = True,
    appeal_id: AppealId | None = None,
    link_id: LinkId | None = None,
    unfinished: bool = False,
) -> list[str]:
    """Tips that came alike, by their numbers as a queue lists them."""
    numbers = [f"TOR-{letter}{place:04}" for place in range(count)]
    with case.program.tips.transaction() as session:
        session.add_all(
            TipRow(
                program_id=case.program.program_id,
                tip_id=TipId(an_id()),
                number=TipNumber(number),
                team_id=case.special(TeamKind.INBOX),
                channel=channel,
                language=language,
                received_day=day,
                status=status,
                status_day=day,
                offence=offence,
                priority=priority,
                unread=unread,
                appeal_id=appeal_id,
                link_id=link_id,
                unfinished=unfinished,
            )
            for number in numbers
        )
    return sorted(numbers, reverse=True)


def seen(case: Case, filters: Filters = OPEN, *, name: str = ADA) -> tuple[Floods, list[QueuePage]]:
    """The floods in somebody's queue, and all of its pages."""
    with case.program.tips.read() as session:
        found = floods(session, scope(case, name), filters)
        pages = [queue(session, scope(case, name), filters, left_out=found.left_out)]
        pages += [
            queue(session, scope(case, name), filters, page=page, left_out=found.left_out)
            for page in range(2, pages[0].pages + 1)
        ]
    return found, pages


def listed(pages: list[QueuePage]) -> list[str]:
    return [line.number for page in pages for line in page.lines]


def test_a_flood_is_one_line_and_its_first_five_and_every_tenth_are_listed(case: Case) -> None:
    flood = pour(case, 400)
    yesterday = pour(case, 3, letter="B", day=TODAY - timedelta(days=1))

    found, pages = seen(case)

    (one,) = found.found
    assert (one.alike, one.tips, one.listed, one.folded) == (KIND, 400, 45, 355)
    assert listed(pages) == [*flood[:FIRST], *flood[EVERY - 1 :: EVERY], *yesterday]
    assert (pages[0].total, pages[0].unread, pages[0].pages, len(pages[0].lines)) == (403, 403, 1, 48)


def test_the_whole_of_a_flood_has_an_address_that_is_paged_and_narrowed(case: Case) -> None:
    flood = pour(case, 120)
    pour(case, 2, letter="B")
    pour(case, 5, letter="C", channel=Channel.TEXT)

    found, whole = seen(case, Filters(status=Status.NEW, unread=True, alike=KIND))
    with case.program.tips.read() as session:
        left = facets(session, scope(case), Filters(open_only=True, alike=KIND))
    _, narrowed = seen(case, Filters(open_only=True, alike=KIND, offence=Offence.ARSON))

    assert found == Floods()
    assert sorted(listed(whole)) == sorted([*flood, "TOR-B0000", "TOR-B0001"])
    assert [len(page.lines) for page in whole] == [PAGE, PAGE, 22]
    assert (left.channels, left.unread) == ({Channel.WEB: 122}, 122)
    assert listed(narrowed) == []


def test_danger_to_life_is_never_folded_and_stands_on_top(sqlite_case: Case) -> None:
    case = sqlite_case
    danger = pour(case, FLOOD + 1, letter="D", priority=Priority.DANGER)
    urgent = pour(case, FLOOD + 1, letter="C", priority=Priority.URGENT)
    flood = pour(case, FLOOD)

    found, pages = seen(case)

    assert [one.tips for one in found.found] == [FLOOD]
    assert (pages[0].pinned, pages[0].danger) == (FLOOD + 1, FLOOD + 1)
    assert listed(pages) == [*danger, *urgent, *flood[:FIRST], *flood[EVERY - 1 :: EVERY]]


OTHERWISE: dict[str, dict[str, object]] = {
    "of another day": {"day": TODAY - timedelta(days=1)},
    "by another channel": {"channel": Channel.TEXT},
    "of another offence": {"offence": Offence.ARSON},
    "in another language": {"language": "fr"},
    "with an appeal": {"appeal_id": AppealId(bytes(16))},
    "by a link": {"link_id": LinkId("k3x9")},
    "opened": {"unread": False},
    "sorted": {"status": Status.TRIAGED},
}


@pytest.mark.parametrize("name", list(OTHERWISE))
def test_what_is_not_alike_is_not_counted_together(sqlite_case: Case, name: str) -> None:
    pour(sqlite_case, FLOOD - 1)
    pour(sqlite_case, 1, letter="B", **OTHERWISE[name])  # type: ignore[arg-type]  # by name

    found, pages = seen(sqlite_case)

    assert found == Floods()
    assert len(listed(pages)) == FLOOD


def test_two_floods_of_one_day_that_differ_in_their_row_alone_are_two_lines(case: Case) -> None:
    pour(case, 50)
    pour(case, 60, letter="B", language="fr", link_id=LinkId("k3x9"))
    pour(case, 10, letter="C", language="ar")

    found, pages = seen(case)

    assert [(one.alike.language, one.alike.link_id, one.tips) for one in found.found] == [
        ("fr", "k3x9", 60),
        ("en", None, 50),
    ]
    assert len(listed(pages)) == (5 + 6) + (5 + 5) + 10


def test_a_flood_that_is_worked_on_unfolds_and_loses_nothing(case: Case) -> None:
    flood = pour(case, FLOOD + 1)
    before, _ = seen(case)
    with case.program.tips.transaction() as session:
        for number in flood[:2]:
            session.connection().execute(
                TipRow.__table__.update()  # type: ignore[attr-defined]  # SQLModel does not tell of it
                .where(TipRow.number == number)
                .values(status=Status.TRIAGED, unread=False)
            )

    after, pages = seen(case)

    assert (len(before.found), after) == (1, Floods())
    assert listed(pages) == flood


def test_filters_fold_what_they_leave_and_what_is_over_is_not_folded(sqlite_case: Case) -> None:
    case = sqlite_case
    pour(case, 50)
    pour(case, 50, letter="B", status=Status.SPAM)

    assert [one.tips for one in seen(case, Filters(channel=Channel.WEB))[0].found] == [50]
    assert seen(case, Filters(channel=Channel.TEXT))[0] == Floods()
    assert seen(case, Filters(status=Status.SPAM))[0] == Floods()
    assert [one.tips for one in seen(case, name=GRACE)[0].found] == [50]
    assert seen(case, name=DANA)[0] == Floods()


def test_tips_that_nobody_finished_are_in_the_flood_they_came_with_behind_those_that_were(case: Case) -> None:
    finished = pour(case, 5, letter="A")
    pour(case, 395, letter="Z", unfinished=True)

    found, pages = seen(case)

    assert [(flood.tips, flood.unfinished, flood.listed) for flood in found.found] == [(400, 395, 45)]
    assert set(finished) < set(listed(pages))
    assert len(listed(pages)) == 45


def test_ten_tips_that_nobody_finished_are_a_flood_already_and_nine_are_none(case: Case) -> None:
    pour(case, 9, letter="A", unfinished=True)
    before, _ = seen(case)
    pour(case, 1, letter="B", unfinished=True)

    after, pages = seen(case)

    assert before == Floods()
    assert [(flood.tips, flood.unfinished) for flood in after.found] == [(10, 10)]
    assert len(listed(pages)) == 6


def test_danger_to_life_stands_by_itself_though_nobody_finished_it(case: Case) -> None:
    pour(case, 50, letter="A", unfinished=True)
    danger = pour(case, 3, letter="B", unfinished=True, priority=Priority.DANGER)

    found, pages = seen(case)

    assert [flood.tips for flood in found.found] == [50]
    assert listed(pages)[:3] == danger
