"""The demo's folder: whether it is ours to use, held against a second demo, and put in place whole."""

import fcntl
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cli.demo.config import CONFIG_FILE, DemoConfig, write_config


class NotADemo(Exception):
    """The folder holds something that the demo did not make, so it is not touched."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder


class AlreadyRunning(Exception):
    """Another demo uses this folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder


def is_made(folder: Path) -> bool:
    """Whether a demo stands here, to go on with.

    Raises:
        NotADemo: something else does.
    """
    if (folder / CONFIG_FILE).is_file():
        return True
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotADemo(folder)
    return False


def remove(folder: Path) -> None:
    """Remove a demo with everything in it.

    Raises:
        NotADemo: something else stands here.
    """
    if is_made(folder):
        shutil.rmtree(folder)


def put_in_place(folder: Path, make: Callable[[Path], DemoConfig]) -> DemoConfig:
    """Have a demo made beside its place and moved there whole: an interrupted one is not there at all."""
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as workshop:
        half = Path(workshop) / folder.name
        half.mkdir(mode=0o700)
        config = make(half)
        write_config(half, config)
        half.replace(folder)
    return config


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder against a second demo; the lock lies beside it, so that a reset may remove all of it.

    Raises:
        AlreadyRunning: another demo holds it.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f".{folder.name}.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyRunning(folder) from None
        yield
