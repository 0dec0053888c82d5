import secrets
import shutil

import pytest

from tests.program import NOON
from tests.unit.cli.terminal import Terminal
from tipline import key_files
from tipline.settings import Settings
from tipline.spool import Spool
from tipline.store.db import open_store
from tipline.store.program_tables import MemberRow
from tipline.vocabulary import PersonId, Process, StoreName, TeamKind, team_id


def problems(terminal: Terminal) -> list[str]:
    """What the doctor calls a problem."""
    result = terminal.run("doctor")
    found = [
        line.removeprefix("PROBLEM").strip()
        for line in result.stdout.splitlines()
        if line.startswith("PROBLEM")
    ]
    assert result.exit_code == (1 if found else 0)
    return found


def settings(terminal: Terminal) -> Settings:
    return Settings.load(terminal.folder)


@pytest.fixture
def sound(terminal: Terminal) -> Terminal:
    """A deployment in which nothing is wrong."""
    terminal.found()
    terminal.do("keys", "carrier", "--account-sid", "AC1", typed="token\n")
    terminal.do("keys", "lock", typed="correct horse\n")
    return terminal


def test_a_sound_deployment_has_no_problem(sound: Terminal) -> None:
    assert problems(sound) == []


def test_sqlites_limits_are_said(sound: Terminal) -> None:
    assert "who may do what is a rule of the code" in sound.do("doctor")


def test_an_open_gateway_file_is_a_problem(terminal: Terminal) -> None:
    terminal.found()

    [found] = problems(terminal)

    assert "tipline keys lock gateway" in found


def test_a_secret_that_lies_here_is_a_problem(sound: Terminal) -> None:
    (sound.folder / "root.key").write_text("{}")

    [found] = problems(sound)

    assert "recovery secret" in found


def test_files_that_others_may_read_or_change_are_problems(sound: Terminal) -> None:
    public = settings(sound).key_folder(key_files.PUBLIC) / "public.json"
    public.chmod(0o644)
    (sound.folder / "roots.toml").chmod(0o666)
    sound.folder.chmod(0o755)

    found = problems(sound)

    assert [any(word in line for line in found) for word in ("public.json", "roots.toml", "chmod 700")] == [
        True
    ] * 3


def test_a_key_where_it_must_not_be_is_a_problem(sound: Terminal) -> None:
    (settings(sound).key_folder(key_files.PUBLIC) / "gateway.json").write_text("{}")

    [found] = problems(sound)

    assert "must not be" in found


def test_a_store_at_no_version_is_a_problem(sound: Terminal) -> None:
    (sound.folder / "ledger.db").unlink()

    [found] = problems(sound)

    assert "ledger" in found


def test_a_member_that_somebody_added_is_a_problem(sound: Terminal) -> None:
    [program_id] = settings(sound).roots
    store = open_store(StoreName.TIPS, settings(sound).store_url(StoreName.TIPS))
    with store.transaction() as tips:
        tips.add(
            MemberRow(
                program_id=program_id,
                team_id=team_id(program_id, TeamKind.INBOX),
                person_id=PersonId(secrets.token_bytes(16)),
            )
        )
    store.close()

    [found] = problems(sound)

    assert "1 x member" in found


def test_a_program_without_a_root_is_a_problem(sound: Terminal) -> None:
    sound.do("program", "add", "Halton", "--keyword", "HAL")

    [found] = problems(sound)

    assert "Halton has no root" in found


def test_a_founding_that_is_not_done_is_a_problem(terminal: Terminal) -> None:
    terminal.do("program", "add", "Toronto", "--keyword", "TOR")
    terminal.do("keys", "init")
    terminal.add("Ada Byron", "coordinator")

    found = problems(terminal)

    assert any("1 of 2 people hold the inbox" in line for line in found)
    assert any("nobody is of integrity" in line for line in found)


def test_a_spool_that_cannot_be_written_or_holds_what_nobody_could_deliver_is_a_problem(
    sound: Terminal,
) -> None:
    folder = settings(sound).spool(Process.PUBLIC)
    spool = Spool(folder, megabytes=1)
    spool.put("a", b"a", now=NOON)
    spool.put("b", b"b", now=NOON)
    spool.set_aside("b")

    (aside,) = problems(sound)
    told = sound.run("doctor").stdout
    shutil.rmtree(folder)
    folder.write_text("in the way")
    (unwritable,) = problems(sound)

    assert aside.startswith(f"1 in {folder}/aside could not be delivered.")
    assert ("1 wait in it" in told, f"{folder} is on the disk of the tips store" in told) == (True, True)
    assert unwritable.startswith(f"{folder} cannot be written")
