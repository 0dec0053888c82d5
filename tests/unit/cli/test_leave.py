import io
import json
import tarfile
from pathlib import Path

import pytest

from tests.unit.cli.terminal import Terminal, value

OTHER = ("program", "add", "Halifax Crime Stoppers", "--keyword", "HAL", "--number", "274638")


def rows(tar: Path) -> dict[str, list[dict[str, str]]]:
    """The tables in a tar, and their rows."""
    found: dict[str, list[dict[str, str]]] = {}
    with tarfile.open(tar) as opened:
        for member in opened.getmembers():
            body = opened.extractfile(member)
            assert body is not None
            found[member.name.split(".")[0]] = [json.loads(line) for line in io.TextIOWrapper(body, "utf-8")]
    return found


@pytest.fixture
def ready(terminal: Terminal) -> Terminal:
    """Toronto with a tip line beside it, and a key for leaving."""
    terminal.found()
    terminal.do("leave", str(terminal.folder / "go.key"), "--new-key")
    return terminal


def take_out(terminal: Terminal) -> str:
    pub, out = terminal.folder / "go.key.pub", terminal.folder / "out"
    return terminal.do("leave", str(out), "--to", str(pub), "--program", "toronto-crime-stoppers")


def test_a_program_leaves_with_all_that_is_its_own(ready: Terminal) -> None:
    ready.do(*OTHER)

    printed = take_out(ready)
    opened = ready.do("leave", str(ready.folder / "out"), "--open", str(ready.folder / "go.key"))

    found = rows(ready.folder / "out.tar")
    assert [row["name"] for row in found["tips/program"]] == ["Toronto Crime Stoppers"]
    assert {row["name"] for row in found["tips/person"]} == {"Ada Byron", "Grace Hopper", "Ida Wells"}
    assert found["keys/epoch_grant"]
    assert {name.split("/")[0] for name in found} <= {"tips", "keys", "ledger"}
    assert not {"keys/password_lock", "keys/session", "tips/form_token"} & set(found)
    assert f"{sum(map(len, found.values())):,} rows" in printed
    assert "in the clear" in opened
    assert found["tips/audit"][-1]["action"] == "taken-out"


def test_nothing_of_it_can_be_read_without_the_key_which_is_said_at_both_ends(ready: Terminal) -> None:
    made = ready.do("leave", str(ready.folder / "other.key"), "--new-key")
    printed = ready.do("leave", str(ready.folder / "other"), "--to", str(ready.folder / "other.key.pub"))
    take_out(ready)

    sealed = (ready.folder / "out").read_bytes()
    ready.do("leave", str(ready.folder / "out"), "--open", str(ready.folder / "go.key"))

    assert f"sealed to the key {value(made, 'Key')}." in printed
    assert "entries hold" in ready.do("audit", "verify")
    assert b"Ada Byron" in (ready.folder / "out.tar").read_bytes()
    assert (b"Ada Byron" in sealed, b"program_id" in sealed) == (False, False)
    for name in ("out", "out.tar", "go.key"):
        assert (ready.folder / name).stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_not_right_does_not_open_and_leaves_nothing(ready: Terminal) -> None:
    take_out(ready)
    out = ready.folder / "out"
    sealed = out.read_bytes()
    others = {
        "cut": sealed[:-20_000],
        "longer": sealed + b"x",
        "changed": sealed[:-1] + bytes([sealed[-1] ^ 1]),
        "of another program": sealed[:18] + bytes(16) + sealed[34:],
        "empty": b"",
    }

    found = {}
    for change, content in others.items():
        out.write_bytes(content)
        result = ready.run("leave", str(out), "--open", str(ready.folder / "go.key"))
        found[change] = (result.exit_code, "does not open" in result.stderr)

    assert found == dict.fromkeys(others, (1, True))
    assert not (ready.folder / "out.tar").exists()


def test_what_cannot_be_done_is_said_and_nothing_is_overwritten(ready: Terminal) -> None:
    before = (ready.folder / "go.key").read_bytes()
    refused = {
        "out": "Say to which key",
        "out --to go.key": "is no public key",
        "out --to nowhere.pub": "cannot be read",
        "go.key --to go.key.pub": "is there already",
        "go.key --new-key": "is there already",
        "go.key.pub --open go.key.pub": "is no secret key",
    }

    found = {}
    for line, said in refused.items():
        words = [word if word.startswith("--") else str(ready.folder / word) for word in line.split()]
        result = ready.run("leave", *words)
        found[line] = said if said in result.stderr and result.exit_code == 1 else result.output

    assert found == refused
    assert (ready.folder / "go.key").read_bytes() == before
    assert not (ready.folder / "out").exists()
