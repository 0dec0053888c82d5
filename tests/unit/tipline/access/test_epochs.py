import secrets
from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from sqlmodel import Session, select

from crypto.keys import PrivateKey
from tests.databases import Stores
from tests.program import NOON, FoundedProgram, found
from tipline.access.epochs import Ensured, ensure, is_complete, months_from
from tipline.holdings import Holdings, seal_grant
from tipline.store.key_tables import EpochGrantRow
from tipline.store.program_tables import PersonRow, TeamEpochRow
from tipline.vocabulary import EpochId, Month, Role, TeamId, TeamKind, team_id

JANUARY = datetime(2027, 1, 15, 12, 0, tzinfo=UTC)


@pytest.fixture
def program(stores: Stores) -> FoundedProgram:
    return found(stores)


def run(program: FoundedProgram, name: str, *, now: datetime = NOON) -> Ensured:
    holder = program.holder(name)
    keys = program.keys()
    with program.tips.transaction() as tips, program.keys_store.transaction() as grants:
        return ensure(tips, grants, program=keys, by=holder.holdings, now=now)


def complete(program: FoundedProgram, name: str, *, now: datetime = NOON) -> bool:
    holder, keys = program.holder(name), program.keys()
    with program.tips.read() as tips, program.keys_store.read() as grants:
        return is_complete(tips, grants, program=keys, by=holder.holdings, now=now)


def months(program: FoundedProgram, kind: TeamKind) -> list[Month]:
    team = team_id(program.program_id, kind)
    return sorted(epoch.month for epoch in program.keys().epochs.values() if epoch.team_id == team)


def opened(program: FoundedProgram, holdings: Holdings, team: TeamId) -> list[Month]:
    with program.keys_store.read() as keys:
        return sorted(
            epoch.month
            for epoch in program.keys().epochs.values()
            if epoch.team_id == team and holdings.epoch_key(keys, epoch.epoch_id) is not None
        )


def test_a_year_ends_with_december() -> None:
    assert months_from(NOON) == [202611, 202612, 202701, 202702]
    assert months_from(datetime(2026, 12, 31, 23, 59, tzinfo=UTC)) == [202612, 202701, 202702, 202703]


def test_nothing_is_made_twice(program: FoundedProgram) -> None:
    assert complete(program, "Ada Byron")
    assert run(program, "Ada Byron") == Ensured(made=0, granted=0)


def test_any_holder_makes_the_months_ahead_for_all_holders_and_recovery(program: FoundedProgram) -> None:
    inbox = team_id(program.program_id, TeamKind.INBOX)
    assert not complete(program, "Grace Hopper", now=JANUARY)

    done = run(program, "Grace Hopper", now=JANUARY)

    assert done.made == 2
    assert months(program, TeamKind.INBOX) == [202611, 202612, 202701, 202702, 202703, 202704]
    for holdings in (
        program.holder("Ada Byron").holdings,
        program.holder("Grace Hopper").holdings,
        program.secret.holdings(program.program_id),
    ):
        assert opened(program, holdings, inbox) == months(program, TeamKind.INBOX)
    assert complete(program, "Ada Byron", now=JANUARY)
    assert program.keys().alarms == ()


def test_a_holder_of_the_inbox_makes_nothing_for_integrity(program: FoundedProgram) -> None:
    run(program, "Ada Byron", now=JANUARY)

    assert months(program, TeamKind.INTEGRITY) == [202611, 202612, 202701, 202702]
    assert run(program, "Ida Wells", now=JANUARY).made == 2


def test_who_holds_nothing_makes_nothing(program: FoundedProgram) -> None:
    program.add("Sam Spade", Role.INVESTIGATOR, confirmed_by="Ada Byron")

    assert run(program, "Sam Spade", now=JANUARY) == Ensured(made=0, granted=0)


def test_a_unit_gets_epochs_that_its_people_and_the_inbox_open(program: FoundedProgram) -> None:
    sam = program.add("Sam Spade", Role.INVESTIGATOR, unit="51 Division", confirmed_by="Ada Byron")
    assert sam.row.unit_id is not None

    run(program, "Ada Byron")

    for name, sees in (("Sam Spade", 4), ("Ada Byron", 4), ("Grace Hopper", 4), ("Ida Wells", 0)):
        assert len(opened(program, program.holder(name).holdings, sam.row.unit_id)) == sees


def test_who_joins_a_unit_later_is_granted_what_it_has(program: FoundedProgram) -> None:
    sam = program.add("Sam Spade", Role.INVESTIGATOR, unit="51 Division", confirmed_by="Ada Byron")
    assert sam.row.unit_id is not None
    run(program, "Ada Byron")

    program.add("Phil Marlowe", Role.INVESTIGATOR, unit="51 Division", confirmed_by="Grace Hopper")

    assert len(opened(program, program.holder("Phil Marlowe").holdings, sam.row.unit_id)) == 4


