from collections.abc import Callable
from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from crypto.chain import START, next_link
from crypto.keys import PrivateKey
from tests.databases import Stores
from tests.program import NOON, FoundedProgram, found
from tipline import audit
from tipline.audit import Action, Verified
from tipline.errors import AuditBroken
from tipline.store.work_tables import AuditRow
from tipline.vocabulary import PersonId, Role


@pytest.fixture
def program(stores: Stores) -> FoundedProgram:
    return found(stores)


FOUNDING = 4
"""Entries of `found`: the founding, and three people."""


def act(
    program: FoundedProgram, action: Action = Action.OPENED, *, name: str = "Ada Byron", detail: str = ""
) -> int:
    person = program.people[name]
    with program.tips.transaction() as tips:
        return audit.record(
            tips,
            program_id=program.program_id,
            action=action,
            by=person.person_id,
            subject=b"t" * 16,
            detail=detail,
            at=NOON,
            signer=person.key.signing(),
        )


def verify(program: FoundedProgram) -> Verified:
    with program.tips.read() as tips:
        return audit.verify(tips, program.program_id, program.keys())


def tamper(program: FoundedProgram, change: Callable[[Session], object]) -> None:
    """Change the trail as somebody who owns the database: the triggers go first."""
    with program.tips.transaction() as tips:
        if tips.get_bind().dialect.name == "postgresql":
            tips.connection().execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
        else:
            names = tips.connection().scalars(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'")
            )
            for name in names.all():
                tips.connection().execute(text(f"DROP TRIGGER {name}"))
        change(tips)


def entry(tips: Session, number: int) -> AuditRow:
    return tips.exec(select(AuditRow).where(AuditRow.number == number)).one()


def relink(tips: Session, *, since: int) -> None:
    """Make all links right again, as an attacker who knows the format would."""
    rows = tips.exec(select(AuditRow).order_by(col(AuditRow.number))).all()
    head = START
    for row in rows:
        head = next_link(head, audit._fields(row))
        if row.number >= since:
            row.link = head
            tips.add(row)


def test_a_trail_holds_and_tells_its_head(program: FoundedProgram) -> None:
    numbers = [act(program), act(program, Action.ANSWERED, name="Ida Wells"), act(program)]

    held = verify(program)

    assert numbers == [FOUNDING + 1, FOUNDING + 2, FOUNDING + 3]
    assert held.count == FOUNDING + 3
    with program.tips.read() as tips:
        assert held.head == entry(tips, FOUNDING + 3).link


def test_the_database_refuses_to_change_or_delete_an_entry(program: FoundedProgram) -> None:
    for statement in ("UPDATE audit SET detail = 'x'", "DELETE FROM audit"):
        with pytest.raises(Exception, match="audit"), program.tips.transaction() as tips:
            tips.connection().execute(text(statement))

    assert verify(program).count == FOUNDING


@pytest.mark.parametrize("column", ["at", "person_id", "action", "subject", "detail", "link", "signature"])
def test_a_changed_field_is_found_at_its_number(program: FoundedProgram, column: str) -> None:
    act(program, detail="closed")
    act(program)
    others = {
        "at": NOON + timedelta(minutes=1),
        "person_id": program.people["Grace Hopper"].person_id,
        "action": Action.NOTED.value,
        "subject": b"u" * 16,
        "detail": "opened",
        "link": bytes(32),
        "signature": bytes(64),
    }

    def change(tips: Session) -> None:
        row = entry(tips, FOUNDING + 1)
        setattr(row, column, others[column])
        tips.add(row)

    tamper(program, change)

    with pytest.raises(AuditBroken) as broken:
        verify(program)
    assert broken.value.number == FOUNDING + 1


def test_a_deleted_entry_is_found(program: FoundedProgram) -> None:
    act(program)
    act(program)
    tamper(program, lambda tips: tips.delete(entry(tips, FOUNDING + 1)))

    with pytest.raises(AuditBroken) as broken:
        verify(program)
    assert broken.value.number == FOUNDING + 1


def test_who_makes_all_links_anew_cannot_sign_for_others(program: FoundedProgram) -> None:
    act(program, detail="closed")
    act(program)

    def change(tips: Session) -> None:
        row = entry(tips, FOUNDING + 1)
        row.detail = "opened"
        tips.add(row)
        tips.flush()
        relink(tips, since=FOUNDING + 1)

    tamper(program, change)

    with pytest.raises(AuditBroken) as broken:
        verify(program)
    assert broken.value.number == FOUNDING + 1


