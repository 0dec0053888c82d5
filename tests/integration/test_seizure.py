"""Seizure: who carries away every file, every log and every process's environment learns nothing of a tip.

The whole line runs, is used by every door, and is then searched for everything that was said to it.
"""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.integration.deployment import Deployment
from tests.integration.doors import Handset, Receipt, read_receipt
from tests.integration.searcher import (
    Finding,
    Needles,
    code_needles,
    files_of,
    phone_needles,
    search,
    text_needles,
)
from tipline.code_links import read_token

pytestmark = pytest.mark.processes

SUSPECT: Final = "Zsófia Quillfeather-Obuya"
HIDEOUT: Final = "Harbourglass Tannery, 8817 Wrexcombe Crescent"
PLATE: Final = "QZXW 7741"
FILE_NAME: Final = "IMG_tannery_evidence_20261103.jpeg"
LATER: Final = "the quicklime barrels are moved on Thursdays"
QUESTION: Final = "Could you see the colour of the barrels?"
NOTE: Final = "compare with the Brackenridge warehouse affair"
HELD: Final = "no keyword here but the ferryman hides the ledgers"
TEXTED: Final = "Grzegorz Vandermolen keeps the stolen violins in a dry well"
TEXTER: Final = "+14165550187"
HOLDER: Final = "+16475550164"
MOVER: Final = "+14165550139"
MOVED: Final = "Wenceslas Applethwaite-Nkemelu buries the coin moulds by the weir"
SID: Final = "SMfeedc0ffee5eed5a17b00c0ffee5a11d"
TROUBLE: Final = "pneumatic wrong words nobody ever typed"
REFERRER: Final = "fbclid-IwAR0zWrexcombeTracker"


@dataclass(frozen=True)
class Seized:
    """What the thief has, and what they look for."""

    places: tuple[tuple[str, bytes], ...]
    planted: Mapping[str, Needles]


@dataclass(frozen=True)
class Used:
    """What was given to reporters while the line was used."""

    receipts: Mapping[str, Receipt]
    links: Mapping[str, str]


@pytest.fixture(scope="module")
def used(deployment: Deployment) -> Used:
    """A line that was used by every door, and whose staff has come and gone."""
    visitor = deployment.visitor()
    path, fields = visitor.fill(
        what=f"{SUSPECT} meets them at {HIDEOUT}.", where=HIDEOUT, who=SUSPECT, vehicle=PLATE
    )
    answer = visitor._http.post(
        path,
        data=fields,
        files={"evidence": (FILE_NAME, b"\xff\xd8\xff not a picture of " + SUSPECT.encode(), "image/jpeg")},
        headers={"Referer": f"https://social.example/?{REFERRER}", "User-Agent": f"Mozilla {REFERRER}"},
    )
    web = read_receipt(answer.text)
    visitor.say(visitor.come_back(web.code), LATER)
    link = visitor.report(f"{SUSPECT} again", page=f"/l/{deployment.config.links[0]}?{REFERRER}")
    visitor.post(f"/{deployment.config.program}/follow-up", {"code": TROUBLE})
    visitor.get(f"/nowhere/{REFERRER}?what={SUSPECT}")

    texter, holder = deployment.handset(TEXTER), deployment.handset(HOLDER)
    texter.text(f"TOR {TEXTED}", to=deployment.config.twilio.shared_number, sid=SID)
    texter.text(LATER, to=deployment.config.twilio.shared_number)
    holder.text(HELD, to=deployment.config.twilio.shared_number)
    parameters = texter.parameters(TEXTED)
    assert texter.post(parameters, signature="forged").status_code == 403
    mover = deployment.handset(MOVER)
    mover.text(f"TOR {MOVED}", to=deployment.config.twilio.shared_number)
    spent = _link(mover, deployment)
    moved = read_receipt(visitor.post(spent, {}).text)

    desk = deployment.desk("coordinator").sign_in()
    for number in desk.numbers():
        desk.page(f"/tips/{number}")
        desk.press(f"/tips/{number}", action="/note", text=NOTE)
        desk.press(f"/tips/{number}", action="/answer", text=QUESTION)
    deployment.carrier.wait_for(TEXTER)
    desk.sign_out()
    return Used(
        {"web": web, "link": link, "page": moved}, {"spent": spent, "unspent": _link(mover, deployment)}
    )


