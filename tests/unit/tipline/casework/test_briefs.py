"""What a brief is worth when somebody has written past the console, or gave the tip in the older way."""

import secrets

import pytest
from sqlmodel import select

from tests.program import NOON
from tests.unit.tipline.casework.case import (
    ADA,
    DANA,
    GUNS,
    ROBIN,
    SCRUBBED,
    Case,
    Told,
    briefs,
    texts,
)
from tipline.casework.assignment import target_of
from tipline.casework.dispatch import Order, grant_threads
from tipline.casework.people import names_of
from tipline.casework.tip_keys import grant, held, needed
from tipline.casework.views import COVERS
from tipline.casework.withdrawal import grant_original, take_original_back
from tipline.errors import NamedInTip, NoSuchPerson, NoSuchTip
from tipline.records import Record, seal_record
from tipline.store.tip_tables import RecordRow, TipKeyRow, TipRow
from tipline.vocabulary import Author, KeyKind, PersonId, RecordId, RecordKind


def give_as_before(case: Case, told: Told, name: str) -> None:
    """What giving a tip did before there were scrubbed copies: the threads, an empty brief, a desk."""
    with case.at_work() as (tips, keys_session):
        tip = tips.get_one(TipRow, (case.program.program_id, told.tip_id))
        program, by = case.keys(), case.by(ADA)
        keys = held(tips, keys_session, tip=tip, by=by, program=program)
        names = names_of(tips, tip.program_id)
        to = target_of(tips, case.person(name), tip=tip, names=names, program=program, on=NOON.date())
        made = [
            needed(tips, tip=tip, keys=keys, kind=kind, recipient=whose, by=by, program=program, now=NOON)
            for kind, whose in ((KeyKind.BRIEF, None), (KeyKind.DESK, case.person(name)))
        ]
        for key_id, key in made:
            grant(tips, tip=tip, key_id=key_id, key=key, to=to.keepers[0])
        grant_threads(tips, tip=tip, keys=keys, target=to)
        tip.assignee_id = case.person(name)
        tips.add(tip)


def test_a_tip_that_was_given_in_the_older_way_opens_and_is_dispatched_on(case: Case) -> None:
    told = case.tell()
    give_as_before(case, told, DANA)

    view = case.open(told, by=DANA)
    assert (texts(view), briefs(view), view.permits.note, view.permits.close) == ([GUNS], [], True, True)
    assert case.look(told, by=ADA).given_to[0].original

    case.dispatch(told, Order(primary=case.person(ROBIN), text=SCRUBBED))

    assert (texts(case.look(told, by=DANA)), briefs(case.look(told, by=DANA))) == ([GUNS], [SCRUBBED])
    assert (texts(case.look(told, by=ROBIN)), briefs(case.look(told, by=ROBIN))) == ([], [SCRUBBED])
    with case.program.tips.read() as session:
        assert len(session.exec(select(TipKeyRow).where(TipKeyRow.kind == KeyKind.BRIEF)).all()) == 1


