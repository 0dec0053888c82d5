import secrets

import pytest
from sqlmodel import select

from crypto.keys import PrivateKey
from tests.databases import Stores
from tests.program import NOON, FoundedProgram, found
from tipline.access.confirm import waiting
from tipline.errors import NoSuchPerson, NotPermitted, WrongFingerprint
from tipline.holdings import Holder
from tipline.store.program_tables import CertificateRow, PersonRow
from tipline.store.work_tables import AuditRow
from tipline.vocabulary import PersonState, Role, TeamId, TeamKind, team_id


@pytest.fixture
def program(stores: Stores) -> FoundedProgram:
    return found(stores)


def inbox(program: FoundedProgram) -> TeamId:
    return team_id(program.program_id, TeamKind.INBOX)


def opens(program: FoundedProgram, holder: Holder, team: TeamId) -> bool:
    with program.keys_store.read() as keys:
        key = holder.holdings.epoch_key(keys, program.keys().epoch(team, NOON.date()).epoch_id)
    return key is not None


def nothing_changed(program: FoundedProgram, name: str) -> bool:
    person = program.people[name]
    with program.tips.read() as tips:
        row = tips.exec(select(PersonRow).where(PersonRow.person_id == person.person_id)).one()
        signed = tips.exec(select(CertificateRow).where(CertificateRow.subject_id == person.person_id)).all()
    return row.state is PersonState.WAITING and not signed and person.person_id not in program.keys().people


def test_a_coordinator_who_is_confirmed_holds_the_inbox_and_all_that_it_has(program: FoundedProgram) -> None:
    program.add("Third One", Role.COORDINATOR, confirmed_by="Grace Hopper")

    assert program.holder("Third One").teams == {inbox(program)}
    assert opens(program, program.holder("Third One"), inbox(program))
    with program.keys_store.read() as keys:
        program.holder("Third One").holdings.voice(keys, program.keys())
    assert program.keys().alarms == ()


def test_an_investigator_who_is_confirmed_is_proven_and_holds_nothing(program: FoundedProgram) -> None:
    sam = program.add("Sam Spade", Role.INVESTIGATOR, confirmed_by="Ada Byron")

    assert program.holder("Sam Spade").teams == frozenset()
    assert program.keys().people[sam.person_id].public == sam.key.public()
    assert not opens(program, program.holder("Sam Spade"), inbox(program))


def test_an_investigator_of_a_unit_holds_that_unit(program: FoundedProgram) -> None:
    sam = program.add("Sam Spade", Role.INVESTIGATOR, unit="51 Division", confirmed_by="Ada Byron")

    assert program.holder("Sam Spade").teams == {sam.row.unit_id}


def test_the_audit_says_who_confirmed_whom_and_is_signed(program: FoundedProgram) -> None:
    sam = program.add("Sam Spade", Role.INVESTIGATOR, confirmed_by="Ada Byron")

    with program.tips.read() as tips:
        entry = tips.exec(select(AuditRow).where(AuditRow.action == "confirmed")).one()
    assert (entry.person_id, entry.subject) == (program.people["Ada Byron"].person_id, sam.person_id)
    assert entry.signature is not None


def test_another_fingerprint_confirms_nobody(program: FoundedProgram) -> None:
    program.add("Sam Spade", Role.INVESTIGATOR)

    with pytest.raises(WrongFingerprint):
        program.confirm("Sam Spade", by="Ada Byron", fingerprint=program.people["Ada Byron"].fingerprint)

    assert nothing_changed(program, "Sam Spade")


def test_keys_that_somebody_swapped_have_another_fingerprint(program: FoundedProgram) -> None:
    sam, attacker = program.add("Sam Spade", Role.COORDINATOR), PrivateKey.generate()
    with program.tips.transaction() as tips:
        row = tips.exec(select(PersonRow).where(PersonRow.person_id == sam.person_id)).one()
        row.public_key, row.verify_key = attacker.public().raw, attacker.signing().verify_key().raw
        tips.add(row)

    with pytest.raises(WrongFingerprint):
        program.confirm("Sam Spade", by="Ada Byron")

    assert nothing_changed(program, "Sam Spade")


