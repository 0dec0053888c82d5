"""What somebody is barred from leaves the index that they share, and the file that they can open."""

from tests.program import NOON
from tests.unit.tipline.casework.barred import bar
from tests.unit.tipline.casework.case import ADA, GRACE, Told
from tests.unit.tipline.casework.search.searching import Searching
from tipline.casework.search.index_file import read_index
from tipline.casework.search.taking_out import take_out
from tipline.holdings import Holder
from tipline.vocabulary import TeamKind


def shut(searching: Searching, told: Told, by: Holder) -> None:
    case = searching.case
    bar(case, told, GRACE)
    take_out(
        searching.runtime,
        searching.rooms,
        team_id=case.special(TeamKind.INBOX),
        tips=[told.tip_id],
        by=by,
        program=case.keys(),
        now=NOON,
    )


def many(searching: Searching) -> Told:
    told = searching.case.tell("The zeppelin is full of guns.")
    for _ in range(101):
        searching.case.tell("Something else.")
    return told


def in_file(searching: Searching, by: Holder) -> str:
    """Every word of the file, as a holder of the team opens it."""
    case = searching.case
    with case.program.keys_store.read() as keys:
        index = read_index(
            searching.file(), keys, team_id=case.special(TeamKind.INBOX), by=by, program=case.keys()
        )
    assert index is not None
    return index.image().decode("latin-1")


def test_the_others_find_it_and_who_is_barred_does_not(searching: Searching) -> None:
    told, other = searching.case.tell("A zeppelin."), searching.case.tell("A zeppelin too.")
    ada, grace = searching.sign_in(ADA), searching.sign_in(GRACE)
    both = sorted([told.number, other.number])
    assert sorted(searching.found(grace, "zeppelin")) == both

    bar(searching.case, told, GRACE)
    before = searching.found(grace, "zeppelin")
    shut(searching, told, ada)

    assert before == searching.found(grace, "zeppelin") == [other.number]
    assert sorted(searching.found(ada, "zeppelin")) == both
    room = searching.rooms.of_team(searching.case.program.program_id, searching.case.special(TeamKind.INBOX))
    assert room is not None
    assert room.index is not None
    assert told.tip_id not in room.index.seen()


def test_its_words_leave_the_file_where_nobody_has_it_open(quick_searching: Searching) -> None:
    told = many(quick_searching)
    ada = quick_searching.sign_in(ADA)
    quick_searching.search(ada, "zeppelin")
    assert "zeppelin" in in_file(quick_searching, quick_searching.case.by(GRACE))
    another = quick_searching.another_process()

    shut(another, told, another.sign_in(ADA))

    assert "zeppelin" not in in_file(another, another.case.by(GRACE))


def test_its_words_leave_the_file_of_an_index_that_is_open(quick_searching: Searching) -> None:
    told = many(quick_searching)
    ada = quick_searching.sign_in(ADA)
    quick_searching.search(ada, "zeppelin")

    shut(quick_searching, told, ada)
    gone = not any((quick_searching.runtime.settings.data / "search").iterdir())

    assert gone
    quick_searching.search(ada, "something")
    room = quick_searching.rooms.of_team(ada.program_id, quick_searching.case.special(TeamKind.INBOX))
    assert room is not None
    if room.reader is not None:
        room.reader.join()
    assert "zeppelin" not in in_file(quick_searching, quick_searching.case.by(GRACE))
