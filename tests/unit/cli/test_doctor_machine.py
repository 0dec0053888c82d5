"""The doctor looks at what a machine has and lacks: key files, credentials, swap, and room in the spools."""

import shutil
from pathlib import Path

import pytest

from cli import doctor_files
from cli.doctor_files import look_at_files
from cli.doctor_spool import look_at_spools
from cli.findings import Grade
from tests.program import NOON
from tests.unit.cli.terminal import Terminal
from tipline import key_files
from tipline.settings import Settings
from tipline.spool import Spool
from tipline.vocabulary import Process


@pytest.fixture
def settings(terminal: Terminal) -> Settings:
    """A deployment with keys: the gateway's lie open, and know no carrier."""
    terminal.do("keys", "init")
    return Settings.load(terminal.folder)


def about(settings: Settings, piece: str) -> list[tuple[Grade, str]]:
    """What is said of something, up to the first colon, and how grave it is."""
    found = [*look_at_files(settings), *look_at_spools(settings)]
    return [(one.grade, one.words.partition(":")[0]) for one in found if piece in one.words]


def test_a_key_file_that_is_not_here_is_said_to_be_right_where_its_process_is_elsewhere(
    settings: Settings,
) -> None:
    path = settings.key_folder(key_files.PUBLIC) / "public.json"
    path.unlink()

    assert about(settings, str(path)) == [(Grade.NOTE, f"No {path} here")]


def test_a_gateway_that_has_no_carrier_yet_is_said(settings: Settings, terminal: Terminal) -> None:
    before = about(settings, "carrier's account")
    terminal.do("keys", "carrier", "--account-sid", "AC1", typed="token\n")

    assert before == [(Grade.NOTE, "The gateway's key file has no carrier's account yet")]
    assert about(settings, "carrier's account") == []


def test_a_gateway_whose_keys_come_as_a_credential_lies_open_on_no_disk(
    settings: Settings, tmp_path: Path
) -> None:
    credentials = tmp_path / "credentials"
    shutil.copytree(settings.key_folder(key_files.GATEWAY), credentials)
    (credentials / "gateway.json").chmod(0o644)
    by_systemd = settings.model_copy(update={"credentials": credentials})

    assert about(settings, "The gateway's key file")[0][0] is Grade.PROBLEM
    assert about(by_systemd, "The gateway's key file") == [
        (Grade.GOOD, "The gateway's key file comes as a credential")
    ]
    assert about(by_systemd, "can be read by others") == []


def test_the_address_at_which_the_carrier_finds_us_is_asked_for(settings: Settings) -> None:
    public = settings.model_copy(update={"sms_public_url": "https://tips.example"})

    assert about(settings, "sms_public_url") == [(Grade.NOTE, "sms_public_url is not set")]
    assert about(public, "sms_public_url") == []


def test_a_machine_that_swaps_is_told_of(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    swaps = tmp_path / "swaps"
    monkeypatch.setattr(doctor_files, "SWAPS", swaps)
    swaps.write_text("Filename Type Size Used Priority\n")
    without = about(settings, "This machine swaps")
    swaps.write_text("Filename Type Size Used Priority\n/dev/sda2 partition 1 0 -2\n")

    assert (without, about(settings, "This machine swaps")) == ([], [(Grade.NOTE, "This machine swaps")])


@pytest.mark.parametrize("process", [Process.PUBLIC, Process.GATEWAY])
def test_each_doors_spool_is_looked_at(settings: Settings, process: Process) -> None:
    spool = Spool(settings.spool(process), megabytes=1)
    spool.put("a", b"a", now=NOON)
    spool.set_aside("a")

    assert [
        (grade, said.partition(" could")[0]) for grade, said in about(settings, "could not be delivered")
    ] == [(Grade.PROBLEM, f"1 in {spool.folder}/aside")]


def test_a_disk_with_less_room_than_a_spool_may_take_is_told_of(settings: Settings) -> None:
    greedy = settings.model_copy(update={"spool_megabytes": 10**12})

    assert (about(settings, "less than"), len(about(greedy, "less than"))) == ([], 2)


def test_the_spool_of_a_door_that_runs_elsewhere_is_not_made_here(settings: Settings) -> None:
    shutil.rmtree(settings.key_folder(Process.GATEWAY))

    assert about(settings, str(settings.spool(Process.GATEWAY))) == []
    assert settings.spool(Process.GATEWAY).exists() is False
