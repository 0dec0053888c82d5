"""Forgery: who can write every store still becomes no reader, and what they wrote shows as theirs."""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import pytest

from crypto.keys import PrivateKey, PublicKey
from crypto.proof import Certificate, CertificateKind
from tests.integration.deployment import SERVERS, Deployment, wait_until
from tests.integration.doors import Desk, Receipt, give
from tests.integration.pages import Page
from tests.integration.thief import NOTHING, Thief
from tipline.records import Record, seal_record
from tipline.vocabulary import (
    Author,
    PersonId,
    ProgramId,
    RecordId,
    RecordKind,
    TeamId,
    TeamKind,
    TipId,
    team_id,
)

pytestmark = pytest.mark.processes

WEB: Final = "They repaint stolen bicycles in the basement on Lappin"
TEXT: Final = "a boat without lights lands at the old pier"
LATER: Final = "and there are four of them now"
FORGED: Final = "Please meet us at the back door of the station"


@dataclass(frozen=True)
class Attacker:
    """Somebody who writes what they like into every store, and has one key pair of their own."""

    data: Path
    key: PrivateKey

    @property
    def public(self) -> bytes:
        """What they put in the place of others' keys."""
        return self.key.public().raw

    def write(self, statement: str, *values: object, store: str = "tips") -> int:
        """Change a store: how many rows."""
        with closing(sqlite3.connect(self.data / f"{store}.db")) as connection, connection:
            return connection.execute(statement, values).rowcount

    def read(self, statement: str, *values: object) -> list[tuple[Any, ...]]:  # Any: as the columns are
        """Read the tips."""
        return Thief(self.data).rows("tips", statement, *values)

    def loot(self) -> object:
        """What their key opens in the end."""
        return Thief(self.data, {self.key.seed}).try_everything()


@dataclass(frozen=True)
class Attacked:
    """A line with two tips, attacked while it stood still and started again."""

    line: Deployment
    attacker: Attacker
    web: Receipt
    text_number: str
    thread: tuple[bytes, bytes]
    """The id of the web tip's thread, and its true public key."""
    desk: Desk

    @property
    def program(self) -> ProgramId:
        """Toronto's id."""
        ((program,),) = self.attacker.read("select program_id from program where slug = 'toronto'")
        return ProgramId(program)

    def tip(self, number: str) -> TipId:
        """The id of a tip."""
        ((tip,),) = self.attacker.read("select tip_id from tip where number = ?", number)
        return TipId(tip)


@pytest.fixture
def line(made: Deployment, tmp_path: Path) -> Iterator[Deployment]:
    """A line of its own for a test that breaks it."""
    with closing(made.copy(tmp_path / "line")) as twin:
        yield twin


