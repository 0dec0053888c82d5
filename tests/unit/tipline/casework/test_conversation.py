from datetime import timedelta

import pytest
from sqlmodel import select

from crypto.keys import PrivateKey
from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, IDA, ROBIN, SAM, Case, Told, notes
from tipline import outbox
from tipline.casework import conversation
from tipline.casework.conversation import TEXT_LIMIT
from tipline.casework.views import RecordView
from tipline.errors import NoSuchTip, NotPermitted, TextEmpty, TextTooLong, TooManySegments, Withdrawn
from tipline.holdings import open_grant
from tipline.outbox import OutboundText
from tipline.records import OpenedRecord, is_proven, open_record
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipRow
from tipline.store.work_tables import OutboxRow
from tipline.vocabulary import Author, Channel, HolderKind, RecordKind, Status


def read_by_the_reporter(case: Case, told: Told) -> list[OpenedRecord]:
    """What the public site opens with the reporter's code."""
    assert told.code is not None
    with case.program.tips.read() as session:
        grant = session.exec(
            select(TipGrantRow).where(
                TipGrantRow.tip_id == told.tip_id, TipGrantRow.holder_kind == HolderKind.REPORTER
            )
        ).one()
        rows = session.exec(select(RecordRow).where(RecordRow.key_id == grant.key_id)).all()
    key = open_grant(
        grant.sealed,
        by=told.code.key,
        program_id=grant.program_id,
        holder_id=grant.holder_id,
        subject_id=grant.key_id,
    )
    return [opened(row, key) for row in rows]


def opened(row: RecordRow, key: PrivateKey) -> OpenedRecord:
    return open_record(
        row.sealed,
        key=key,
        program_id=row.program_id,
        tip_id=row.tip_id,
        record_id=row.record_id,
        kind=row.kind,
    )


def sent(case: Case) -> list[OutboundText]:
    """What the gateway opens of the outbox."""
    with case.program.tips.transaction() as session:
        rows = outbox.due(session.connection(), now=NOON, limit=10)
    keys = list(case.program.gateway.month_keys().values())
    return [outbox.open_text(row, keys=keys, voice=case.keys().voice) for row in rows]


def test_an_answer_is_read_by_the_reporter_and_proven_to_be_the_programs(case: Case) -> None:
    told = case.tell()

    case.answer(told, "Which unit?", question=True)

    (answer,) = [each for each in read_by_the_reporter(case, told) if each.record.kind is RecordKind.ANSWER]
    assert (answer.record.text, answer.record.by, answer.record.person) == (
        "Which unit?",
        Author.PROGRAM,
        None,
    )
    assert dict(answer.record.fields) == {"question": "yes"}
    assert is_proven(answer, reporter=None, keys=case.keys())
    assert sent(case) == []
    assert case.trail() == [("answered", case.person(ADA), told.tip_id, "question")]


def test_staff_see_an_answer_as_ours_and_as_a_question(sqlite_case: Case) -> None:
    told = sqlite_case.tell()
    sqlite_case.answer(told, "Which unit?", question=True)
    sqlite_case.answer(told, "Thank you.", now=NOON + timedelta(seconds=1))

    records = sqlite_case.open(told, by=GRACE).threads[0].records

    assert [
        (record.by, record.writer, record.is_question) for record in records if isinstance(record, RecordView)
    ] == [
        (Author.REPORTER, None, False),
        (Author.PROGRAM, None, True),
        (Author.PROGRAM, None, False),
    ]


def test_an_answer_to_a_text_waits_for_the_gateway_too(case: Case) -> None:
    told = case.tell(channel=Channel.TEXT)

    case.answer(told, "Which unit?")

    assert sent(case) == [OutboundText(told.tip_id, "Which unit?")]
    with case.program.tips.read() as session:
        (row,) = session.exec(select(OutboxRow)).all()
    assert b"Which unit?" not in row.sealed


@pytest.mark.parametrize("app", [Channel.WHATSAPP, Channel.MESSENGER])
def test_an_answer_by_an_app_is_one_message_whatever_its_length(sqlite_case: Case, app: Channel) -> None:
    told, long = sqlite_case.tell(channel=app), "a" * 307

    sqlite_case.answer(told, long, limit=2)

    assert [one.text for one in sent(sqlite_case)] == [long]


def test_an_answer_of_many_text_messages_is_sent_only_when_it_is_meant(sqlite_case: Case) -> None:
    text, web = sqlite_case.tell(channel=Channel.TEXT), sqlite_case.tell()
    long = "a" * 307

    with pytest.raises(TooManySegments) as refused:
        sqlite_case.answer(text, long, limit=2)

    assert (refused.value.limit, refused.value.found) == (2, 3)
    assert sent(sqlite_case) == []
    sqlite_case.answer(web, long, limit=2)
    sqlite_case.answer(text, long, limit=None)
    assert sent(sqlite_case) == [OutboundText(text.tip_id, long)]


@pytest.mark.parametrize("text", ["", "  \n\t "])
def test_nothing_is_neither_answered_nor_noted(sqlite_case: Case, text: str) -> None:
    told = sqlite_case.tell()

    with pytest.raises(TextEmpty):
        sqlite_case.answer(told, text)
    with pytest.raises(TextEmpty):
        sqlite_case.note(told, text)

    assert sqlite_case.trail() == []


