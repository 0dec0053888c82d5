import pytest
from sqlmodel import select

from tests.databases import Stores
from tests.program import OUTSIDE
from tipline.access.programs import PATHS, add_line, add_program, find_program, programs, slug_of
from tipline.errors import NameTaken, NoSuchProgram, Unsuitable
from tipline.private import Address, PhoneNumber
from tipline.store.program_tables import LineRow, ProgramRow, TeamRow
from tipline.vocabulary import ProgramId, TeamKind, team_id

SHARED, OWN = Address.read("274637"), Address.read("+14165550100")


def add(
    stores: Stores, name: str = "Toronto Crime Stoppers", keyword: str = "TOR", **values: object
) -> ProgramRow:
    facts = {"time_zone": "America/Toronto", "outside": OUTSIDE} | values
    with stores.tips.transaction() as tips:
        return add_program(tips, name=name, keyword=keyword, **facts)  # type: ignore[arg-type]  # by name


def lines(stores: Stores, program: ProgramRow) -> set[tuple[str, bool]]:
    with stores.tips.read() as tips:
        rows = tips.exec(select(LineRow).where(LineRow.program_id == program.program_id))
        return {(line.number, line.first) for line in rows}


def test_a_program_has_an_address_an_inbox_and_an_integrity_team(stores: Stores) -> None:
    program = add(stores, numbers=[SHARED, OWN], keyword="tor")

    assert (program.slug, program.keyword, program.languages) == ("toronto-crime-stoppers", "TOR", "en,fr")
    assert lines(stores, program) == {("274637", True), ("+14165550100", True)}
    with stores.tips.read() as tips:
        teams = {team.team_id: team.kind for team in tips.exec(select(TeamRow))}
    assert teams == {
        team_id(program.program_id, TeamKind.INBOX): TeamKind.INBOX,
        team_id(program.program_id, TeamKind.INTEGRITY): TeamKind.INTEGRITY,
    }


def test_a_number_of_two_programs_is_shared_and_the_first_has_what_no_keyword_names(stores: Stores) -> None:
    toronto = add(stores, numbers=[SHARED])
    halton = add(stores, "Halton", "HAL", numbers=[SHARED])

    assert lines(stores, toronto) == {("274637", True)}
    assert lines(stores, halton) == {("274637", False)}


def test_two_programs_on_a_number_need_two_keywords(stores: Stores) -> None:
    add(stores, numbers=[SHARED])

    with pytest.raises(NameTaken):
        add(stores, "Torbay", "TOR", numbers=[SHARED])

    add(stores, "Torbay", "TOR", numbers=[OWN])


def test_a_program_that_is_open_gets_another_number_once(stores: Stores) -> None:
    toronto = add(stores, numbers=[SHARED])

    with stores.tips.transaction() as tips:
        added = [add_line(tips, toronto, number) for number in (OWN, OWN, SHARED)]

    assert added == [True, False, False]
    assert lines(stores, toronto) == {("274637", True), ("+14165550100", True)}


def test_another_number_needs_another_keyword_too(stores: Stores) -> None:
    add(stores, numbers=[SHARED])
    torbay = add(stores, "Torbay", "TOR", numbers=[OWN])

    with pytest.raises(NameTaken), stores.tips.transaction() as tips:
        add_line(tips, torbay, SHARED)


def test_an_address_is_given_once(stores: Stores) -> None:
    add(stores)

    with pytest.raises(NameTaken):
        add(stores, "Another", "ANO", slug="toronto-crime-stoppers")
    with stores.tips.read() as tips:
        assert [program.name for program in programs(tips)] == ["Toronto Crime Stoppers"]


@pytest.mark.parametrize(
    "slug",
    [*sorted(PATHS), "en", "fr", "so", "x", "-a", "A", "a b", "é", "a" * 41, ""],
)
def test_an_address_that_is_a_page_or_no_address_is_refused(sqlite_stores: Stores, slug: str) -> None:
    with pytest.raises(Unsuitable) as refused:
        add(sqlite_stores, slug=slug)

    assert refused.value.what == "slug"


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "Two\x00"}, "name"),
        ({"keyword": "STOP"}, "keyword"),
        ({"keyword": "T1"}, "keyword"),
        ({"keyword": "É"}, "keyword"),
        ({"keyword": "A" * 13}, "keyword"),
        ({"time_zone": "Toronto"}, "time_zone"),
        ({"languages": ["english"]}, "languages"),
        ({"languages": []}, "languages"),
        ({"phone": "1" * 25}, "phone"),
    ],
)
def test_what_cannot_be_used_is_named(sqlite_stores: Stores, values: dict[str, object], what: str) -> None:
    facts: dict[str, object] = {"name": "Toronto", "keyword": "TOR"} | values
    with pytest.raises(Unsuitable) as refused:
        add(sqlite_stores, **facts)  # type: ignore[arg-type]  # by name

    assert refused.value.what == what


def test_an_address_is_made_from_the_name() -> None:
    assert slug_of("Échec au crime — Québec!") == "echec-au-crime-quebec"


def test_the_only_program_needs_no_name_and_one_of_several_does(stores: Stores) -> None:
    toronto = add(stores)
    with stores.tips.read() as tips:
        assert find_program(tips, None).program_id == toronto.program_id
    halton = add(stores, "Halton", "HAL")

    with stores.tips.read() as tips:
        assert find_program(tips, "halton").program_id == halton.program_id
        for slug in (None, "elsewhere"):
            with pytest.raises(NoSuchProgram):
                find_program(tips, slug)


def test_a_program_can_have_the_id_of_a_root_that_was_made_before(stores: Stores) -> None:
    assert add(stores, program_id=ProgramId(b"p" * 16)).program_id == b"p" * 16


def test_a_program_has_a_number_outside_that_is_no_short_code(stores: Stores) -> None:
    with pytest.raises(Unsuitable) as refused:
        add(stores, outside=PhoneNumber(SHARED.wire))

    assert refused.value.what == "outside"
    assert add(stores).outside == OUTSIDE.e164
