"""The process that sets one report in type: data on the standard input, a PDF on the standard output."""

import sys
from datetime import UTC, date, datetime
from importlib.resources import files

import typst


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
