"""What somebody gains who can write the store: nothing that is not seen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from crypto.codes import CodeSecrets, code_secrets, draw_code
from crypto.keys import PrivateKey
from tests.program import NOON
from tests.unit.tipline.casework.case import (
    ADA,
    DANA,
    GUNS,
    PEPPER,
    Case,
    Told,
    an_id,
    notes,
    texts,
)
from tipline.casework import tip
from tipline.casework.introductions import introduce
from tipline.casework.views import RecordView, Unopened
from tipline.holdings import Holder, Holdings, seal_grant
from tipline.records import Record, seal_record
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipKeyRow
from tipline.vocabulary import (
    Author,
    HolderKind,
    KeyId,
    KeyKind,
    RecordId,
    RecordKind,
    TeamKind,
)


def records_of(case: Case, *, kind: RecordKind | None = None) -> list[RecordRow]:
    with case.program.tips.read() as session:
        rows = session.exec(select(RecordRow)).all()
    return [row for row in rows if kind in {None, row.kind}]


def changed(sealed: bytes) -> bytes:
    return sealed[:-1] + bytes([sealed[-1] ^ 1])


@pytest.mark.parametrize(
    "harm",
    [changed, lambda sealed: sealed[:-1], lambda _: b"", lambda sealed: b"\x02" + sealed[1:]],
    ids=["changed", "cut short", "empty", "of another version"],
)
def test_a_record_that_was_touched_does_not_open_and_the_others_do(
    sqlite_case: Case, harm: Callable[[bytes], bytes]
) -> None:
    case = sqlite_case
    told = case.tell()
    case.add(told, "He is back.", now=NOON + timedelta(hours=1))
    message = records_of(case, kind=RecordKind.MESSAGE)[0]
    message.sealed = harm(message.sealed)
    case.write(message)

    view = case.open(told, by=ADA)

    assert [type(record) for record in view.threads[0].records] == [Unopened, RecordView]
    assert texts(view) == [GUNS]
    assert [record.record_id for record in tip.unopened(view)] == [message.record_id]


def test_two_records_that_were_swapped_do_not_open(sqlite_case: Case) -> None:
    case = sqlite_case
    first, second = case.tell("The first."), case.tell("The second.")
    one, two = records_of(case)
    one.sealed, two.sealed = two.sealed, one.sealed
    case.write(one, two)

    assert [len(tip.unopened(case.open(told, by=ADA))) for told in (first, second)] == [1, 1]


def test_a_record_under_another_kind_does_not_open(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    (record,) = records_of(case)
    record.kind = RecordKind.ANSWER
    case.write(record)

    assert texts(case.open(told, by=ADA)) == []


def test_what_did_not_open_is_written_down_by_record(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    (record,) = records_of(case)
    record.sealed = changed(record.sealed)
    case.write(record)
    view = case.open(told, by=ADA)

    with case.at_work() as (tips, _):
        tip.report_unopened(tips, records=tip.unopened(view), tip_id=told.tip_id, by=case.by(ADA), now=NOON)

    assert case.trail()[-1] == ("cannot-open", case.person(ADA), told.tip_id, record.record_id.hex())


def forged(
    case: Case, told: Told, *, by: Author, text: str, kind: RecordKind = RecordKind.MESSAGE
) -> RecordRow:
    """What somebody can do who knows every public key and no private one."""
    thread = told.thread
    record_id = RecordId(an_id())
    person = case.person(ADA) if by is Author.STAFF else None
    return RecordRow(
        program_id=thread.program_id,
        record_id=record_id,
        tip_id=thread.tip_id,
        key_id=thread.key_id,
        kind=kind,
        day=NOON.date(),
        sealed=seal_record(
            Record(kind=kind, at=NOON, by=by, person=person, text=text),
            to=thread.public,
            signer=PrivateKey.generate().signing(),
            program_id=thread.program_id,
            tip_id=thread.tip_id,
            record_id=record_id,
        ),
    )


@pytest.mark.parametrize("author", list(Author))
def test_a_forged_record_stands_apart_as_not_proven(sqlite_case: Case, author: Author) -> None:
    case = sqlite_case
    told = case.tell()
    case.write(forged(case, told, by=author, text="Drop the case."))

    view = case.open(told, by=ADA)

    assert texts(view) == [GUNS]
    assert [record.text for record in view.threads[0].unproven] == ["Drop the case."]


def test_a_thread_that_somebody_added_is_not_answered(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    added_thread(case, told)

    view = case.open(told, by=ADA)

    assert (len(view.threads), view.permits.answer) == (2, False)


def planted_key(
    case: Case, told: Told, kind: KeyKind, *, code: CodeSecrets | None = None
) -> tuple[KeyId, PrivateKey]:
    """A key of somebody who writes the store, granted to everybody who holds the inbox."""
    program_id = case.program.program_id
    key_id, key = KeyId(an_id()), PrivateKey.generate()
    epoch = case.keys().epoch(case.special(TeamKind.INBOX), NOON.date())
    case.write(
        TipKeyRow(
            program_id=program_id,
            tip_id=told.tip_id,
            key_id=key_id,
            kind=kind,
            public_key=key.public().raw,
            lookup=code.lookup if code else None,
            verify_key=code.signing.verify_key().raw if code else None,
        ),
        TipGrantRow(
            program_id=program_id,
            tip_id=told.tip_id,
            key_id=key_id,
            holder_id=epoch.epoch_id,
            holder_kind=HolderKind.EPOCH,
            sealed=seal_grant(
                key.seed, epoch.public, program_id=program_id, holder_id=epoch.epoch_id, subject_id=key_id
            ),
        ),
    )
    return key_id, key


def added_thread(case: Case, told: Told) -> None:
    """A whole thread with a made-up report and a code, beside the reporter's."""
    program_id, record_id = case.program.program_id, RecordId(an_id())
    code = code_secrets(draw_code("en"), pepper=PEPPER, program=program_id)
    key_id, key = planted_key(case, told, KeyKind.THREAD, code=code)
    case.write(
        RecordRow(
            program_id=program_id,
            tip_id=told.tip_id,
            record_id=record_id,
            key_id=key_id,
            kind=RecordKind.REPORT,
            day=NOON.date(),
            sealed=seal_record(
                Record(kind=RecordKind.REPORT, at=NOON, by=Author.REPORTER, text="Made up."),
                to=key.public(),
                signer=code.signing,
                program_id=program_id,
                tip_id=told.tip_id,
                record_id=record_id,
            ),
        ),
    )


