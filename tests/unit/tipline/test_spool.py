"""The folder in which things wait: whole or not at all, once, in order, and never thrown away."""

import os
import resource
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.program import NOON
from tipline.log import Event
from tipline.spool import ABANDONED_SECONDS, ASIDE, LARGEST, MEGABYTE, UNFINISHED, Spool, Standing
from tipline.spool_errors import SpoolUnavailable
from tipline.spool_watch import Standings


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool" / "public", megabytes=1)


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders whose names were brought to the disk, as they are."""
    folders: list[Path] = []
    sync = os.fsync

    def noted(descriptor: int) -> None:
        sync(descriptor)
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            folders.append(Path(f"/proc/self/fd/{descriptor}").readlink())

    monkeypatch.setattr(os, "fsync", noted)
    return folders


def everything(spool: Spool) -> list[str]:
    return sorted(path.name for path in spool.folder.iterdir())


def test_what_is_put_is_there_under_its_name_for_its_owner_alone_and_nothing_lies_beside_it(
    spool: Spool,
) -> None:
    assert spool.put("2-b", b"second", now=NOON) is True
    assert spool.put("2-a", b"first", now=NOON) is True

    modes = [path.stat().st_mode & 0o777 for path in (spool.folder, *spool.folder.iterdir())]
    assert (spool.names(), spool.read("2-a"), everything(spool)) == (["2-a", "2-b"], b"first", ["2-a", "2-b"])
    assert modes == [0o700, 0o600, 0o600]


def test_whoever_is_told_that_something_is_kept_or_gone_is_told_what_is_on_the_disk(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool.put("a", b"first", now=NOON)
    done: list[str] = []
    sync = os.fsync

    def synced(descriptor: int) -> None:
        sync(descriptor)
        done.append("folder synced" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file synced")

    def told(what: str, deed: Callable[..., object]) -> Callable[..., object]:
        def do(*args: object, **how: object) -> object:
            done.append(what)
            return deed(*args, **how)

        return do

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "link", told("linked", os.link))
    monkeypatch.setattr(Path, "replace", told("renamed", Path.replace))
    monkeypatch.setattr(Path, "unlink", told("unlinked", Path.unlink))

    spool.put("b", b"second", now=NOON)
    put = [one for one in done if one != "unlinked"]
    done.clear()
    spool.replace("b", b"third", now=NOON)
    replaced = [one for one in done if one != "unlinked"]
    done.clear()
    spool.remove("b")

    assert put == ["file synced", "linked", "folder synced"]
    assert replaced == ["file synced", "renamed", "folder synced"]
    assert done == ["unlinked", "folder synced"]


def test_a_folder_that_had_to_be_made_is_on_the_disk_and_each_one_above_it_that_was_made_with_it(
    spool: Spool, synced: list[Path]
) -> None:
    spool.put("a", b"first", now=NOON)
    made = synced.copy()
    synced.clear()
    spool.put("b", b"second", now=NOON)

    assert made == [spool.folder.parent, spool.folder.parent.parent, spool.folder]
    assert synced == [spool.folder]


def test_what_is_laid_apart_is_on_the_disk_there_and_gone_from_where_it_was(
    spool: Spool, synced: list[Path]
) -> None:
    spool.put("a", b"spoilt", now=NOON)
    synced.clear()

    spool.set_aside("a")

    assert synced == [spool.folder / ASIDE, spool.folder]


def test_what_has_a_name_already_stays_as_it_was(spool: Spool) -> None:
    spool.put("a", b"first", now=NOON)

    again = spool.put("a", b"second", now=NOON)

    assert (again, spool.read("a"), everything(spool)) == (False, b"first", ["a"])


def test_a_file_can_be_replaced_and_removed(spool: Spool) -> None:
    spool.put("a", b"with a number", now=NOON)

    spool.replace("a", b"without", now=NOON)
    replaced = spool.read("a"), everything(spool)
    spool.remove("a")
    spool.remove("a")

    assert replaced == (b"without", ["a"])
    assert (spool.read("a"), spool.names()) == (None, [])


def test_a_file_tells_the_minute_in_which_it_came_and_not_the_second(spool: Spool) -> None:
    spool.put("a", b"a", now=datetime(2026, 11, 20, 14, 5, 59, tzinfo=UTC))
    spool.put("b", b"b", now=datetime(2026, 11, 20, 14, 7, 1, tzinfo=UTC))

    assert spool.standing() == Standing(2, datetime(2026, 11, 20, 14, 5, tzinfo=UTC), 0)


def test_what_is_more_than_the_limit_is_refused_until_something_has_left(spool: Spool) -> None:
    spool.put("a", bytes(600_000), now=NOON)

    with pytest.raises(SpoolUnavailable):
        spool.put("b", bytes(600_000), now=NOON)
    refused = everything(spool)
    spool.remove("a")

    assert (refused, spool.put("b", bytes(600_000), now=NOON)) == (["a"], True)


def test_what_fills_the_folder_to_its_last_byte_is_kept_and_one_byte_more_is_not(spool: Spool) -> None:
    spool.put("a", bytes(MEGABYTE), now=NOON)

    with pytest.raises(SpoolUnavailable):
        spool.put("b", b"b", now=NOON)

    assert everything(spool) == ["a"]


def test_what_lies_apart_leaves_its_room_to_what_comes(spool: Spool) -> None:
    spool.put("a", bytes(MEGABYTE), now=NOON)

    spool.set_aside("a")

    assert (spool.put("b", bytes(MEGABYTE), now=NOON), everything(spool)) == (True, [ASIDE, "b"])


def test_a_disk_that_is_full_keeps_nothing_of_a_file(spool: Spool) -> None:
    spool.put("a", b"a", now=NOON)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limits[1]))
    try:
        with pytest.raises(SpoolUnavailable):
            spool.put("b", bytes(5_000), now=NOON)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert everything(spool) == ["a"]


def test_a_folder_that_cannot_be_made_is_said_to_be_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    spool = Spool(tmp_path / "file" / "public", megabytes=1)

    for attempt in (lambda: spool.put("a", b"a", now=NOON), spool.check, spool.names):
        with pytest.raises(SpoolUnavailable):
            attempt()


def test_a_folder_that_is_there_and_takes_no_byte_is_said_to_be_unavailable(spool: Spool) -> None:
    spool.check()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        with pytest.raises(SpoolUnavailable):
            spool.check()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_checking_leaves_nothing_behind(spool: Spool) -> None:
    spool.check()

    assert everything(spool) == []


def test_what_cannot_be_delivered_lies_apart_and_is_counted(spool: Spool) -> None:
    spool.put("a", b"spoilt", now=NOON)

    spool.set_aside("a")

    assert (spool.names(), spool.standing()) == ([], Standing(0, None, 1))
    assert (spool.folder / ASIDE / "a").read_bytes() == b"spoilt"


def test_of_what_is_larger_than_any_file_of_ours_only_the_beginning_is_read(spool: Spool) -> None:
    spool.put("2-small", b"small", now=NOON)
    with (spool.folder / "2-huge").open("wb") as huge:
        huge.truncate(2 * LARGEST)

    assert (spool.read("2-small"), len(spool.read("2-huge") or b"")) == (b"small", LARGEST)


def test_a_link_is_neither_listed_nor_followed(spool: Spool, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"elsewhere")
    spool.put("2-ours", b"ours", now=NOON)
    (spool.folder / "2-link").symlink_to(tmp_path / "elsewhere")

    assert spool.names() == ["2-ours"]
    with pytest.raises(SpoolUnavailable):
        spool.read("2-link")


def test_what_somebody_was_writing_who_was_killed_lies_apart_after_ten_minutes(
    spool: Spool,
) -> None:
    spool.put("whole", b"whole", now=NOON)
    half = f".half.0123{UNFINISHED}"
    (spool.folder / half).write_bytes(b"ha")
    os.link(spool.folder / "whole", spool.folder / f".whole.4567{UNFINISHED}")

    at_once = spool.set_abandoned_aside(now=datetime.now(UTC))
    later = datetime.now(UTC) + timedelta(seconds=ABANDONED_SECONDS + 1)

    assert (at_once, spool.names(), spool.set_abandoned_aside(now=later)) == (0, ["whole"], 1)
    assert ((spool.folder / ASIDE / half).read_bytes(), spool.standing().aside) == (b"ha", 1)
    assert everything(spool) == [ASIDE, "whole"]


def test_only_one_process_delivers_at_a_time(spool: Spool) -> None:
    other = Spool(spool.folder, megabytes=1)

    with spool.turn() as ours, other.turn() as theirs:
        both = ours, theirs
    with other.turn() as afterwards:
        assert (both, afterwards) == ((True, False), True)


def test_the_alarm_counts_once_in_a_quarter_of_an_hour(
    spool: Spool, capfd: pytest.CaptureFixture[str]
) -> None:
    standings = Standings(spool)
    standings.tell(now=NOON)
    spool.put("a", b"a", now=NOON)
    spool.put("b", b"b", now=NOON)
    spool.set_aside("b")

    standings.tell(now=NOON.replace(minute=14))
    quiet = capfd.readouterr().err
    standings.tell(now=NOON.replace(minute=15))

    told = capfd.readouterr().err
    assert quiet == ""
    assert [
        told.count(f'"level": "alarm", "event": "{one}", "count": 1')
        for one in (Event.SPOOL_WAITS, Event.SPOOLED_SET_ASIDE)
    ] == [1, 1]
