"""Write a file that was not there before, for its owner alone."""

import os
from pathlib import Path

from cli.tell import Stopped


def write_new(path: Path, content: bytes) -> None:
    """Write a new file; what stands there is not written over.

    Raises:
        Stopped: something stands there, or it cannot be written.
    """
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(content)
    except FileExistsError:
        raise Stopped(f"{path} is there already. Name a new file.") from None
    except OSError:
        raise Stopped(f"{path} cannot be written.") from None
