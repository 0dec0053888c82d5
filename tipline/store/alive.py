"""Whether a connection that lay idle is still one: asked of the server before it is used again.

To ask costs as much as a small statement, so who gave a connection back just now is not doubted. Should the
server go away within that second, the statement fails as it would in the middle of a transaction.
"""

from time import monotonic
from typing import Any, Final

import psycopg
from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

IDLE_SECONDS: Final = 1
"""How long a connection may lie idle before it is doubted."""

_USED: Final = "tipline_used"


def doubt_the_idle(engine: Engine) -> None:
    """Have the pool of an engine on PostgreSQL replace connections that have died while they lay idle."""

    def used(_: object, record: Any) -> None:  # noqa: ANN401 - SQLAlchemy leaves it untyped
        record.info[_USED] = monotonic()

    def doubted(connection: Any, record: Any, _: object) -> None:  # noqa: ANN401 - as above
        if monotonic() - record.info[_USED] < IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except psycopg.Error:
            raise DisconnectionError from None

    event.listen(engine, "connect", used)
    event.listen(engine, "checkin", used)
    event.listen(engine, "checkout", doubted)
