from tests.databases import Stores
from tests.program import found
from tests.unit.sms.gateway import OWN, SHARED, two_programs
from tipline.access.programs import add_program
from tipline.intake.lines import read_lines
from tipline.private import PhoneNumber

TO_COME = "+14165550102"


def add_peel(stores: Stores, *numbers: str) -> None:
    """A program that nobody has founded yet."""
    with stores.tips.transaction() as tips:
        add_program(
            tips,
            name="Peel Crime Stoppers",
            time_zone="America/Toronto",
            keyword="PEEL",
            numbers=[PhoneNumber(number) for number in numbers],
        )


def keywords(stores: Stores) -> dict[str, tuple[str, ...]]:
    return {number: line.keywords for number, line in read_lines(stores.tips).items()}


def test_a_shared_line_offers_every_program_that_is_founded(stores: Stores) -> None:
    two_programs(stores)

    assert keywords(stores) == {SHARED: ("TOR", "PEEL"), OWN: ("TOR",)}


def test_a_program_that_is_not_founded_yet_is_offered_on_no_line(stores: Stores) -> None:
    found(stores, numbers=(SHARED, OWN))

    add_peel(stores, SHARED, OWN)

    assert keywords(stores) == {SHARED: ("TOR",), OWN: ("TOR",)}


def test_a_line_that_only_a_program_to_come_has_is_still_a_line_of_ours(stores: Stores) -> None:
    add_peel(stores, TO_COME)

    assert keywords(stores) == {TO_COME: ("PEEL",)}
