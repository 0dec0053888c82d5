"""The minutes on paper: the words of the page, for every reader, and no more than the board said."""

import io
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from tests.unit.tipline.reports.documents.reading_back import pdf_text, structure
from tipline.money import Currency
from tipline.reports.documents.languages import LANGUAGES
from tipline.reports.documents.minutes import MINUTES, Told, minutes_pdf, tell
from tipline.reports.documents.printable import UNPRINTABLE
from tipline.reward_words import AwardState, Outcome
from tipline.rewards.meetings import Item
from tipline.rewards.minutes import MinuteItem, Minutes, Total
from tipline.vocabulary import AwardId, Cents, Month, PersonId

BEA, BEN, GONE = (PersonId(bytes([number]) * 16) for number in range(3))
NAMES = {BEA: "Béa Arden", BEN: "Ben Castle"}
BOTH = frozenset({BEA, BEN})
HOSTILE = '#panic("x") *bold* "); #read("/etc/passwd")'


def a_line(
    letter: str,
    amount: int,
    outcome: Outcome | None,
    *,
    proposed: int = 95_050,
    signers: frozenset[PersonId] = BOTH,
    conflicts: frozenset[PersonId] = frozenset(),
    notes: tuple[str, ...] = (),
) -> MinuteItem:
    item = Item(letter, AwardId(bytes(16)), Cents(amount), AwardState.APPROVED, outcome, to_ratify=False)
    return MinuteItem(item, Cents(proposed), signers, conflicts, notes)


MEETING = Minutes(
    day=date(2026, 11, 20),
    month=Month(202611),
    urgent=False,
    over=True,
    chair=BEA,
    present=frozenset({BEA, BEN, GONE}),
    quorum=3,
    currency=Currency("CAD"),
    items=(
        a_line("A", 95_050, Outcome.APPROVED),
        a_line("B", 120_000, Outcome.APPROVED, conflicts=frozenset({GONE})),
        a_line("C", 95_050, Outcome.REFUSED, notes=("The second with\nthe same.", HOSTILE)),
        a_line("D", 95_050, Outcome.DEFERRED, signers=frozenset({BEN}), notes=("Ask the unit.",)),
        a_line("E", 50_000, Outcome.RATIFIED, proposed=50_000),
        a_line("F", 95_050, None, signers=frozenset()),
    ),
    totals={outcome: Total(1, Cents(95_050)) for outcome in Outcome},
)


def made(minutes: Minutes, code: str = "en") -> bytes:
    return minutes_pdf(minutes, LANGUAGES[code], names=NAMES, program_name="Toronto Crime Stoppers")


def flat(text: str) -> str:
    return "".join(text.split())


def texts(told: Told) -> list[str]:
    """Every text of the minutes, in order."""

    def of(value: object) -> list[str]:
        return [value] if isinstance(value, str) else [each for one in value for each in of(one)]  # type: ignore[attr-defined]  # a tuple of them

    return [text for each in fields(told) for text in of(getattr(told, each.name)) if text]


def test_every_letter_says_what_was_proposed_what_became_of_it_and_who_signed() -> None:
    told = tell(MEETING, LANGUAGES["en"], names=NAMES)

    assert told.rows == (
        ("A", "$950.50", "Approved", "$950.50", "Ben Castle, Béa Arden", ""),
        (
            *("B", "$950.50", "Approved, amended", "$1,200", "Ben Castle, Béa Arden"),
            "Conflict declared: somebody who is no longer here.",
        ),
        (
            *("C", "$950.50", "Refused", "–", "Ben Castle, Béa Arden"),
            f"The second with the same. · {HOSTILE}",
        ),
        ("D", "$950.50", "Deferred", "–", "Ben Castle", "Ask the unit."),
        ("E", "$500", "Ratified", "$500", "Ben Castle, Béa Arden", ""),
        ("F", "$950.50", "Not decided", "–", "–", ""),
    )
    assert told.total_rows[-1] == ("Not decided", "1", "–")
    assert told.note == ""


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_paper_has_every_word_of_the_minutes_in_each_language(code: str) -> None:
    told = tell(MEETING, LANGUAGES[code], names=NAMES)

    text = flat(pdf_text(made(MEETING, code)))

    assert [said for said in texts(told) if flat(said) not in text and said != told.title] == []
    assert flat("Toronto Crime Stoppers") in text


def test_each_language_of_the_documents_has_minutes_of_its_own() -> None:
    english = set(texts(tell(replace(MEETING, over=False), LANGUAGES["en"], names={})))
    french = set(texts(tell(replace(MEETING, over=False), LANGUAGES["fr"], names={})))

    assert MINUTES.keys() == LANGUAGES.keys()
    assert english & french == {"A", "B", "C", "D", "E", "F", "1", "–", HOSTILE, "Quorum"} - {HOSTILE} | {
        "Ask the unit.",
        f"The second with the same. · {HOSTILE}",
    }


def test_it_is_tagged_for_a_screen_reader_and_says_its_language_and_title() -> None:
    reader = PdfReader(io.BytesIO(made(MEETING, "fr")))

    root: Any = reader.root_object  # pypdf's objects have no narrower type
    heads = [each for each in structure(root["/StructTreeRoot"]) if str(each["/S"]) == "/TH"]
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_object().get_data()
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], len(heads)) == ("fr", True, 9)
    assert reader.metadata is not None
    assert reader.metadata.title == "Toronto Crime Stoppers: Procès-verbal du conseil, 20 novembre 2026"


def test_what_no_font_has_becomes_a_square_and_the_paper_says_so() -> None:
    odd = replace(MEETING, items=(a_line("A", 1, Outcome.DEFERRED, notes=("\U0001f525 日本",)),))

    text = flat(pdf_text(made(odd)))

    assert UNPRINTABLE + UNPRINTABLE * 2 + "Totals" in text
    assert flat(MINUTES["en"].unprintable) in text
    assert flat(MINUTES["en"].unprintable) not in flat(pdf_text(made(MEETING)))


def test_a_long_list_goes_on_over_pages_with_its_heads_and_the_program_on_each() -> None:
    long = replace(MEETING, items=tuple(a_line(f"A{number}", 1, None) for number in range(90)))

    pages = PdfReader(io.BytesIO(made(long))).pages

    said = [page.extract_text() for page in pages]
    assert len(said) >= 2
    assert ["Conflicts and reasons" in page for page in said[:2]] == [True, True]
    assert ["Page 2 of" in said[1], "Toronto Crime Stoppers" in said[1]] == [True, True]
