"""The files of a tip as its page shows them: where each copy is fetched, and what was taken out of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from fastapi import Request
from sqlmodel import Session

from tipline.casework.files import Copy, FileState, FileView, files_of_tip
from tipline.casework.reported import Reported, reported
from tipline.settings import Settings
from web.console.desk import Signed
from web.console.viewing import Tickets, Viewing

FOUND: Final = {
    "place": "a place",
    "time": "a time",
    "device": "a device",
    "device-serial": "the serial number of a device",
    "identifier": "an identifier",
    "author": "an author",
    "software": "a program's name",
    "comment": "a comment",
    "thumbnail": "a small copy of the picture",
    "embedded-picture-data": "data of a picture inside",
    "maker-note": "notes of the camera's maker",
    "colour-profile": "a colour profile",
    "other-metadata": "other data beside the content",
    "hidden-stream": "a hidden stream",
    "hidden-text": "hidden text",
    "tracked-change": "tracked changes",
    "earlier-version": "an earlier version",
    "attachment": "an attachment",
    "embedded-object": "an object inside",
    "program": "a program",
    "outside-link": "a link to somewhere else",
}
"""What the original had, and the copy has not, as a sentence says it; never the value."""


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file on the page."""

    view: FileView
    url: str
    """Of the copy; empty where there is none."""
    still: str
    """Where the still of a video is fetched; empty where there is none."""
    found: tuple[str, ...] | None
    """What was taken out; None where its reader is not told."""
    reported: Reported | None = None
    """Of an illegal picture: that it was reported, once it was."""

    @property
    def how(self) -> str:
        """How it is shown."""
        if self.view.state is not FileState.READY:
            return self.view.state.value
        return "document" if self.view.group is None else self.view.group.value


def shown_files(
    request: Request, session: Session, keys_session: Session, signed: Signed, *, number: str
) -> tuple[ShownFile, ...]:
    """The files of a tip, each with a ticket of its own that lives for minutes.

    Raises:
        NotPermitted, NoSuchTip: as `open_tip`.
    """
    views = files_of_tip(session, keys_session, number=number, by=signed.holder, program=signed.program)
    taken = [view.file_id for view in views if view.state is FileState.TAKEN]
    done = reported(session, keys_session, taken, by=signed.holder, program=signed.program) if taken else {}
    return tuple(
        replace(shown, reported=done.get(shown.view.file_id))
        for shown in with_tickets(request, views, signed, number=number)
    )


def with_tickets(
    request: Request, views: Iterable[FileView], signed: Signed, *, number: str
) -> tuple[ShownFile, ...]:
    """Files that somebody may see, each with a ticket."""
    tickets: Tickets = request.app.state.tickets
    return tuple(_shown(view, tickets, signed, number) for view in views)


def files_origin(settings: Settings) -> str:
    """Where copies are fetched: the address that is set, else the files' port of this machine."""
    return settings.files_origin or f"http://127.0.0.1:{settings.files_port}"


def _shown(view: FileView, tickets: Tickets, signed: Signed, number: str) -> ShownFile:
    def address(copy: Copy | None, name: str) -> str:
        if copy is None:
            return ""
        viewing = Viewing(signed.holder.program_id, signed.holder.session_id, f"{number} {name}", copy)
        return f"{files_origin(signed.runtime.settings)}/{tickets.issue(viewing, now=signed.now)}"

    name = view.name.lower()
    words = None if view.found is None else tuple(_word(found) for found in view.found)
    return ShownFile(view, address(view.copy, name), address(view.still, f"{name} still"), words)


def _word(found: str) -> str:
    return FOUND.get(found, found.replace("-", " "))
