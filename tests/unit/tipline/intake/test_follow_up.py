from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import event

from crypto.keys import PrivateKey
from crypto.signing import SigningKey
from tests.databases import Stores
from tests.program import NOON
from tests.unit.tipline.intake.readers import Reporter, Staff, a_reporter, a_staff
from tipline.errors import WrongCode
from tipline.intake import follow_up, receive
from tipline.intake.follow_up import Conversation, State, Trust
from tipline.intake.names import Watched
from tipline.intake.report import Detail, Report
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipKeyRow, TipMoveRow, TipRow
from tipline.vocabulary import Author, Channel, HolderKind, RecordKind, Status, TeamKind

SAID = "Two men sell guns from the blue house."


@pytest.fixture
def staff(stores: Stores) -> Staff:
    return a_staff(stores)


@pytest.fixture
def reporter(staff: Staff) -> Reporter:
    """Somebody who has sent a tip."""
    somebody = a_reporter(staff)
    report = Report(channel=Channel.WEB, text=SAID, details={Detail.WHERE: "Dundas", Detail.WISH: "yes"})
    sealed = receive.prepare(report, desk=staff.desk(), author=somebody.author, now=NOON)
    staff.stores.tips.write_now(partial(receive.store, sealed=sealed))
    return somebody


def say(staff: Staff, reporter: Reporter, text: str, *, hours: int = 1) -> None:
    message = receive.prepare_message(
        text,
        thread=reporter.open(staff).thread,
        desk=staff.desk(),
        author=reporter.author,
        channel=Channel.WEB,
        now=NOON + timedelta(hours=hours),
    )
    staff.stores.tips.write_now(partial(receive.add_message, sealed=message))


def take_back(staff: Staff, reporter: Reporter) -> None:
    sealed = follow_up.prepare_withdrawal(reporter.open(staff), desk=staff.desk(), now=NOON)
    staff.stores.tips.write_now(partial(follow_up.withdraw, sealed=sealed))


def asked_in_vain(staff: Staff, reporter: Reporter) -> None:
    desk = staff.desk()
    with staff.stores.tips.read() as session, pytest.raises(WrongCode):
        follow_up.open_conversation(session, desk=desk, author=reporter.author)


def questions(staff: Staff, deed: Callable[[], None]) -> list[str]:
    """What a deed asks of the threads, as statements."""
    statements: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        if "tip_key" in statement:
            statements.append(statement)

    event.listen(staff.stores.tips.engine, "before_cursor_execute", note)
    deed()
    event.remove(staff.stores.tips.engine, "before_cursor_execute", note)
    return statements


def spoken(conversation: Conversation) -> list[tuple[bool, str, Trust]]:
    return [(one.by_us, one.text, one.trust) for one in conversation.said]


def test_a_code_opens_what_was_said_in_the_order_in_which_it_was_said(
    staff: Staff, reporter: Reporter
) -> None:
    thread = reporter.open(staff).thread
    staff.answer("Thank you.", thread=thread, at=NOON + timedelta(hours=2))
    say(staff, reporter, "And a van.", hours=3)
    say(staff, reporter, "At night.", hours=1)

    conversation = reporter.open(staff)

    assert spoken(conversation) == [
        (False, SAID, Trust.PROVEN),
        (False, "At night.", Trust.PROVEN),
        (True, "Thank you.", Trust.PROVEN),
        (False, "And a van.", Trust.PROVEN),
    ]
    assert conversation.said[0].details == ((Detail.WHERE, "Dundas"),)
    assert conversation.number == staff.tip().row.number


def test_reading_writes_nothing(staff: Staff, reporter: Reporter) -> None:
    statements: list[str] = []
    event.listen(
        staff.stores.tips.engine,
        "before_cursor_execute",
        lambda _c, _u, statement, *_: statements.append(statement.split()[0]),
    )

    reporter.open(staff)

    assert {word for word in statements if word not in {"BEGIN", "PRAGMA"}} == {"SELECT"}


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (Status.NEW, State.RECEIVED),
        (Status.TRIAGED, State.READ),
        (Status.DISPATCHED, State.WITH_INVESTIGATORS),
        (Status.INVESTIGATING, State.WITH_INVESTIGATORS),
        (Status.PASSED_ON, State.WITH_INVESTIGATORS),
        (Status.CLOSED, State.FINISHED),
        (Status.DUPLICATE, State.FINISHED),
        (Status.SPAM, State.FINISHED),
    ],
)
def test_a_reporter_is_told_one_of_five_states(
    staff: Staff, reporter: Reporter, status: Status, state: State
) -> None:
    with staff.stores.tips.transaction() as session:
        session.get_one(TipRow, (staff.program.program_id, staff.tip().tip_id)).status = status

    assert reporter.open(staff).state is state


