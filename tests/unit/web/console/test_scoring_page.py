"""The scoring table is set on a page without script: versions stay, mistakes are said at their fields."""

from dataclasses import replace
from datetime import date

import pytest

from tests.unit.tipline.casework.case import ADA
from tests.unit.web.console.books import deeds
from tests.unit.web.console.console import Console, words
from tipline import audit
from tipline.rewards.score_table import DEFAULT, Campaign, ScoreTable
from tipline.rewards.score_versions import versions
from tipline.vocabulary import Cents
from web.console.scoring_form import FormWrong, fields_of, read_version
from web.forms import Form

TODAY = date(2026, 11, 20)
GUNS = replace(
    DEFAULT,
    campaigns=(Campaign("Cash for Guns", Cents(500_00), TODAY, date(2026, 12, 31), most=3, on_top=True),),
)
FIELDS = dict(fields_of(GUNS, first_day=TODAY))


def kept(console: Console) -> list[tuple[date, ScoreTable]]:
    with console.runtime.ledger.read() as session:
        found = versions(session, console.case.program.program_id)
    return [(version.first_day, version.table) for version in found]


def sentences(changed: dict[str, str]) -> list[tuple[str, str]]:
    try:
        read_version(Form((FIELDS | changed).items()))
    except FormWrong as wrong:
        return [(one.field, one.words) for one in wrong.said]
    return []


def test_a_version_is_kept_as_it_was_typed_and_shown(console: Console) -> None:
    with console.browser(ADA) as browser:
        before = words(browser.get("/rewards/scoring").text)
        answer = browser.post("/rewards/scoring", data=FIELDS)
        after = words(browser.get("/rewards/scoring").text)

    assert "No scoring table is in force." in before
    assert (answer.status_code, answer.headers["location"]) == (303, "/rewards/scoring?done=set")
    assert kept(console) == [(TODAY, GUNS)]
    assert "In force since Fri 20 November 2026 Added by Ada Byron" in after
    assert "Cash for Guns $500.00 Fri 20 November 2026 Thu 31 December 2026 3 times above it" in after
    assert deeds(console) == [("scoring-set", audit.REWARDS, "")]


def test_versions_follow_one_another_and_stay(quick_console: Console) -> None:
    with quick_console.browser(ADA) as browser:
        browser.post("/rewards/scoring", data=FIELDS)
        form = browser.get("/rewards/scoring/new").text
        browser.post("/rewards/scoring", data=FIELDS | {"first-day": "2026-12-01", "cap": "3,000"})
        page = words(browser.get("/rewards/scoring").text)
        coming = words(browser.get("/rewards/scoring/2026-12-01").text)
        taken = browser.post("/rewards/scoring", data=FIELDS | {"first-day": "2026-12-01"})

    assert 'value="2026-11-21"' in form
    assert "In force since Fri 20 November 2026 until Mon 30 November 2026" in page
    assert "From Tue 1 December 2026 to come" in page
    assert "Begins on Tue 1 December 2026" in coming
    assert "Cap $3,000.00" in coming
    assert taken.status_code == 422
    assert "First day: a version begins on Tue 1 December 2026." in words(taken.text)
    assert [day for day, _ in kept(quick_console)] == [date(2026, 12, 1), TODAY]


