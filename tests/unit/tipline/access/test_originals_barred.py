"""Who is barred from a tip asks for no original of it, opens none, and is handed and hands over no half."""

import pytest
from sqlmodel import select

from tests.program import NOON
from tests.unit.tipline.access.test_originals import Bench, bench
from tipline.access.originals import NoSuchRequest, end_requests
from tipline.errors import NoGrant
from tipline.store.bar_tables import TipBarRow
from tipline.store.opening_tables import OpeningHalfRow, OpeningKeyRow

__all__ = ["bench"]

ADA, GRACE, IDA = "Ada Byron", "Grace Hopper", "Ida Wells"


def bar(bench: Bench, name: str) -> None:
    with bench.program.tips.transaction() as tips:
        row = TipBarRow(
            program_id=bench.program.program_id,
            tip_id=bench.file.tip_id,
            person_id=bench.program.people[name].person_id,
            day=NOON.date(),
        )
        tips.add(row)


def test_who_is_barred_asks_for_no_original(bench: Bench) -> None:
    bar(bench, ADA)

    with pytest.raises(NoSuchRequest):
        bench.ask()


def test_nothing_is_handed_to_who_was_barred_since_and_they_open_nothing(bench: Bench) -> None:
    request = bench.ask()
    bench.hand_over(request, GRACE)
    bar(bench, ADA)

    with pytest.raises(NoSuchRequest):
        bench.hand_over(request, IDA)
    with pytest.raises(NoSuchRequest):
        bench.open(request)

    with bench.program.tips.read() as session:
        assert [row.person_id for row in session.exec(select(OpeningHalfRow))] == [
            bench.program.people[GRACE].person_id
        ]


def test_a_custodian_who_is_barred_neither_reads_why_nor_hands_over(bench: Bench) -> None:
    request = bench.ask()
    bar(bench, GRACE)

    with pytest.raises(NoSuchRequest):
        bench.reason(request, GRACE)
    with pytest.raises(NoSuchRequest):
        bench.hand_over(request, GRACE)

    assert bench.reason(request, IDA)


def test_the_keys_of_what_somebody_asked_for_are_destroyed_and_no_other(bench: Bench) -> None:
    request = bench.ask()
    bench.ask(by=GRACE)
    for name in (GRACE, IDA):
        bench.hand_over(request, name)

    program_id, ada = bench.program.program_id, bench.program.people[ADA].person_id
    with bench.program.keys_store.transaction() as keys:
        end_requests(keys, program_id=program_id, person_id=ada)

    with pytest.raises(NoGrant):
        bench.open(request)
    with bench.program.keys_store.read() as keys:
        left = [row.person_id for row in keys.exec(select(OpeningKeyRow))]
    assert left == [bench.program.people[GRACE].person_id]
