from datetime import date

import anyio
import pytest
from starlette.testclient import TestClient

from tests.unit.web.public.reporter import NOT_KEPT, SLUG, WORDS, PublicSite, read_page
from tipline.store.appeal_tables import AppealRow, LinkRow, LinkVisitRow
from tipline.vocabulary import AppealId, Channel, LinkId, LinkKind

APPEAL = AppealId(b"a" * 16)
ACCOUNT, PLACE = LinkId("abcd1234"), LinkId("wxyz9876")


@pytest.fixture(autouse=True)
def links(request: pytest.FixtureRequest) -> None:
    """Two links of one appeal: on an account, at a place."""
    name = "quick_site" if "quick_site" in request.fixturenames else "site"
    site: PublicSite = request.getfixturevalue(name)
    program_id = site.staff.program.program_id
    with site.staff.stores.tips.transaction() as session:
        session.add(
            AppealRow(
                program_id=program_id, appeal_id=APPEAL, name="The blue house", opened_day=date(2026, 11, 1)
            )
        )
        session.flush()
        for link_id, kind in ((ACCOUNT, LinkKind.ACCOUNT), (PLACE, LinkKind.PLACE)):
            session.add(
                LinkRow(
                    program_id=program_id,
                    link_id=link_id,
                    appeal_id=APPEAL,
                    kind=kind,
                    account="@tcs",
                    label="",
                )
            )


def test_a_link_leads_to_a_clean_address_and_everything_else_is_dropped(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    answer = quick_browser.get(
        f"/l/{ACCOUNT}?fbclid=IwAR0x&utm_source=fb&l=zzzz0000", headers={"Referer": "https://l.facebook.com/"}
    )

    assert (answer.status_code, answer.headers["location"]) == (303, f"/{SLUG}?l={ACCOUNT}")
    assert (answer.content, answer.headers["cache-control"]) == (b"", NOT_KEPT)


@pytest.mark.parametrize(("link", "kept"), [(ACCOUNT, ACCOUNT), (PLACE, None)])
def test_a_tip_by_a_link_carries_it_and_of_a_place_the_appeal_and_kind_alone(
    site: PublicSite, browser: TestClient, link: LinkId, kept: LinkId | None
) -> None:
    form = browser.get(browser.get(f"/l/{link}").headers["location"])

    fields = read_page(form.text).forms[0].fields
    browser.post(f"/{SLUG}", data=fields | {"what": WORDS})

    row = site.staff.tip().row
    kind = LinkKind.ACCOUNT if kept else LinkKind.PLACE
    assert (row.channel, row.appeal_id, row.link_kind, row.link_id) == (Channel.LINK, APPEAL, kind, kept)


def test_who_comes_by_a_link_inside_an_app_is_warned_and_the_way_out_keeps_the_link(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    inside = {
        "User-Agent": "Mozilla/5.0 (Linux; Android 14; wv) Chrome/124.0 Mobile Safari/537.36 Instagram 330.0"
    }
    warned, plain = (quick_browser.get(f"/{SLUG}?l={ACCOUNT}", headers=each).text for each in (inside, {}))

    assert ("can see what you type" in warned, "can see what you type" in plain) == (True, False)
    assert f"intent://testserver/{SLUG}?l={ACCOUNT}#Intent;" in warned
    assert f"https://testserver/{SLUG}?l={ACCOUNT}</p>" in warned


def test_a_link_may_lead_to_a_language(quick_site: PublicSite, quick_browser: TestClient) -> None:
    answer = quick_browser.get(f"/fr/l/{ACCOUNT}?fbclid=leak-me")

    assert (answer.status_code, answer.headers["location"]) == (303, f"/fr/{SLUG}?l={ACCOUNT}")


def test_of_the_forms_address_nothing_but_a_link_is_taken(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    pages = [
        quick_browser.get(f"/{SLUG}{query}").text
        for query in ("?fbclid=leak-me&what=leak-me", "?l=leak-me0", "?l=zzzz0000")
    ]

    assert [read_page(page).forms[0].fields["l"] for page in pages] == ["", "", ""]
    assert not any("leak-me" in page for page in pages)


def test_visits_are_counted_by_day_and_a_machine_that_only_looks_is_not(
    site: PublicSite, browser: TestClient
) -> None:
    for _ in range(3):
        browser.get(f"/l/{ACCOUNT}")
    assert browser.head(f"/l/{ACCOUNT}").status_code == 303
    anyio.run(anyio.sleep, 1)

    (row,) = site.staff.rows(LinkVisitRow)
    assert (row.link_id, row.day, row.visits) == (ACCOUNT, date(2026, 11, 20), 3)


def test_visits_are_written_when_the_site_stops(quick_site: PublicSite) -> None:
    with quick_site.browser() as browser:
        browser.get(f"/l/{ACCOUNT}")

    assert [row.visits for row in quick_site.staff.rows(LinkVisitRow)] == [1]


@pytest.mark.parametrize("link", ["zzzz0000", "short", "abcd1234x", "%00%00%00%00%00%00%00%00", "ÄÖÜabcde"])
def test_a_link_that_is_none_offers_the_programs(
    quick_site: PublicSite, quick_browser: TestClient, link: str
) -> None:
    answer = quick_browser.get(f"/l/{link}")

    assert (answer.status_code, f'href="/{SLUG}"' in answer.text) == (404, True)
    assert quick_site.staff.rows(LinkVisitRow) == []
