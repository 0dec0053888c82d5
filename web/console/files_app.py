"""Scrubbed copies, served from an origin of their own: no cookie comes here, and nothing here runs.

Whatever a copy holds, it cannot act as a page of the console: another origin, `sandbox`, no sniffing.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from crypto.errors import CannotOpen
from crypto.stream import open_file
from tipline.access.sessions import living
from tipline.casework.tip_keys import is_granted
from tipline.errors import NothingHere, SessionOver, StoreTrouble
from tipline.files import place_of
from tipline.runtime import ConsoleRuntime
from tipline.scrub.kinds import FileGroup, FileKind
from web.console.viewing import NoTicket, Tickets, Viewing
from web.security import Fortress, Policy
from web.who_may import who_may

POLICY: Final = Policy("sandbox; default-src 'none'; frame-ancestors 'none'", shared=True)

INLINE: Final = {
    kind.media_type
    for kind in FileKind
    if kind.group in {FileGroup.PICTURE, FileGroup.VIDEO, FileGroup.SOUND}
}
"""What a browser shows by itself; everything else is handed over as a file."""

GONE: Final = "This file cannot be shown any more. Open the tip again.\n"


def files_app(runtime: ConsoleRuntime, tickets: Tickets) -> Fortress:
    """The files' origin over an open console."""
    app = Starlette(routes=[Route("/{ticket}", show, methods=["GET"])])
    app.state.runtime, app.state.tickets = runtime, tickets
    return Fortress(app, policy=POLICY, trouble=lambda _: PlainTextResponse(GONE, status_code=500))


@who_may("who has a ticket, while the session and the grant live that it was made by")
async def show(request: Request) -> Response:
    """A scrubbed copy, or a stretch of it."""
    runtime: ConsoleRuntime = request.app.state.runtime
    tickets: Tickets = request.app.state.tickets
    try:
        viewing = tickets.read(request.path_params["ticket"], now=runtime.clock.now())
        pieces = await run_in_threadpool(_opened, runtime, viewing)
    except (SessionOver, NothingHere, CannotOpen, StoreTrouble):
        return PlainTextResponse(GONE, HTTPStatus.NOT_FOUND)
    size = viewing.copy.size
    first, last = _range(request.headers.get("range", ""), size) or (0, size - 1)
    part = (first, last) != (0, size - 1)
    headers = {
        "Content-Length": str(last - first + 1),
        "Content-Disposition": _disposition(viewing),
        "Accept-Ranges": "bytes",
    }
    if part:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return StreamingResponse(
        _stretch(pieces, first, last),
        HTTPStatus.PARTIAL_CONTENT if part else HTTPStatus.OK,
        headers=headers,
        media_type=viewing.copy.media_type,
    )


def _opened(runtime: ConsoleRuntime, viewing: Viewing) -> Iterator[bytes]:
    """The copy's bytes, once all of it is known to be whole.

    The session is asked for in the store too: it may have been ended there, with a bar, by another process.

    Raises:
        SessionOver: the session is over that the ticket was made in.
        NoTicket: what its owner read the file by was taken back.
        CannotOpen, BlobsUnavailable: the copy is gone, or not what it was.
    """
    copy, session_id = viewing.copy, viewing.session_id
    holdings = runtime.holders.of(session_id)
    if holdings is None or not living(runtime, [session_id], now=runtime.clock.now()):
        raise SessionOver
    with runtime.keys_store.read() as keys_session, runtime.tips.read() as session:
        if not is_granted(session, keys_session, key_id=copy.through, holdings=holdings):
            raise NoTicket
    place = place_of(copy.part, program_id=viewing.program_id, file_id=copy.file_id)
    return open_file(runtime.blobs.read(copy.blob_id), copy.key, context=place)


def _disposition(viewing: Viewing) -> str:
    how = "inline" if viewing.copy.media_type in INLINE else "attachment"
    return f'{how}; filename="{viewing.name}"'


def _range(asked: str, size: int) -> tuple[int, int] | None:
    """The first and the last byte of a range; nothing where all is asked for, or what makes no sense."""
    unit, _, span = asked.partition("=")
    first, dash, last = span.partition("-")
    if unit.strip() != "bytes" or not dash or not first.isdecimal() or not (last.isdecimal() or not last):
        return None
    begin, end = int(first), min(int(last) if last else size - 1, size - 1)
    return (begin, end) if begin <= end else None


def _stretch(pieces: Iterator[bytes], first: int, last: int) -> Iterator[bytes]:
    at = 0
    for piece in pieces:
        wanted = piece[max(0, first - at) : last + 1 - at] if at <= last else b""
        at += len(piece)
        if wanted:
            yield wanted
        if at > last:
            return


class Apart:
    """Two applications in one process: what comes to the files' port goes to the files alone."""

    def __init__(self, console: ASGIApp, files: ASGIApp, *, port: int) -> None:
        self._console = console
        self._files = files
        self._port = port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request where it belongs; the start and the end of the process are the console's."""
        server = scope.get("server")
        of_files = scope["type"] == "http" and server is not None and server[1] == self._port
        await (self._files if of_files else self._console)(scope, receive, send)
