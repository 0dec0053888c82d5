"""Under strace: while a file is scrubbed, neither who asks nor the child writes a byte to a disk."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.unit.tipline.scrub import filmed, sent, written
from tests.unit.tipline.scrub.test_pdf import a_pdf

CALLS: Final = (
    "write,writev,pwrite64,pwritev,pwritev2,sendfile,splice,copy_file_range,memfd_create,ftruncate,%file"
)
SCRUBS: Final = """
import sys
from pathlib import Path
from tipline.scrub.apart import scrub_apart
from tipline.scrub.kinds import recognise
content = Path(sys.argv[1]).read_bytes()
out = bytearray()
scrub_apart([content], out.extend, kind=recognise(content[:512]))
assert len(out) > 50
"""
SPOOLS: Final = """
import sys, tempfile
from pathlib import Path
with tempfile.TemporaryFile() as spool:
    spool.write(Path(sys.argv[1]).read_bytes())
"""
# strace -y names what a descriptor is: a pipe, a socket, a file by its path.
_WRITE: Final = re.compile(
    r"\b(?:p?writev?2?|pwrite64|sendfile|splice|copy_file_range|ftruncate)\(\d+<(/[^>]*)>"
)
_OPEN: Final = re.compile(
    r'\b(?:open|openat|creat)\([^"]*"([^"]*)"[^)]*(?:O_WRONLY|O_RDWR|O_CREAT)[^)]*\)\s+= \d'
)
_MADE: Final = re.compile(r"\b(memfd_create|mknodat?|link(?:at)?|symlink(?:at)?|rename(?:at2?)?)\(.*= \d")
_NOWHERE: Final = "/dev/null"


def traces(trace: str) -> Iterator[str]:
    """Every way in which a byte went, or could have gone, into a file."""
    for line in trace.splitlines():
        for pattern in (_WRITE, _OPEN, _MADE):
            match = pattern.search(line)
            if match and match[1] != _NOWHERE:
                yield line


def run_under_strace(program: str, content: bytes, folder: Path) -> str:
    original, trace = folder / "original", folder / "trace"
    original.write_bytes(content)
    command = ["strace", "-f", "-y", "-s", "16", "-e", f"trace={CALLS}", "-o", str(trace)]
    python = [sys.executable, "-I", "-B", "-c", program, str(original)]
    subprocess.run([*command, *python], check=True, capture_output=True)
    return trace.read_text(errors="replace")


@pytest.mark.parametrize(
    "content",
    [
        sent.a_jpeg(sent.a_scene(1_600, 1_200), quality=98),
        sent.a_tiff(pages=3),
        filmed.a_film(),
        a_pdf(),
        written.a_docx(),
    ],
    ids=["a photograph", "a scan", "a film", "a PDF", "a text"],
)
def test_scrubbing_writes_nothing_to_a_disk(content: bytes, tmp_path: Path) -> None:
    trace = run_under_strace(SCRUBS, content, tmp_path)

    assert "execve(" in trace
    assert re.search(r"write\(1<pipe:", trace), "the copy came back through a pipe"
    assert list(traces(trace)) == []


def test_what_spools_to_a_temporary_file_is_seen(tmp_path: Path) -> None:
    assert list(traces(run_under_strace(SPOOLS, bytes(70_000), tmp_path))) != []