def test_a_fingerprint_is_read_as_people_write_it(program: FoundedProgram) -> None:
    person = program.add("Sam Spade", Role.INVESTIGATOR)
    spoken = person.fingerprint.lower().replace("-", "  ").replace("0", "o").replace("1", "l")

    program.confirm("Sam Spade", by="Ada Byron", fingerprint=spoken)

    assert person.person_id in program.keys().people


@pytest.mark.parametrize("by", ["Ida Wells", "Sam Spade"])
def test_who_does_not_hold_the_inbox_confirms_nobody_of_it(program: FoundedProgram, by: str) -> None:
    program.add("Sam Spade", Role.ADMINISTRATOR, confirmed_by="Ada Byron")
    program.add("New One", Role.COORDINATOR)

    with pytest.raises(NotPermitted):
        program.confirm("New One", by=by)

    assert nothing_changed(program, "New One")


def test_who_holds_the_inbox_lets_nobody_into_integrity(program: FoundedProgram) -> None:
    program.add("Ida Tarbell", Role.INTEGRITY)

    with pytest.raises(NotPermitted):
        program.confirm("Ida Tarbell", by="Ada Byron")

    assert nothing_changed(program, "Ida Tarbell")


def test_integrity_lets_its_own_in(program: FoundedProgram) -> None:
    integrity = team_id(program.program_id, TeamKind.INTEGRITY)

    program.add("Ida Tarbell", Role.INTEGRITY, unit="51 Division", confirmed_by="Ida Wells")

    assert program.holder("Ida Tarbell").teams == {integrity}
    assert opens(program, program.holder("Ida Tarbell"), integrity)
    assert program.keys().alarms == ()


def test_a_unit_that_is_really_the_inbox_gives_nothing(program: FoundedProgram) -> None:
    sam = program.add("Sam Spade", Role.INVESTIGATOR)
    with program.tips.transaction() as tips:
        row = tips.exec(select(PersonRow).where(PersonRow.person_id == sam.person_id)).one()
        row.unit_id = inbox(program)
        tips.add(row)

    program.confirm("Sam Spade", by="Ada Byron")

    assert program.holder("Sam Spade").teams == frozenset()


def test_nobody_is_confirmed_twice(program: FoundedProgram) -> None:
    program.add("Sam Spade", Role.INVESTIGATOR, confirmed_by="Ada Byron")

    with pytest.raises(NoSuchPerson):
        program.confirm("Sam Spade", by="Grace Hopper")


def test_a_holder_of_another_program_confirms_nobody(program: FoundedProgram, stores: Stores) -> None:
    other = found(stores, name="Other", keyword="OTH", numbers=(), people=False)
    other.add("Olga Other", Role.COORDINATOR, by_root=True)
    program.add("Sam Spade", Role.INVESTIGATOR)
    program.people["Olga Other"] = other.people["Olga Other"]

    with pytest.raises(NotPermitted):
        program.confirm("Sam Spade", by="Olga Other")

    assert nothing_changed(program, "Sam Spade")


def test_who_waits_is_listed_with_a_fingerprint_and_who_confirms_them(program: FoundedProgram) -> None:
    sam = program.add("Sam Spade", Role.INVESTIGATOR)
    ida = program.add("Ida Tarbell", Role.INTEGRITY)

    with program.tips.read() as tips:
        listed = waiting(tips, program.program_id)

    assert [(one.person_id, one.fingerprint, one.team) for one in listed] == [
        (ida.person_id, ida.fingerprint, TeamKind.INTEGRITY),
        (sam.person_id, sam.fingerprint, TeamKind.INBOX),
    ]


def test_nobody_waits_under_an_id_that_is_none(program: FoundedProgram) -> None:
    sam = program.add("Sam Spade", Role.INVESTIGATOR)
    with program.tips.transaction() as tips:
        row = tips.exec(select(PersonRow).where(PersonRow.person_id == sam.person_id)).one()
        row.public_key = secrets.token_bytes(10)
        tips.add(row)

    with program.tips.read() as tips:
        assert waiting(tips, program.program_id) == []
    with pytest.raises(WrongFingerprint):
        program.confirm("Sam Spade", by="Ada Byron")
