"""The commands of a founding, as somebody types them, in both natural orders."""

import re
import sqlite3

import pytest

from cli.root_file import read
from crypto.shares import split
from tests.unit.cli.terminal import TORONTO, Terminal, shares, value
from tipline import key_files
from tipline.settings import Settings, read_roots


@pytest.mark.parametrize("order", [(("keys", "init"), TORONTO), (TORONTO, ("keys", "init"))])
def test_both_orders_lead_to_a_founded_program(
    terminal: Terminal, order: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    printed = [terminal.do(*words) for words in order]
    assert terminal.folder.joinpath("root.key").exists()

    first = terminal.add("Ada Byron", "coordinator")
    second = terminal.add("Grace Hopper", "investigator")
    third = terminal.add("Ida Wells", "integrity")

    assert len(shares("".join(printed))) == 5
    assert "they hold the inbox" in first
    assert "they hold the inbox" in second
    assert "Founding is done" in third
    assert not terminal.folder.joinpath("root.key").exists()
    assert "all 4 entries hold" in terminal.do("audit", "verify")


def test_what_is_shown_of_a_person_is_whole(terminal: Terminal) -> None:
    terminal.do("keys", "init")
    terminal.do(*TORONTO)

    printed = terminal.add("Ada Byron", "coordinator")

    assert len(value(printed, "password").split()) == 7
    assert re.fullmatch(r"[A-Z2-7]{32}", value(printed, "totp"))
    assert value(printed, "otpauth").startswith(
        "otpauth://totp/Toronto%20Crime%20Stoppers:Ada%20Byron?secret="
    )
    assert re.fullmatch(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}", value(printed, "fingerprint"))


def test_after_founding_everybody_waits(terminal: Terminal) -> None:
    terminal.found()

    assert "They wait" in terminal.add("Sam Spade", "coordinator")
    assert "Sam Spade\tcoordinator\twaiting" in terminal.do("staff", "list")


def test_shares_are_shown_once(terminal: Terminal) -> None:
    assert len(shares(terminal.do("keys", "init"))) == 5
    assert shares(terminal.do("keys", "init")) == []


def test_shares_that_nobody_has_seen_are_shown_again(terminal: Terminal) -> None:
    terminal.do("keys", "init")
    [program_id] = read(terminal.folder / "root.key")
    path = terminal.folder / "root.key"
    path.write_text(path.read_text().replace("true", "false"))

    again = terminal.do("keys", "init")

    assert len(shares(again)) == 5
    assert list(read_roots(terminal.folder / "roots.toml")) == [program_id]


def test_threshold_and_count_can_be_chosen_and_nonsense_makes_nothing(terminal: Terminal) -> None:
    refused = terminal.run("keys", "init", "--threshold", "6", "--shares", "5")
    assert refused.exit_code == 1
    assert "threshold" in refused.stderr
    assert not terminal.folder.joinpath("keys").exists()

    assert len(shares(terminal.do("keys", "init", "--threshold", "2", "--shares", "3"))) == 3


def test_several_programs_live_in_one_folder(terminal: Terminal) -> None:
    terminal.found()
    halton = terminal.do("program", "add", "Halton", "--keyword", "HAL", "--number", "274637")
    assert "keys init" in halton
    assert len(shares(terminal.do("keys", "init"))) == 5
    assert terminal.folder.joinpath("root.key").exists()

    refused = terminal.run("staff", "add", "Olga Other", "--role", "coordinator")
    terminal.add("Olga Other", "coordinator", "--program", "halton")
    terminal.add("Peter Other", "coordinator", "--program", "halton")
    terminal.add("Quinn Other", "integrity", "--program", "halton")

    assert (refused.exit_code, "--program" in refused.stderr) == (1, True)
    assert not terminal.folder.joinpath("root.key").exists()
    assert terminal.do("audit", "verify").count("entries hold") == 2
    assert len(Settings.load(terminal.folder).roots) == 2


def test_a_founded_program_is_texted_on_another_number(terminal: Terminal) -> None:
    terminal.found()

    first = terminal.do("program", "line", "+1 416 555 0199")
    again = terminal.do("program", "line", "+14165550199", "--program", "toronto-crime-stoppers")

    assert first.startswith("Toronto Crime Stoppers is texted on it from now on.")
    assert again == "Toronto Crime Stoppers is texted on it already.\n"
    assert terminal.run("program", "line", "nonsense").exit_code == 1


def test_staff_before_the_keys_are_told_the_order(terminal: Terminal) -> None:
    terminal.do(*TORONTO)

    refused = terminal.run("staff", "add", "Ada Byron", "--role", "coordinator")

    assert refused.exit_code == 1
    assert "tipline keys init" in refused.stderr
    assert "Ada" not in terminal.do("staff", "list")


def test_a_key_file_that_is_elsewhere_is_not_made_anew(terminal: Terminal) -> None:
    terminal.found()
    settings = Settings.load(terminal.folder)
    path = settings.key_folder(key_files.PUBLIC) / "public.json"
    path.unlink()
    terminal.do("program", "add", "Halton", "--keyword", "HAL")

    terminal.do("keys", "init")

    assert not path.exists()


def test_recovery_needs_enough_shares_and_a_person_of_the_program(terminal: Terminal) -> None:
    kept = terminal.found()
    terminal.add("Sam Spade", "coordinator")

    few = terminal.run("keys", "recover", "--person", "Ada Byron", typed="\n".join(kept[:2]))
    nobody = terminal.run("keys", "recover", "--person", "Nobody", typed="\n".join(kept[:3]))
    waits = terminal.run("keys", "recover", "--person", "Sam Spade", typed="\n".join(kept[:3]))

    assert [few.exit_code, nobody.exit_code, waits.exit_code] == [1, 1, 1]
    assert "shares" in few.stderr
    assert "Nobody of this program" in nobody.stderr
    assert "fingerprint" in waits.stderr


def test_recovery_grants_everything_and_shows_new_shares_that_work(terminal: Terminal) -> None:
    kept = terminal.found()
    sam = terminal.add("Sam Spade", "coordinator")

    printed = terminal.do(
        "keys", "recover", "--person", "sam spade", "--fingerprint", value(sam, "fingerprint"),
        typed="\n".join((kept[4], kept[0], kept[2])),
    )  # fmt: skip
    again = terminal.do("keys", "recover", "--person", "Ada Byron", typed="\n".join(shares(printed)[1:4]))

    assert "Sam Spade was granted 5 keys" in printed.replace("sam spade", "Sam Spade")
    assert set(shares(printed)).isdisjoint(kept)
    assert "granted 5 keys" in again
    assert "Sam Spade\tcoordinator\tconfirmed" in terminal.do("staff", "list")
    assert "all 7 entries hold" in terminal.do("audit", "verify")
    assert not terminal.folder.joinpath("root.key").exists()


def test_shares_of_another_deployment_are_told_apart(terminal: Terminal) -> None:
    terminal.found()
    others = split(bytes(32), threshold=2, count=2)

    refused = terminal.run("keys", "recover", "--person", "Ada Byron", typed="\n".join(others))

    assert (refused.exit_code, "of no program" in refused.stderr) == (1, True)


def test_the_gateways_file_is_locked_by_a_passphrase_that_is_no_argument(terminal: Terminal) -> None:
    terminal.found()
    folder = Settings.load(terminal.folder).key_folder(key_files.GATEWAY)

    terminal.do("keys", "carrier", "--account-sid", "AC1", typed="first token\n")
    terminal.do("keys", "lock", "gateway", typed="correct horse\n")
    twice = terminal.run("keys", "lock", "gateway", typed="correct horse\n")
    terminal.do("keys", "carrier", "--account-sid", "AC2", "--add", typed="correct horse\nsecond token\n")

    keys = key_files.load_gateway(folder, lambda: "correct horse")
    assert (keys.account_sid, keys.auth_tokens) == ("AC2", ("second token", "first token"))
    assert twice.exit_code == 1
    assert "token" not in (folder / "gateway.json").read_text()


def test_a_script_that_leaves_something_out_is_told_what(terminal: Terminal) -> None:
    refused = terminal.run("program", "add", "Toronto")

    assert refused.exit_code == 2
    assert "keyword" in refused.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["program", "add", "Healthz", "--slug", "healthz", "--keyword", "TOR"], "no page of the site"),
        (["program", "add", "Toronto", "--keyword", "STOP"], "keyword"),
        (["program", "add", "Toronto", "--keyword", "TOR", "--number", "12"], "phone number"),
        (["program", "add", "Toronto", "--keyword", "TOR", "--time-zone", "Mars"], "time zone"),
        (["keys", "lock", "public"], "Only the gateway"),
        (["keys", "lock"], "tipline keys init"),
        (["audit", "verify", "--program", "none"], "no such program"),
    ],
)
def test_a_refusal_is_one_sentence_on_standard_error(terminal: Terminal, words: list[str], said: str) -> None:
    refused = terminal.run(*words)

    assert (refused.exit_code, refused.stdout) == (1, "")
    assert said in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_a_broken_trail_is_told_with_its_number(terminal: Terminal) -> None:
    terminal.found()
    with sqlite3.connect(terminal.folder / "tips.db") as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE audit SET detail = 'auditor' WHERE number = 3")
    database.close()

    broken = terminal.run("audit", "verify")

    assert broken.exit_code == 1
    assert "Entry 3 of the audit trail does not hold" in broken.stdout
