"""Read a file that somebody names, up to a limit."""

from pathlib import Path

from cli.tell import Stopped


def read_file(path: Path, limit: int) -> bytes:
    """A file up to a limit, and one byte more where there is one: whoever reads it says that it is too large.

    Raises:
        Stopped: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except OSError:
        raise Stopped(f"The file {path} cannot be read.") from None
