"""Awards and open tips of another system, brought at a terminal."""

import sqlite3
from pathlib import Path

from tests.unit.cli.terminal import Terminal
from tipline.money import FundKind
from tipline.rewards.funds import make_fund
from tipline.rewards.verify import verify
from tipline.store.db import open_store
from tipline.vocabulary import Month, ProgramId, StoreName

AWARDS = "code,amount,month\nQR-77 81x,500,2024-03\n4711-0815,1250.50,2025-09\n"
TIPS = "received,words,channel\n2025-02-03,Kim sells guns.,phone\n2025-02-04,A thief.,\n"


def write(folder: Path, text: str) -> str:
    path = folder / "a list.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def program_of(terminal: Terminal) -> ProgramId:
    with sqlite3.connect(terminal.folder / "tips.db") as connection:
        return ProgramId(connection.execute("SELECT program_id FROM program").fetchone()[0])


def a_fund(terminal: Terminal) -> None:
    store = open_store(StoreName.LEDGER, f"sqlite:///{terminal.folder / 'ledger.db'}")
    with store.transaction() as session:
        make_fund(
            session,
            program_of(terminal),
            name="Rewards",
            kind=FundKind.REWARDS,
            currency="CAD",
            month=Month(202401),
        )
    store.close()


def entries(terminal: Terminal) -> int:
    store = open_store(StoreName.LEDGER, f"sqlite:///{terminal.folder / 'ledger.db'}")
    with store.still() as session:
        proven = verify(session, program_of(terminal), {})
    store.close()
    return proven.count


def test_awards_are_shown_kept_listed_and_taken_back(terminal: Terminal) -> None:
    terminal.found()
    a_fund(terminal)
    file = write(terminal.folder, AWARDS)

    poor = terminal.run("import", "awards", file, "--yes")
    refused = terminal.run("import", "awards", file, "--with-money", typed="n\n")
    printed = terminal.do("import", "awards", file, "--with-money", typed="y\n")
    again = terminal.run("import", "awards", file, "--yes")
    listed = terminal.do("import", "awards", "--list")
    import_id = listed.split("\t")[0]
    undone = terminal.do("import", "awards", "--undo", import_id)
    unknown = terminal.run("import", "awards", "--undo", import_id)

    assert poor.stderr.startswith("The fund has $0 that is not promised to others. Record first what it had")
    assert refused.stderr == "Nothing was kept.\n"
    assert "2 awards, $1,750.50, 2024-03 to 2025-09" in printed
    assert f"--undo {import_id}" in printed
    assert again.stderr == (
        "This very file was brought before. Take that one back first, if it was wrong. Nothing was kept.\n"
    )
    assert "2 awards, $1,750.50" in listed
    assert undone.startswith("Taken back.")
    assert unknown.exit_code == 1
    assert entries(terminal) == 1 + (1 + 2) * 2
    assert "hold" in terminal.do("ledger", "verify")
    assert "entries hold" in terminal.do("audit", "verify")


def test_tips_are_sealed_the_clear_file_is_named_and_left_where_it_is(terminal: Terminal) -> None:
    terminal.found()
    file = write(terminal.folder, TIPS)

    refused = terminal.run("import", "tips", file, typed="n\n")
    printed = terminal.do("import", "tips", file, typed="y\n")
    again = terminal.run("import", "tips", file, "--yes")
    listed = terminal.do("import", "tips", "--list")

    still = f"'{file}' still holds 2 tips in the clear: destroy it now, with: shred -u '{file}'"
    assert still in refused.stderr
    assert still in printed
    assert "2 tips, received 2025-02-03 to 2025-02-04." in printed
    assert again.stderr.startswith("This very file was brought before.")
    assert Path(file).read_text(encoding="utf-8") == TIPS
    assert "2 tips\tbrought" in listed
    for stored in terminal.folder.glob("*.db*"):
        assert b"sells guns" not in stored.read_bytes()
    assert "sells guns" not in refused.output + printed + again.output
    undone = terminal.do("import", "tips", "--undo", listed.split("\t")[0])
    assert undone.startswith("Taken back: 2 tips deleted.")
    assert "entries hold" in terminal.do("audit", "verify")


def test_a_refused_list_of_tips_is_told_by_its_line_without_a_word_of_it(terminal: Terminal) -> None:
    terminal.found()
    file = write(terminal.folder, TIPS + "2025-02-05,Kim again.,carrier pigeon\n")

    result = terminal.run("import", "tips", file, "--yes")

    assert result.stderr == "Line 4: No channel: text, web, link or phone. Nothing was kept.\n"
    assert "Kim" not in result.output


def test_the_templates_are_printed_without_a_deployment(terminal: Terminal) -> None:
    assert terminal.do("import", "awards", "--template") == "code,amount,month,fund\n"
    assert terminal.do("import", "tips", "--template").startswith("received,words,channel,offence,")
