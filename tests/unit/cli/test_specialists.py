"""`tipline program specialists`: who is named, and why somebody is not."""

import pytest

from tests.unit.cli.terminal import TORONTO, Terminal


def test_a_unit_is_named_and_what_cannot_be_is_said(terminal: Terminal) -> None:
    terminal.found()
    nowhere = terminal.run("program", "specialists", "Exploitation Unit")
    terminal.add("Vera Rubin", "investigator", "--unit", "Exploitation Unit")
    waits = terminal.run("program", "specialists", "Exploitation Unit")

    assert (nowhere.exit_code, waits.exit_code) == (1, 1)
    assert "has no unit “Exploitation Unit”. Add somebody to it first" in nowhere.output
    assert "Nobody in “Exploitation Unit” is confirmed yet" in waits.output


@pytest.mark.parametrize("unit", ["inbox", "Integrity", "", " "])
def test_a_special_team_is_no_such_unit(terminal: Terminal, unit: str) -> None:
    terminal.found()

    assert "has no unit" in terminal.run("program", "specialists", unit).output


def test_a_named_unit_is_told_with_its_days(terminal: Terminal) -> None:
    terminal.do("keys", "init")
    terminal.do(*TORONTO)
    terminal.add("Ada Byron", "coordinator", "--unit", "Exploitation Unit")

    refused = terminal.run("program", "specialists", "Exploitation Unit", "--days", "0")
    said = terminal.do("program", "specialists", "exploitation unit", "--days", "2")

    assert (refused.exit_code, "1 to 30" in refused.output) == (1, True)
    assert "go to “exploitation unit” alone, to be reported within 2 days." in said