def test_a_question_waits_on_top_until_the_reporter_writes(staff: Staff, reporter: Reporter) -> None:
    thread = reporter.open(staff).thread
    staff.answer("Thank you.", thread=thread, at=NOON + timedelta(hours=1))
    assert reporter.open(staff).question is None

    staff.answer("Which days?", thread=thread, at=NOON + timedelta(hours=2), fields={"question": "yes"})
    staff.answer("We are here.", thread=thread, at=NOON + timedelta(hours=3))
    asked = reporter.open(staff)
    say(staff, reporter, "Tuesdays.", hours=4)

    assert (asked.state, asked.question and asked.question.text) == (State.QUESTION, "Which days?")
    assert (reporter.open(staff).state, reporter.open(staff).question) == (State.READ, None)


def test_a_finished_tip_is_finished_though_a_question_was_never_answered(
    staff: Staff, reporter: Reporter
) -> None:
    thread = reporter.open(staff).thread
    staff.answer("Which days?", thread=thread, at=NOON + timedelta(hours=2), fields={"question": "yes"})
    with staff.stores.tips.transaction() as session:
        session.get_one(TipRow, (staff.program.program_id, thread.tip_id)).status = Status.CLOSED

    assert reporter.open(staff).state is State.FINISHED


@pytest.mark.parametrize("by", [Author.PROGRAM, Author.STAFF, Author.REPORTER, Author.GATEWAY, Author.SYSTEM])
def test_an_answer_that_the_programs_voice_has_not_signed_is_not_shown(
    staff: Staff, reporter: Reporter, by: Author
) -> None:
    forger = SigningKey.from_seed(b"f" * 32)
    staff.answer(
        "Text me on 416 555 0199.",
        thread=reporter.open(staff).thread,
        at=NOON + timedelta(hours=1),
        fields={"question": "yes"},
        by=by,
        signer=forger,
    )

    conversation = reporter.open(staff)

    assert spoken(conversation)[1:] == [(True, "", Trust.NOT_PROVEN)]
    assert conversation.question is None


def test_a_reporters_own_signature_makes_no_answer_of_ours(staff: Staff, reporter: Reporter) -> None:
    staff.answer(
        "I am the police.",
        thread=reporter.open(staff).thread,
        at=NOON + timedelta(hours=1),
        by=Author.REPORTER,
        signer=reporter.author.signing,
    )

    assert spoken(reporter.open(staff))[1:] == [(True, "", Trust.NOT_PROVEN)]


def test_words_put_into_the_reporters_mouth_are_not_shown_and_answer_no_question(
    staff: Staff, reporter: Reporter
) -> None:
    thread = reporter.open(staff).thread
    staff.answer("Which days?", thread=thread, at=NOON + timedelta(hours=1), fields={"question": "yes"})
    staff.answer(
        "I made it up.",
        thread=thread,
        at=NOON + timedelta(hours=2),
        by=Author.REPORTER,
        kind=RecordKind.MESSAGE,
        signer=SigningKey.from_seed(b"f" * 32),
    )

    conversation = reporter.open(staff)

    assert spoken(conversation)[2:] == [(False, "", Trust.NOT_PROVEN)]
    assert conversation.state is State.QUESTION


def test_a_changed_record_says_so_for_itself_alone(staff: Staff, reporter: Reporter) -> None:
    say(staff, reporter, "And a van.")
    with staff.stores.tips.transaction() as session:
        (changed, *_) = (row for row in staff.rows(RecordRow) if row.kind is RecordKind.MESSAGE)
        row = session.get_one(RecordRow, (changed.program_id, changed.record_id))
        row.sealed = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])

    assert sorted(spoken(reporter.open(staff))) == [
        (False, "", Trust.CANNOT_OPEN),
        (False, SAID, Trust.PROVEN),
    ]


def test_a_swapped_public_key_is_not_sealed_to(staff: Staff, reporter: Reporter) -> None:
    before = reporter.open(staff).thread.public
    with staff.stores.tips.transaction() as session:
        (key,) = staff.rows(TipKeyRow)
        row = session.get_one(TipKeyRow, (key.program_id, key.key_id))
        row.public_key = PrivateKey.generate().public().raw

    assert reporter.open(staff).thread.public == before


