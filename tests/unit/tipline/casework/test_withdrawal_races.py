"""A reporter takes a tip back while something else happens to it: what races is whole or refused."""

import threading
from collections.abc import Callable
from functools import partial

import pytest
from sqlmodel import col, select

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, Case, Told, texts
from tipline.errors import UnlawfulMove, WrongCode
from tipline.intake import follow_up, receive
from tipline.intake.follow_up import Conversation, SealedWithdrawal
from tipline.intake.receive import SealedMessage
from tipline.store.db import open_store
from tipline.store.tip_tables import TipGrantRow, TipMoveRow, TipRow
from tipline.vocabulary import Channel, HolderKind, Status, StoreName

MORE = "He keeps a second one in the van."
NAMES_STAFF = "Ada Byron is paid by him."


def test_a_message_that_was_written_before_a_withdrawal_and_comes_after_it_is_refused(case: Case) -> None:
    told = case.tell()
    message, withdrawal = a_message(case, told), a_withdrawal(case, told)
    case.program.tips.write_now(partial(follow_up.withdraw, sealed=withdrawal))

    with pytest.raises(WrongCode):
        case.program.tips.write_now(partial(follow_up.add, sealed=message, thread=told.thread))

    assert MORE not in texts(case.look(told, by=ADA))


def test_one_that_names_staff_makes_no_tip_beside_a_withdrawn_one(case: Case) -> None:
    told = case.tell()
    message, withdrawal = a_message(case, told, NAMES_STAFF), a_withdrawal(case, told)
    case.program.tips.write_now(partial(follow_up.withdraw, sealed=withdrawal))

    with pytest.raises(WrongCode):
        case.program.tips.write_now(partial(follow_up.add, sealed=message, thread=told.thread))

    assert message.aside is not None
    assert tips(case) == [told.tip_id]


def test_a_message_that_comes_before_the_withdrawal_is_there_whole(case: Case) -> None:
    told = case.tell()
    message, withdrawal = a_message(case, told), a_withdrawal(case, told)
    case.program.tips.write_now(partial(follow_up.add, sealed=message, thread=told.thread))

    case.program.tips.write_now(partial(follow_up.withdraw, sealed=withdrawal))

    assert MORE in texts(case.look(told, by=ADA))
    assert (case.row(told).status, reporters_grants(case, told)) == (Status.WITHDRAWN, 0)


@pytest.mark.parametrize("end", [Status.CLOSED, Status.SPAM])
def test_a_tip_that_staff_finish_while_it_is_taken_back_stays_finished(case: Case, end: Status) -> None:
    told = case.tell()
    case.open(told, by=ADA)
    withdrawal = a_withdrawal(case, told)
    finish(case, told, end)
    moves = moves_of(case, told)

    case.program.tips.write_now(partial(follow_up.withdraw, sealed=withdrawal))

    assert (case.row(told).status, moves_of(case, told)) == (end, moves)
    assert reporters_grants(case, told) == 0


def test_a_tip_that_was_taken_back_while_staff_read_it_is_not_closed(case: Case) -> None:
    told = case.tell()
    case.open(told, by=ADA)
    case.program.tips.write_now(partial(follow_up.withdraw, sealed=a_withdrawal(case, told)))

    with pytest.raises(UnlawfulMove):
        case.close(told)

    assert (case.row(told).status, case.row(told).disposition) == (Status.WITHDRAWN, None)


def test_a_message_and_a_withdrawal_at_the_same_moment_are_each_whole_or_refused(case: Case) -> None:
    other = open_store(StoreName.TIPS, case.program.tips.engine.url.render_as_string(hide_password=False))
    for _ in range(5):
        told = case.tell()
        message, withdrawal = a_message(case, told), a_withdrawal(case, told)

        said, withdrawn = at_once(
            partial(case.program.tips.write_now, partial(follow_up.add, sealed=message, thread=told.thread)),
            partial(other.write_now, partial(follow_up.withdraw, sealed=withdrawal)),
        )

        assert withdrawn is None
        assert (MORE in texts(case.look(told, by=ADA))) == (said is None)
        assert (case.row(told).status, reporters_grants(case, told)) == (Status.WITHDRAWN, 0)
    other.close()


def test_a_close_and_a_withdrawal_at_the_same_moment_leave_one_end(case: Case) -> None:
    other = open_store(StoreName.TIPS, case.program.tips.engine.url.render_as_string(hide_password=False))
    for _ in range(5):
        told = case.tell()
        case.open(told, by=ADA)
        withdrawal = a_withdrawal(case, told)

        closed, withdrawn = at_once(
            partial(case.close, told),
            partial(other.write_now, partial(follow_up.withdraw, sealed=withdrawal)),
        )

        row = case.row(told)
        assert withdrawn is None
        assert row.status is (Status.CLOSED if closed is None else Status.WITHDRAWN)
        assert (row.disposition is not None) == (closed is None)
        assert [move for move in moves_of(case, told) if not move.open] == [row.status]
    other.close()


def a_conversation(case: Case, told: Told) -> Conversation:
    """The reporter comes back."""
    assert told.code is not None
    with case.program.tips.read() as session:
        return follow_up.open_conversation(session, desk=case.intake(), author=told.code)


def a_withdrawal(case: Case, told: Told) -> SealedWithdrawal:
    """The reporter has pressed the button; nothing is written yet."""
    return follow_up.prepare_withdrawal(a_conversation(case, told), desk=case.intake(), now=NOON)


def a_message(case: Case, told: Told, text: str = MORE) -> SealedMessage:
    """The reporter has sent a message; nothing is written yet."""
    assert told.code is not None
    return receive.prepare_message(
        text,
        thread=a_conversation(case, told).thread,
        desk=case.intake(),
        author=told.code,
        channel=Channel.WEB,
        now=NOON,
    )


def finish(case: Case, told: Told, end: Status) -> None:
    """Staff are done with it."""
    if end is Status.CLOSED:
        case.close(told)
        return
    row = case.row(told)
    row.status = end
    case.write(row)


def at_once(*deeds: Callable[[], object]) -> list[Exception | None]:
    """Do things at the same moment: what each raised."""
    together = threading.Barrier(len(deeds))
    raised: list[Exception | None] = [None] * len(deeds)

    def run(place: int) -> None:
        together.wait()
        try:
            deeds[place]()
        except (WrongCode, UnlawfulMove) as error:
            raised[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def tips(case: Case) -> list[bytes]:
    with case.program.tips.read() as session:
        return [row.tip_id for row in session.exec(select(TipRow)).all()]


def reporters_grants(case: Case, told: Told) -> int:
    with case.program.tips.read() as session:
        rows = session.exec(
            select(TipGrantRow).where(
                col(TipGrantRow.tip_id) == told.tip_id, col(TipGrantRow.holder_kind) == HolderKind.REPORTER
            )
        )
        return len(rows.all())


def moves_of(case: Case, told: Told) -> list[Status]:
    """Every status that the tip was brought to."""
    with case.program.tips.read() as session:
        rows = session.exec(select(TipMoveRow).where(col(TipMoveRow.tip_id) == told.tip_id)).all()
    return sorted(row.status for row in rows)
