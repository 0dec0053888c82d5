"""`root.key`: recovery secrets of programs that are being founded, and of no others.

Nothing is served while it is there. A secret goes from it as soon as its program is founded, and the file
with the last one.
"""

import base64
import json
import os
from dataclasses import dataclass
from pathlib import Path

from cli.tell import Stopped
from tipline.access.founding import RecoverySecret
from tipline.vocabulary import ProgramId


@dataclass(frozen=True, slots=True)
class Kept:
    """A secret, and whether its shares have been shown."""

    secret: RecoverySecret
    shown: bool


def read(path: Path) -> dict[ProgramId, Kept]:
    """The secrets that lie in the file; none where there is none.

    Raises:
        Stopped: the file is damaged.
    """
    try:
        body = json.loads(path.read_text())
        return {
            ProgramId(bytes.fromhex(program)): Kept(
                RecoverySecret(base64.b64decode(entry["secret"], validate=True)), bool(entry["shown"])
            )
            for program, entry in body.items()
        }
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Stopped(f"{path} is damaged. If the shares were shown, remove it; else begin anew.") from None


def write(path: Path, kept: dict[ProgramId, Kept]) -> None:
    """Write the secrets that are left; without any, overwrite the file and remove it."""
    if not kept:
        destroy(path)
        return
    body = {
        program.hex(): {"secret": base64.b64encode(entry.secret.raw).decode(), "shown": entry.shown}
        for program, entry in kept.items()
    }
    fresh = path.with_name(path.name + ".new")
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as file:
        json.dump(body, file)
        file.flush()
        os.fsync(file.fileno())
    _blank(path)
    fresh.replace(path)


def destroy(path: Path) -> None:
    """Overwrite the file and remove it; what a disk keeps of the old blocks is beyond a program."""
    _blank(path)
    path.unlink(missing_ok=True)


def _blank(path: Path) -> None:
    if not path.exists():
        return
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
