"""Two custodians open an original for a third."""

import secrets
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlmodel import select

from crypto.errors import CannotOpen
from crypto.keys import PrivateKey
from crypto.originals import OriginalHalf
from tests.custodians import appoint_custodians
from tests.databases import Stores
from tests.program import NOON, FixedClock
from tests.unit.tipline.intake.readers import Staff, a_staff
from tipline import audit, loose_blobs
from tipline.access import originals
from tipline.access.custodians import appoint_by_root
from tipline.access.originals import NoSuchRequest
from tipline.blobs.folder import FolderBlobs
from tipline.errors import NoGrant, NotPermitted, TextEmpty, TextTooLong
from tipline.intake import receive
from tipline.intake.report import Report
from tipline.intake.uploading import ArrivingFile, draw_name
from tipline.jobs import Clockwork
from tipline.store.file_tables import TipFileRow
from tipline.store.opening_tables import OpeningHalfRow, OpeningKeyRow, OpeningRequestRow
from tipline.vocabulary import Channel, Role, TeamKind

BYTES = b"\xff\xd8\xff" + b"the picture as it was sent " * 4_000
WHY = "The court asks whether the shadow was there."
LATE = NOON + timedelta(hours=24)


class Bench:
    """A tip with a file, its custodians, and those who ask."""

    def __init__(self, staff: Staff, folder: Path) -> None:
        self.staff = staff
        self.program = staff.program
        self.blobs = FolderBlobs(folder / "blobs", FixedClock())
        arriving = ArrivingFile(
            draw_name(), program_id=self.program.program_id, name="her house.jpg", place=1
        )
        arriving.take(BYTES)
        kept = arriving.end(now=NOON)
        arriving.writer = self.blobs.create(kept.original_id)
        arriving.hand_on()
        arriving.finish()
        report = Report(channel=Channel.WEB, text="Look.", files=(kept,))
        sealed = receive.prepare(report, desk=staff.desk(), author=PrivateKey.generate().signing(), now=NOON)

        def store(connection: Connection) -> None:
            loose_blobs.announce(connection, [kept.original_id], program_id=self.program.program_id, now=NOON)
            receive.store(connection, sealed)

        staff.stores.tips.write_now(store)
        self.file = staff.rows(TipFileRow)[0]

    def ask(self, by: str = "Ada Byron", reason: str = WHY) -> bytes:
        with self.program.tips.transaction() as tips, self.program.keys_store.transaction() as keys:
            return originals.ask(
                tips,
                keys,
                file_id=self.file.file_id,
                reason=reason,
                by=self.program.holder(by),
                program=self.program.keys(),
                now=NOON,
            )

    def hand_over(self, request: bytes, by: str, *, now: object = NOON) -> None:
        with self.program.tips.transaction() as tips, self.program.keys_store.transaction() as keys:
            originals.hand_over(
                tips,
                keys,
                request_id=request,
                by=self.program.holder(by),
                program=self.program.keys(),
                now=now,  # type: ignore[arg-type]  # a moment
            )

    def reason(self, request: bytes, by: str) -> str:
        with self.program.tips.read() as tips, self.program.keys_store.read() as keys:
            return originals.read_request(
                tips,
                keys,
                request_id=request,
                by=self.program.holder(by),
                program=self.program.keys(),
                now=NOON,
            ).reason

    def open(self, request: bytes, by: str = "Ada Byron", *, late: bool = False) -> OriginalHalf:
        with self.program.tips.transaction() as tips, self.program.keys_store.transaction() as keys:
            return originals.open_original(
                tips,
                keys,
                request_id=request,
                by=self.program.holder(by),
                program=self.program.keys(),
                now=LATE if late else NOON,
            )


@pytest.fixture
def bench(stores: Stores, tmp_path: Path) -> Bench:
    staff = a_staff(stores)
    appoint_custodians(staff.program)
    return Bench(staff, tmp_path)


def test_two_custodians_open_an_original_for_a_third(bench: Bench) -> None:
    request = bench.ask()
    assert [bench.reason(request, name) for name in ("Grace Hopper", "Ida Wells")] == [WHY, WHY]
    for name in ("Grace Hopper", "Ida Wells"):
        bench.hand_over(request, name)

    whole = bench.open(request)

    assert (whole.name, whole.size) == ("her house.jpg", len(BYTES))
    assert b"".join(originals.bytes_of(whole, bench.file, bench.blobs)) == BYTES
    with bench.program.tips.read() as tips:
        audit.verify(tips, bench.program.program_id, bench.program.keys())
        acts = [line.action for line in audit.page(tips, bench.program.program_id)][:4]
    assert acts == ["original-opened", "half-handed", "half-handed", "original-asked-for"]


def test_one_custodian_alone_opens_nothing(bench: Bench) -> None:
    for name in ("Grace Hopper", "Ida Wells"):
        request = bench.ask()
        bench.hand_over(request, name)
        bench.hand_over(request, name)
        with pytest.raises(NoGrant):
            bench.open(request)