def test_a_recipient_cannot_write_a_copy_or_hide_what_was_not_passed_on(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    case.dispatch(told, Order(primary=case.person(DANA), others=(case.person(ROBIN),), text=SCRUBBED))
    waits = case.look(told, by=ADA).brief.pending

    forge(case, told, by=DANA, text="Let him go.", covers=",".join(one.record_id.hex() for one in waits))

    for name in (ADA, ROBIN):
        view = case.look(told, by=name)
        assert briefs(view) == [SCRUBBED]
        assert [record.text for desk in view.brief.desks for record in desk.unproven] == ["Let him go."]
    assert [one.text for one in case.look(told, by=ADA).brief.pending] == [GUNS]


def test_the_reporters_own_words_are_granted_and_taken_back_apart_from_the_brief(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    case.dispatch(told, Order(primary=case.person(DANA), text=SCRUBBED))

    change(case, told, grant_original, DANA)
    case.add(told, "He is back.")
    with_words = case.look(told, by=DANA)
    change(case, told, take_original_back, DANA)
    without = case.look(told, by=DANA)

    assert (texts(with_words), texts(without)) == ([GUNS, "He is back."], [])
    assert (briefs(with_words), briefs(without)) == ([SCRUBBED], [SCRUBBED])
    assert [line[0] for line in case.trail()] == ["dispatched", "original-granted", "original-taken-back"]


def test_own_words_go_to_nobody_who_is_named_in_them_or_has_not_the_tip(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    case.dispatch(told, Order(primary=case.person(DANA), text=SCRUBBED))
    case.add(told, "Kowalski knows it.")

    with pytest.raises(NamedInTip):
        change(case, told, grant_original, DANA)
    for deed in (grant_original, take_original_back):
        with pytest.raises(NoSuchPerson):
            change(case, told, deed, ROBIN)
    assert texts(case.look(told, by=DANA)) == []


def test_nobody_is_withdrawn_from_who_has_not_the_tip(sqlite_case: Case) -> None:
    told = sqlite_case.tell()

    with pytest.raises(NoSuchPerson):
        sqlite_case.withdraw(told, sqlite_case.person(DANA))

    assert sqlite_case.trail() == []


def test_a_brief_that_nobody_has_introduced_is_not_written_under(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    case.dispatch(told, Order(primary=case.person(DANA), text=SCRUBBED))
    with case.program.tips.transaction() as session:
        brief = session.exec(select(TipKeyRow).where(TipKeyRow.kind == KeyKind.BRIEF)).one()
        for row in session.exec(select(RecordRow).where(RecordRow.key_id == brief.key_id)).all():
            if row.kind is RecordKind.SYSTEM:
                row.sealed = row.sealed[:-1]
                session.add(row)

    case.dispatch(told, Order(primary=case.person(DANA), text="Again."))

    view = case.look(told, by=DANA)
    assert [desk.proven for desk in view.brief.desks] == [True, False]
    assert briefs(view)[0] == "Again."


def change(case: Case, told: Told, deed: object, name: str) -> None:
    assert deed in {grant_original, take_original_back}
    with case.at_work() as (tips, keys):
        (grant_original if deed is grant_original else take_original_back)(
            tips,
            keys,
            number=told.number,
            recipient=case.person(name),
            by=case.by(ADA),
            program=case.keys(),
            now=NOON,
        )


def forge(case: Case, told: Told, *, by: str, text: str, covers: str) -> None:
    """A recipient writes into the store itself, sealed and signed as only they can."""
    with case.program.tips.read() as session:
        brief = session.exec(select(TipKeyRow).where(TipKeyRow.kind == KeyKind.BRIEF)).one()
        with case.program.keys_store.read() as keys:
            key = case.by(by).holdings.tip_key(session, keys, brief.key_id)
    record_id = RecordId(secrets.token_bytes(16))
    sealed = seal_record(
        Record(
            kind=RecordKind.BRIEF,
            at=NOON,
            by=Author.STAFF,
            person=PersonId(case.person(by)),
            text=text,
            fields={COVERS: covers},
        ),
        to=key.public(),
        signer=case.by(by).holdings.signing(),
        program_id=case.program.program_id,
        tip_id=told.tip_id,
        record_id=record_id,
    )
    case.write(
        RecordRow(
            program_id=case.program.program_id,
            record_id=record_id,
            tip_id=told.tip_id,
            key_id=brief.key_id,
            kind=RecordKind.BRIEF,
            day=NOON.date(),
            sealed=sealed,
        )
    )


def test_a_recipient_without_a_grant_is_refused_after_the_older_way_was_withdrawn(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    give_as_before(case, told, DANA)

    case.withdraw(told, case.person(DANA))

    with pytest.raises(NoSuchTip):
        case.open(told, by=DANA)
