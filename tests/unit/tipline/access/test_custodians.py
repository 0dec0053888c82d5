import pytest

from tests.databases import Stores
from tests.program import NOON, FoundedProgram, found
from tests.unit.tipline.access.test_epochs import months, run
from tipline import audit
from tipline.access.custodians import appoint, appoint_by_root
from tipline.errors import NotConfirmed, NotPermitted, Unsuitable
from tipline.vocabulary import Role, TeamKind, team_id

A, B = TeamKind.CUSTODIAN_A, TeamKind.CUSTODIAN_B


@pytest.fixture
def program(stores: Stores) -> FoundedProgram:
    return found(stores)


def by_root(program: FoundedProgram, name: str, team: TeamKind) -> None:
    with program.tips.transaction() as tips, program.keys_store.transaction() as keys:
        appoint_by_root(
            tips,
            keys,
            program_id=program.program_id,
            person_id=program.people[name].person_id,
            team=team,
            secret=program.secret,
            now=NOON,
        )


def by_one_of_them(program: FoundedProgram, name: str, team: TeamKind, *, by: str) -> None:
    with program.tips.transaction() as tips, program.keys_store.transaction() as keys:
        appoint(
            tips,
            keys,
            program=program.keys(),
            person_id=program.people[name].person_id,
            team=team,
            by=program.holder(by),
            now=NOON,
        )


def opens(program: FoundedProgram, name: str, team: TeamKind) -> bool:
    epoch = program.keys().epoch(team_id(program.program_id, team), NOON.date())
    with program.keys_store.read() as keys:
        return program.holder(name).holdings.epoch_key(keys, epoch.epoch_id) is not None


def test_the_first_custodian_makes_the_keys_of_the_months_at_sign_in(program: FoundedProgram) -> None:
    by_root(program, "Grace Hopper", A)
    assert months(program, A) == []

    run(program, "Grace Hopper")

    assert months(program, A) == [202611, 202612, 202701, 202702]
    assert opens(program, "Grace Hopper", A)
    assert not opens(program, "Ada Byron", A)
    assert program.keys().alarms == ()


def test_a_custodian_lets_others_into_their_own_team(program: FoundedProgram) -> None:
    by_root(program, "Grace Hopper", A)
    run(program, "Grace Hopper")

    by_one_of_them(program, "Ada Byron", A, by="Grace Hopper")

    assert opens(program, "Ada Byron", A)
    with program.tips.read() as tips:
        audit.verify(tips, program.program_id, keys=program.keys())
        acts = [line.action for line in audit.page(tips, program.program_id)]
    assert acts[:2] == [audit.Action.CUSTODIAN_APPOINTED] * 2


def test_nobody_is_in_both_teams_nor_twice_in_one(program: FoundedProgram) -> None:
    by_root(program, "Grace Hopper", A)
    by_root(program, "Ida Wells", B)

    for name, team in (("Grace Hopper", B), ("Grace Hopper", A), ("Ida Wells", A)):
        with pytest.raises(Unsuitable):
            by_root(program, name, team)
    with pytest.raises(Unsuitable):
        by_one_of_them(program, "Ida Wells", A, by="Grace Hopper")
    with pytest.raises(Unsuitable):
        by_root(program, "Ada Byron", TeamKind.INBOX)

    held = {person.person_id: person.teams for person in program.keys().people.values()}
    assert not any(
        {team_id(program.program_id, A), team_id(program.program_id, B)} <= teams for teams in held.values()
    )


def test_who_holds_the_inbox_makes_no_custodian(program: FoundedProgram) -> None:
    by_root(program, "Grace Hopper", A)

    for by, team in (("Ada Byron", A), ("Ada Byron", B), ("Grace Hopper", B)):
        with pytest.raises(NotPermitted):
            by_one_of_them(program, "Ida Wells", team, by=by)


def test_somebody_whom_nobody_has_confirmed_is_no_custodian(program: FoundedProgram) -> None:
    program.add("Alan Turing", Role.COORDINATOR)

    with pytest.raises(NotConfirmed):
        by_root(program, "Alan Turing", A)