def test_a_text_is_kept_up_to_the_limit(sqlite_case: Case) -> None:
    told = sqlite_case.tell()

    sqlite_case.note(told, "🙂" * TEXT_LIMIT)
    with pytest.raises(TextTooLong) as refused:
        sqlite_case.note(told, "🙂" * (TEXT_LIMIT + 1))

    assert (refused.value.limit, refused.value.found) == (TEXT_LIMIT, TEXT_LIMIT + 1)
    assert notes(sqlite_case.open(told, by=ADA)) == ["🙂" * TEXT_LIMIT]


def test_a_withdrawn_tip_is_not_answered_and_notes_are_kept(sqlite_case: Case) -> None:
    told = sqlite_case.tell()
    row = sqlite_case.row(told)
    row.status = Status.WITHDRAWN
    sqlite_case.write(row)

    with pytest.raises(Withdrawn):
        sqlite_case.answer(told)

    sqlite_case.note(told, "A pity.")
    view = sqlite_case.open(told, by=ADA)
    assert (notes(view), view.permits.answer, view.permits.close) == (["A pity."], False, False)


def test_who_was_given_a_tip_does_not_answer_the_reporter(sqlite_case: Case) -> None:
    told = sqlite_case.tell()
    sqlite_case.assign(told, sqlite_case.person(DANA))

    with pytest.raises(NotPermitted):
        sqlite_case.answer(told, by=DANA)


def test_a_tip_about_us_is_answered_by_integrity(sqlite_case: Case) -> None:
    told = sqlite_case.tell(about_us=True)

    sqlite_case.answer(told, "Go on.", by=IDA)

    (answer,) = [each for each in read_by_the_reporter(sqlite_case, told) if each.record.by is Author.PROGRAM]
    assert answer.record.text == "Go on."
    with pytest.raises(NoSuchTip):
        sqlite_case.answer(told, by=ADA)


def test_notes_stay_on_the_desk_on_which_they_were_written(case: Case) -> None:
    told = case.tell()
    case.assign(told, case.division())
    case.assign(told, case.person(ROBIN))
    case.note(told, "The file.", by=ADA)
    case.note(told, "The division.", by=DANA)
    case.note(told, "Robin alone.", by=ROBIN)

    seen = {name: notes(case.open(told, by=name)) for name in (ADA, GRACE, DANA, SAM, ROBIN)}

    everything = ["The file.", "The division.", "Robin alone."]
    assert seen == {
        ADA: everything,
        GRACE: everything,
        DANA: ["The division."],
        SAM: ["The division."],
        ROBIN: ["Robin alone."],
    }
    owners = [(desk.kind.value, desk.owner) for desk in case.look(told, by=ADA).desks]
    assert owners == [("file", None), ("desk", "51 Division"), ("desk", ROBIN)]


def test_whoever_was_given_a_tip_in_person_writes_at_their_own_desk_and_not_at_their_teams(
    sqlite_case: Case,
) -> None:
    case = sqlite_case
    told = [case.tell() for _ in range(6)]
    for each in told:
        case.assign(each, case.division())
        case.assign(each, case.person(DANA))
        case.note(each, "Dana alone.", by=DANA)

    # Several tips, for the order of the keys is a draw.
    assert [notes(case.look(each, by=SAM)) for each in told] == [[]] * 6
    assert [notes(case.look(each, by=DANA)) for each in told] == [["Dana alone."]] * 6


def test_a_note_says_who_wrote_it_and_in_what_role(sqlite_case: Case) -> None:
    told = sqlite_case.tell()
    sqlite_case.note(told, "Seen before.")

    (record,) = [record for desk in sqlite_case.open(told, by=GRACE).desks for record in desk.records]

    assert isinstance(record, RecordView)
    assert (record.writer, record.role, record.proven) == (ADA, sqlite_case.by(ADA).role, True)


def test_a_note_that_was_answered_to_a_reporter_is_on_no_desk_of_theirs(sqlite_case: Case) -> None:
    told = sqlite_case.tell()
    sqlite_case.note(told, "Never for the reporter.")

    assert [each.record.kind for each in read_by_the_reporter(sqlite_case, told)] == [RecordKind.REPORT]


def test_two_notes_share_one_key(sqlite_case: Case) -> None:
    told = sqlite_case.tell()
    sqlite_case.note(told, "One.", by=ADA)
    sqlite_case.note(told, "Two.", by=GRACE)

    view = sqlite_case.open(told, by=ADA)

    assert [len(desk.records) for desk in view.desks] == [2]


def test_a_deed_that_fails_leaves_nothing(sqlite_case: Case) -> None:
    told = sqlite_case.tell(channel=Channel.TEXT)

    with pytest.raises(ZeroDivisionError):
        failing_answer(sqlite_case, told)

    with sqlite_case.program.tips.read() as session:
        kinds = [row.kind for row in session.exec(select(RecordRow)).all()]
        waiting = session.exec(select(OutboxRow)).all()
        status = session.exec(select(TipRow.status)).one()
    assert (kinds, waiting, status, sqlite_case.trail()) == ([RecordKind.REPORT], [], Status.NEW, [])


def failing_answer(case: Case, told: Told) -> None:
    """The disk fails after everything was written and before it is committed."""
    with case.at_work() as (tips, keys):
        conversation.answer(
            tips,
            keys,
            number=told.number,
            text="Lost.",
            question=False,
            by=case.by(ADA),
            program=case.keys(),
            now=NOON,
        )
        raise ZeroDivisionError
