import threading
import time
from pathlib import Path

import pytest

from tests.mailbox import OK, PASSWORD, SENDER, a_mailbox, make_certificate
from tests.program import NOON
from tipline.errors import MailRefused, MailTrouble, MailUnavailable, SettingRefused
from tipline.letters import SIZE, Letter
from tipline.ports import Mailer
from tipline.private import MailAddress
from tipline.settings import MailTls, Settings
from tipline.smtp import MailServer, SmtpMailer, server_of

ADA = MailAddress("ada@police.example")


def send(server: MailServer, *, patience: float = 5.0) -> None:
    mailer: Mailer = SmtpMailer(server, patience=patience)
    mailer.send(Letter.ALERT, to=ADA, mail_id=bytes(16), at=NOON)


@pytest.mark.parametrize(
    ("tls", "login"), [(MailTls.STARTTLS, False), (MailTls.STARTTLS, True), (MailTls.IMPLICIT, False)]
)
def test_a_letter_arrives_protected(tmp_path: Path, tls: MailTls, *, login: bool) -> None:
    with a_mailbox(tmp_path, tls=tls, login=login) as box:
        send(box.server(login=login))

    assert [(mail.to, len(mail.content), mail.head("From")) for mail in box.mails] == [
        (ADA.address, SIZE, SENDER.address)
    ]


def test_nothing_is_said_to_a_server_without_tls(tmp_path: Path) -> None:
    with a_mailbox(tmp_path, offers_tls=False) as box, pytest.raises(MailUnavailable):
        send(box.server())

    assert (box.talks, box.mails) == (0, [])


@pytest.mark.parametrize("tls", [MailTls.STARTTLS, MailTls.IMPLICIT])
def test_nothing_is_said_to_a_server_that_nobody_vouches_for(tmp_path: Path, tls: MailTls) -> None:
    with a_mailbox(tmp_path, tls=tls) as box:
        make_certificate(tmp_path / "other")
        box.certificate = tmp_path / "other"
        with pytest.raises(MailUnavailable):
            send(box.server())

    assert (box.talks, box.mails) == (0, [])


def test_nothing_is_said_to_a_server_of_another_name(tmp_path: Path) -> None:
    make_certificate(tmp_path / "mail-certificate", host="127.0.0.2")

    with a_mailbox(tmp_path) as box, pytest.raises(MailUnavailable):
        send(box.server())

    assert (box.talks, box.mails) == (0, [])


@pytest.mark.parametrize(
    ("rcpt", "data", "error", "code"),
    [
        ("550 no such user", OK, MailRefused, 550),
        ("450 busy", OK, MailUnavailable, 450),
        (OK, "554 looks like spam", MailUnavailable, 554),
        (OK, "452 full", MailUnavailable, 452),
    ],
)
def test_a_refusal_says_whether_it_is_about_the_address(
    tmp_path: Path, rcpt: str, data: str, error: type[MailTrouble], code: int
) -> None:
    with a_mailbox(tmp_path) as box:
        box.rcpt[ADA.address], box.data = rcpt, data
        with pytest.raises(MailTrouble) as refused:
            send(box.server())

    assert (type(refused.value), refused.value.code, box.mails) == (error, code, [])


def test_a_server_that_does_not_know_us_is_unavailable(tmp_path: Path) -> None:
    with a_mailbox(tmp_path, login=True) as box, pytest.raises(MailUnavailable):
        send(box.server())

    assert box.mails == []


def test_a_server_that_is_away_is_unavailable(tmp_path: Path) -> None:
    with a_mailbox(tmp_path) as box:
        server = box.server()

    with pytest.raises(MailUnavailable):
        send(server)


def test_a_server_that_never_ends_is_cut_off(tmp_path: Path) -> None:
    with a_mailbox(tmp_path) as box:
        box.dripping = True
        began = time.monotonic()
        with pytest.raises(MailUnavailable):
            send(box.server(), patience=0.5)

    assert time.monotonic() - began < 3


def test_an_end_leaves_no_thread_behind(tmp_path: Path) -> None:
    with a_mailbox(tmp_path) as box:
        before = threading.active_count()
        SmtpMailer(box.server()).greet()
        after = threading.active_count()

    assert (after - before, box.talks) == (0, 0)


def test_the_settings_name_the_server_and_the_password_prints_nowhere(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{PASSWORD}\n")
    settings = Settings(
        data=tmp_path,
        smtp_host="mail.example",
        smtp_sender=" line@tips.example ",
        smtp_login="line",
        smtp_password_file=tmp_path / "secret",
    )

    server = server_of(settings)

    assert server == MailServer("mail.example", 587, MailTls.STARTTLS, SENDER, "line", PASSWORD)
    assert PASSWORD not in repr(server) + str(server) + repr(SmtpMailer(server))
    assert server_of(Settings(data=tmp_path)) is None


@pytest.mark.parametrize("name", ["smtp_password_file", "smtp_ca_file"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    more = {"smtp_login": "line", "smtp_password_file": str(tmp_path)} if "pass" in name else {}
    settings = Settings.model_validate(
        {"data": tmp_path, "smtp_host": "m.example", "smtp_sender": SENDER.address, name: str(tmp_path)}
        | more
    )

    with pytest.raises(SettingRefused) as refused:
        server_of(settings)

    assert refused.value.name == name
