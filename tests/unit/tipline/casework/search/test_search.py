from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, delete, select

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, IDA, ROBIN, Told
from tests.unit.tipline.casework.search.searching import Searching
from tipline.casework import tip_keys
from tipline.errors import NotPermitted, SessionOver
from tipline.granted import Keeper
from tipline.intake.report import Detail
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipKeyRow, TipRow
from tipline.vocabulary import Channel, HolderKind, Offence, Role, TeamKind


def grants_of(told: Told, kind: HolderKind, searching: Searching) -> None:
    """Every grant of this kind to a tip goes, as when it is taken back or walled off."""
    with searching.case.program.tips.transaction() as session:
        session.exec(
            delete(TipGrantRow).where(
                col(TipGrantRow.tip_id) == told.tip_id, col(TipGrantRow.holder_kind) == kind
            )
        )


def give(told: Told, name: str, searching: Searching) -> None:
    """Somebody of the team gets a grant of their own to the thread."""
    case = searching.case
    key_id = told.thread.key_id
    with case.at_work() as (tips, keys):
        tip_keys.grant(
            tips,
            tip=tips.get_one(TipRow, (case.program.program_id, told.tip_id)),
            key_id=key_id,
            key=case.by(ADA).holdings.tip_key(tips, keys, key_id),
            to=Keeper(case.person(name), HolderKind.PERSON, case.keys().people[case.person(name)].public),
        )


def test_words_of_reports_messages_answers_fields_and_notes_are_found(searching: Searching) -> None:
    case = searching.case
    told = case.tell("Guns behind the laundromat.", details={Detail.VEHICLE: "Grey van ABCD 123"})
    case.tell("Somebody sells pills at the arena.")
    case.add(told, "He is called Rusty.")
    case.answer(told, "Which entrance?")
    case.note(told, "Known to the guild.")
    ada = searching.sign_in(ADA)

    for typed in ("laundromat", "rusty", "entrance", "guild", "grey abcd", "GUNS guild", '"van ABCD 123"'):
        assert searching.found(ada, typed) == [told.number], typed


def test_fields_narrow_what_is_found(searching: Searching) -> None:
    case = searching.case
    first = case.tell("A grey van.", offence=Offence.ARSON)
    second = case.tell("A grey door.", channel=Channel.TEXT, now=NOON - timedelta(days=9))
    case.note(second)
    ada = searching.sign_in(ADA)

    assert searching.found(ada, "grey") == [first.number, second.number]
    assert searching.found(ada, "grey offence:arson") == [first.number]
    assert searching.found(ada, "grey channel:text") == [second.number]
    assert searching.found(ada, "grey from:2026-11-15") == [first.number]
    assert searching.found(ada, "grey to:2026-11-15") == [second.number]
    assert searching.found(ada, f"number:{second.number[:9]} grey") == [second.number]
    assert searching.found(ada, f"number:{first.number}") == [first.number]
    assert searching.found(ada, "channel:text status:new") == [second.number]
    assert searching.found(ada, "grey status:closed") == []


def test_tips_about_us_stand_in_no_index_of_the_inbox(searching: Searching) -> None:
    case = searching.case
    about_us = case.tell("Constable Nobody takes envelopes.", about_us=True)
    case.tell("A grey van.")
    ada, ida = searching.sign_in(ADA), searching.sign_in(IDA)

    assert searching.found(ada, "envelopes") == []
    assert searching.found(ida, "envelopes") == [about_us.number]
    assert searching.found(ida, "van") == []
    rooms = [
        searching.rooms.enter(searched[0], by=ada) for searched in searching.prepare(ada, "van").searched
    ]
    assert all(b"envelopes" not in room.index.image() for room in rooms if room.index is not None)


