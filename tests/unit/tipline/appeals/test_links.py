import secrets
from datetime import UTC, date, datetime, timedelta

import anyio
import pytest
from sqlmodel import select

from tests.databases import Stores
from tests.program import NOON
from tipline.appeals.links import Link, Links
from tipline.errors import NoSuchLink, StoreUnavailable
from tipline.store.appeal_tables import AppealRow, LinkRow, LinkVisitRow
from tipline.store.program_tables import ProgramRow
from tipline.vocabulary import AppealId, LinkId, LinkKind, ProgramId

PROGRAM = ProgramId(b"p" * 16)
APPEAL = AppealId(b"a" * 16)


@pytest.fixture
def links(stores: Stores) -> Links:
    with stores.tips.transaction() as session:
        session.add(
            ProgramRow(
                program_id=PROGRAM,
                slug="toronto",
                name="Toronto",
                time_zone="America/Toronto",
                keyword="TOR",
                languages="en",
                phone="",
                outside="",
            )
        )
        session.add(
            AppealRow(program_id=PROGRAM, appeal_id=APPEAL, name="The blue house", opened_day=NOON.date())
        )
        session.flush()
        for link_id, kind in (("abcd1234", LinkKind.ACCOUNT), ("wxyz9876", LinkKind.PLACE)):
            session.add(
                LinkRow(
                    program_id=PROGRAM,
                    link_id=LinkId(link_id),
                    appeal_id=APPEAL,
                    kind=kind,
                    account="@tcs",
                    label="",
                )
            )
    return Links(stores.tips)


def find(links: Links, link_id: str) -> Link:
    async def get() -> Link:
        return await links.find(link_id, now=NOON)

    return anyio.run(get)


def visits(links: Links) -> dict[tuple[str, date], int]:
    with links._store.read() as session:
        return {(row.link_id, row.day): row.visits for row in session.exec(select(LinkVisitRow)).all()}


def test_a_link_knows_its_program_appeal_and_kind(links: Links) -> None:
    link = find(links, "wxyz9876")

    assert (link.program_id, link.slug, link.appeal_id, link.kind) == (
        PROGRAM,
        "toronto",
        APPEAL,
        LinkKind.PLACE,
    )


@pytest.mark.parametrize(
    "link_id", ["", "abcd123", "abcd12345", "ABCD1234", "zzzz0000", "abcd123'", "äbcd1234", "%00"]
)
def test_what_is_no_link_leads_nowhere(links: Links, link_id: str) -> None:
    with pytest.raises(NoSuchLink):
        find(links, link_id)


def test_visits_become_daily_totals_where_the_program_is_within_a_second(links: Links) -> None:
    late = datetime(2026, 11, 21, 4, 59, tzinfo=UTC)

    async def visit() -> None:
        for minutes in (0, 0, 2):
            now = late + timedelta(minutes=minutes)
            links.count(await links.find("abcd1234", now=now), now=now)
        assert visits(links) == {}
        await anyio.sleep(1)

    anyio.run(visit)
    anyio.run(visit_again, links)

    assert visits(links) == {
        ("abcd1234", date(2026, 11, 20)): 2,
        ("abcd1234", date(2026, 11, 21)): 2,
    }


async def visit_again(links: Links) -> None:
    now = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
    links.count(await links.find("abcd1234", now=now), now=now)
    await links.flush()


def test_visits_that_cannot_be_written_wait_for_the_next_time(
    links: Links, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_: object) -> None:
        raise StoreUnavailable(links._store.name)

    async def visit() -> None:
        links.count(await links.find("abcd1234", now=NOON), now=NOON)
        with monkeypatch.context() as broken:
            broken.setattr(links._store, "write", away)
            with pytest.raises(StoreUnavailable):
                await links.flush()
        links.count(await links.find("abcd1234", now=NOON), now=NOON)
        await links.flush()

    anyio.run(visit)

    assert visits(links) == {("abcd1234", NOON.date()): 2}


def test_made_up_links_do_not_fill_the_memory(links: Links, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tipline.appeals.links.KEPT_AT_MOST", 4)

    for _ in range(20):
        with pytest.raises(NoSuchLink):
            find(links, secrets.token_hex(4))

    assert len(links._known) <= 4