def test_unknown_and_withdrawn_codes_put_the_same_one_question_to_the_store(
    staff: Staff, reporter: Reporter
) -> None:
    take_back(staff, reporter)

    unknown, withdrawn = (
        questions(staff, partial(asked_in_vain, staff, one)) for one in (a_reporter(staff), reporter)
    )

    assert unknown == withdrawn
    assert len(unknown) == 1


def test_another_programs_pepper_or_grant_opens_nothing(staff: Staff, reporter: Reporter) -> None:
    stranger = a_reporter(staff)
    with pytest.raises(WrongCode):
        stranger.open(staff)

    (grant,) = (row for row in staff.rows(TipGrantRow) if row.holder_kind is HolderKind.REPORTER)
    with staff.stores.tips.transaction() as session:
        row = session.get_one(TipGrantRow, (grant.program_id, grant.key_id, grant.holder_id))
        row.sealed = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])
    with pytest.raises(WrongCode):
        reporter.open(staff)


def test_a_withdrawn_tip_opens_no_more_and_staff_keep_it_and_are_told(
    staff: Staff, reporter: Reporter
) -> None:
    with staff.stores.tips.transaction() as session:
        session.get_one(TipRow, (staff.program.program_id, staff.tip().tip_id)).unread = False

    take_back(staff, reporter)

    tip = staff.tip()
    (key,) = staff.rows(TipKeyRow)
    (move,) = staff.rows(TipMoveRow)
    assert (tip.row.status, tip.row.status_day, tip.row.unread) == (Status.WITHDRAWN, NOON.date(), True)
    assert [
        one.record.fields.get("event") for one in tip.records if one.record.kind is RecordKind.SYSTEM
    ] == ["withdrawn"]
    assert (tip.proven, SAID in tip.texts) == (True, True)
    assert (key.lookup, [grant.holder_kind for grant in staff.rows(TipGrantRow)]) == (
        None,
        [HolderKind.EPOCH],
    )
    assert (move.tip_id, move.status, move.day) == (tip.tip_id, Status.WITHDRAWN, NOON.date())
    with pytest.raises(WrongCode):
        reporter.open(staff)


def test_a_tip_that_was_finished_stays_finished_when_it_is_withdrawn(
    staff: Staff, reporter: Reporter
) -> None:
    with staff.stores.tips.transaction() as session:
        session.get_one(TipRow, (staff.program.program_id, staff.tip().tip_id)).status = Status.CLOSED

    take_back(staff, reporter)

    assert (staff.tip().row.status, staff.rows(TipMoveRow)) == (Status.CLOSED, [])
    with pytest.raises(WrongCode):
        reporter.open(staff)


def test_a_tip_is_withdrawn_once(staff: Staff, reporter: Reporter) -> None:
    sealed = follow_up.prepare_withdrawal(reporter.open(staff), desk=staff.desk(), now=NOON)
    staff.stores.tips.write_now(partial(follow_up.withdraw, sealed=sealed))

    with pytest.raises(WrongCode):
        staff.stores.tips.write_now(partial(follow_up.withdraw, sealed=sealed))

    assert len(staff.rows(TipMoveRow)) == 1


def test_what_went_aside_is_in_the_conversation_and_goes_with_it(staff: Staff, reporter: Reporter) -> None:
    desk = staff.desk()
    desk = replace(desk, program=replace(desk.program, watched=Watched.of(["ada byron"])))
    message = receive.prepare_message(
        "Ada Byron warns them.",
        thread=reporter.open(staff).thread,
        desk=desk,
        author=reporter.author,
        channel=Channel.WEB,
        now=NOON + timedelta(hours=1),
    )
    staff.stores.tips.write_now(partial(receive.add_message, sealed=message))

    shown = spoken(reporter.open(staff))
    take_back(staff, reporter)

    assert shown == [(False, SAID, Trust.PROVEN), (False, "Ada Byron warns them.", Trust.PROVEN)]
    assert {(tip.team, tip.row.status) for tip in staff.tips()} == {
        (TeamKind.INBOX, Status.WITHDRAWN),
        (TeamKind.INTEGRITY, Status.WITHDRAWN),
    }
    assert [key.lookup for key in staff.rows(TipKeyRow)] == [None, None]
    assert all(grant.holder_kind is HolderKind.EPOCH for grant in staff.rows(TipGrantRow))
