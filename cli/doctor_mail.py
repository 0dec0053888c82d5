"""The doctor looks at mail: whether there is a server, would take a letter, and who may read its password."""

from collections.abc import Iterator

from cli.doctor_files import OTHERS
from cli.findings import Finding, good, note, problem
from cli.tell import sentence
from tipline.errors import MailUnavailable, SettingRefused
from tipline.settings import MailTls, Settings
from tipline.smtp import SmtpMailer, server_of


def look_at_mail(settings: Settings) -> Iterator[Finding]:
    """The mail server that the settings name; it is greeted, and sent nothing."""
    try:
        server = server_of(settings)
    except SettingRefused as refused:
        yield problem(sentence(refused))
        return
    if server is None:
        yield note("smtp_host is not set: nobody of the staff is told anything by mail.")
        return
    path = settings.smtp_password_file
    if path is not None and path.stat().st_mode & OTHERS:
        yield problem(f"{path} can be read by others. Run: chmod 600 {path}")
    if server.tls is MailTls.NONE:
        yield note("Mail goes unprotected to this machine itself: right for the demo alone.")
    try:
        SmtpMailer(server).greet()
    except MailUnavailable as away:
        said = f" It answered {away.code}." if away.code else ""
        yield problem(
            f"The mail server {server.host} port {server.port} takes no mail from us: it is away, has no "
            f"certificate that is proven, or does not know us.{said}"
        )
        return
    yield good(f"The mail server {server.host} takes mail from us.")
