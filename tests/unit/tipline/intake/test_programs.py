from collections.abc import Callable
from datetime import timedelta

import anyio
import pytest

from tests.databases import Stores
from tests.program import NOON, OUTSIDE, FoundedProgram, found
from tipline.access.programs import add_program
from tipline.errors import NoProvenKey, NoSuchProgram, StoreUnavailable
from tipline.intake import programs as module
from tipline.intake.programs import Desk, Programs
from tipline.keyring import Keyring
from tipline.store.program_tables import ProgramRow
from tipline.vocabulary import ProgramId


@pytest.fixture
def program(sqlite_stores: Stores) -> FoundedProgram:
    return found(sqlite_stores)


@pytest.fixture
def programs(program: FoundedProgram) -> Programs:
    return Programs(program.tips, Keyring(program.roots))


def rename(program: FoundedProgram, name: str) -> None:
    with program.tips.transaction() as session:
        session.get_one(ProgramRow, program.program_id).name = name


def desk_at(programs: Programs, slug: str, *, seconds: float = 0) -> Desk:
    async def get() -> Desk:
        return await programs.by_slug(slug, now=NOON + timedelta(seconds=seconds))

    return anyio.run(get)


def test_a_program_is_found_by_its_address_in_any_case(programs: Programs, program: FoundedProgram) -> None:
    desk = desk_at(programs, "Toronto-Crime-Stoppers")

    assert (desk.program.program_id, desk.program.name) == (program.program_id, "Toronto Crime Stoppers")
    assert (desk.program.number_prefix, desk.program.zone.key) == ("TOR", "America/Toronto")
    assert desk.keys.program_id == program.program_id


@pytest.mark.parametrize("slug", ["", "nowhere", "toronto crime stoppers", "../toronto-crime-stoppers"])
def test_an_address_of_no_program_is_refused(programs: Programs, slug: str) -> None:
    with pytest.raises(NoSuchProgram):
        desk_at(programs, slug)


def test_an_id_of_no_program_is_refused(programs: Programs) -> None:
    async def get() -> Desk:
        return await programs.by_id(ProgramId(bytes(16)), now=NOON)

    with pytest.raises(NoSuchProgram):
        anyio.run(get)


def test_a_program_is_read_again_after_ten_seconds_and_not_before(
    programs: Programs, program: FoundedProgram
) -> None:
    desk_at(programs, "toronto-crime-stoppers")
    rename(program, "Another Name")

    names = [desk_at(programs, "toronto-crime-stoppers", seconds=after).program.name for after in (9.9, 10)]

    assert names == ["Toronto Crime Stoppers", "Another Name"]


def test_while_the_store_is_away_what_is_remembered_serves_for_a_day(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk_at(programs, "toronto-crime-stoppers")

    def away(*_: object, **__: object) -> None:
        raise StoreUnavailable(programs._store.name)

    monkeypatch.setattr(programs._store, "read", away)

    assert (
        desk_at(programs, "toronto-crime-stoppers", seconds=86_399).program.name == "Toronto Crime Stoppers"
    )
    with pytest.raises(StoreUnavailable):
        desk_at(programs, "toronto-crime-stoppers", seconds=86_401)


@pytest.mark.parametrize(
    ("keyword", "prefix"),
    [("TOR", "TOR"), ("peel", "PEEL"), ("LONGKEYWORD", "LONGKE"), ("911", "TIP"), ("É1", "TIP")],
)
def test_tip_numbers_begin_with_the_letters_of_the_keyword(
    programs: Programs, keyword: str, prefix: str, change: Callable[[str], Desk]
) -> None:
    assert change(keyword).program.number_prefix == prefix


@pytest.fixture
def change(program: FoundedProgram) -> Callable[[str], Desk]:
    """The program's desk with another keyword."""

    def changed(keyword: str) -> Desk:
        with program.tips.transaction() as session:
            session.get_one(ProgramRow, program.program_id).keyword = keyword
        with program.tips.read() as session:
            return module.read_desk(session, program.program_id, keys=program.keys())

    return changed


@pytest.mark.parametrize("slug", ["/evil.example", "evil.example", "toronto?x=", ""])
def test_a_program_whose_address_was_changed_to_lead_elsewhere_is_not_listed(
    programs: Programs, program: FoundedProgram, slug: str
) -> None:
    with program.tips.transaction() as session:
        session.get_one(ProgramRow, program.program_id).slug = slug

    async def listed() -> list[str]:
        return [one.slug for one in await programs.listed(now=NOON)]

    assert anyio.run(listed) == []


def test_a_program_that_is_still_being_founded_is_offered_to_nobody(
    programs: Programs, program: FoundedProgram
) -> None:
    with program.tips.transaction() as session:
        add_program(
            session, name="Peel Crime Stoppers", time_zone="America/Toronto", keyword="PEEL", outside=OUTSIDE
        )

    async def listed() -> list[str]:
        return [one.slug for one in await programs.listed(now=NOON)]

    assert anyio.run(listed) == ["toronto-crime-stoppers"]
    with pytest.raises(NoProvenKey):
        desk_at(programs, "peel-crime-stoppers")
