"""Questions proposed, notes for oneself, sentences to choose, and the history of it all."""

from datetime import timedelta

import pytest
from sqlmodel import select

from crypto.errors import CannotOpen
from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, IDA, ROBIN, Case, Told, an_id, notes, texts
from tipline.audit import Action
from tipline.casework import canned, conversation
from tipline.casework.dispatch import Order
from tipline.casework.history import history_of
from tipline.casework.proposals import propose, settle
from tipline.errors import NothingHere, NotPermitted, TextEmpty, TextTooLong
from tipline.store.tip_tables import RecordRow
from tipline.vocabulary import RecordId, RecordKind

WHICH = "Which unit is it?"


def ask(case: Case, told: Told, *, by: str = DANA) -> None:
    with case.at_work() as (tips, keys):
        propose(tips, keys, number=told.number, text=WHICH, by=case.by(by), program=case.keys(), now=NOON)


def done(case: Case, told: Told, proposal: bytes, *, by: str = ADA, asked: bool = True) -> None:
    with case.at_work() as (tips, keys):
        settle(
            tips,
            keys,
            number=told.number,
            proposal=RecordId(proposal),
            asked=asked,
            by=case.by(by),
            program=case.keys(),
            now=NOON,
        )


def proposed(case: Case, told: Told, name: str) -> list[RecordId]:
    return [
        record.record_id
        for desk in case.look(told, by=name).desks
        for record in desk.records
        if getattr(record, "proposes", False)
    ]


@pytest.mark.parametrize("asked", [True, False])
def test_a_question_is_proposed_at_a_desk_and_settled_there(sqlite_case: Case, asked: bool) -> None:
    case = sqlite_case
    told = case.tell()
    case.dispatch(told, Order(primary=case.person(DANA), others=(case.person(ROBIN),), text="Guns."))

    ask(case, told)
    (proposal,) = proposed(case, told, ADA)
    done(case, told, proposal, asked=asked)

    assert proposed(case, told, ROBIN) == []
    assert case.look(told, by=DANA).settled == {proposal: asked}
    assert texts(case.look(told, by=ADA))[1:] == []
    assert [line[0] for line in case.trail()][-2:] == ["proposed", "proposal-settled"]


def test_who_answers_proposes_nothing_and_who_proposes_settles_nothing(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    case.dispatch(told, Order(primary=case.person(DANA), text="Guns."))
    ask(case, told)
    (proposal,) = proposed(case, told, ADA)

    with pytest.raises(NotPermitted):
        ask(case, told, by=ADA)
    with pytest.raises(NotPermitted):
        done(case, told, proposal, by=DANA)
    for wrong in (an_id(), case.look(told, by=ADA).threads[0].records[0].record_id):
        with pytest.raises(CannotOpen):
            done(case, told, wrong)
    assert case.look(told, by=DANA).settled == {}


@pytest.mark.parametrize("author", [ADA, DANA])
def test_a_private_note_opens_for_its_author_and_for_nobody_who_holds_the_tip(
    case: Case, author: str
) -> None:
    told = case.tell()
    case.dispatch(told, Order(primary=case.person(DANA), text="Guns."))

    with case.at_work() as (tips, keys):
        conversation.note(
            tips,
            keys,
            number=told.number,
            text="Ask my sister.",
            private=True,
            by=case.by(author),
            program=case.keys(),
            now=NOON,
        )

    others = {ADA, GRACE, DANA} - {author}
    assert {name: notes(case.look(told, by=name)) for name in (author, *others)} == {
        author: ["Ask my sister."]
    } | {name: [] for name in others}
    with case.program.tips.read() as session:
        rows = session.exec(select(RecordRow).where(RecordRow.kind == RecordKind.NOTE)).all()
    assert [bytes(row.key_id) for row in rows] == [case.person(author)]


def test_sentences_are_kept_by_those_who_answer(case: Case) -> None:
    with case.at_work() as (tips, _):
        canned.keep(tips, answer_id=None, language="fr", words=" Merci. ", by=case.by(ADA), now=NOON)
        canned.keep(tips, answer_id=None, language="en", words="Thank you.", by=case.by(IDA), now=NOON)
    with case.program.tips.read() as session:
        english, french = canned.canned_answers(session, case.program.program_id)
    with case.at_work() as (tips, _):
        canned.keep(
            tips, answer_id=english.answer_id, language="en", words="Thanks.", by=case.by(ADA), now=NOON
        )
        canned.remove(tips, answer_id=french.answer_id, by=case.by(ADA), now=NOON)

    with case.program.tips.read() as session:
        left = canned.canned_answers(session, case.program.program_id)
    assert [(one.language, one.words) for one in left] == [("en", "Thanks.")]
    assert (french.words, [line[0] for line in case.trail()]) == ("Merci.", ["canned-changed"] * 4)


@pytest.mark.parametrize(
    ("words", "language", "by", "error"),
    [
        (" ", "en", ADA, TextEmpty),
        ("a" * 1001, "en", ADA, TextTooLong),
        ("Yes.", "xx", ADA, NothingHere),
        ("Yes.", "en", DANA, NotPermitted),
    ],
)
def test_what_is_no_sentence_is_not_kept(
    sqlite_case: Case, words: str, language: str, by: str, error: type[Exception]
) -> None:
    case = sqlite_case
    with case.at_work() as (tips, _):
        with pytest.raises(error):
            canned.keep(tips, answer_id=None, language=language, words=words, by=case.by(by), now=NOON)
        with pytest.raises((NothingHere, NotPermitted)):
            canned.remove(tips, answer_id=an_id(), by=case.by(by), now=NOON)
    assert case.trail() == []


def test_the_history_of_a_tip_is_its_own_with_names_and_opened_twice_is_one_line(case: Case) -> None:
    told, other = case.tell(), case.tell()
    case.open(other, by=GRACE)
    case.open(told, by=ADA)
    case.open(told, by=ADA, now=NOON + timedelta(minutes=2))
    case.dispatch(told, Order(primary=case.division(), text="Guns.", original=True))
    case.open(told, by=DANA, now=NOON + timedelta(minutes=5))
    case.withdraw(told, case.division())

    with case.at_work() as (tips, keys):
        found = history_of(tips, keys, number=told.number, by=case.by(GRACE))

    assert [(deed.who, deed.action, deed.whom, deed.times) for deed in found.deeds] == [
        (ADA, Action.OPENED, "", 2),
        (ADA, Action.DISPATCHED, "51 Division", 1),
        (DANA, Action.OPENED, "", 1),
        (ADA, Action.DISPATCH_WITHDRAWN, "51 Division", 1),
    ]
    assert [(one.who, one.times) for one in found.seen] == [(ADA, 2), (DANA, 1)]
    case.dispatch(told, Order(primary=case.person(DANA), text="Guns."))
    with case.at_work() as (tips, keys), pytest.raises(NotPermitted):
        history_of(tips, keys, number=told.number, by=case.by(DANA))
