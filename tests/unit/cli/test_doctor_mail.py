from pathlib import Path

import pytest

from cli.doctor_mail import look_at_mail
from cli.findings import Grade
from tests.mailbox import LOGIN, PASSWORD, SENDER, Mailbox, a_mailbox
from tipline.settings import MailTls, Settings


def settings(folder: Path, box: Mailbox, *, password: str = PASSWORD, mode: int = 0o600) -> Settings:
    secret = folder / "secret"
    secret.write_text(password)
    secret.chmod(mode)
    return Settings(
        data=folder,
        smtp_host="127.0.0.1",
        smtp_port=box.port,
        smtp_sender=SENDER.address,
        smtp_ca_file=box.certificate,
        smtp_login=LOGIN,
        smtp_password_file=secret,
    )


def grades(found: Settings) -> list[Grade]:
    return [finding.grade for finding in look_at_mail(found)]


def test_a_server_that_takes_our_mail_is_good_and_is_sent_none(tmp_path: Path) -> None:
    with a_mailbox(tmp_path, login=True) as box:
        found = grades(settings(tmp_path, box))

    assert (found, box.talks) == ([Grade.GOOD], 0)


def test_no_server_is_something_to_know(tmp_path: Path) -> None:
    assert grades(Settings(data=tmp_path)) == [Grade.NOTE]


def test_a_password_that_others_may_read_is_a_problem(tmp_path: Path) -> None:
    with a_mailbox(tmp_path, login=True) as box:
        found = grades(settings(tmp_path, box, mode=0o644))

    assert found == [Grade.PROBLEM, Grade.GOOD]


@pytest.mark.parametrize("offers_tls", [True, False])
def test_a_server_that_would_take_nothing_is_a_problem(tmp_path: Path, *, offers_tls: bool) -> None:
    with a_mailbox(tmp_path, login=True, offers_tls=offers_tls) as box:
        found = list(look_at_mail(settings(tmp_path, box, password="wrong")))

    assert [finding.grade for finding in found] == [Grade.PROBLEM]
    assert "wrong" not in found[0].words


def test_a_mailbox_on_this_machine_may_go_unprotected_and_that_is_said(tmp_path: Path) -> None:
    with a_mailbox(tmp_path, tls=MailTls.NONE) as box:
        found = Settings(
            data=tmp_path,
            smtp_host="127.0.0.1",
            smtp_port=box.port,
            smtp_tls=MailTls.NONE,
            smtp_sender=SENDER.address,
        )

        assert grades(found) == [Grade.NOTE, Grade.GOOD]
