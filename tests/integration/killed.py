"""Do one deed of a spool and be killed before the n-th thing that it asks of the system.

`python -m tests.integration.killed put N FOLDER NAME CONTENT`, or `deliver N FOLDER URL KEY`: the content is
a file, the key is in hexadecimal. Whoever was not killed says so.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from tests.program import NOON
from tipline.intake.reception import Reception
from tipline.spool import Spool
from tipline.store.db import Store, open_store
from tipline.vocabulary import StoreName

CALLS: Final = ("open", "write", "utime", "fsync", "link", "unlink")
DONE: Final = "done"


class _Fate:
    """Counts what is asked of the system."""

    def __init__(self, last: int) -> None:
        self.left = last

    def before(self, call: Callable[..., Any]) -> Callable[..., Any]:  # any call of the system
        def counted(*args: Any, **named: Any) -> Any:  # noqa: ANN401 - as above
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*args, **named)

        return counted


def main() -> None:
    """Do the deed."""
    _, deed, last, folder, *rest = sys.argv
    fate = _Fate(int(last))
    spool = Spool(Path(folder), megabytes=1)
    if deed == "put":
        name, path = rest
        content = Path(path).read_bytes()
        meet(fate)
        spool.put(name, content, now=NOON)
    else:
        url, key = rest
        tips = open_store(StoreName.TIPS, url)
        reception = Reception(tips, spool, key=bytes.fromhex(key))
        meet(fate)
        asyncio.run(_deliver(reception, tips))
    print(DONE)


def meet(fate: _Fate) -> None:
    """From here on every call counts."""
    for name in CALLS:
        setattr(os, name, fate.before(getattr(os, name)))


async def _deliver(reception: Reception, tips: Store) -> None:
    await reception.turn(now=NOON)
    tips.close()


if __name__ == "__main__":
    main()