def test_a_row_that_nobody_entitled_signed_is_taken_away_and_made_anew(program: FoundedProgram) -> None:
    inbox = team_id(program.program_id, TeamKind.INBOX)
    squatter = TeamEpochRow(
        program_id=program.program_id,
        epoch_id=EpochId(secrets.token_bytes(16)),
        team_id=inbox,
        month=Month(202703),
        not_before=date(2027, 3, 1),
        public_key=PrivateKey.generate().public().raw,
        signer_id=program.people["Ada Byron"].person_id,
        signature=secrets.token_bytes(64),
    )
    with program.tips.transaction() as tips:
        tips.add(squatter)
    assert len(program.keys().alarms) == 1

    run(program, "Ada Byron", now=JANUARY)

    assert months(program, TeamKind.INBOX)[-2:] == [202703, 202704]
    assert program.keys().alarms == ()
    with program.tips.read() as tips:
        ids = set(tips.exec(select(TeamEpochRow.epoch_id)))
    assert squatter.epoch_id not in ids


def test_nothing_is_granted_to_a_key_from_a_row_of_staff(program: FoundedProgram) -> None:
    attacker, grace = PrivateKey.generate(), program.people["Grace Hopper"]
    with program.tips.transaction() as tips:
        row = tips.exec(select(PersonRow).where(PersonRow.person_id == grace.person_id)).one()
        row.public_key = attacker.public().raw
        tips.add(row)

    run(program, "Ada Byron", now=JANUARY)

    inbox = team_id(program.program_id, TeamKind.INBOX)
    swapped = Holdings(program.program_id, grace.person_id, attacker)
    assert opened(program, swapped, inbox) == []
    assert len(opened(program, program.holder("Grace Hopper").holdings, inbox)) == 6


def grant_row(session: Session, *, subject: bytes, holder: bytes) -> EpochGrantRow | None:
    return session.exec(
        select(EpochGrantRow).where(EpochGrantRow.subject_id == subject, EpochGrantRow.holder_id == holder)
    ).first()


def test_a_grant_that_was_swapped_is_not_passed_on(program: FoundedProgram) -> None:
    ada, grace = program.people["Ada Byron"], program.people["Grace Hopper"]
    epoch = program.keys().epoch(team_id(program.program_id, TeamKind.INBOX), NOON.date())
    with program.keys_store.transaction() as keys:
        for holder, sealed in ((grace.person_id, None), (ada.person_id, PrivateKey.generate())):
            row = grant_row(keys, subject=epoch.epoch_id, holder=holder)
            assert row is not None
            if sealed is None:
                keys.delete(row)
            else:
                row.sealed = seal_grant(
                    sealed.seed,
                    ada.key.public(),
                    program_id=program.program_id,
                    holder_id=holder,
                    subject_id=epoch.epoch_id,
                )
                keys.add(row)

    run(program, "Ada Byron")

    with program.keys_store.read() as keys:
        assert grant_row(keys, subject=epoch.epoch_id, holder=grace.person_id) is None


def test_a_grant_that_is_missing_is_made_good_by_any_holder(program: FoundedProgram) -> None:
    grace = program.people["Grace Hopper"]
    epoch = program.keys().epoch(team_id(program.program_id, TeamKind.INBOX), NOON.date())
    with program.keys_store.transaction() as keys:
        keys.delete(grant_row(keys, subject=epoch.epoch_id, holder=grace.person_id))
    assert not complete(program, "Ada Byron")

    done = run(program, "Ada Byron")

    assert done == Ensured(made=0, granted=1)
    with program.keys_store.read() as keys:
        assert program.holder("Grace Hopper").holdings.epoch_key(keys, epoch.epoch_id) is not None


def test_two_who_sign_in_at_the_same_moment_make_each_month_once(program: FoundedProgram) -> None:
    made: list[int] = []
    threads = [
        Thread(target=lambda name=name: made.append(run(program, name, now=JANUARY).made))
        for name in ("Ada Byron", "Grace Hopper")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(made) == [0, 2]
    assert program.keys().alarms == ()


def test_intake_goes_on_with_the_last_key_when_nobody_signs_in(program: FoundedProgram) -> None:
    inbox = team_id(program.program_id, TeamKind.INBOX)

    late = program.keys().epoch(inbox, (NOON + timedelta(days=400)).date())

    assert late.month == 202702


def test_months_of_the_past_are_made_with_the_clock_of_then(stores: Stores) -> None:
    program = found(stores, now=datetime(2024, 9, 3, tzinfo=UTC))
    for at in range(4, 40, 4):
        run(program, "Ada Byron", now=datetime(2024, 9, 3, tzinfo=UTC) + timedelta(days=30 * at))

    assert months(program, TeamKind.INBOX)[:4] == [202409, 202410, 202411, 202412]
    assert len(months(program, TeamKind.INBOX)) == len(set(months(program, TeamKind.INBOX)))
