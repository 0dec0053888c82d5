"""Persons and vehicles as cards: one box of words, or sections, as many as there are."""

from datetime import UTC, datetime

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, GUNS, Case
from tipline.casework.cards import Card, carded, cards_of
from tipline.casework.dispatch import Order
from tipline.casework.masking import hide_name
from tipline.casework.views import DeskView, RecordView
from tipline.intake.report import Detail
from tipline.told import PartKind
from tipline.vocabulary import Author, KeyId, KeyKind, RecordId, RecordKind

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


def a_thread(*told: dict[str, str]) -> DeskView:
    records = tuple(
        RecordView(
            record_id=RecordId(bytes([number] * 16)),
            kind=RecordKind.REPORT,
            day=AT.date(),
            at=AT,
            by=Author.REPORTER,
            writer=None,
            role=None,
            proven=True,
            language="en",
            text=GUNS,
            fields=fields,
        )
        for number, fields in enumerate(told)
    )
    return DeskView(KeyId(bytes(16)), KeyKind.THREAD, None, records, (), proven=True)


def test_a_box_of_words_is_one_card(case: Case) -> None:
    told = case.tell(
        details={
            Detail.WHO: "Tall, red cap.",
            Detail.VEHICLE: "White van, ABCD 123, dented.",
            Detail.WHERE: "Rink",
        }
    )

    view = case.look(told, by=ADA)

    assert cards_of(view.threads) == (
        Card(PartKind.PERSON, 1, {"words": "Tall, red cap."}),
        Card(PartKind.VEHICLE, 1, {"plate": "ABCD 123", "words": "White van, ABCD 123, dented."}),
    )
    assert carded(view.threads) == {"who", "vehicle"}


def test_any_number_of_sections_are_as_many_cards_in_their_order() -> None:
    thread = a_thread(
        {
            "person-10-clothing": "Red cap",
            "person-2-nickname": "Slim",
            "person-2-name": "A. Byrne",
            "person-2-scar": "left hand",
            "vehicle-1-plate": "ABCD 123",
            "vehicle-1-make": "",
            "when": "at night",
            "person-0-name": "nobody",
            "person-1-na me": "nobody",
        },
        {"who": "And his brother."},
    )

    found = cards_of([thread])

    assert [(card.kind, card.number, list(card.fields.items())) for card in found] == [
        (PartKind.PERSON, 1, [("name", "A. Byrne"), ("nickname", "Slim"), ("scar", "left hand")]),
        (PartKind.PERSON, 2, [("clothing", "Red cap")]),
        (PartKind.PERSON, 3, [("words", "And his brother.")]),
        (PartKind.VEHICLE, 1, [("plate", "ABCD 123")]),
    ]
    assert not carded([thread]) & {"when", "person-0-name", "person-1-na me"}


def test_two_plates_in_one_box_are_left_to_its_reader() -> None:
    (card,) = cards_of([a_thread({"vehicle": "ABCD 123 and later ABCE 456"})])

    assert list(card.fields) == ["words"]


def test_who_has_the_scrubbed_copy_alone_has_no_cards(case: Case) -> None:
    told = case.tell(details={Detail.WHO: "Red cap."})
    case.dispatch(told, Order(primary=case.person(DANA), text="Guns."))

    assert cards_of(case.look(told, by=DANA).threads) == ()


def test_a_name_that_was_hidden_is_hidden_on_the_card(case: Case) -> None:
    told = case.tell(details={Detail.WHO: "I am Bea Quill, his sister. Red cap."})
    with case.at_work() as (tips, keys):
        hide_name(
            tips, keys, number=told.number, words="Bea Quill", by=case.by(ADA), program=case.keys(), now=NOON
        )

    (card,) = cards_of(case.look(told, by=ADA).threads)

    assert "Bea Quill" not in card.fields["words"]
    assert "Red cap." in card.fields["words"]
