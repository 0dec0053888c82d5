"""Separation: what each process and each person could open if they tried every key that they have."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final

import pytest

from cli.demo.config import DemoPerson
from tests.integration.deployment import Deployment
from tests.integration.doors import give
from tests.integration.pages import Page
from tests.integration.thief import NOTHING, Loot, Thief, secrets_of, seed_of
from tipline.key_files import load_gateway, locked_by, write_gateway
from tipline.settings import Settings

pytestmark = pytest.mark.processes

WEB: Final = "The bakery on Pape launders money through the cake orders."
COPY = "A van stands behind the arena at night."
TEXT: Final = "Two trailers of copper wire stand behind the rink"
LINK: Final = "I know the man on the ferry of your appeal"
HELD: Final = "a text that waits for its keyword"
KEY_FILES: Final = ("public", "gateway", "console", "ledger")


@dataclass(frozen=True)
class Used:
    """A line with tips by every door, about others and about us, and nobody signed in any more."""

    deployment: Deployment
    numbers: Mapping[str, str]

    @property
    def data(self) -> Path:
        """Its folder."""
        return self.deployment.data

    def thief(self, *secrets: bytes) -> Thief:
        """Somebody with a copy of its stores and these secrets."""
        return Thief(self.data, set(secrets))

    def seed(self, person: DemoPerson) -> bytes:
        """A person's own key, by their password."""
        return seed_of(self.data, person)


@pytest.fixture(scope="module")
def used(deployment: Deployment) -> Used:
    shared = deployment.config.twilio.shared_number
    coordinator = deployment.config.person("coordinator")
    about = f"{coordinator.name} sells what we tell you"
    visitor, handset = deployment.visitor(), deployment.handset("+14165550141")
    numbers = {
        "web": visitor.report(WEB).number,
        "link": visitor.report(LINK, page=f"/l/{deployment.config.links[0]}").number,
        "text": handset.text(f"TOR {TEXT}", to=shared)[0].split()[0],
        "about by web": visitor.report(about).number,
        "about by link": visitor.report(about, page=f"/l/{deployment.config.links[0]}").number,
        "about by text": deployment.handset("+14165550142").text(f"TOR {about}", to=shared)[0].split()[0],
    }
    deployment.handset("+14165550143").text(HELD, to=shared)
    desk = deployment.desk("coordinator").sign_in()
    give(desk, numbers["web"], to=deployment.config.person("investigator").name, text=COPY)
    desk.sign_out()
    return Used(deployment, numbers)


# Keys of processes.


@pytest.mark.parametrize("kind", ["public", "console", "ledger"])
def test_the_keys_of_a_process_open_nothing_at_all(used: Used, kind: str) -> None:
    secrets = secrets_of(used.data / "keys" / kind / f"{kind}.json")

    assert len(secrets) > 0
    assert used.thief(*secrets).try_everything() == NOTHING


def test_the_gateways_keys_open_no_tip_but_its_own_vault(used: Used) -> None:
    loot = used.thief(*secrets_of(used.data / "keys" / "gateway" / "gateway.json")).try_everything()

    assert (loot.records, loot.tips, loot.keys) == ((), frozenset(), 0)
    assert loot.values > 0  # the search does open what these keys are for


def test_all_stores_and_all_key_files_but_no_password_open_nothing(used: Used, tmp_path: Path) -> None:
    """The gateway's file is locked, as on any machine but the demo's; all others lie open."""
    settings = Settings.load(used.data)
    locked = locked_by(load_gateway(settings.key_folder("gateway"), None), "correct horse battery staple")
    write_gateway(tmp_path, locked)
    secrets = {
        secret
        for kind in KEY_FILES
        for secret in secrets_of(
            (tmp_path if kind == "gateway" else used.data / "keys" / kind) / f"{kind}.json"
        )
    }

    assert used.thief(*secrets).try_everything() == NOTHING


def test_a_session_leaves_no_row_behind(used: Used) -> None:
    assert used.thief().rows("keys", "select session_id from session") == []


