"""Founding a program: who comes in by the root, and what they hold."""

import pytest
from sqlmodel import select

from tests.databases import Stores
from tests.program import NOON, FoundedProgram, found
from tipline.access.founding import founded
from tipline.errors import NameTaken, Unsuitable
from tipline.store.key_tables import EpochGrantRow, PasswordLockRow
from tipline.store.program_tables import PersonRow, WatchedNameRow
from tipline.vocabulary import PersonState, Role, TeamId, TeamKind, team_id


@pytest.fixture
def program(stores: Stores) -> FoundedProgram:
    return found(stores, people=False)


def team(program: FoundedProgram, kind: TeamKind) -> TeamId:
    return team_id(program.program_id, kind)


def teams(program: FoundedProgram, name: str) -> frozenset[TeamId]:
    proven = program.keys().people.get(program.people[name].person_id)
    return proven.teams if proven else frozenset()


def state(program: FoundedProgram, name: str) -> PersonState:
    with program.tips.read() as tips:
        return tips.exec(select(PersonRow).where(PersonRow.name == name)).one().state


def opens(program: FoundedProgram, name: str, kind: TeamKind) -> bool:
    epoch = program.keys().epoch(team(program, kind), NOON.date())
    with program.keys_store.read() as keys:
        key = program.holder(name).holdings.epoch_key(keys, epoch.epoch_id)
    return key is not None and key.public() == epoch.public


def test_the_first_two_hold_the_inbox_and_the_third_waits(program: FoundedProgram) -> None:
    for name in ("First One", "Second One", "Third One"):
        program.add(name, Role.COORDINATOR, by_root=True)

    inbox = team(program, TeamKind.INBOX)
    assert [teams(program, name) for name in program.people] == [{inbox}, {inbox}, frozenset()]
    assert [opens(program, name, TeamKind.INBOX) for name in program.people] == [True, True, False]
    assert [state(program, name) for name in program.people] == ["confirmed", "confirmed", "waiting"]


def test_one_person_of_integrity_comes_in_by_the_root_the_next_waits(program: FoundedProgram) -> None:
    program.add("Ida Wells", Role.INTEGRITY, by_root=True)
    program.add("Ida Tarbell", Role.INTEGRITY, by_root=True)

    assert teams(program, "Ida Wells") == {team(program, TeamKind.INTEGRITY)}
    assert opens(program, "Ida Wells", TeamKind.INTEGRITY)
    assert teams(program, "Ida Tarbell") == frozenset()


@pytest.mark.parametrize(
    "role", [Role.BOARD, Role.TREASURER, Role.TELLER, Role.ANALYST, Role.ADMINISTRATOR, Role.AUDITOR]
)
def test_who_must_never_read_tips_does_not_hold_the_inbox_however_early(
    sqlite_stores: Stores, role: Role
) -> None:
    program = found(sqlite_stores, people=False)

    program.add("Early Bird", role, by_root=True)

    assert (teams(program, "Early Bird"), state(program, "Early Bird")) == (frozenset(), PersonState.WAITING)


def test_founding_is_complete_with_two_of_the_inbox_and_one_of_integrity(program: FoundedProgram) -> None:
    complete = []
    for name, role in (("A B", Role.COORDINATOR), ("C D", Role.INTEGRITY), ("E F", Role.CALL_TAKER)):
        program.add(name, role, by_root=True)
        complete.append(founded(program.keys()).complete)

    assert complete == [False, False, True]


def test_intake_has_keys_before_anybody_signs_in(program: FoundedProgram) -> None:
    program.add("First One", Role.COORDINATOR, by_root=True)

    inbox = team(program, TeamKind.INBOX)
    months = sorted(e.month for e in program.keys().epochs.values() if e.team_id == inbox)
    assert months == [202611, 202612, 202701, 202702]
    assert program.keys().alarms == ()


def test_the_recovery_key_is_granted_everything(program: FoundedProgram) -> None:
    for name, role in (("A B", Role.COORDINATOR), ("C D", Role.INTEGRITY), ("E F", Role.COORDINATOR)):
        program.add(name, role, by_root=True)
    keys, recovery = program.keys(), program.secret.holdings(program.program_id)

    with program.keys_store.read() as session:
        assert recovery.principals(session) == {*keys.epochs, keys.voice_id, keys.recovery_id}
        for epoch in keys.epochs.values():
            opened = recovery.epoch_key(session, epoch.epoch_id)
            assert opened is not None
            assert opened.public() == epoch.public


def test_without_the_secret_everybody_waits(program: FoundedProgram) -> None:
    program.add("First One", Role.COORDINATOR)

    assert (teams(program, "First One"), state(program, "First One")) == (frozenset(), PersonState.WAITING)
    with program.keys_store.read() as keys:
        granted = {row.holder_id for row in keys.exec(select(EpochGrantRow))}
    assert program.people["First One"].person_id not in granted


def test_nobody_of_the_inbox_opens_integrity_nor_the_other_way_round(stores: Stores) -> None:
    program = found(stores)

    assert [opens(program, name, TeamKind.INTEGRITY) for name in program.people] == [False, False, True]
    assert [opens(program, name, TeamKind.INBOX) for name in program.people] == [True, True, False]


@pytest.mark.parametrize("name", ["ada  BYRON", "Ada Byrón", "Ada-Byron"])
def test_a_name_is_given_once_in_the_whole_deployment(stores: Stores, name: str) -> None:
    found(stores)
    other = found(stores, name="Other", keyword="OTH", numbers=(), people=False)

    with pytest.raises(NameTaken):
        other.add(name, Role.COORDINATOR, by_root=True)

    assert dict(other.keys().people) == {}
    with stores.keys.read() as keys:
        locks = keys.exec(select(PasswordLockRow).where(PasswordLockRow.program_id == other.program_id)).all()
    assert locks == []


@pytest.mark.parametrize("name", ["", " ", "!!!", "x" * 121, "Ada\nByron\x07"])
def test_a_name_that_cannot_be_typed_is_refused(sqlite_stores: Stores, name: str) -> None:
    program = found(sqlite_stores, people=False)

    with pytest.raises(Unsuitable):
        program.add(name, Role.COORDINATOR)


def test_names_of_staff_are_watched_for_and_those_of_integrity_are_not(stores: Stores) -> None:
    program = found(stores)

    with program.tips.read() as tips:
        watched = set(tips.exec(select(WatchedNameRow.name)))

    assert watched == {"ada byron", "grace hopper"}


def test_a_unit_is_made_once_whatever_its_case(program: FoundedProgram) -> None:
    first = program.add("First One", Role.COORDINATOR, unit="51 Division", by_root=True)
    second = program.add("Second One", Role.COORDINATOR, unit="51 DIVISION", by_root=True)

    assert first.row.unit_id == second.row.unit_id
    assert teams(program, "First One") == {team(program, TeamKind.INBOX), first.row.unit_id}


def test_nothing_that_is_shown_once_is_in_a_repr(program: FoundedProgram) -> None:
    person = program.add("First One", Role.COORDINATOR, by_root=True)

    for secret in (person.password, person.totp_secret, person.key.seed.hex()):
        assert secret not in repr(person)
    assert len(person.password.split()) == 7