def test_a_table_that_is_wrong_is_not_kept_and_what_was_typed_is(quick_console: Console) -> None:
    wrong = {"arrests-1-points": "x", "campaign-0-last": "2026-11-19", "cap": "<9>"}

    with quick_console.browser(ADA) as browser:
        answer = browser.post("/rewards/scoring", data=FIELDS | wrong)

    said = words(answer.text)
    assert answer.status_code == 422
    assert "Nothing was kept. What you typed is still here." in said
    assert "Arrests, level 2, points: write a whole number from 0 to 1,000." in said
    assert 'href="#arrests-1-points"' in answer.text
    assert ('value="x"' in answer.text, 'value="&lt;9&gt;"' in answer.text) == (True, True)
    assert (kept(quick_console), deeds(quick_console)) == ([], [])


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        (
            {"campaign-0-last": "2026-11-19"},
            "campaign-0-last",
            "Campaign “Cash for Guns”: it ends before it starts. The last day is the first day or later.",
        ),
        ({"cap": "-5"}, "cap", "Cap: a sum is never less than nothing. Write it without a sign."),
        ({"cap": ""}, "cap", "Cap: write a sum, as 1250 or 1,250.00."),
        ({"cap": "0", "floor": "0"}, "cap", "Cap: it is above nothing, and not below the floor."),
        ({"cap": "50", "floor": "100"}, "cap", "Cap: it is above nothing, and not below the floor."),
        ({"cap": "1000000000000"}, "cap", "Cap: that is more than can be: $10,000,000.00 at most."),
        (
            {"floor": "12.345"},
            "floor",
            "Floor: there is nothing smaller than a cent. Write two digits for the cents, as 12.50.",
        ),
        ({"floor": "€50"}, "floor", "Floor: that is another currency. This one is in dollars."),
        ({"floor": "55"}, "floor", "Floor and cap are multiples of what awards are rounded to."),
        ({"step": "7"}, "step", "Rounded to: 5, 10 or 50 dollars."),
        ({"first-day": "soon"}, "first-day", "First day: write a day as 2026-11-30."),
        ({"first-day": "2026-02-30"}, "first-day", "First day: write a day as 2026-11-30."),
        ({"first-day": "20261201"}, "first-day", "First day: write a day as 2026-11-30."),
        (
            {"campaign-0-amount": "501"},
            "campaign-0-name",
            "Campaign “Cash for Guns”: the bonus is no multiple of what awards are rounded to.",
        ),
        (
            {"campaign-0-amount": "0"},
            "campaign-0-name",
            "Campaign “Cash for Guns”: it pays nothing. Write a bonus, and how often it counts.",
        ),
        ({"campaign-0-name": ""}, "campaign-0-name", "Campaign 1, name: write 1 to 40 characters."),
        (
            {"bracket-0-above": "1"},
            "bracket-0-above",
            "Points are worth: the first line is above 0, and each later one above more.",
        ),
        (
            {"risk-0-label": "n" * 41},
            "risk-0-label",
            "Risk to the reporter, level 1, in words: write 1 to 40 characters.",
        ),
        (
            {"risk-2-points": "9"},
            "risk-measure",
            (
                "Risk to the reporter: levels rise. The first begins at 0, each later one from more, and "
                "none scores less than the one before."
            ),
        ),
        (
            {"weapons-1-points": "1001"},
            "weapons-1-points",
            "Weapons seized, level 2, points: write a whole number from 0 to 1,000.",
        ),
        (
            {f"weapons-{row}-{field}": "" for row in range(4) for field in ("label", "from", "points")},
            "weapons-measure",
            "Weapons seized: it is used and has no level. Write one, or choose “not used”.",
        ),
    ],
)
def test_each_mistake_is_said_at_its_field(changed: dict[str, str], field: str, said: str) -> None:
    assert sentences(changed) == [(field, said)]


def test_two_campaigns_of_one_name_are_refused() -> None:
    again = {name.replace("-0-", "-1-"): value for name, value in FIELDS.items() if name.startswith("camp")}

    assert sentences(again) == [
        ("campaign-1-name", "Campaign “Cash for Guns”: two campaigns have this name.")
    ]


def test_a_table_from_a_day_that_is_over_is_refused(quick_console: Console) -> None:
    with quick_console.browser(ADA) as browser:
        answer = browser.post("/rewards/scoring", data=FIELDS | {"first-day": "2026-11-19"})

    assert answer.status_code == 422
    assert "First day: today or later." in words(answer.text)
    assert kept(quick_console) == []


def test_more_lines_are_shown_without_script_and_keep_what_was_typed(quick_console: Console) -> None:
    with quick_console.browser(ADA) as browser:
        answer = browser.post("/rewards/scoring", data=FIELDS | {"risk-3-label": "Great", "more": "yes"})

    assert answer.status_code == 200
    assert 'value="Great"' in answer.text
    assert ('name="risk-9-label"' in answer.text, 'name="campaign-5-name"' in answer.text) == (True, True)
    assert kept(quick_console) == []


def test_the_largest_table_that_there_can_be_is_read(quick_console: Console) -> None:
    with quick_console.browser(ADA) as browser:
        page = browser.post("/rewards/scoring", data=FIELDS | {"more": "yes"}).text
        names = {part.split('"')[0] for part in page.split(' name="')[1:]} - {
            "viewport",
            "color-scheme",
            "more",
        }
        answer = browser.post("/rewards/scoring", data=dict.fromkeys(names, "") | FIELDS)

    assert (answer.status_code, len(kept(quick_console)), len(names)) == (303, 1, 268)


def test_any_table_is_shown_in_the_form_as_it_is_read() -> None:
    fields = fields_of(GUNS, first_day=TODAY)

    assert read_version(Form(fields.items())) == (GUNS, TODAY)


def test_a_version_that_is_not_there_is_nowhere(quick_console: Console) -> None:
    with quick_console.browser(ADA) as browser:
        found = [browser.get(f"/rewards/scoring/{day}").status_code for day in ("2026-11-20", "x", "0")]

    assert found == [404] * 3
