"""Set one report in type, in a process of its own: data on the standard input, a PDF on the standard output.

What typst remembers of a page, some 200 MB, would stay in the process that asked, and a fault of typst would
be one beside the keys of whoever is signed in. Here both end with the page.
"""

import subprocess
import sys
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Final

import typst

TIMEOUT_S: Final = 60
"""Of a process that hangs; a report of many pages takes one."""


def typeset(data: str, *, day: date) -> bytes:
    """The document, made by a process that has nothing of our environment.

    Args:
        data: what month.typ reads, as JSON.
        day: that the document is dated.

    Raises:
        CalledProcessError: it could not be made, which is a mistake of ours.
    """
    command = [sys.executable, "-I", "-m", "tipline.reports.documents.typesetting", day.isoformat()]
    made = subprocess.run(  # noqa: S603 - our own program; what others wrote goes to its input
        command, input=data.encode(), stdout=subprocess.PIPE, env={}, check=True, timeout=TIMEOUT_S
    )
    return made.stdout


def main(day: str) -> None:
    """Read the data, write the document."""
    made = typst.compile(
        files("tipline.reports.documents").joinpath("month.typ").read_bytes(),
        sys_inputs={"data": sys.stdin.buffer.read().decode()},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=datetime.combine(date.fromisoformat(day), datetime.min.time(), tzinfo=UTC),
    )
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main(sys.argv[1])
