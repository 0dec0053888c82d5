import secrets
from datetime import UTC, datetime

import pytest

from crypto.context import Purpose, context
from crypto.keys import PrivateKey
from crypto.sealing import seal_record
from crypto.stream import FileSealer
from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, GRACE, IDA
from tests.unit.tipline.casework.search.searching import Searching
from tests.unit.tipline.casework.search.test_index import SECRET, an_entry
from tipline.casework.search import update
from tipline.casework.search.index import Index
from tipline.casework.search.index_file import place_of, read_index, write_index
from tipline.vocabulary import TeamKind


def an_index() -> Index:
    index = Index.empty()
    index.put(
        [an_entry(f"he is called {SECRET}"), *(an_entry(f"a grey van {count}") for count in range(400))]
    )
    return index


def written(searching: Searching, index: Index, *, kind: TeamKind = TeamKind.INBOX) -> None:
    case = searching.case
    team = case.special(kind)
    path = place_of(searching.runtime.settings.data, team)
    write_index(path, index, team_id=team, by=case.by(ADA), program=case.keys(), now=NOON)


def read(searching: Searching, name: str, *, kind: TeamKind = TeamKind.INBOX) -> Index | None:
    case = searching.case
    team = case.special(kind)
    path = place_of(searching.runtime.settings.data, team)
    with case.program.keys_store.read() as keys:
        return read_index(path, keys, team_id=team, by=case.by(name), program=case.keys())


def test_every_holder_of_the_team_opens_the_file_and_nobody_else(searching: Searching) -> None:
    index = an_index()

    written(searching, index)

    opened = [read(searching, name) for name in (ADA, GRACE, IDA)]
    assert [one.seen() if one else None for one in opened] == [index.seen(), index.seen(), None]


def test_the_file_tells_nothing_and_is_its_owners_alone(quick_searching: Searching) -> None:
    written(quick_searching, an_index())

    path = quick_searching.file()
    content = path.read_bytes()
    assert SECRET.encode() in an_index().image()
    assert SECRET.lower().encode() not in content.lower()
    assert b"grey" not in content
    assert b"SQLite format" not in content
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert datetime.fromtimestamp(path.stat().st_mtime, UTC) == NOON.replace(hour=0)


@pytest.mark.parametrize("place", [0, 17, 100, 1500, 2000, 60_000, -1])
def test_a_file_that_was_changed_anywhere_is_none(quick_searching: Searching, place: int) -> None:
    written(quick_searching, an_index())
    path = quick_searching.file()
    content = bytearray(path.read_bytes())

    content[place] ^= 1
    path.write_bytes(content)

    assert read(quick_searching, ADA) is None


@pytest.mark.parametrize("length", [0, 10, 19, 20, 900, 3000])
def test_a_file_that_was_cut_short_is_none(quick_searching: Searching, length: int) -> None:
    written(quick_searching, an_index())
    path = quick_searching.file()

    path.write_bytes(path.read_bytes()[:length])

    assert read(quick_searching, ADA) is None


def test_a_file_that_stands_in_another_teams_place_is_none(quick_searching: Searching) -> None:
    written(quick_searching, an_index())
    case = quick_searching.case
    path = quick_searching.file()

    path.rename(place_of(quick_searching.runtime.settings.data, case.special(TeamKind.INTEGRITY)))

    assert [read(quick_searching, name, kind=TeamKind.INTEGRITY) for name in (ADA, IDA)] == [None, None]


@pytest.mark.parametrize("writer", ["a stranger", IDA])
def test_a_file_that_no_holder_of_the_team_has_signed_is_none(
    quick_searching: Searching, writer: str
) -> None:
    """Anybody can seal to a public key; whoever writes the folder must not choose what is found."""
    case = quick_searching.case
    written(quick_searching, an_index())
    team = case.special(TeamKind.INBOX)
    epoch = case.keys().epoch(team, NOON.date())
    place = context(Purpose.SEARCH, case.program.program_id, team, epoch.epoch_id)
    key = secrets.token_bytes(32)
    by, signer = (
        (case.person(ADA), PrivateKey.generate().signing())
        if writer != IDA
        else (case.person(IDA), case.by(IDA).holdings.signing())
    )
    head = seal_record(key + by, epoch.public, by=signer, context=place)
    sealer = FileSealer(key, context=place)
    forged = sealer.update(an_index().image()) + sealer.finalize()

    quick_searching.file().write_bytes(epoch.epoch_id + len(head).to_bytes(4, "big") + head + forged)

    assert read(quick_searching, ADA) is None


def test_the_next_process_reads_what_was_kept_and_opens_only_what_is_new(
    searching: Searching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(update, "SAVED_FROM", 2)
    case = searching.case
    first, second = case.tell("A grey van."), case.tell("A grey door.")
    ada = searching.sign_in(ADA)
    searching.found(ada, "grey")
    (room,) = [room for _, room in searching.prepare(ada, "grey").searched]
    assert room is not None
    if room.reader is not None:
        room.reader.join()
    searching.runtime.holders.drop_all()
    third = case.tell("A red van.")

    later = searching.another_process()
    grace = later.sign_in(GRACE)

    assert sorted(later.found(grace, "van")) == sorted([first.number, third.number])
    assert later.found(grace, "door") == [second.number]
    assert [detail for action, _, _, detail in case.trail() if action == "indexed"] == ["2 tips", "1 tip"]
    later.runtime.holders.drop_all()


def test_what_is_gone_from_the_store_is_gone_from_the_file_with_the_next_search(
    quick_searching: Searching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(update, "SAVED_FROM", 1)
    case = quick_searching.case
    written(quick_searching, an_index())
    case.tell("A grey door.")
    ada = quick_searching.sign_in(ADA)

    quick_searching.found(ada, "grey")

    (room,) = [room for _, room in quick_searching.prepare(ada, "grey").searched]
    assert room is not None
    if room.reader is not None:
        room.reader.join()
    kept = read(quick_searching, GRACE)
    assert kept is not None
    assert len(kept.seen()) == 1
    assert SECRET.lower().encode() not in kept.image().lower()


def test_a_folder_that_cannot_be_written_leaves_the_search_as_it_is(
    quick_searching: Searching, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(update, "SAVED_FROM", 1)
    told = quick_searching.case.tell("A grey van.")
    (quick_searching.runtime.settings.data / "search").write_text("in the way")

    ada = quick_searching.sign_in(ADA)
    found = quick_searching.found(ada, "van")

    (room,) = [room for _, room in quick_searching.prepare(ada, "van").searched]
    assert room is not None
    if room.reader is not None:
        room.reader.join()
    assert found == [told.number]
    assert '"event": "failed"' in capsys.readouterr().err
