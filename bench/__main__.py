"""`python -m bench`: run every benchmark, or the ones that are named, and print their tables."""

import signal
import sys
from collections.abc import Callable, Iterator
from typing import Final

from bench import (
    documents,
    fifty_people,
    flood,
    form_page,
    ledger,
    lighthouse,
    linter,
    memory,
    mms,
    month,
    queue_page,
    scrubbing,
    search,
    statements,
    texts,
    tip_page,
    uploads,
    web_tips,
)
from bench.tables import Row, show

ALL: Final[dict[str, tuple[str, Callable[[], Iterator[Row]]]]] = {
    "form_page": (form_page.TITLE, form_page.rows),
    "linter": (linter.TITLE, linter.rows),
    "scrubbing": (scrubbing.TITLE, scrubbing.rows),
    "documents": (documents.TITLE, documents.rows),
    "statements": (statements.TITLE, statements.rows),
    "web_tips": (web_tips.TITLE, web_tips.rows),
    "flood": (flood.TITLE, flood.rows),
    "uploads": (uploads.TITLE, uploads.rows),
    "mms": (mms.TITLE, mms.rows),
    "texts": (texts.TITLE, texts.rows),
    "lighthouse": (lighthouse.TITLE, lighthouse.rows),
    "queue_page": (queue_page.TITLE, queue_page.rows),
    "tip_page": (tip_page.TITLE, tip_page.rows),
    "search": (search.TITLE, search.rows),
    "fifty_people": (fifty_people.TITLE, fifty_people.rows),
    "month": (month.TITLE, month.rows),
    "ledger": (ledger.TITLE, ledger.rows),
    "memory": (memory.TITLE, memory.rows),
}
"""By name; the quickest first, and last the one that takes many minutes."""

NO_SUCH: Final = 2


def main(names: list[str]) -> int:
    """Run what is named; the exit status for the shell."""
    unknown = [name for name in names if name not in ALL]
    if unknown:
        print(f"No benchmark is called {', '.join(unknown)}. There are: {', '.join(ALL)}.")
        return NO_SUCH
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends it ends its servers too
    for name in names or ALL:
        title, rows = ALL[name]
        show(title, rows())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