def test_a_tip_that_was_walled_off_leaves_the_inbox_even_where_an_old_grant_was_left(
    searching: Searching,
) -> None:
    case = searching.case
    told, other = case.tell("Envelopes in a grey van."), case.tell("A grey door.")
    ada = searching.sign_in(ADA)
    before = searching.found(ada, "envelopes")

    with case.program.tips.transaction() as session:
        row = session.get_one(TipRow, (case.program.program_id, told.tip_id))
        row.team_id = case.special(TeamKind.INTEGRITY)
        session.add(row)

    assert before == [told.number]
    assert searching.found(ada, "grey") == [other.number]
    (room,) = [room for _, room in searching.prepare(ada, "grey").searched]
    assert room is not None
    assert room.index is not None
    assert b"envelopes" not in room.index.image().lower()


def test_who_holds_no_inbox_finds_what_was_given_to_them_and_its_own_desk(searching: Searching) -> None:
    case = searching.case
    given, other = case.tell("A grey van."), case.tell("A grey door.")
    case.note(given, "The board must not know this.")
    case.assign(given, case.person(DANA))
    dana, robin = searching.sign_in(DANA), searching.sign_in(ROBIN)

    assert searching.found(dana, "grey") == [given.number]
    assert searching.found(dana, "board") == []
    assert searching.found(robin, "grey") == []
    assert searching.found(searching.sign_in(ADA), "grey door") == [other.number]
    assert list((searching.runtime.settings.data).glob("search/*")) == []


def test_what_was_given_to_a_team_is_found_by_its_members(searching: Searching) -> None:
    case = searching.case
    given = case.tell("A grey van.")
    case.assign(given, case.division())

    assert searching.found(searching.sign_in(DANA), "grey") == [given.number]


def test_only_what_is_new_or_changed_is_read_and_it_is_written_down(searching: Searching) -> None:
    case = searching.case
    told = [case.tell(f"A grey van, number {count}.") for count in range(3)]
    ada, grace = searching.sign_in(ADA), searching.sign_in(GRACE)
    searching.found(ada, "van")
    searching.found(grace, "van")

    case.add(told[1], "It is back.")
    new = case.tell("A red van.")

    assert searching.found(grace, "back") == [told[1].number]
    assert searching.found(grace, "red") == [new.number]
    indexed = [(who, detail) for action, who, _, detail in case.trail() if action == "indexed"]
    assert indexed == [(case.person(ADA), "3 tips"), (case.person(GRACE), "2 tips")]


def test_a_grant_that_went_hides_the_tip_at_once_and_then_leaves_the_index(searching: Searching) -> None:
    case = searching.case
    told, other = case.tell("A grey van."), case.tell("A grey door.")
    case.assign(told, case.person(DANA))
    ada, dana = searching.sign_in(ADA), searching.sign_in(DANA)
    before = searching.found(ada, "van"), searching.found(dana, "van")
    query = searching.prepare(ada, "van")

    grants_of(told, HolderKind.EPOCH, searching)
    grants_of(told, HolderKind.PERSON, searching)

    assert before == ([told.number], [told.number])
    assert searching.found(ada, "grey") == [other.number]
    assert searching.found(dana, "grey") == []
    (room,) = [room for _, room in query.searched]
    assert room is not None
    assert room.index is not None
    case.tell("Another day.")
    searching.found(ada, "grey")
    assert b"van" not in room.index.image()


def test_what_goes_from_an_earlier_day_is_missed_by_the_next_who_searches(searching: Searching) -> None:
    case, days_later = searching.case, NOON + timedelta(days=4)
    told, _ = case.tell("A grey van."), case.tell("A grey door.")
    ada = searching.sign_in(ADA)
    (room,) = [room for _, room in searching.prepare(ada, "van").searched]
    assert room is not None
    assert room.index is not None
    before = room.index.image()

    searching.prepare(ada, "van", now=days_later)
    with case.program.tips.transaction() as session:
        for rows in (RecordRow, TipGrantRow, TipKeyRow, TipRow):
            session.exec(delete(rows).where(col(rows.tip_id) == told.tip_id))
    searching.prepare(ada, "van", now=days_later)

    assert (b"van" in before, b"van" in room.index.image()) == (True, False)


