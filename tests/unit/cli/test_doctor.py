"""The doctor of a whole deployment: what is as it should be, and each thing that is not."""

import re
import secrets
import shutil
from pathlib import Path
from typing import Final

import pytest

from cli import doctor_files
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


NAME: Final = "Toronto Crime Stoppers"


def said(terminal: Terminal) -> list[str]:
    """All that the doctor says, each by its grade and its first words: what a colleague reads off it."""
    lines = terminal.run("doctor").stdout.replace(str(terminal.folder), "~").splitlines()
    return [re.split(r"[,.] ", line, maxsplit=1)[0].rstrip(".") for line in lines]


def test_a_sound_deployment_has_no_problem_and_all_of_it_was_looked_at(
    sound: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor_files, "SWAPS", sound.folder / "no swaps")

    assert problems(sound) == []
    assert said(sound) == [
        "ok      ~ is its owner's alone",
        "ok      ~/keys/public/public.json is the public process's",
        "ok      The gateway's key file is locked: it asks for its passphrase at the start",
        "note    sms_public_url is not set: the gateway needs it to check the carrier's signatures",
        "ok      ~/keys/gateway/gateway.json is the gateway process's",
        "ok      ~/keys/console/console.json is the console process's",
        "ok      ~/keys/ledger/ledger.json is the console process's",
        "note    smtp_host is not set: nobody of the staff is told anything by mail",
        "note    The console does not run here now",
        "ok      ~/spool/public can be written",
        "note    ~/spool/public is on the disk of the tips store: it helps where the store is locked",
        "ok      ~/spool/gateway can be written",
        "note    ~/spool/gateway is on the disk of the tips store: it helps where the store is locked",
        "ok      The tips store is at this program's version",
        "note    The stores are SQLite files: who may do what is a rule of the code",
        "ok      The keys store is at this program's version",
        "ok      The vault store is at this program's version",
        "ok      The ledger store is at this program's version",
        f"ok      {NAME}: 2 hold the inbox",
        f"ok      {NAME}: inbox has keys for this month and three ahead",
        f"ok      {NAME}: integrity has keys for this month and three ahead",
        f"note    {NAME} takes no files: nobody of custodian-a or of custodian-b has signed in yet",
    ]


def test_where_nothing_is_yet_the_doctor_says_what_comes_next(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert "There is no program yet. Run: tipline program add" in terminal.run("doctor").stdout

    monkeypatch.setenv("TIPLINE_DATA", str(tmp_path / "nowhere"))

    assert problems(terminal) == [f"There is no folder {tmp_path / 'nowhere'}. Run: tipline migrate"]


def test_no_root_is_a_problem(sound: Terminal) -> None:
    (sound.folder / "roots.toml").unlink()

    assert [line.partition(".")[0] for line in problems(sound)] == [
        "No program has a root in roots",
        f"{NAME} has no root in roots",
    ]


def test_a_store_that_others_can_read_is_a_problem(sound: Terminal) -> None:
    sound.folder.chmod(0o711)
    (sound.folder / "vault.db").chmod(0o644)

    found = problems(sound)

    vault = sound.folder / "vault.db"
    assert f"{vault} can be read by others. Run: chmod 600 {vault}" in found


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