def _link(phone: Handset, deployment: Deployment) -> str:
    """The path of the link that a phone is sent."""
    (answer,) = phone.text("CODE", to=deployment.config.twilio.shared_number)
    return answer.split()[0].removeprefix(deployment.ports.url("public"))


@pytest.fixture(scope="module")
def seized(deployment: Deployment, used: Used) -> Seized:
    """All that can be carried away while everything still runs."""
    return Seized(tuple(_everything(deployment)), _planted(deployment, used))


def test_nothing_of_a_tip_is_found_in_what_a_thief_carries_away(seized: Seized) -> None:
    assert search(seized.places, seized.planted) == []


def test_the_thief_has_all_four_stores_with_their_logs_and_all_that_was_said(seized: Seized) -> None:
    names = {name for name, _ in seized.places}

    assert {
        "data/tips.db", "data/tips.db-wal", "data/keys.db", "data/vault.db", "data/ledger.db",
        "log/public.log", "log/console.log", "log/sms.log",
        "environ of public", "cmdline of public", "environ of sms", "environ of console",
    } <= names  # fmt: skip


def test_the_same_search_finds_what_the_disk_does_hold(deployment: Deployment, seized: Seized) -> None:
    """The tip numbers and the program's name stand in the clear: a search that misses them sees nothing."""
    found = search(seized.places, {"program": text_needles("Toronto Crime Stoppers")})

    assert (
        Finding("program", "raw", "data/tips.db") in found
        or Finding("program", "raw", "data/tips.db-wal") in found
    )


@pytest.mark.parametrize(
    "name",
    ["suspect", "texter", "code of web", "link unspent", "code of page", "plate", "file name", "password"],
)
def test_the_same_search_finds_each_value_once_it_is_stored_in_the_clear(
    name: str, deployment: Deployment, seized: Seized, tmp_path: Path
) -> None:
    needles = dict(seized.planted[name])
    database = tmp_path / "tips.db"
    shutil.copy(deployment.data / "tips.db", database)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("create table planted (content blob)")
        connection.executemany(
            "insert into planted values (?)", [(next(iter(worn)),) for worn in needles.values() if worn]
        )
        connection.commit()

    found = {finding.dress for finding in search(files_of(tmp_path), {name: needles})}

    assert found == {dress for dress, worn in needles.items() if worn}


def _planted(deployment: Deployment, used: Used) -> dict[str, Needles]:
    texts = {
        "suspect": SUSPECT,
        "surname": "Quillfeather",
        "hideout": HIDEOUT,
        "street": "Wrexcombe",
        "plate": PLATE,
        "file name": FILE_NAME,
        "later": LATER,
        "question": QUESTION,
        "note": NOTE,
        "held text": HELD,
        "texted": TEXTED,
        "texted name": "Vandermolen",
        "moved": MOVED,
        "message id": SID,
        "wrong code": TROUBLE,
        "referrer": REFERRER,
        "password": deployment.config.person("coordinator").password,
        "authenticator": deployment.config.person("coordinator").totp,
    }
    return {
        **{name: text_needles(value) for name, value in texts.items()},
        **{f"code of {name}": code_needles(receipt.words) for name, receipt in used.receipts.items()},
        **{f"link {name}": _link_needles(path) for name, path in used.links.items()},
        "mover": phone_needles(MOVER),
        "texter": phone_needles(TEXTER),
        "holder": phone_needles(HOLDER),
    }


def _link_needles(path: str) -> Needles:
    """A token as its link has it, and the bytes that it stands for."""
    written = path.rpartition("/")[2]
    return {**text_needles(written), "bytes": frozenset({read_token(written)})}


def _everything(deployment: Deployment) -> Iterator[tuple[str, bytes]]:
    yield from files_of(deployment.root)
    for name, child in deployment.running.items():
        for part in ("environ", "cmdline"):
            yield f"{part} of {name}", _of_process(child.process.pid, part, deployment, child.process.args)


def _of_process(pid: int, part: str, deployment: Deployment, arguments: object) -> bytes:
    """What /proc says of a process; where it lets only root look, what the process was given."""
    try:
        return Path(f"/proc/{pid}/{part}").read_bytes()
    except PermissionError:
        if part == "cmdline":
            return repr(arguments).encode()
        return "\0".join(f"{name}={value}" for name, value in deployment.environment().items()).encode()
