"""Have one report set in type, by a process of its own (`typesetter`).

What typst remembers of a page, some 200 MB, would stay in the process that asked, and a fault of typst would
be one beside the keys of whoever is signed in. There both end with the page; here typst is not loaded.
"""

import subprocess
import sys
from datetime import date
from enum import StrEnum
from typing import Final

TIMEOUT_S: Final = 60
"""Of a process that hangs; a report of many pages takes one."""


class Template(StrEnum):
    """How a kind of document looks; `page.typ` stands before each."""

    MONTH = "month.typ"
    MINUTES = "minutes.typ"


def typeset(data: str, *, template: Template, day: date) -> bytes:
    """The document, made by a process that has nothing of our environment.

    Args:
        data: what the template reads, as JSON.
        day: that the document is dated.

    Raises:
        CalledProcessError: it could not be made, which is a mistake of ours.
    """
    typesetter = "tipline.reports.documents.typesetter"
    command = [sys.executable, "-I", "-m", typesetter, template, day.isoformat()]
    made = subprocess.run(  # noqa: S603 - our own program; what others wrote goes to its input
        command, input=data.encode(), stdout=subprocess.PIPE, env={}, check=True, timeout=TIMEOUT_S
    )
    return made.stdout
