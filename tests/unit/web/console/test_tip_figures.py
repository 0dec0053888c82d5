import pytest

from tests.unit.tipline.casework.case import ADA
from tests.unit.web.console.console import Console, flash, words
from tipline.errors import FigureRefused
from tipline.figures import Figure
from web.console.figures import read_one, said


def test_a_tip_is_closed_with_its_figures_and_they_are_added_to_and_corrected(console: Console) -> None:
    told = console.case.tell()
    closing = {"disposition": "led-to-arrest", "figure-arrests": "2", "figure-property": "$1,250.50"}

    with console.browser(ADA) as browser:
        browser.post(f"/tips/{told.number}/close", data=closing | {"figure-charges": "0"})
        browser.post(
            f"/tips/{told.number}/figures", data={"figure": "arrests", "value": "3", "deed": "correct"}
        )
        browser.post(f"/tips/{told.number}/figures", data={"figure": "firearms", "value": "1", "deed": "add"})
        page = browser.get(f"/tips/{told.number}").text

    assert console.case.look(told, by=ADA).figures == {
        Figure.ARRESTS: 3,
        Figure.FIREARMS: 1,
        Figure.PROPERTY: 125_050,
    }
    assert "In numbers Arrests 3 Firearms seized 1 Property recovered $1,250.50" in words(page)


def test_a_closing_with_a_figure_that_is_none_closes_nothing_and_keeps_what_was_typed(
    quick_console: Console,
) -> None:
    told = quick_console.case.tell()

    with quick_console.browser(ADA) as browser:
        answer = browser.post(
            f"/tips/{told.number}/close",
            data={"disposition": "led-to-arrest", "figure-arrests": "2", "figure-cash": "12.345"},
        )

    assert answer.status_code == 422
    assert flash(answer.text) == (
        "“Cash seized” cannot be that: write dollars as 1,250 or 1250.50, without a sign. Nothing was kept."
    )
    assert 'name="figure-cash" inputmode="decimal" autocomplete="off" maxlength="20" value="12.345"' in (
        answer.text
    )
    view = quick_console.case.look(told, by=ADA)
    assert (view.head.status.open, view.figures) == (True, {})


def test_a_figure_of_no_list_is_refused(quick_console: Console) -> None:
    told = quick_console.case.tell()

    with quick_console.browser(ADA) as browser:
        answer = browser.post(f"/tips/{told.number}/figures", data={"figure": "unicorns", "value": "1"})

    assert flash(answer.text) == "Choose what came of the tip. Nothing was done."


@pytest.mark.parametrize(
    ("figure", "typed", "value"),
    [
        (Figure.ARRESTS, " 3 ", 3),
        (Figure.CHARGES, "1,250", 1250),
        (Figure.CASH, "0.05", 5),
        (Figure.CASH, "$ 1,250", 125_000),
        (Figure.CASH, "1250.50", 125_050),
    ],
)
def test_a_figure_is_read_as_people_write_it(figure: Figure, typed: str, value: int) -> None:
    assert read_one(figure, typed) == value


@pytest.mark.parametrize(
    ("figure", "typed"),
    [
        (Figure.ARRESTS, "-1"),
        (Figure.ARRESTS, "2.0"),
        (Figure.ARRESTS, "two"),
        (Figure.ARRESTS, "٣"),
        (Figure.ARRESTS, "1,25"),
        (Figure.ARRESTS, "9999999999999"),
        (Figure.CASH, "12.345"),
        (Figure.CASH, "12.5"),
        (Figure.CASH, "-12"),
        (Figure.CASH, "1e3"),
        (Figure.CASH, "12 EUR"),
        (Figure.CASH, "=1+1"),
    ],
)
def test_what_is_no_figure_is_refused(figure: Figure, typed: str) -> None:
    with pytest.raises(FigureRefused):
        read_one(figure, typed)


def test_a_figure_is_said_with_its_cents_where_it_has_any() -> None:
    assert [said(Figure.ARRESTS, 1250), said(Figure.CASH, 125_000), said(Figure.CASH, 125_050)] == [
        "1,250",
        "$1,250",
        "$1,250.50",
    ]
