from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from crypto.keys import PrivateKey
from tests.databases import Stores
from tests.program import NOON, FoundedProgram, found
from tipline.gateway_months import publish, publish_everywhere
from tipline.key_files import GatewayKeys, ensure_months
from tipline.store.program_tables import GatewayKeyRow
from tipline.vocabulary import Month


@pytest.fixture
def program(stores: Stores) -> FoundedProgram:
    return found(stores)


def published(program: FoundedProgram, keys: GatewayKeys) -> int:
    return program.tips.write_now(lambda connection: publish(connection, keys, program.program_id))


def test_what_is_published_is_not_written_again(program: FoundedProgram) -> None:
    assert published(program, program.gateway) == 0


def test_a_forgotten_month_goes_and_a_new_one_comes(program: FoundedProgram) -> None:
    later = ensure_months(program.gateway, NOON + timedelta(days=60))

    count = published(program, later)

    assert count == 2
    assert sorted(program.keys().gateway_months) == [202612, 202701, 202702]
    assert program.keys().alarms == ()


def test_a_row_that_somebody_swapped_is_put_right(program: FoundedProgram) -> None:
    with program.tips.transaction() as tips:
        row = tips.exec(select(GatewayKeyRow).where(GatewayKeyRow.month == 202611)).one()
        row.public_key = PrivateKey.generate().public().raw
        tips.add(row)

    published(program, program.gateway)

    own = program.gateway.month_keys()[Month(202611)].public()
    assert (program.keys().gateway_key(Month(202611)), program.keys().alarms) == (own, ())


def test_every_program_gets_it(program: FoundedProgram, stores: Stores) -> None:
    other = found(stores, name="Other", keyword="OTH", people=False)
    fresh = ensure_months(replace(program.gateway, months={}), NOON)

    count = program.tips.write_now(lambda connection: publish_everywhere(connection, fresh))

    assert count == 4
    assert program.keys().gateway_key(Month(202611)) == fresh.month_keys()[Month(202611)].public()
    assert [alarm.kind.value for alarm in other.keys().alarms] == ["gateway-month", "gateway-month"]
