import pytest
from sqlmodel import col, delete, select

from tests.databases import Stores
from tests.program import NOON, FoundedProgram, found
from tipline import audit
from tipline.access.founding import RecoverySecret
from tipline.access.recovery import Recovered, recover
from tipline.errors import NoProvenKey, NoSuchPerson, WrongFingerprint
from tipline.store.key_tables import EpochGrantRow
from tipline.store.program_tables import PersonRow
from tipline.vocabulary import PersonState, Role, TeamKind, team_id


@pytest.fixture
def program(stores: Stores) -> FoundedProgram:
    return found(stores)


def bring_back(
    program: FoundedProgram,
    name: str,
    *,
    fingerprint: str | None = None,
    secret: RecoverySecret | None = None,
) -> Recovered:
    keys = program.keys()
    with program.tips.transaction() as tips, program.keys_store.transaction() as grants:
        return recover(
            tips,
            grants,
            program=keys,
            secret=secret or program.secret,
            person_id=program.people[name].person_id,
            fingerprint=fingerprint,
            now=NOON,
        )


def opens(program: FoundedProgram, name: str, kind: TeamKind) -> bool:
    epoch = program.keys().epoch(team_id(program.program_id, kind), NOON.date())
    with program.keys_store.read() as keys:
        return program.holder(name).holdings.epoch_key(keys, epoch.epoch_id) is not None


def test_a_confirmed_person_comes_to_hold_the_inbox_and_the_voice(program: FoundedProgram) -> None:
    program.add("Sam Spade", Role.INVESTIGATOR, confirmed_by="Ada Byron")

    found_again = bring_back(program, "Sam Spade")

    assert found_again.granted == 5
    assert program.holder("Sam Spade").teams == {team_id(program.program_id, TeamKind.INBOX)}
    assert (opens(program, "Sam Spade", TeamKind.INBOX), opens(program, "Sam Spade", TeamKind.INTEGRITY)) == (
        True,
        False,
    )
    with program.keys_store.read() as keys:
        program.holder("Sam Spade").holdings.voice(keys, program.keys())
    assert program.keys().alarms == ()


def test_integrity_comes_back_by_its_own_people(program: FoundedProgram) -> None:
    with program.keys_store.transaction() as keys:
        ida = program.people["Ida Wells"].person_id
        keys.exec(delete(EpochGrantRow).where(col(EpochGrantRow.holder_id) == ida))
    assert not opens(program, "Ida Wells", TeamKind.INTEGRITY)

    bring_back(program, "Ida Wells")

    assert opens(program, "Ida Wells", TeamKind.INTEGRITY)
    assert not opens(program, "Ida Wells", TeamKind.INBOX)


def test_what_was_damaged_is_sealed_again(program: FoundedProgram) -> None:
    with program.keys_store.transaction() as keys:
        for row in keys.exec(
            select(EpochGrantRow).where(EpochGrantRow.holder_id == program.people["Ada Byron"].person_id)
        ):
            row.sealed = b"\x01" + bytes(len(row.sealed) - 1)
            keys.add(row)
    assert not opens(program, "Ada Byron", TeamKind.INBOX)

    bring_back(program, "Ada Byron")

    assert opens(program, "Ada Byron", TeamKind.INBOX)


def test_who_still_waits_is_let_in_by_their_fingerprint_alone(program: FoundedProgram) -> None:
    sam = program.add("Sam Spade", Role.COORDINATOR)

    for fingerprint in (None, program.people["Ada Byron"].fingerprint):
        with pytest.raises(WrongFingerprint):
            bring_back(program, "Sam Spade", fingerprint=fingerprint)
    assert sam.person_id not in program.keys().people
    bring_back(program, "Sam Spade", fingerprint=sam.fingerprint)

    assert opens(program, "Sam Spade", TeamKind.INBOX)


def test_another_secret_recovers_nothing(program: FoundedProgram) -> None:
    program.add("Sam Spade", Role.INVESTIGATOR, confirmed_by="Ada Byron")

    with pytest.raises(NoProvenKey):
        bring_back(program, "Sam Spade", secret=RecoverySecret.draw())

    assert program.holder("Sam Spade").teams == frozenset()


def test_who_has_left_does_not_come_back_by_it(program: FoundedProgram) -> None:
    with program.tips.transaction() as tips:
        row = tips.exec(select(PersonRow).where(PersonRow.name == "Ada Byron")).one()
        row.state = PersonState.GONE
        tips.add(row)

    with pytest.raises(NoSuchPerson):
        bring_back(program, "Ada Byron")


def test_the_audit_says_so_signed_by_the_root(program: FoundedProgram) -> None:
    program.add("Sam Spade", Role.INVESTIGATOR, confirmed_by="Ada Byron")
    bring_back(program, "Sam Spade")

    with program.tips.read() as tips:
        [entry] = audit.page(tips, program.program_id, limit=1)
        audit.verify(tips, program.program_id, program.keys())

    assert (entry.action, entry.person_id, entry.subject) == (
        "recovered",
        None,
        program.people["Sam Spade"].person_id,
    )
