"""Set one report in type, in a process of its own: data on the standard input, a PDF on the standard output.

What typst remembers of a page, some 200 MB, would stay in the process that asked, and a fault of typst would
be one beside the keys of whoever is signed in. Here both end with the page.
"""

import subprocess
import sys
from datetime import UTC, date, datetime
from enum import StrEnum
from importlib.resources import files
from typing import Final

import typst

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
    itself = "tipline.reports.documents.typesetting"
    command = [sys.executable, "-I", "-m", itself, template, day.isoformat()]
    made = subprocess.run(  # noqa: S603 - our own program; what others wrote goes to its input
        command, input=data.encode(), stdout=subprocess.PIPE, env={}, check=True, timeout=TIMEOUT_S
    )
    return made.stdout


def main(template: str, day: str) -> None:
    """Read the data, write the document."""
    looks = files("tipline.reports.documents")
    made = typst.compile(
        b"".join(looks.joinpath(name).read_bytes() for name in ("page.typ", template)),
        sys_inputs={"data": sys.stdin.buffer.read().decode()},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=datetime.combine(date.fromisoformat(day), datetime.min.time(), tzinfo=UTC),
    )
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main(*sys.argv[1:])
