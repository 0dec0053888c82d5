"""SQL statements and commits of one tip by the form, as SQLAlchemy tells of them."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from typing import Final

from sqlalchemy import Engine, event

from bench.inside import Inside, inside
from bench.line import tip_line
from bench.tables import Row, at_most
from tests.databases import Kind

TITLE: Final = "SQL for one tip by the form, from GET to the receipt, when nobody else sends one"
WARM_UP: Final = 3
TIPS: Final = 20
STATEMENTS: Final = 8
COMMITS: Final = 1


def rows() -> Iterator[Row]:
    """Both databases: the site runs in this process, and its engine is listened to."""
    for kind in Kind:
        with tip_line(kind) as line, inside(line) as (site, runtime):
            seen = asyncio.run(_count(site, runtime.tips.engine))
        yield at_most(f"{kind.value}: statements per tip", seen["statement"] / TIPS, STATEMENTS, "")
        yield at_most(f"{kind.value}: commits per tip", seen["commit"] / TIPS, COMMITS, "")
        if seen["begin"]:
            yield Row(f"{kind.value}: BEGIN, sent by ourselves, per tip", f"{seen['begin'] / TIPS:.1f}")


async def _count(site: Inside, engine: Engine) -> Counter[str]:
    seen: Counter[str] = Counter()
    for number in range(WARM_UP):
        await site.tip(number)

    def statement(*told: object) -> None:
        seen["begin" if str(told[2]).startswith("BEGIN") else "statement"] += 1

    def commit(_: object) -> None:
        seen["commit"] += 1

    event.listen(engine, "before_cursor_execute", statement)
    event.listen(engine, "commit", commit)
    for number in range(TIPS):
        await site.tip(WARM_UP + number)
    return seen