def test_a_console_where_nobody_is_signed_in_shows_no_tip(used: Used) -> None:
    desk = used.deployment.desk("coordinator")

    for path in ("/", f"/tips/{used.numbers['web']}", "/audit", "/people"):
        answer = desk.get(path)
        assert answer.status_code in {HTTPStatus.SEE_OTHER, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
        assert "Marguerite" not in answer.text


# Keys of people.


def test_a_coordinators_key_opens_the_inbox_and_not_what_is_about_us(used: Used) -> None:
    loot = used.thief(used.seed(used.deployment.config.person("coordinator"))).try_everything()

    assert told(loot) == {WEB, TEXT, LINK}


def test_all_of_the_inbox_together_do_not_open_what_names_one_of_them(used: Used) -> None:
    others = [one for one in used.deployment.config.people if one.role != "integrity"]
    loot = used.thief(*(used.seed(one) for one in others)).try_everything()

    assert told(loot) == {WEB, TEXT, LINK}


def test_integrity_opens_what_names_the_coordinator_by_all_three_doors(used: Used) -> None:
    loot = used.thief(used.seed(used.deployment.config.person("integrity"))).try_everything()

    name = used.deployment.config.person("coordinator").name
    assert sorted(told(loot)) == [f"{name} sells what we tell you"]
    assert len(loot.tips) == 3


def test_an_investigators_key_opens_the_copy_that_was_given_to_them_and_not_a_word_of_a_reporter(
    used: Used,
) -> None:
    investigators = [one for one in used.deployment.config.people if one.role == "investigator"]
    loots = [used.thief(used.seed(one)).try_everything() for one in investigators]

    copies = [{record.text for record in loot.records if record.kind == "brief"} for loot in loots]
    assert (copies, [told(loot) for loot in loots]) == ([{COPY}, set()], [set(), set()])


@pytest.mark.parametrize(
    "role",
    ["call-taker", "translator", "board", "treasurer", "teller", "analyst", "administrator", "auditor"],
)
def test_who_must_never_read_tips_cannot(used: Used, role: str) -> None:
    loot = used.thief(used.seed(used.deployment.config.person(role))).try_everything()

    assert (told(loot), loot.tips) == (set(), frozenset())


def test_a_tip_that_is_not_theirs_looks_to_each_like_one_that_does_not_exist(used: Used) -> None:
    about_us = {number for door, number in used.numbers.items() if door.startswith("about")}
    desks = {
        role: used.deployment.desk(role).sign_in() for role in ("coordinator", "investigator", "integrity")
    }

    nothing = {role: _shown(desk.get("/tips/TOR-0000-0000").text) for role, desk in desks.items()}
    seen = {
        role: {
            number
            for number in used.numbers.values()
            if desk.get(f"/tips/{number}").status_code == HTTPStatus.OK
        }
        for role, desk in desks.items()
    }

    assert seen == {
        "coordinator": set(used.numbers.values()) - about_us,
        "investigator": {used.numbers["web"]},
        "integrity": about_us,
    }
    for role, number in (
        ("coordinator", used.numbers["about by web"]),
        ("investigator", used.numbers["text"]),
    ):
        assert _shown(desks[role].get(f"/tips/{number}").text) == nothing[role]
    for desk in desks.values():
        desk.sign_out()


# Processes that are given too much.


@pytest.mark.parametrize(
    ("process", "folder", "foreign"),
    [
        ("public", "public", "gateway"),
        ("public", "public", "console"),
        ("console", "console", "gateway"),
        ("console", "console", "ledger"),
        ("sms", "gateway", "public"),
        ("sms", "gateway", "console"),
    ],
)
def test_a_process_refuses_to_start_with_a_key_that_it_should_not_have(
    used: Used, copied: Deployment, process: str, folder: str, foreign: str
) -> None:
    file = copied.data / "keys" / foreign / f"{foreign}.json"
    (copied.data / "keys" / folder / file.name).write_bytes(file.read_bytes())

    assert _refuses(copied, process, naming=file.name)


@pytest.mark.parametrize("process", ["public", "console", "sms"])
def test_a_process_refuses_another_ones_key_in_place_of_its_own(
    used: Used, copied: Deployment, process: str
) -> None:
    kind = {"sms": "gateway"}.get(process, process)
    (copied.data / "keys" / kind / f"{kind}.json").write_bytes(
        (copied.data / "keys" / "ledger" / "ledger.json").read_bytes()
    )

    assert _refuses(copied, process, naming=f"{kind}.json")


@pytest.mark.parametrize("process", ["public", "console", "sms"])
def test_no_process_starts_while_the_recovery_secret_lies_on_the_machine(
    used: Used, copied: Deployment, process: str
) -> None:
    (copied.data / "root.key").write_text("x")

    assert _refuses(copied, process, naming="root.key")


@pytest.fixture
def copied(deployment: Deployment, tmp_path: Path) -> Iterator[Deployment]:
    with closing(deployment.copy(tmp_path / "copy")) as twin:
        yield twin


def told(loot: Loot) -> set[str]:
    """What reporters said, among all that opened."""
    return {record.text for record in loot.records if record.kind in {"report", "message"}}


def _shown(html: str) -> str:
    return Page(html).text


def _refuses(deployment: Deployment, process: str, *, naming: str) -> bool:
    """Whether a process ends by itself, and says why in a sentence about this file."""
    child = deployment.launch(process)
    status = child.process.wait(timeout=60)
    said = child.log.read_text()
    return status not in {0, None} and naming in said and "Traceback" not in said
