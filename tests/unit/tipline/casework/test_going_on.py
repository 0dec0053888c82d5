"""A texter goes on with a code: a thread of its own, for whom the tip is, and alone answered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from crypto.codes import CodeSecrets
from crypto.keys import PrivateKey
from tests.program import NOON
from tests.unit.tipline.casework.barred import bar, everything_that_opens
from tests.unit.tipline.casework.case import ADA, GRACE, GUNS, IDA, Case, Told
from tests.unit.tipline.casework.moving import Sent, a_code, a_link, come_back, go_on, sealed_for
from tipline.casework.views import RecordView
from tipline.code_links import LinkOver
from tipline.errors import NoSuchTip, WrongCode
from tipline.intake import follow_up
from tipline.intake.code_links import WhoseChanged, find_link, prepare_thread, spend, whose_tip
from tipline.intake.follow_up import State
from tipline.intake.programs import Desk
from tipline.store.columns import table
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipKeyRow, TipRow
from tipline.store.work_tables import CodeLinkRow, OutboxRow
from tipline.vocabulary import Channel, HolderKind, Status, TeamKind

LATER = NOON + timedelta(hours=1)


def by_text(case: Case, *, about_us: bool = False) -> Told:
    return case.tell(channel=Channel.TEXT, about_us=about_us)


def counts(case: Case) -> list[int]:
    """How many keys, grants, records and links there are."""
    with case.program.tips.read() as session:
        kinds = (TipKeyRow, TipGrantRow, RecordRow, CodeLinkRow)
        return [len(session.connection().execute(select(table(kind))).all()) for kind in kinds]


def texted(case: Case) -> int:
    with case.program.tips.read() as session:
        return len(session.connection().execute(select(table(OutboxRow))).all())


def said(case: Case, told: Told, *, by: str = ADA) -> list[list[str]]:
    """What somebody reads in each thread of a tip."""
    view = case.open(told, by=by)
    return [[one.text for one in thread.records if isinstance(one, RecordView)] for thread in view.threads]


def test_the_thread_is_the_inboxes_and_the_reporters_and_nothing_that_was_there_is_granted(
    case: Case,
) -> None:
    told = by_text(case)
    with case.program.tips.read() as session:
        before = set(session.connection().execute(select(table(TipGrantRow))).all())

    moved = go_on(case, told)

    with case.program.tips.read() as session:
        fresh = set(session.connection().execute(select(table(TipGrantRow))).all()) - before
    assert {(row.key_id, row.holder_kind) for row in fresh} == {
        (moved.thread.key_id, HolderKind.EPOCH),
        (moved.thread.key_id, HolderKind.REPORTER),
    }
    conversation = come_back(case, moved)
    assert (conversation.number, conversation.state, conversation.said) == (told.number, State.RECEIVED, ())
    assert counts(case)[-1] == 0


def test_staff_read_both_threads_and_answers_go_to_the_new_one_alone(case: Case) -> None:
    told = by_text(case)
    moved = go_on(case, told, now=LATER)

    case.answer(told, "Which unit?", question=True, now=LATER + timedelta(minutes=1))
    case.add(moved, "The one above.", now=LATER + timedelta(minutes=2))
    case.add(told, "and the yard", now=LATER + timedelta(minutes=3))

    assert said(case, told) == [[GUNS, "and the yard"], ["", "Which unit?", "The one above."]]
    first, second = case.open(told, by=GRACE).threads
    assert [thread.proven and not thread.unproven for thread in (first, second)] == [True, True]
    begun = second.records[0]
    assert isinstance(begun, RecordView)
    assert (begun.is_move, dict(begun.card)) == (True, {})
    assert not case.open(told, by=ADA).by_text
    assert texted(case) == 0
    assert [one.text for one in come_back(case, moved).said] == ["Which unit?", "The one above."]


def test_before_that_answers_are_texted(sqlite_case: Case) -> None:
    told = by_text(sqlite_case)
    a_link(sqlite_case, told)

    sqlite_case.answer(told, "Which unit?")

    assert texted(sqlite_case) == 1


def test_who_loses_the_words_goes_on_anew_and_is_answered_there(sqlite_case: Case) -> None:
    told = by_text(sqlite_case)
    first = go_on(sqlite_case, told)
    second = go_on(sqlite_case, told, now=LATER)

    sqlite_case.answer(told, "Which unit?", now=LATER + timedelta(minutes=1))

    assert [len(come_back(sqlite_case, one).said) for one in (first, second)] == [0, 1]


def test_a_link_is_spent_once_whoever_presses_first(case: Case) -> None:
    told = by_text(case)
    sent = a_link(case, told)
    first, second = (sealed_for(case, sent, a_code(case)) for _ in range(2))

    number = case.program.tips.write_now(lambda connection: spend(connection, first))
    before = counts(case)

    with pytest.raises(LinkOver):
        case.program.tips.write_now(lambda connection: spend(connection, second))
    with case.program.tips.read() as session, pytest.raises(LinkOver):
        find_link(session.connection(), sent.token)
    assert (number, counts(case)) == (told.number, before)


def test_a_newer_link_puts_the_older_one_out(case: Case) -> None:
    told = by_text(case)
    older = a_link(case, told)
    sealed = sealed_for(case, older, a_code(case))
    newer = a_link(case, told)

    with pytest.raises(LinkOver):
        case.program.tips.write_now(lambda connection: spend(connection, sealed))
    with case.program.tips.read() as session:
        assert find_link(session.connection(), newer.token) == newer.link
        with pytest.raises(LinkOver):
            find_link(session.connection(), older.token)


def test_who_is_barred_from_the_tip_opens_nothing_of_the_new_thread(case: Case) -> None:
    told = by_text(case)
    bar(case, told, GRACE)

    moved = go_on(case, told)
    case.add(moved, "It is her cousin.")

    assert sorted(said(case, told)[-1]) == ["", "It is her cousin."]
    assert everything_that_opens(case, told, by=GRACE) == []
    with pytest.raises(NoSuchTip):
        case.open(told, by=GRACE)
    with case.program.tips.read() as session:
        kinds = set(session.connection().scalars(select(table(TipGrantRow).c.holder_kind)))
    assert kinds == {HolderKind.PERSON, HolderKind.REPORTER}


def test_who_is_barred_while_it_is_sealed_gets_nothing_either(case: Case) -> None:
    told = by_text(case)
    sent = a_link(case, told)
    sealed = sealed_for(case, sent, a_code(case))
    bar(case, told, GRACE)
    before = counts(case)

    with pytest.raises(WhoseChanged):
        case.program.tips.write_now(lambda connection: spend(connection, sealed))

    assert counts(case) == before


def test_a_tip_about_us_goes_on_with_integrity_alone(case: Case) -> None:
    told = by_text(case, about_us=True)

    moved = go_on(case, told)
    case.add(moved, "He took the money.")

    assert sorted(said(case, told, by=IDA)[-1]) == ["", "He took the money."]
    assert everything_that_opens(case, told, by=ADA) == []


def test_whoever_changes_whose_a_tip_is_in_the_store_gives_no_unit_a_thread(sqlite_case: Case) -> None:
    told = by_text(sqlite_case)
    tips = table(TipRow)
    sqlite_case.program.tips.write_now(
        lambda connection: connection.execute(update(tips).values(team_id=sqlite_case.division()))
    )

    sealed = sealed_for(sqlite_case, a_link(sqlite_case, told), a_code(sqlite_case))

    assert sealed.whose.team_id == sqlite_case.special(TeamKind.INBOX)


def _by_another_gateway(case: Case, told: Told) -> Told:
    """A link and a thread like ours, but for the key of the gateway."""
    stranger = PrivateKey.generate().signing()
    sent, author = a_link(case, told, by=stranger), a_code(case)
    desk = case.intake()
    fooled = replace(desk, keys=replace(desk.keys, gateway=stranger.verify_key()))
    return _begin(case, told, sent, fooled, author)


def _with_a_token_of_their_own(case: Case, told: Told) -> Told:
    """A true link that lies in the store, and no token of it."""
    sent, author = a_link(case, told), a_code(case)
    return _begin(case, told, replace(sent, token=bytes(16)), case.intake(), author)


def _begin(case: Case, told: Told, sent: Sent, desk: Desk, author: CodeSecrets) -> Told:
    with case.program.tips.read() as session:
        whose = whose_tip(session.connection(), sent.link)
    sealed = prepare_thread(
        sent.link, sent.token, whose=whose, desk=desk, author=author, language="en", now=NOON
    )
    case.program.tips.write_now(lambda connection: spend(connection, sealed))
    return replace(told, thread=sealed.thread, code=author)


@pytest.mark.parametrize("forge", [_by_another_gateway, _with_a_token_of_their_own])
def test_a_thread_that_somebody_writes_into_the_store_is_not_answered(
    sqlite_case: Case, forge: Callable[[Case, Told], Told]
) -> None:
    told = by_text(sqlite_case)
    thief = forge(sqlite_case, told)

    sqlite_case.answer(told, "Which unit?")

    assert come_back(sqlite_case, thief).said == ()
    assert texted(sqlite_case) == 1


def test_a_code_takes_back_its_own_part_and_then_opens_nothing(case: Case) -> None:
    told = by_text(case)
    moved = go_on(case, told)
    conversation = come_back(case, moved)
    sealed = follow_up.prepare_withdrawal(conversation, desk=case.intake(), now=NOON)

    case.program.tips.write_now(lambda connection: follow_up.withdraw(connection, sealed))

    with pytest.raises(WrongCode):
        come_back(case, moved)
    assert case.row(told).status is Status.WITHDRAWN
    assert said(case, told)[0] == [GUNS]
    with pytest.raises(LinkOver):
        go_on(case, told)


def test_a_tip_that_is_finished_can_still_go_on(sqlite_case: Case) -> None:
    told = by_text(sqlite_case)
    sqlite_case.close(told)

    moved = go_on(sqlite_case, told)

    assert come_back(sqlite_case, moved).state is State.FINISHED


def test_a_tip_that_is_gone_has_no_link(sqlite_case: Case) -> None:
    told = by_text(sqlite_case)
    sent = a_link(sqlite_case, told)
    sealed = sealed_for(sqlite_case, sent, a_code(sqlite_case))
    with sqlite_case.program.tips.transaction() as session:
        for kind in (RecordRow, TipGrantRow, TipKeyRow, CodeLinkRow, TipRow):
            session.connection().execute(delete(table(kind)))

    with pytest.raises(LinkOver):
        sqlite_case.program.tips.write_now(lambda connection: spend(connection, sealed))