def test_a_public_key_that_was_swapped_is_told_and_not_written_to(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    with case.program.tips.read() as session:
        key = session.get_one(TipKeyRow, (case.program.program_id, told.thread.key_id))
    key.public_key = PrivateKey.generate().public().raw
    case.write(key)

    view = case.open(told, by=ADA)

    assert (texts(view), view.threads[0].proven, view.permits.answer) == ([GUNS], False, False)


def test_a_grant_that_was_swapped_opens_nothing_and_breaks_nothing(sqlite_case: Case) -> None:
    case = sqlite_case
    told, other = case.tell(), case.tell("The other.")
    with case.program.tips.read() as session:
        grants = session.exec(select(TipGrantRow).where(TipGrantRow.holder_kind == HolderKind.EPOCH)).all()
    mine, theirs = sorted(grants, key=lambda grant: grant.tip_id != told.tip_id)
    mine.sealed = theirs.sealed
    case.write(mine)

    view = case.open(told, by=ADA)

    assert (texts(view), len(tip.unopened(view)), view.permits.answer) == ([], 1, False)
    assert texts(case.open(other, by=ADA)) == ["The other."]


def test_a_note_key_that_somebody_added_is_told_and_never_written_under(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    key_id, _ = planted_key(case, told, KeyKind.FILE)

    case.note(told, "A secret.")

    assert [record.key_id for record in records_of(case) if record.key_id == key_id] == []
    view = case.open(told, by=ADA)
    assert (notes(view), sorted(desk.proven for desk in view.desks)) == (["A secret."], [False, True])


def test_a_key_introduced_by_somebody_whose_tip_it_is_not_is_never_written_under(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    key_id, key = planted_key(case, told, KeyKind.FILE)
    case.write(introduction(case, told, key_id, key, by=case.by(DANA)))

    case.note(told, "A secret.")

    assert [desk.proven for desk in case.look(told, by=ADA).desks if desk.key_id == key_id] == [False]
    assert [row.kind for row in records_of(case) if row.key_id == key_id] == [RecordKind.SYSTEM]


def test_an_introduction_counts_for_the_key_that_it_names_and_for_no_other(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    key_id, key = planted_key(case, told, KeyKind.FILE)
    case.write(introduction(case, told, KeyId(an_id()), key, by=case.by(ADA), under=key_id))

    assert [desk.proven for desk in case.look(told, by=ADA).desks] == [False]


def test_an_introduction_in_the_name_of_a_coordinator_who_did_not_sign_it_counts_for_nothing(
    sqlite_case: Case,
) -> None:
    case = sqlite_case
    told = case.tell()
    key_id, key = planted_key(case, told, KeyKind.FILE)
    thief = Holdings(case.program.program_id, case.person(ADA), PrivateKey.generate())
    case.write(introduction(case, told, key_id, key, by=replace(case.by(ADA), holdings=thief)))

    case.note(told, "A secret.")

    assert [desk.proven for desk in case.look(told, by=ADA).desks if desk.key_id == key_id] == [False]
    assert [row.kind for row in records_of(case) if row.key_id == key_id] == [RecordKind.SYSTEM]


def introduction(
    case: Case, told: Told, key_id: KeyId, key: PrivateKey, *, by: Holder, under: KeyId | None = None
) -> RecordRow:
    """What somebody signs about a key, by another way than the console's."""
    row = introduce(
        case.row(told),
        key_id=key_id,
        key=key,
        kind=KeyKind.FILE,
        recipient=None,
        by=by,
        now=NOON,
        day=NOON.date(),
    )
    row.key_id = under or key_id
    return row
