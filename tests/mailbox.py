"""A real mail server on this machine, with a certificate of its own making, for what sends mail."""

import asyncio
import ssl
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Final

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.program import NOON
from tipline.private import MailAddress
from tipline.settings import MailTls
from tipline.smtp import MailServer

SENDER: Final = MailAddress("line@tips.example")
LOGIN, PASSWORD = "line", "correct horse"
OK: Final = "250 OK"


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that the server took."""

    to: str
    content: bytes

    @property
    def subject(self) -> str:
        """What its list would show."""
        return self.head("Subject")

    def head(self, name: str) -> str:
        """One of its heads."""
        start = f"{name}: "
        return next(line for line in self.content.decode("ascii").split("\r\n") if line.startswith(start))[
            len(start) :
        ]


@dataclass
class Mailbox:
    """What a mail server has received, and how it behaves."""

    port: int = 0
    tls: MailTls = MailTls.STARTTLS
    certificate: Path = Path()
    mails: list[Mail] = field(default_factory=list)
    talks: int = 0
    """How often somebody got as far as naming a sender."""
    rcpt: dict[str, str] = field(default_factory=dict)
    """What is answered for an address."""
    data: str = OK
    dripping: bool = False
    """It takes a mail and never comes to the end of its answer."""
    arrived: threading.Event = field(default_factory=threading.Event)

    def server(self, *, login: bool = False) -> MailServer:
        """How a mailer finds it."""
        return MailServer(
            host="127.0.0.1",
            port=self.port,
            tls=self.tls,
            sender=SENDER,
            login=LOGIN if login else None,
            password=PASSWORD if login else None,
            authorities=self.certificate if self.tls is not MailTls.NONE else None,
        )

    def addressed(self, to: str) -> list[Mail]:
        """The mails to somebody."""
        return [mail for mail in self.mails if mail.to == to]

    async def handle_MAIL(  # noqa: N802  # aiosmtpd's name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Somebody names a sender."""
        self.talks += 1
        envelope.mail_from = address
        return OK

    async def handle_RCPT(  # noqa: N802  # the same
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Somebody names whom a mail is for."""
        answer = self.rcpt.get(address, OK)
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail."""
        while self.dripping:
            await server.push("250-patience")
            await asyncio.sleep(0.05)
        if self.data == OK:
            content = envelope.content
            assert isinstance(content, bytes)
            self.mails += [Mail(to, content) for to in envelope.rcpt_tos]
            self.arrived.set()
        return self.data


@contextmanager
def a_mailbox(
    folder: Path,
    *,
    tls: MailTls = MailTls.STARTTLS,
    offers_tls: bool = True,
    login: bool = False,
    port: int = 0,
) -> Generator[Mailbox, None, None]:
    """A mail server that listens on this machine alone."""
    box = Mailbox(tls=tls, certificate=folder / "mail-certificate")
    if not box.certificate.exists():
        make_certificate(box.certificate)
    trusted = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trusted.load_cert_chain(box.certificate, box.certificate.with_suffix(".secret"))
    starttls = tls is MailTls.STARTTLS and offers_tls

    talks: list[SMTP] = []

    def conversation() -> SMTP:
        talk = SMTP(
            box,
            hostname="mail.example",
            tls_context=trusted if starttls else None,
            require_starttls=starttls,
            auth_required=login and starttls,
            auth_require_tls=starttls,
            authenticator=_knows_us if login else None,
        )
        talks.append(talk)
        return talk

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def listen() -> asyncio.Server:
        inside = trusted if tls is MailTls.IMPLICIT else None
        return await loop.create_server(conversation, "127.0.0.1", port, ssl=inside)

    server = asyncio.run_coroutine_threadsafe(listen(), loop).result(10)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        box.dripping = False
        asyncio.run_coroutine_threadsafe(_stop(server, talks), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _stop(server: asyncio.Server, talks: list[SMTP]) -> None:
    server.close()
    for talk in talks:
        if talk.transport is not None:
            talk.transport.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    for task in others:
        with suppress(asyncio.CancelledError, OSError):
            await task
    await asyncio.sleep(0.02)  # the transports' last calls


def _knows_us(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, auth_data: object
) -> AuthResult:
    known = auth_data == LoginPassword(LOGIN.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=False)


def make_certificate(path: Path, *, host: str = "127.0.0.1") -> None:
    """A certificate that vouches for itself, and its key beside it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail of a test")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOON - timedelta(days=3650))
        .not_valid_after(NOON + timedelta(days=3650))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address(host))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    path.with_suffix(".secret").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
