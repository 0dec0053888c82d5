"""The doctor asks the origin of the files: whether it answers beside the console, and apart from it."""

from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Final
from urllib.parse import urlsplit

from cli.findings import Finding, good, note, problem
from tipline.settings import Settings

PATIENCE: Final = 3.0
"""Seconds for an answer."""
NOWHERE: Final = "/doctor"
"""An address that shows nothing there: no ticket reads so."""
APART: Final = "sandbox"
"""The first word of what each answer of the files' origin allows: nothing else of ours says it."""


def look_at_origin(settings: Settings) -> Iterator[Finding]:
    """Where a picture is fetched from; while the console does not run here, that is all there is to say."""
    console = settings.console_origin or f"http://127.0.0.1:{settings.console_port}"
    files = settings.files_origin or f"http://127.0.0.1:{settings.files_port}"
    if _host(console) == _host(files):
        yield problem(
            f"Files come from {files}, as the console does: what somebody sent could act as a page of it. "
            "Set files_origin to another host."
        )
        return
    if _policy(f"http://127.0.0.1:{settings.console_port}") is None:
        yield note(f"The console does not run here now, so {files}, where files come from, was not asked.")
        return
    policy = _policy(files)
    if policy is None:
        yield problem(f"The console runs, and {files} does not answer: no picture of a tip can be seen.")
    elif not policy.startswith(APART):
        yield problem(f"Something else than the console's files answers at {files}. See files_origin.")
    else:
        yield good(f"Files come from {files}, apart from the console's pages.")


def _host(address: str) -> tuple[str | None, int | None]:
    parts = urlsplit(address)
    return parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _policy(address: str) -> str | None:
    """What an answer's Content-Security-Policy begins with; None where there is no answer."""
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=PATIENCE)
    try:
        connection.request("GET", NOWHERE)
        answer: HTTPResponse = connection.getresponse()
        return answer.headers.get("content-security-policy", "")
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()