def test_who_is_barred_does_not_find_what_everybody_else_of_the_team_does(searching: Searching) -> None:
    """A conflict: the epoch's grant goes, and the others have it one by one."""
    case = searching.case
    told = case.tell("A grey van.")
    give(told, GRACE, searching)
    ada, grace = searching.sign_in(ADA), searching.sign_in(GRACE)
    assert searching.found(ada, "van") == [told.number]

    grants_of(told, HolderKind.EPOCH, searching)

    assert searching.found(ada, "van") == []
    assert searching.found(grace, "van") == [told.number]


def test_the_index_is_shared_and_goes_with_the_last_who_is_signed_in(searching: Searching) -> None:
    searching.case.tell("A grey van.")
    ada, grace = searching.sign_in(ADA), searching.sign_in(GRACE)
    searching.found(ada, "van")
    searching.found(grace, "van")
    (room,) = [room for _, room in searching.prepare(ada, "van").searched]
    assert room is not None

    searching.runtime.holders.drop(ada.session_id)
    kept = (searching.rooms.count(), room.closed.is_set())
    searching.runtime.holders.drop_unused(since=NOON + timedelta(minutes=31))

    assert kept == (1, False)
    assert (searching.rooms.count(), room.closed.is_set(), room.index is None or room.index.is_open) == (
        0,
        True,
        False,
    )
    with pytest.raises(SessionOver):
        searching.prepare(grace, "van")
    assert searching.rooms.count() == 0


@pytest.mark.parametrize("role", [role for role in Role if not role.may_work])
def test_who_reads_no_tips_does_not_search(quick_searching: Searching, role: Role) -> None:
    holder = quick_searching.sign_in(ADA)

    with pytest.raises(NotPermitted):
        quick_searching.prepare(replace(holder, role=role), "van")


def test_pages_go_on_where_the_last_one_ended(quick_searching: Searching) -> None:
    case = quick_searching.case
    numbers = {
        case.tell(f"A grey van {count}.", now=NOON - timedelta(days=count)).number for count in range(23)
    }
    ada = quick_searching.sign_in(ADA)

    first = quick_searching.search(ada, "van")
    second = quick_searching.search(ada, "van", page=2)

    assert ((len(first.lines), first.more), (len(second.lines), second.more)) == ((20, True), (3, False))
    assert {line.number for line in (*first.lines, *second.lines)} == numbers
    assert (first.total, second.total) == (23, 23)
    days = [line.received_day for line in (*first.lines, *second.lines)]
    assert days == sorted(days, reverse=True)


def test_a_store_that_was_changed_hides_one_record_and_no_other(quick_searching: Searching) -> None:
    case = quick_searching.case
    told = case.tell("A grey van.")
    case.add(told, "A red door.")
    with case.program.tips.transaction() as session:
        grant = session.get_one(TipGrantRow, (case.program.program_id, *_first_grant(told, quick_searching)))
        grant.sealed = grant.sealed[:-1] + bytes([grant.sealed[-1] ^ 1])
        session.add(grant)
    other = case.tell("A grey door.")

    assert quick_searching.found(quick_searching.sign_in(ADA), "door") == [other.number]


def _first_grant(told: Told, searching: Searching) -> tuple[bytes, bytes]:
    epochs = {
        epoch.epoch_id
        for epoch in searching.case.keys().epochs.values()
        if epoch.team_id == searching.case.special(TeamKind.INBOX)
    }
    with searching.case.program.tips.read() as session:
        rows = session.exec(select(TipGrantRow)).all()
    (found,) = [
        (row.key_id, row.holder_id) for row in rows if row.tip_id == told.tip_id and row.holder_id in epochs
    ]
    return found
