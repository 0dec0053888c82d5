"""Seizure in the middle of texting: what waits, was sent, could not be sent, and lies in the spool.

Everything that a text leaves behind stands at once: pictures that came and pictures that are still to come,
erasures that are owed, answers that wait, were sent or refused, a link to a private page, texts that wait for
their keyword, and, behind a locked store, texts and a form in the spool.
"""

import shutil
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final

import pytest

from tests.integration.deployment import Deployment
from tests.integration.doors import Desk, new_sid
from tests.integration.searcher import Needles, files_of, phone_needles, search, text_needles
from tests.integration.test_outage import locked
from tests.integration.test_texted_pictures import Line, wait_for
from tests.integration.thief import NOTHING, Thief, secrets_of
from tests.unit.sms.media_hosts import Answer, Host
from tests.unit.web.public.sender import JPEG
from tipline.key_files import GATEWAY, load_gateway, locked_by, write_gateway

pytestmark = pytest.mark.processes

PHONES: Final = {
    "talks": "+14165550187",
    "is answered": "+14165550133",
    "is refused": "+14165550164",
    "sends pictures": "+14165550139",
    "goes to a page": "+14165550176",
    "waits": "+16475550128",
    "texts in an outage": "+16475550111",
}
WORDS: Final = {
    name: f"Quillfeather{place} buries the violins by the weir" for place, name in enumerate(PHONES)
}
ANSWER: Final = "Wenceslas asks for the colour of the barrels"
FORM: Final = "Applethwaite moves the coin moulds at night"
PICTURE: Final = b"THE-PIXELS-OF-A-REPORTER-" * 40
TABLES: Final = {
    "tips": ("record", "tip_grant", "tip_file", "outbox", "unsent_text", "code_link"),
    "vault": (
        "pseudonym", "conversation", "return_address", "held_text", "sent_text", "erasure", "enclosure",
    ),
}  # fmt: skip
"""Where something must lie, or nothing is proven of it."""


@dataclass(frozen=True)
class Taken:
    """A copy of the folder as it lay there, and what is looked for."""

    folder: Path
    planted: Mapping[str, Needles]

    def thief(self, *known: bytes) -> Thief:
        """Somebody who has it, and these secrets."""
        return Thief(self.folder / "data", set(known))