@pytest.fixture(scope="module")
def attacked(made: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    """Every public key that can be swapped is swapped, a member is added, and records are forged."""
    with closing(made.copy(tmp_path_factory.mktemp("attacked") / "line")) as line:
        line.start("public", "sms")
        web = line.visitor().report(WEB)
        shared = line.config.twilio.shared_number
        text_number = line.handset("+14165550151").text(f"TOR {TEXT}", to=shared)[0].split()[0]
        line.stop("public", "sms")
        attacker = Attacker(line.data, PrivateKey.generate())
        ((key_id, public),) = attacker.read(
            "select key_id, public_key from tip_key join tip using (program_id, tip_id) where number = ?",
            web.number,
        )
        _swap_keys(attacker, investigator=line.config.person("investigator").name)
        _add_member(attacker)
        line.start("public", "sms")
        # Only now: the gateway publishes its own keys again when it starts.
        assert attacker.write("update gateway_key set public_key = ?", attacker.public) >= 2
        line.start("console")
        desk = line.desk("coordinator").sign_in()
        yield Attacked(line, attacker, web, text_number, (key_id, public), desk)


def test_what_a_reporter_adds_is_not_sealed_to_a_swapped_thread_key(attacked: Attacked) -> None:
    visitor = attacked.line.visitor()
    shared = attacked.line.config.twilio.shared_number

    visitor.say(visitor.come_back(attacked.web.code), LATER)
    attacked.line.handset("+14165550151").text(LATER, to=shared)

    assert attacked.attacker.loot() == NOTHING
    assert LATER in attacked.desk.page(f"/tips/{attacked.web.number}").text


def test_what_staff_write_is_not_sealed_to_a_swapped_key_and_they_are_told(attacked: Attacked) -> None:
    for number in (attacked.web.number, attacked.text_number):
        attacked.desk.press(f"/tips/{number}", action="/note", text="a note that no stranger reads")
        page = attacked.desk.page(f"/tips/{number}")
        assert "key of this conversation was changed" in page.text
        assert not page.has("answer")

    assert attacked.attacker.loot() == NOTHING


def test_an_answer_is_not_sealed_to_a_swapped_key_of_the_gateway(attacked: Attacked) -> None:
    texter = attacked.line.handset("+14165550153")
    shared = attacked.line.config.twilio.shared_number
    number = texter.text(f"TOR {TEXT} tonight", to=shared)[0].split()[0]

    attacked.desk.press(f"/tips/{number}", action="/answer", text="an answer for the reporter alone")

    assert attacked.attacker.loot() == NOTHING


def test_a_tip_is_given_to_the_key_that_was_confirmed_whatever_the_row_says(attacked: Attacked) -> None:
    investigator = attacked.line.desk("investigator")

    give(attacked.desk, attacked.web.number, to=investigator.person.name)

    assert attacked.attacker.loot() == NOTHING
    assert WEB in investigator.sign_in().page(f"/tips/{attacked.web.number}").text


def test_a_member_whom_nobody_confirmed_is_granted_nothing(attacked: Attacked) -> None:
    """The inbox's months ahead are gone, so the coordinator's sign-in made new ones and granted them."""
    months = attacked.attacker.read(
        "select count(*) from team_epoch where program_id = ? and team_id = ?",
        attacked.program,
        team_id(attacked.program, TeamKind.INBOX),
    )

    assert months == [(4,)]
    assert attacked.attacker.loot() == NOTHING


def test_an_alarm_rings_for_each_kind_of_forgery(attacked: Attacked) -> None:
    attacked.desk.get("/people")

    wait_until(attacked.line.logs / "console.log", holds='"event": "key-not-proven"')
    log = (attacked.line.logs / "console.log").read_text()
    for alarm in ("certificate", "member", "person", "gateway"):
        assert f'"alarm": "{alarm}' in log


def test_a_forged_record_shows_as_not_proven_to_staff_and_to_the_reporter(attacked: Attacked) -> None:
    for kind, author in ((RecordKind.ANSWER, Author.PROGRAM), (RecordKind.MESSAGE, Author.REPORTER)):
        _forge(attacked, kind, author)

    staff = attacked.desk.page(f"/tips/{attacked.web.number}")
    reporter = attacked.line.visitor().come_back(attacked.web.code)

    assert sum(part.text.count(FORGED) for part in staff.of_class("unproven")) == 2
    assert [
        article.attributes["data-proven"] for article in staff.of_class("record") if FORGED in article.text
    ] == [
        "no",
        "no",
    ]
    assert FORGED not in reporter.text


def test_a_truncated_record_cannot_be_opened_and_is_written_down(attacked: Attacked) -> None:
    changed = attacked.attacker.write(
        "update record set sealed = substr(sealed, 1, length(sealed) - 7)"
        " where tip_id = ? and kind = 'report'",
        attacked.tip(attacked.text_number),
    )

    page = attacked.desk.page(f"/tips/{attacked.text_number}")

    assert changed == 1
    assert len(page.of_class("cannot-open")) == 1
    actions = attacked.attacker.read("select action from audit where action like 'cannot%'")
    assert len(actions) >= 1


def test_new_tips_are_not_sealed_to_a_swapped_epoch_and_the_alarm_rings(line: Deployment) -> None:
    attacker = Attacker(line.data, PrivateKey.generate())
    swapped = attacker.write(
        "update team_epoch set public_key = ? where month = ?",
        attacker.public,
        int(f"{datetime.now(UTC):%Y%m}"),
    )
    line.start(*SERVERS)
    shared = line.config.twilio.shared_number

    number = line.visitor().report(WEB).number
    text_number = line.handset("+14165550152").text(f"TOR {TEXT}", to=shared)[0].split()[0]

    assert swapped > 0
    assert attacker.loot() == NOTHING
    for name in ("public", "sms"):
        wait_until(line.logs / f"{name}.log", holds='"event": "key-not-proven"')
    desk = line.desk("coordinator").sign_in()
    assert WEB in desk.page(f"/tips/{number}").text
    assert TEXT in desk.page(f"/tips/{text_number}").text


def test_where_every_epoch_is_swapped_a_tip_is_refused_and_not_sealed_to_a_stranger(line: Deployment) -> None:
    attacker = Attacker(line.data, PrivateKey.generate())
    attacker.write("update team_epoch set public_key = ?", attacker.public)
    line.start("public")
    visitor = line.visitor()

    path, fields = visitor.fill(what=WEB)
    answer = visitor.post(path, fields)

    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "not" in Page(answer.text).text
    assert WEB in Page(answer.text).text or WEB in answer.text
    assert attacker.loot() == NOTHING


def _swap_keys(attacker: Attacker, *, investigator: str) -> None:
    """Put the attacker's key in the place of every key that does not need a signature to stand there."""
    assert attacker.write("update tip_key set public_key = ?", attacker.public) == 2
    assert (
        attacker.write("update person set public_key = ? where name = ?", attacker.public, investigator) == 1
    )


def _add_member(attacker: Attacker) -> None:
    """Make a person who says of themselves that they hold the inbox, and take away the months ahead."""
    ((program,),) = attacker.read("select program_id from program where slug = 'toronto'")
    inbox, person = team_id(ProgramId(program), TeamKind.INBOX), PersonId(secrets.token_bytes(16))
    signing = attacker.key.signing()
    today = datetime.now(UTC).date().isoformat()
    attacker.write(
        "insert into person (program_id, person_id, name, sign_in, role, unit_id, state, public_key,"
        " verify_key, added_day)"
        " values (?, ?, 'Mallory', 'mallory', 'coordinator', null, 'confirmed', ?, ?, ?)",
        program, person, attacker.public, signing.verify_key().raw, today,
    )  # fmt: skip
    attacker.write(
        "insert into member (program_id, team_id, person_id) values (?, ?, ?)", program, inbox, person
    )
    issued = Certificate.issue(
        CertificateKind.HOLDER,
        program=program,
        subject=person,
        signer=person,
        by=signing,
        team=inbox,
        public=attacker.public,
        verify=signing.verify_key().raw,
    )
    attacker.write(
        "insert into certificate (program_id, certificate_id, kind, subject_id, team_id, public_key,"
        " verify_key, signer_id, signature, day) values (?, ?, 'holder', ?, ?, ?, ?, ?, ?, ?)",
        program, secrets.token_bytes(16), person, inbox, attacker.public, signing.verify_key().raw, person,
        issued.signature, today,
    )  # fmt: skip
    _vouch_in_anothers_name(attacker, ProgramId(program), inbox)
    attacker.write(
        "delete from team_epoch where team_id = ? and month > ?", inbox, int(f"{datetime.now(UTC):%Y%m}")
    )


def _vouch_in_anothers_name(attacker: Attacker, program: ProgramId, inbox: TeamId) -> None:
    """Say that somebody who may has vouched for the attacker's key: each of those who hold the inbox."""
    signing, today = attacker.key.signing(), datetime.now(UTC).date().isoformat()
    for (holder,) in attacker.read(
        "select subject_id from certificate where program_id = ? and team_id = ?", program, inbox
    ):
        person = PersonId(secrets.token_bytes(16))
        issued = Certificate.issue(
            CertificateKind.HOLDER,
            program=program,
            subject=person,
            signer=holder,
            by=signing,
            team=inbox,
            public=attacker.public,
            verify=signing.verify_key().raw,
        )
        attacker.write(
            "insert into certificate (program_id, certificate_id, kind, subject_id, team_id, public_key,"
            " verify_key, signer_id, signature, day) values (?, ?, 'holder', ?, ?, ?, ?, ?, ?, ?)",
            program, secrets.token_bytes(16), person, inbox, attacker.public, signing.verify_key().raw,
            holder, issued.signature, today,
        )  # fmt: skip


def _forge(attacked: Attacked, kind: RecordKind, author: Author) -> None:
    """Seal a record to a tip's own key, seen before the swap, signed with a key that nobody knows."""
    key_id, public = attacked.thread
    record_id, tip_id = RecordId(secrets.token_bytes(16)), attacked.tip(attacked.web.number)
    sealed = seal_record(
        Record(kind=kind, at=datetime.now(UTC), by=author, text=FORGED),
        to=PublicKey.from_bytes(public),
        signer=attacked.attacker.key.signing(),
        program_id=attacked.program,
        tip_id=tip_id,
        record_id=record_id,
    )
    attacked.attacker.write(
        "insert into record (program_id, record_id, tip_id, key_id, kind, day, sealed)"
        " values (?, ?, ?, ?, ?, ?, ?)",
        attacked.program, record_id, tip_id, key_id, kind.value, datetime.now(UTC).date().isoformat(), sealed,
    )  # fmt: skip
