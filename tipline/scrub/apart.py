"""Scrub a file in a process apart: what parses a stranger's bytes has no key, no file and no network."""

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import IO, Final

from tipline.scrub.frames import Answer
from tipline.scrub.kinds import FileKind
from tipline.scrub.outcome import CannotScrub, Limits, Reason, Scrubbed

_AT_ONCE: Final = 1 << 16
_BY_STATUS: Final = {-signal.SIGXCPU: Reason.TOO_SLOW, -signal.SIGKILL: Reason.TOO_MUCH_MEMORY}
_FARE_WELL: Final = 5.0
"""Seconds for a child that has said all to be gone."""


def scrub_apart(
    chunks: Iterable[bytes],
    write: Callable[[bytes], None],
    *,
    kind: FileKind,
    limits: Limits | None = None,
) -> Scrubbed:
    """Make the scrubbed copy of a file, and hand it to `write` piece by piece (at most 256 KiB each).

    The original goes to the child through a pipe as `chunks` yields it, and the copy comes back through
    another; here nothing is kept of either but one chunk and one piece. Nothing is written to a disk: the
    child may open no file at all. It blocks until the copy is made, so call it from a thread that may wait.
    The child is gone when this returns or raises, whatever raised: `chunks`, `write` or the child.

    What `write` was given is a copy only once this has returned; after an error it is to be thrown away.

    Raises:
        CannotScrub: there is no copy, and why; the file stays held.
    """
    limits = limits or Limits()
    answer = Answer(write, largest=limits.copy)
    deadline = time.monotonic() + limits.wall_seconds
    with _child(kind, limits) as child:
        _exchange(child, _metered(chunks, limits.original), answer, deadline)
        status = _status(child, deadline)
    if status != 0 and not answer.refused:
        raise CannotScrub(_why(status))
    return answer.result()


@contextmanager
def _child(kind: FileKind, limits: Limits) -> Iterator[subprocess.Popen[bytes]]:
    """Start a child that inherits nothing but two pipes, and see that it is gone in the end."""
    child = subprocess.Popen(  # noqa: S603 - this interpreter and this package
        [sys.executable, "-I", "-B", "-m", "tipline.scrub", kind.value, json.dumps(asdict(limits))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        close_fds=True,
        start_new_session=True,
        cwd="/",
        # One arena: each further one would take 64 MiB of the address space that the child is limited to.
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC", "MALLOC_ARENA_MAX": "1"},
        bufsize=0,
    )
    try:
        yield child
    finally:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()


def _exchange(
    child: subprocess.Popen[bytes], chunks: Iterator[memoryview], answer: Answer, deadline: float
) -> None:
    """Feed the child and read its answer at the same time, so that neither waits for the other in vain."""
    original, copy = child.stdin, child.stdout
    assert original is not None  # noqa: S101 - both were asked for as pipes
    assert copy is not None  # noqa: S101 - the same
    os.set_blocking(original.fileno(), False)
    os.set_blocking(copy.fileno(), False)
    waiting = memoryview(b"")
    with selectors.DefaultSelector() as selector:
        selector.register(copy, selectors.EVENT_READ)
        selector.register(original, selectors.EVENT_WRITE)
        while selector.get_map():
            ready = selector.select(deadline - time.monotonic())
            if time.monotonic() >= deadline:
                raise CannotScrub(Reason.TOO_SLOW)
            for key, _ in ready:
                if key.fileobj is copy:
                    received = copy.read(_AT_ONCE)
                    if received:
                        answer.feed(received)
                    elif received is not None:
                        selector.unregister(copy)
                elif (rest := _feed(original, waiting, chunks)) is not None:
                    waiting = rest
                else:
                    selector.unregister(original)
                    original.close()


def _feed(original: IO[bytes], waiting: memoryview, chunks: Iterator[memoryview]) -> memoryview | None:
    """Write what the pipe takes; return what it did not take, or nothing when no more is to be written."""
    while not waiting:
        following = next(chunks, None)
        if following is None:
            return None
        waiting = following
    try:
        taken = original.write(waiting)
    except BrokenPipeError:  # the child has ended already: its answer or its status says why
        return None
    return waiting[taken or 0 :]


def _metered(chunks: Iterable[bytes], most: int) -> Iterator[memoryview]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > most:
            raise CannotScrub(Reason.TOO_LARGE_INSIDE)
        yield memoryview(chunk)


def _status(child: subprocess.Popen[bytes], deadline: float) -> int:
    try:
        return child.wait(min(_FARE_WELL, max(0.0, deadline - time.monotonic())))
    except subprocess.TimeoutExpired:
        raise CannotScrub(Reason.TOO_SLOW) from None


def _why(status: int) -> Reason:
    """The kernel ends a child past its time with one signal, and one for want of memory with another."""
    return _BY_STATUS.get(status, Reason.BROKE)
