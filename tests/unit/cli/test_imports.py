from pathlib import Path

from tests.unit.cli.terminal import Terminal


def write(folder: Path, text: str) -> str:
    path = folder / "totals.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_earlier_totals_are_shown_kept_listed_and_taken_back(terminal: Terminal) -> None:
    terminal.found()
    file = write(terminal.folder, "month,tips\n2007-01,350\n2007-03,352\n")

    refused = terminal.run("import", "month-totals", file, typed="n\n")
    printed = terminal.do("import", "month-totals", file, typed="y\n")
    import_id = terminal.do("import", "month-totals", "--list").split("\t")[0]
    undone = terminal.do("import", "month-totals", "--undo", import_id)

    assert (refused.exit_code, refused.stderr) == (1, "Nothing was kept.\n")
    assert "2007: 2 months, 702 tips" in printed
    assert "Not in the file, and not known then: 2007-02" in printed
    assert f"--undo {import_id}" in printed
    assert undone.startswith("Taken back.")
    assert terminal.do("import", "month-totals", "--list") == ""
    assert "entries hold" in terminal.do("audit", "verify")


def test_a_refused_file_is_said_in_one_sentence_with_its_line(terminal: Terminal) -> None:
    terminal.found()
    file = write(terminal.folder, "month,tips\n2007-01,=1+1\n")

    result = terminal.run("import", "month-totals", file)

    assert (result.exit_code, result.stderr) == (
        1,
        "Line 2: A formula in the column “tips”. Save values, not formulas. Nothing was kept.\n",
    )


def test_the_template_is_printed_without_a_deployment(terminal: Terminal) -> None:
    assert terminal.do("import", "month-totals", "--template").startswith("month,tips,follow-ups,")
