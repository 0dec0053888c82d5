"""`tipline report` writes a month or a year at a terminal."""

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.unit.cli.terminal import TORONTO, Terminal

THIS_MONTH = f"{datetime.now(UTC):%Y-%m}"
THIS_YEAR = THIS_MONTH[:4]


@pytest.fixture
def toronto(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A program without a tip, and a terminal in the folder of its deployment."""
    terminal.do("keys", "init")
    terminal.do(*TORONTO, "--time-zone", "UTC", "--language", "fr", "--language", "en")
    monkeypatch.chdir(terminal.folder)
    return terminal


BEGINS = {"pdf": b"%PDF-", "xlsx": b"PK\x03\x04", "csv": b"\xef\xbb\xbfsection,", "json": b"{\n"}


def test_it_writes_a_file_of_its_name_for_its_owner(toronto: Terminal) -> None:
    for time in (THIS_MONTH, THIS_YEAR):
        for kind, begins in BEGINS.items():
            said = toronto.do("report", time, f"--{kind}")

            path = Path(f"toronto-crime-stoppers-{time}.{kind}")
            assert said == f"Written: {path}\n"
            assert path.read_bytes().startswith(begins)
            assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_speaks_the_programs_language_or_the_one_that_is_asked_for(toronto: Terminal) -> None:
    own = json.loads(toronto.do("report", THIS_MONTH, "--json", "--out", "-"))
    other = json.loads(toronto.do("report", THIS_MONTH, "--json", "--out", "-", "--language", "en"))

    assert (own["language"], other["language"]) == ("fr", "en")
    assert (own["sections"][0]["label"], other["sections"][0]["label"]) == (
        "Renseignements et suivis",
        "Tips and follow-ups",
    )


def test_it_writes_over_nothing(toronto: Terminal) -> None:
    Path("kept.pdf").write_text("kept", "utf-8")

    result = toronto.run("report", THIS_MONTH, "--pdf", "--out", "kept.pdf")

    assert (result.exit_code, result.stderr) == (1, "kept.pdf is there already. Name a new file.\n")
    assert Path("kept.pdf").read_text("utf-8") == "kept"


REFUSED = {
    (THIS_MONTH,): "Say which one: --pdf, --xlsx, --csv or --json.",
    (THIS_MONTH, "--pdf", "--csv"): "Say which one: --pdf, --xlsx, --csv or --json.",
    ("2026-13", "--pdf"): "That is no month and no year. Write it as 2026-10, or 2026.",
    ("1", "--pdf"): "That is no month and no year. Write it as 2026-10, or 2026.",
    ("9999-01", "--pdf"): "9999-01 has not begun.",
    ("9999", "--pdf"): "9999 has not begun.",
    ("1999", "--pdf"): f"Nothing is kept of 1999: the books begin with {THIS_MONTH}.",
    (THIS_MONTH, "--pdf", "--language", "de"): "Documents are written in en or fr.",
    (THIS_MONTH, "--pdf", "--program", "x"): "There is no such program, or there are several",
}


def test_what_cannot_be_written_is_said_in_a_sentence(toronto: Terminal) -> None:
    results = {typed: toronto.run("report", *typed) for typed in REFUSED}

    assert {result.exit_code for result in results.values()} == {1}
    assert [typed for typed, said in REFUSED.items() if not results[typed].stderr.startswith(said)] == []
    assert list(toronto.folder.glob("toronto*")) == []