def test_nobody_opens_for_themselves_nor_what_somebody_else_asked_for(bench: Bench) -> None:
    request = bench.ask(by="Grace Hopper")
    with pytest.raises(NotPermitted):
        bench.hand_over(request, "Grace Hopper")
    request = bench.ask()
    for name in ("Grace Hopper", "Ida Wells"):
        bench.hand_over(request, name)
    with pytest.raises(NoSuchRequest):
        bench.open(request, by="Grace Hopper")
    with pytest.raises(NotPermitted):
        bench.hand_over(request, "Ada Byron")
    with pytest.raises(NotPermitted):
        bench.reason(request, "Ada Byron")


def test_a_request_lives_for_a_day_and_its_key_is_destroyed(bench: Bench) -> None:
    request = bench.ask()
    for name in ("Grace Hopper", "Ida Wells"):
        bench.hand_over(request, name)

    with pytest.raises(NoSuchRequest):
        bench.open(request, late=True)
    with pytest.raises(NoSuchRequest):
        bench.hand_over(request, "Ida Wells", now=LATE)
    with bench.program.keys_store.transaction() as keys:
        assert originals.forget_old(keys, now=LATE - timedelta(seconds=1)) == 0
        assert originals.forget_old(keys, now=LATE) == 1
    with pytest.raises(NoGrant):
        bench.open(request)


def test_the_clockwork_destroys_keys_whose_day_is_over(bench: Bench, tmp_path: Path) -> None:
    bench.ask()
    clockwork = Clockwork(bench.program.runtime(tmp_path))

    def left() -> int:
        with bench.program.keys_store.read() as keys:
            return len(keys.exec(select(OpeningKeyRow)).all())

    clockwork.turn(now=NOON + timedelta(hours=23))
    before = left()
    clockwork.turn(now=LATE)

    assert (before, left()) == (1, 0)


def test_a_reason_is_needed_and_may_not_be_exchanged(bench: Bench) -> None:
    for reason, refusal in (("  ", TextEmpty), ("x" * 2_001, TextTooLong)):
        with pytest.raises(refusal):
            bench.ask(reason=reason)
    request, other = bench.ask(), bench.ask(reason="Something else.")
    with bench.program.tips.transaction() as tips:
        key = (bench.program.program_id, request)
        mine = tips.get_one(OpeningRequestRow, key)
        mine.reason_a = tips.get_one(OpeningRequestRow, (bench.program.program_id, other)).reason_a
        tips.add(mine)

    with pytest.raises(NoSuchRequest):
        bench.hand_over(request, "Grace Hopper")


@pytest.mark.parametrize("column", ["public_key", "file_id", "person_id", "made_at", "signature"])
def test_who_writes_the_store_has_no_half_sealed_to_themselves(bench: Bench, column: str) -> None:
    request = bench.ask()
    values = {
        "public_key": PrivateKey.generate().public().raw,
        "file_id": secrets.token_bytes(16),
        "person_id": bench.program.people["Ida Wells"].person_id,
        "made_at": NOON + timedelta(hours=1),
        "signature": bytes(64),
    }
    with bench.program.tips.transaction() as tips:
        row = tips.get_one(OpeningRequestRow, (bench.program.program_id, request))
        setattr(row, column, values[column])
        tips.add(row)

    with pytest.raises(NoSuchRequest):
        bench.hand_over(request, "Grace Hopper")


def test_a_half_that_was_swapped_or_changed_opens_nothing(bench: Bench) -> None:
    first, second = bench.ask(), bench.ask()
    for request in (first, second):
        for name in ("Grace Hopper", "Ida Wells"):
            bench.hand_over(request, name)
    with bench.program.tips.transaction() as tips:
        place = (bench.program.program_id, first, TeamKind.CUSTODIAN_A)
        half = tips.get_one(OpeningHalfRow, place)
        half.sealed = tips.get_one(
            OpeningHalfRow, (bench.program.program_id, second, TeamKind.CUSTODIAN_A)
        ).sealed
        tips.add(half)

    with pytest.raises(CannotOpen):
        bench.open(first)


def test_two_of_one_team_are_one(bench: Bench) -> None:
    bench.program.add("Alan Turing", Role.COORDINATOR, confirmed_by="Ada Byron")
    with bench.program.tips.transaction() as tips, bench.program.keys_store.transaction() as keys:
        appoint_by_root(
            tips,
            keys,
            program_id=bench.program.program_id,
            person_id=bench.program.people["Alan Turing"].person_id,
            team=TeamKind.CUSTODIAN_A,
            secret=bench.program.secret,
            now=NOON,
        )
    request = bench.ask()
    bench.hand_over(request, "Grace Hopper")
    bench.hand_over(request, "Alan Turing")
    with pytest.raises(NoGrant):
        bench.open(request)


def test_the_store_holds_no_word_of_why(bench: Bench) -> None:
    bench.ask()

    (row,) = bench.staff.rows(OpeningRequestRow)
    with bench.program.keys_store.read() as keys:
        (key,) = keys.exec(select(OpeningKeyRow)).all()
    assert WHY.encode() not in row.reason_a + row.reason_b + key.sealed
