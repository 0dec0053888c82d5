"""Answers that did not leave: who sees them, who sends them again, once, and what is written down."""

import pytest
from sqlmodel import select

from tests.program import NOON
from tests.unit.tipline.casework.barred import bar
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, GUNS, IDA, Case, Told
from tipline import outbox
from tipline.casework import unsent
from tipline.casework.unsent import Unsent, count_unsent, unsent_texts
from tipline.errors import NoSuchTip, NothingHere, NotPermitted, Withdrawn
from tipline.outbox import OutboundText
from tipline.store.tip_tables import TipRow
from tipline.store.work_tables import OutboxRow, UnsentTextRow
from tipline.vocabulary import Channel, Status


def not_sent(case: Case, told: Told, text: str = "Which unit?") -> bytes:
    """An answer to a text that the gateway has given up; its id."""
    case.answer(told, text)
    with case.program.tips.transaction() as session:
        connection = session.connection()
        (row,) = outbox.due(connection, now=NOON, limit=10)
        outbox.set_aside(connection, row, tip_id=told.tip_id, day=NOON.date())
    return row.outbox_id


def listed(case: Case, name: str) -> tuple[Unsent, ...]:
    with case.program.tips.read() as session:
        found = unsent_texts(session, by=case.by(name))
        assert count_unsent(session, by=case.by(name)) == len(found)
    return found


def settle(case: Case, told: Told, text_id: bytes, *, by: str = ADA, again: bool = True) -> None:
    deed = unsent.send_again if again else unsent.let_go
    with case.program.keys_store.read() as keys, case.program.tips.transaction() as session:
        deed(session, keys, number=told.number, text_id=text_id, by=case.by(by), now=NOON)


def sent(case: Case) -> list[OutboundText]:
    with case.program.tips.transaction() as session:
        rows = outbox.due(session.connection(), now=NOON, limit=10)
    keys = list(case.program.gateway.month_keys().values())
    return [outbox.open_text(row, keys=keys, voice=case.keys().voice) for row in rows]


def rows(case: Case, row: type[OutboxRow | UnsentTextRow]) -> int:
    with case.program.tips.read() as session:
        return len(session.exec(select(row)).all())


def test_who_may_answer_sees_what_did_not_leave_and_sends_it_again_as_it_was(case: Case) -> None:
    told = case.tell(channel=Channel.TEXT)
    text_id = not_sent(case, told)

    seen = listed(case, GRACE)
    settle(case, told, text_id)

    assert seen == (Unsent(told.number, text_id, NOON.date()),)
    assert [(one.tip_id, one.text) for one in sent(case)] == [(told.tip_id, "Which unit?")]
    assert listed(case, GRACE) == ()
    assert case.trail()[-1] == ("sent-again", case.person(ADA), told.tip_id, "")


def test_what_is_let_go_is_never_sent(case: Case) -> None:
    told = case.tell(channel=Channel.TEXT)
    text_id = not_sent(case, told)

    settle(case, told, text_id, again=False)

    assert (sent(case), listed(case, ADA)) == ([], ())
    assert case.trail()[-1] == ("let-go", case.person(ADA), told.tip_id, "")


@pytest.mark.parametrize("again", [True, False])
def test_what_somebody_has_settled_is_settled_once(case: Case, again: bool) -> None:
    told = case.tell(channel=Channel.TEXT)
    text_id = not_sent(case, told)
    settle(case, told, text_id, by=GRACE)
    before = case.trail()

    with pytest.raises(NothingHere):
        settle(case, told, text_id, again=again)

    assert (rows(case, OutboxRow), case.trail()) == (1, before)


def test_it_is_sent_by_the_number_of_its_own_tip_alone(sqlite_case: Case) -> None:
    told, other = sqlite_case.tell(channel=Channel.TEXT), sqlite_case.tell(GUNS, channel=Channel.TEXT)
    text_id = not_sent(sqlite_case, told)

    with pytest.raises(NothingHere):
        settle(sqlite_case, other, text_id)

    assert (rows(sqlite_case, OutboxRow), rows(sqlite_case, UnsentTextRow)) == (0, 1)


@pytest.mark.parametrize(("name", "refusal"), [(DANA, NoSuchTip), (IDA, NoSuchTip)])
def test_who_holds_no_tip_sees_and_sends_nothing_of_it(
    sqlite_case: Case, name: str, refusal: type[Exception]
) -> None:
    told = sqlite_case.tell(channel=Channel.TEXT)
    text_id = not_sent(sqlite_case, told)

    with pytest.raises(refusal):
        settle(sqlite_case, told, text_id, by=name)

    assert (listed(sqlite_case, name), rows(sqlite_case, UnsentTextRow)) == ((), 1)


def test_who_was_given_the_tip_may_not_send_what_the_program_answered(sqlite_case: Case) -> None:
    told = sqlite_case.tell(channel=Channel.TEXT)
    text_id = not_sent(sqlite_case, told)
    sqlite_case.assign(told, sqlite_case.person(DANA))

    with pytest.raises(NotPermitted):
        settle(sqlite_case, told, text_id, by=DANA)

    assert (listed(sqlite_case, DANA), rows(sqlite_case, UnsentTextRow)) == ((), 1)


def test_who_is_barred_sees_nothing_of_it(sqlite_case: Case) -> None:
    told = sqlite_case.tell(channel=Channel.TEXT)
    not_sent(sqlite_case, told)
    bar(sqlite_case, told, GRACE)

    assert (listed(sqlite_case, GRACE), len(listed(sqlite_case, ADA))) == ((), 1)


def test_a_reporter_who_has_withdrawn_is_sent_nothing_more(sqlite_case: Case) -> None:
    told = sqlite_case.tell(channel=Channel.TEXT)
    text_id = not_sent(sqlite_case, told)
    with sqlite_case.program.tips.transaction() as session:
        session.get_one(TipRow, (sqlite_case.program.program_id, told.tip_id)).status = Status.WITHDRAWN

    with pytest.raises(Withdrawn):
        settle(sqlite_case, told, text_id)

    assert (sent(sqlite_case), rows(sqlite_case, UnsentTextRow)) == ([], 1)