@pytest.fixture(scope="module")
def taken(made: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Taken:
    """The line is used, and its folder copied while a store is locked and what came lies in the spools."""
    folder = tmp_path_factory.mktemp("seized")
    with closing(made.copy(folder / "line")) as line, closing(Host()) as host:
        sids = _texts_and_answers(line)
        sids |= _pictures(line, host)
        visitor = line.visitor()
        path, fields = visitor.fill(what=FORM)
        with locked(line):
            assert line.handset(PHONES["texts in an outage"]).text(WORDS["texts in an outage"])
            assert visitor.post(path, fields).status_code == HTTPStatus.OK
            shutil.copytree(line.root, folder / "copy")
    return Taken(folder / "copy", _planted(sids))


def _texts_and_answers(line: Deployment) -> set[str]:
    """Texts of every kind; one answer was sent, one is not taken by the carrier, and one waits."""
    line.start("public", "console", "sms")
    shared, sids, numbers = line.config.twilio.shared_number, set[str](), dict[str, str]()
    for name in ("talks", "is answered", "is refused", "goes to a page"):
        sids.add(sid := new_sid())
        (said,) = line.handset(PHONES[name]).text(f"TOR {WORDS[name]}", to=shared, sid=sid)
        numbers[name] = said.split()[0]
    line.handset(PHONES["waits"]).text(WORDS["waits"], to=shared)
    line.handset(PHONES["goes to a page"]).text("CODE", to=shared)
    desk = line.desk("coordinator").sign_in()
    line.carrier.sent_become = "sent"
    _answer(desk, numbers["is answered"])
    line.carrier.wait_for(PHONES["is answered"])
    wait_for("a row of what was sent", 20, lambda: _count(line.data, "sent_text"))
    line.carrier.refuse_with, line.carrier.refuse_code = HTTPStatus.BAD_REQUEST, 21614
    _answer(desk, numbers["is refused"])
    wait_for("a row of what was not", 20, lambda: _count(line.data, "unsent_text"))
    line.stop("sms")
    _answer(desk, numbers["talks"])
    desk.sign_out()
    return sids


def _pictures(line: Deployment, host: Host) -> set[str]:
    """One picture that has come, and one that has not; this carrier erases nothing."""
    at = Line(line, host)
    at.start()
    sids = {"here": new_sid().replace("SM", "MM"), "late": new_sid().replace("SM", "MM")}
    for name, sid in sids.items():
        phone = line.handset(PHONES["sends pictures"])
        path = f"/2010-04-01/Accounts/{phone.twilio.account_sid}/Messages/{sid}/Media/ME{0:032x}"
        if name == "here":
            host.answers[path] = Answer(200, body=JPEG + PICTURE)
        fields = phone.parameters(WORDS["sends pictures"], sid=sid)
        more = {"NumMedia": "1", "MediaUrl0": f"{host.url}{path}", "MediaContentType0": "image/jpeg"}
        assert phone.post(fields | more).status_code == HTTPStatus.OK
    wait_for("a picture", 30, at.copies)
    at.tips.close()
    at.vault.close()
    return set(sids.values())


def _answer(desk: Desk, number: str) -> None:
    answer = desk.press(f"/tips/{number}", action="/answer", text=ANSWER)
    assert answer.status_code == HTTPStatus.SEE_OTHER


def _count(data: Path, name: str) -> int:
    store = "vault" if name in TABLES["vault"] else "tips"
    ((count,),) = Thief(data).rows(store, f"select count(*) from {name}")
    return int(count)


def _planted(sids: set[str]) -> Mapping[str, Needles]:
    texts = {**WORDS, "answer": ANSWER, "form": FORM, "name": "Quillfeather", "other name": "Applethwaite"}
    return {
        **{name: text_needles(words) for name, words in texts.items()},
        **{f"number that {name}": phone_needles(number) for name, number in PHONES.items()},
        **{f"id {sid}": text_needles(sid) for sid in sids},
        "id of a picture": text_needles(f"ME{0:032x}"),
        "picture": {"raw": frozenset({PICTURE[:25], PICTURE[5:30]}), **text_needles(PICTURE[:25].decode())},
    }


def test_something_of_every_kind_was_there_to_take(taken: Taken) -> None:
    data = taken.folder / "data"

    empty = [name for names in TABLES.values() for name in names if not _count(data, name)]
    spooled = [path.parent.name for path in sorted((data / "spool").rglob("*")) if path.is_file()]

    assert empty == []
    assert {"gateway", "public"} <= set(spooled)
    assert [path for path in (data / "blobs").rglob("*") if path.is_file()] != []


def test_no_word_number_or_picture_of_a_text_is_found_in_it(taken: Taken) -> None:
    places = list(files_of(taken.folder))

    assert search(places, taken.planted) == []
    assert "data/vault.db" in {name for name, _ in places}


def test_the_same_search_finds_a_text_that_lies_open_in_the_spool(taken: Taken, tmp_path: Path) -> None:
    (tmp_path / "tip-1").write_bytes(b"\x00" + WORDS["texts in an outage"].encode() + PICTURE)

    found = {one.planted for one in search(files_of(tmp_path), taken.planted)}

    assert found == {"texts in an outage", "name", "picture"}


def test_the_keys_of_the_other_processes_open_nothing_of_it(taken: Taken, tmp_path: Path) -> None:
    """The gateway's file is locked, as on any machine but the demo's."""
    keys = taken.folder / "data" / "keys"
    locked_keys = locked_by(load_gateway(keys / GATEWAY, None), "correct horse battery staple")
    write_gateway(tmp_path, locked_keys)
    files = [tmp_path / "gateway.json", *(keys / kind / f"{kind}.json" for kind in ("console", "ledger"))]

    loot = taken.thief(*(secret for file in files for secret in secrets_of(file))).try_everything()

    assert loot == NOTHING


def test_the_gateways_keys_open_what_it_has_to_send_and_to_erase_and_no_tip(taken: Taken) -> None:
    """Each kind of row, and the spool, is tried by its name: else the test before this one proves nothing."""
    thief = taken.thief(*secrets_of(taken.folder / "data" / "keys" / "gateway" / "gateway.json"))

    loot = thief.try_everything()
    waits = [*TABLES["vault"], "outbox", "unsent_text"]

    assert (loot.records, loot.tips, loot.keys) == ((), frozenset(), 0)
    spooled = len(list(thief.spooled("gateway")))
    assert loot.values == sum(_count(thief.data, name) for name in waits) + spooled
