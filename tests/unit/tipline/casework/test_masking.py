"""The reporter said who they are: the words stand in no view and no copy, and the store keeps them."""

import pytest
from sqlmodel import select

from tests.program import NOON
from tests.unit.tipline.casework.case import (
    ADA,
    DANA,
    GRACE,
    IDA,
    ROBIN,
    Case,
    Told,
    briefs,
    notes,
    texts,
)
from tipline.casework.dispatch import Order
from tipline.casework.masking import hide_name, show_again
from tipline.casework.refusals import WordsNotThere
from tipline.errors import NoSuchTip, NotPermitted, TextEmpty, TextTooLong
from tipline.intake.report import Detail
from tipline.store.tip_tables import RecordRow
from tipline.vocabulary import RecordKind

ANN = "This is Ann Poole of 12 Elm. He sells guns. ann  POOLE knows, Annabel does not."
HIDDEN = "This is [hidden] of 12 Elm. He sells guns. [hidden] knows, Annabel does not."


def hide(case: Case, told: Told, words: str = "Ann Poole", *, by: str = ADA) -> None:
    with case.at_work() as (tips, keys):
        hide_name(tips, keys, number=told.number, words=words, by=case.by(by), program=case.keys(), now=NOON)


def show(case: Case, told: Told, mask_id: str, *, by: str = ADA) -> None:
    with case.at_work() as (tips, keys):
        show_again(
            tips, keys, number=told.number, mask_id=mask_id, by=case.by(by), program=case.keys(), now=NOON
        )


def said(words: list[str]) -> list[str]:
    """What is said, without the records that only say that something was hidden."""
    return [text for text in words if text]


def everything(case: Case, told: Told, name: str) -> str:
    """All that somebody's view of a tip says, the hidden fields of it as well."""
    view = case.look(told, by=name)
    return repr([*texts(view), *briefs(view), *notes(view)]) + repr(
        [
            dict(record.fields)
            for desk in (*view.threads, *view.brief.desks, *view.desks)
            for record in desk.records
            if hasattr(record, "fields")
        ]
    )


def test_who_the_reporter_is_stands_in_no_view_and_no_copy(case: Case) -> None:
    told = case.tell(ANN, details={Detail.WHERE: "At Ann Poole's"})
    case.note(told, "Ann Poole was here before.")
    case.dispatch(told, Order(primary=case.person(DANA), text="Ann Poole says: guns.", original=True))
    before = everything(case, told, ADA)

    hide(case, told)
    case.add(told, "Ann Poole again.")

    assert "Ann Poole" in before
    assert said(texts(case.look(told, by=GRACE))) == [HIDDEN, "[hidden] again."]
    assert said(briefs(case.look(told, by=DANA))) == ["[hidden] says: guns."]
    for name in (ADA, GRACE, DANA):
        assert "poole" not in everything(case, told, name).casefold()
    assert [line[0] for line in case.trail()][-1] == "name-hidden"
    assert not any("Poole" in line[3] for line in case.trail())


def test_a_recipient_hides_it_in_what_was_passed_on_to_everybody(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell(ANN)
    case.dispatch(
        told, Order(primary=case.person(DANA), others=(case.person(ROBIN),), text="Ann Poole says: guns.")
    )

    hide(case, told, by=DANA)

    for name in (DANA, ROBIN, ADA):
        assert said(briefs(case.look(told, by=name))) == ["[hidden] says: guns."]
    view = case.look(told, by=ROBIN)
    assert [desk.unproven for desk in view.brief.desks] == [()]


def test_what_was_sent_stays_as_it_came_and_only_they_show_it_again_whose_tip_it_is(
    sqlite_case: Case,
) -> None:
    case = sqlite_case
    told = case.tell(ANN)
    case.dispatch(told, Order(primary=case.person(DANA), text="Ann Poole says: guns."))
    with case.program.tips.read() as session:
        before = session.exec(select(RecordRow.sealed).where(RecordRow.kind == RecordKind.REPORT)).all()

    hide(case, told, "guns")
    (name,) = case.look(told, by=ADA).hidden
    with pytest.raises(NotPermitted):
        show(case, told, name.mask_id, by=DANA)
    assert "guns" not in everything(case, told, ADA)
    show(case, told, name.mask_id)

    with case.program.tips.read() as session:
        after = session.exec(select(RecordRow.sealed).where(RecordRow.kind == RecordKind.REPORT)).all()
    assert (said(texts(case.look(told, by=ADA))), case.look(told, by=ADA).hidden, before) == (
        [ANN],
        (),
        after,
    )
    assert (name.by, [line[0] for line in case.trail()][-1]) == (ADA, "name-shown")


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("a", TextEmpty),
        ("  ", TextEmpty),
        ("a" * 201, TextTooLong),
        ("Poo", WordsNotThere),
        ("Bob", WordsNotThere),
    ],
)
def test_what_is_no_name_in_the_tip_is_not_hidden(
    sqlite_case: Case, words: str, error: type[Exception]
) -> None:
    told = sqlite_case.tell(ANN)

    with pytest.raises(error):
        hide(sqlite_case, told, words)

    assert (texts(sqlite_case.look(told, by=ADA)), sqlite_case.trail()) == ([ANN], [])


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("我是王小明。", "王小明", "我是[hidden]。"),
        ("C'est moi, Zoé\nBélanger!", "zoé bélanger", "C'est moi, [hidden]!"),
        ("(a.*)(b+) is me", "(a.*)(b+)", "[hidden] is me"),
        ("أنا أحمد هنا", "أحمد", "أنا [hidden] هنا"),
    ],
)
def test_a_name_is_hidden_in_any_script_and_is_no_pattern(
    sqlite_case: Case, text: str, words: str, left: str
) -> None:
    told = sqlite_case.tell(text)

    hide(sqlite_case, told, words)

    assert said(texts(sqlite_case.look(told, by=ADA))) == [left]


def test_nobody_hides_in_a_tip_that_is_not_theirs(sqlite_case: Case) -> None:
    told = sqlite_case.tell(ANN)

    for name in (DANA, IDA):
        with pytest.raises(NoSuchTip):
            hide(sqlite_case, told, by=name)
    with pytest.raises(WordsNotThere):
        show(sqlite_case, told, "00")
