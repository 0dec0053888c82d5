"""Mail over SMTP: a conversation for each letter, protected, proven, and cut off if it takes too long."""

import smtplib
import socket
import ssl
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, Self

from tipline.errors import MailRefused, MailUnavailable, SettingRefused
from tipline.letters import Letter, compose
from tipline.private import MailAddress
from tipline.settings import MailTls, Settings

TIMEOUT_SECONDS: Final = 10.0
"""For each word of the conversation."""

WHOLE_SECONDS: Final = 30.0
"""For the conversation: a server that sends a byte now and then must not hold a thread."""

FOR_GOOD: Final = 500
"""Replies from here on are the server's last word (RFC 5321, section 4.2.1)."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Which server takes our mail, and how it knows us."""

    host: str
    port: int
    tls: MailTls
    sender: MailAddress
    login: str | None = None
    password: str | None = field(default=None, repr=False)
    authorities: Path | None = None
    """Certificates of who may vouch for the server, in place of the machine's own list."""


def server_of(settings: Settings) -> MailServer | None:
    """The mail server that the settings name; None where there is none.

    Raises:
        SettingRefused: the file with its password, or with its authorities, cannot be read.
    """
    if settings.smtp_host is None or settings.smtp_sender is None:
        return None
    password = None
    if settings.smtp_password_file is not None:
        try:
            password = settings.smtp_password_file.read_text("utf-8").strip("\r\n")
        except (OSError, UnicodeDecodeError):
            raise SettingRefused("smtp_password_file") from None
    server = MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        tls=settings.smtp_tls,
        sender=MailAddress(settings.smtp_sender),
        login=settings.smtp_login,
        password=password,
        authorities=settings.smtp_ca_file,
    )
    try:
        _trust(server)
    except (OSError, ssl.SSLError):
        raise SettingRefused("smtp_ca_file") from None
    return server


class SmtpMailer:
    """Hands letters to one mail server; from any number of threads, each on a connection of its own."""

    def __init__(self, server: MailServer, *, patience: float = WHOLE_SECONDS) -> None:
        """Mail through this server; `patience` is how many seconds a whole conversation may take."""
        self._server = server
        self._patience = patience

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def send(self, letter: Letter, *, to: MailAddress, mail_id: bytes, at: datetime) -> None:
        """Hand one letter over.

        Raises:
            MailRefused: the server does not take mail for this address.
            MailUnavailable: it is away, slow, has no TLS or a certificate that nobody proves, does not know
                us, or is in trouble.
        """
        sender = self._server.sender
        content = compose(letter, sender=sender, to=to, mail_id=mail_id, at=at)
        with self._conversation() as talking:
            talking.sendmail(sender.address, [to.address], content)

    def greet(self) -> None:
        """Talk to the server and send nothing: for who wants to know whether mail would leave.

        Raises:
            MailUnavailable: it would not.
        """
        with self._conversation() as talking:
            talking.noop()

    @contextmanager
    def _conversation(self) -> Generator[smtplib.SMTP, None, None]:
        """A protected connection on which the server knows us; its errors become ours."""
        try:
            with self._connected() as talking:
                if self._server.tls is MailTls.STARTTLS:
                    talking.starttls(context=_trust(self._server))
                talking.ehlo()
                if self._server.login is not None:
                    talking.login(self._server.login, self._server.password or "")
                yield talking
        except smtplib.SMTPRecipientsRefused as refused:
            raise _about_the_address(refused) from None
        except smtplib.SMTPResponseException as error:
            raise MailUnavailable(error.smtp_code) from None
        except (smtplib.SMTPException, OSError, ValueError):
            raise MailUnavailable from None

    @contextmanager
    def _connected(self) -> Generator[smtplib.SMTP, None, None]:
        """Connect, giving the sender's domain for our name: the machine's own is nobody's business."""
        kind = _TlsTalk if self._server.tls is MailTls.IMPLICIT else _Talk
        with _Cut(self._patience) as cut, kind(self._server, cut) as talking:
            yield talking


def _trust(server: MailServer) -> ssl.SSLContext:
    """Who may vouch for the server's name: the machine's authorities, or those that the settings name."""
    return ssl.create_default_context(cafile=server.authorities)


class _Cut:
    """Ends a conversation from outside after so many seconds: whoever waits for a word gets the end."""

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._talking: smtplib.SMTP | None = None

    def watch(self, talking: smtplib.SMTP) -> None:
        """Which conversation it is."""
        self._talking = talking

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()

    def _cut(self) -> None:
        found = None if self._talking is None else self._talking.sock
        if found is not None:
            with suppress(OSError):
                found.shutdown(socket.SHUT_RDWR)


class _Talk(smtplib.SMTP):
    """A conversation that is watched from its first byte on."""

    def __init__(self, server: MailServer, cut: _Cut) -> None:
        cut.watch(self)
        super().__init__(server.host, server.port, server.sender.domain, timeout=TIMEOUT_SECONDS)


class _TlsTalk(smtplib.SMTP_SSL):
    """The same, protected from that byte on."""

    def __init__(self, server: MailServer, cut: _Cut) -> None:
        cut.watch(self)
        super().__init__(
            server.host,
            server.port,
            server.sender.domain,
            timeout=TIMEOUT_SECONDS,
            context=_trust(server),
        )


def _about_the_address(refused: smtplib.SMTPRecipientsRefused) -> MailRefused | MailUnavailable:
    code = max((code for code, _ in refused.recipients.values()), default=0)
    return MailRefused(code) if code >= FOR_GOOD else MailUnavailable(code)
