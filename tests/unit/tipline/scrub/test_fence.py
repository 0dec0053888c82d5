import sys
from pathlib import Path

import pytest

from tests.unit.tipline.scrub.sent import in_the_child


def test_behind_the_fence_no_file_is_written_or_made(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("before")
    tried = "open(sys.argv[1], 'wb', buffering=0).write(b'plain')"

    for path in (there, tmp_path / "new"):
        assert b"Error" in in_the_child(tried, str(path)).stderr

    assert (there.read_text(), list(tmp_path.iterdir())) == ("before", [there])


@pytest.mark.parametrize(
    "tried",
    [
        "os.open('/etc/passwd', os.O_RDONLY)",
        "os.open('/dev/null', os.O_WRONLY)",
        "socket.socket(socket.AF_INET)",
        "socket.socketpair()",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "os.kill(os.getppid(), 0)",
        "os.unlink(sys.argv[0])",
        "os.memfd_create('m')",
        "os.listdir('/')",
        "os.pipe()",
    ],
)
def test_behind_the_fence_what_computing_does_without_is_refused(tried: str) -> None:
    code = f"try: {tried}\nexcept OSError as refused: sys.exit(refused.errno != errno.EPERM)\nsys.exit(2)"

    ran = in_the_child(code)

    assert (ran.returncode, ran.stderr) == (0, b"")


def test_behind_the_fence_threads_start_and_bytes_come_and_go() -> None:
    code = (
        "thread = threading.Thread(target=os.write, args=(1, b'from a thread'))\n"
        "thread.start()\nthread.join()\nsys.exit(len(bytearray(50_000_000)) != 50_000_000)"
    )

    assert (in_the_child(code).returncode, in_the_child(code).stdout) == (0, b"from a thread")


def test_memory_beyond_the_limit_is_not_given() -> None:
    assert b"MemoryError" in in_the_child("bytearray(1 << 31)").stderr


def test_a_core_is_never_written_and_a_limit_is_never_raised() -> None:
    code = "resource.setrlimit(resource.RLIMIT_CORE, (1, 1))"

    assert in_the_child(code).returncode == 1
    assert sys.platform != "linux" or b"Error" in in_the_child(code).stderr