def test_an_entry_that_nobody_signed_stands_in_what_was_signed_after_it(program: FoundedProgram) -> None:
    with program.tips.transaction() as tips:
        audit.record(
            tips, program_id=program.program_id, action=Action.REFUSED, by=None, at=NOON, signer=None
        )
    act(program)
    assert verify(program).count == FOUNDING + 2

    def change(tips: Session) -> None:
        row = entry(tips, FOUNDING + 1)
        row.detail = "sign-in"
        tips.add(row)
        tips.flush()
        relink(tips, since=FOUNDING + 1)

    tamper(program, change)

    with pytest.raises(AuditBroken) as broken:
        verify(program)
    assert broken.value.number == FOUNDING + 2


def test_a_gap_in_the_numbers_is_found_even_where_nobody_signed(program: FoundedProgram) -> None:
    with program.tips.transaction() as tips:
        audit.record(
            tips, program_id=program.program_id, action=Action.REFUSED, by=None, at=NOON, signer=None
        )

    def change(tips: Session) -> None:
        row = entry(tips, FOUNDING + 1)
        moved = AuditRow(**row.model_dump() | {"number": FOUNDING + 2})
        tips.delete(row)
        tips.add(moved)
        tips.flush()
        relink(tips, since=FOUNDING + 1)

    tamper(program, change)

    with pytest.raises(AuditBroken) as broken:
        verify(program)
    assert broken.value.number == FOUNDING + 1


def test_an_entry_signed_by_somebody_who_is_not_proven_does_not_hold(program: FoundedProgram) -> None:
    program.add("Sam Spade", Role.COORDINATOR)
    number = act(program, name="Sam Spade")

    with pytest.raises(AuditBroken) as broken:
        verify(program)

    assert broken.value.number == number


def test_a_founding_that_the_root_did_not_sign_does_not_hold(program: FoundedProgram) -> None:
    ada = program.people["Ada Byron"]
    with program.tips.transaction() as tips:
        audit.record(
            tips,
            program_id=program.program_id,
            action=Action.RECOVERED,
            by=ada.person_id,
            at=NOON,
            signer=ada.key.signing(),
        )

    with pytest.raises(AuditBroken):
        verify(program)


AT_A_TERMINAL = {
    Action.ADDED,
    Action.REFUSED,
    Action.TOTALS_IMPORTED,
    Action.IMPORT_UNDONE,
    Action.AWARDS_BROUGHT,
    Action.AWARDS_TAKEN_BACK,
    Action.TIPS_BROUGHT,
    Action.TIPS_TAKEN_BACK,
    Action.TAKEN_OUT,
    Action.SPECIALISTS_NAMED,
}


@pytest.mark.parametrize("action", sorted(set(Action) - AT_A_TERMINAL))
def test_what_must_be_signed_cannot_be_left_unsigned(program: FoundedProgram, action: Action) -> None:
    with pytest.raises(ValueError, match="signed"), program.tips.transaction() as tips:
        audit.record(
            tips, program_id=program.program_id, action=action, by=PersonId(bytes(16)), at=NOON, signer=None
        )

    assert verify(program).count == FOUNDING


def test_a_detail_is_short(program: FoundedProgram) -> None:
    with pytest.raises(ValueError, match="80"):
        act(program, detail="x" * 81)


def test_a_page_is_the_newest_first_and_goes_on(program: FoundedProgram) -> None:
    for _ in range(5):
        act(program)

    with program.tips.read() as tips:
        first = audit.page(tips, program.program_id, limit=3)
        second = audit.page(tips, program.program_id, before=first[-1].number, limit=3)

    assert [line.number for line in (*first, *second)] == [9, 8, 7, 6, 5, 4]
    assert (first[0].person_id, first[0].action, first[0].signed) == (
        program.people["Ada Byron"].person_id,
        "opened",
        True,
    )


def test_programs_have_trails_of_their_own(program: FoundedProgram, stores: Stores) -> None:
    other = found(stores, name="Other", keyword="OTH", numbers=(), people=False)
    act(program)

    assert (verify(program).count, verify(other).count) == (FOUNDING + 1, 1)


def test_entries_at_the_same_moment_wait_for_one_another(program: FoundedProgram) -> None:
    threads = [Thread(target=act, args=(program,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert verify(program).count == FOUNDING + 8


def test_a_signature_by_an_attackers_own_key_is_not_believed(program: FoundedProgram) -> None:
    attacker, ada = PrivateKey.generate(), program.people["Ada Byron"]
    with program.tips.transaction() as tips:
        audit.record(
            tips,
            program_id=program.program_id,
            action=Action.CONFIRMED,
            by=ada.person_id,
            at=NOON,
            signer=attacker.signing(),
        )

    with pytest.raises(AuditBroken):
        verify(program)
