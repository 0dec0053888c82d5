"""The one way to log: named events with allow-listed fields, one line of JSON each, on standard error.

Nothing that a reporter does is an event: a line a tip would tell the minute in which it came. A field
can hold a count, a word of this program's own or the id of a program, and nothing else: no text, so
nothing private can be put into one. What libraries say is cut down to where they said it.
"""

import json
import logging
import sys
import threading
import traceback
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import PurePath
from types import TracebackType
from typing import Any, Final, TypeAlias


class Event(StrEnum):
    """Everything that is ever logged. Add a line to add an event."""

    STARTED = "started"
    STOPPED = "stopped"
    STORE_MIGRATED = "store-migrated"
    STORE_UNREACHABLE = "store-unreachable"
    STORE_AT_OTHER_VERSION = "store-at-other-version"
    STORE_UNAVAILABLE = "store-unavailable"
    UPKEEP_DONE = "upkeep-done"
    KEY_NOT_PROVEN = "key-not-proven"
    KEY_FILE_OPEN = "key-file-open"
    KEY_FILE_NOT_WRITTEN = "key-file-not-written"
    NO_EPOCH_AHEAD = "no-epoch-ahead"
    EPOCHS_MADE = "epochs-made"
    CANNOT_OPEN = "cannot-open"
    AUDIT_BROKEN = "audit-broken"
    LEDGER_BROKEN = "ledger-broken"
    CARRIER_REFUSED = "carrier-refused"
    CARRIER_UNAVAILABLE = "carrier-unavailable"
    ERASURE_REFUSED = "erasure-refused"
    ERASURES_LATE = "erasures-late"
    TEXTS_FOUND = "texts-found"
    MAIL_REFUSED = "mail-refused"
    MAIL_UNAVAILABLE = "mail-unavailable"
    MAIL_GIVEN_UP = "mail-given-up"
    EXPIRED = "expired"
    LINE_UNKNOWN = "line-unknown"
    SPOOL_WAITS = "spool-waits"
    SPOOL_DELIVERED = "spool-delivered"
    SPOOL_UNAVAILABLE = "spool-unavailable"
    SPOOLED_NOT_DELIVERED = "spooled-not-delivered"
    SPOOLED_SET_ASIDE = "spooled-set-aside"
    SPOOLED_NUMBER_TAKEN = "spooled-number-taken"
    SPOOLED_FILES_GONE = "spooled-files-gone"
    FAILED = "failed"
    LIBRARY = "library"


class Level(StrEnum):
    """How much an event matters: an alarm means that somebody should look now."""

    INFO = "info"
    WARNING = "warning"
    ALARM = "alarm"


LEVELS: Final[Mapping[Event, Level]] = {
    Event.STORE_UNREACHABLE: Level.ALARM,
    Event.STORE_AT_OTHER_VERSION: Level.ALARM,
    Event.STORE_UNAVAILABLE: Level.ALARM,
    Event.KEY_NOT_PROVEN: Level.ALARM,
    Event.KEY_FILE_NOT_WRITTEN: Level.ALARM,
    Event.CANNOT_OPEN: Level.ALARM,
    Event.AUDIT_BROKEN: Level.ALARM,
    Event.LEDGER_BROKEN: Level.ALARM,
    Event.FAILED: Level.ALARM,
    Event.LINE_UNKNOWN: Level.ALARM,
    Event.ERASURES_LATE: Level.ALARM,
    Event.SPOOL_WAITS: Level.ALARM,
    Event.SPOOL_UNAVAILABLE: Level.ALARM,
    Event.SPOOLED_NOT_DELIVERED: Level.ALARM,
    Event.SPOOLED_SET_ASIDE: Level.ALARM,
    Event.SPOOLED_NUMBER_TAKEN: Level.ALARM,
    Event.SPOOLED_FILES_GONE: Level.ALARM,
    Event.MAIL_UNAVAILABLE: Level.ALARM,
    Event.MAIL_GIVEN_UP: Level.ALARM,
    Event.MAIL_REFUSED: Level.WARNING,
    Event.KEY_FILE_OPEN: Level.WARNING,
    Event.NO_EPOCH_AHEAD: Level.WARNING,
    Event.CARRIER_REFUSED: Level.WARNING,
    Event.CARRIER_UNAVAILABLE: Level.WARNING,
    Event.ERASURE_REFUSED: Level.WARNING,
    Event.TEXTS_FOUND: Level.WARNING,
    Event.LIBRARY: Level.WARNING,
}
"""Events that are more than information."""

WORDS: Final = frozenset({"action", "alarm", "channel", "kind", "process", "reason", "role", "store"})
"""Fields that hold a member of an enum, so one of the words written in this program."""

NUMBERS: Final = frozenset({"attempts", "code", "count", "limit", "milliseconds", "month", "number", "port"})
"""Fields that hold a number below `NUMBER_LIMIT`."""

NUMBER_LIMIT: Final = 10**9
"""Shorter than any phone number with its area."""

IDS: Final = frozenset({"program"})
"""Fields that hold the 16 bytes of an id."""

NOT_HTTP: Final = "Invalid HTTP request received."
"""What uvicorn warns of when somebody's bytes are no request, word for word; a test sends some."""

_ID_SIZE: Final = 16
_FRAMES: Final = 40

Field: TypeAlias = StrEnum | int | bytes
_Shown: TypeAlias = str | int | list[str]


def log(event: Event, **fields: Field) -> None:
    """Write one line about an event.

    Raises:
        ValueError: a field that is not allowed, by name or by type: a mistake in the caller.
    """
    _write(event, {name: _shown(name, value) for name, value in fields.items()})


def failure(error: BaseException, *, event: Event = Event.FAILED, **fields: Field) -> None:
    """Write one line about an error: its type and where it passed, not its message, which may quote anything.

    Raises:
        ValueError: a field that is not allowed, by name or by type: a mistake in the caller.
    """
    _write(event, {name: _shown(name, value) for name, value in fields.items()} | _told(error))


def configure() -> None:
    """Send everything that libraries log through here, and every error that nobody caught.

    Start uvicorn with `log_config=None, access_log=False`, so that it leaves its loggers as they are set
    here: no handler of their own, warnings and worse only, and of those the place without the text (the
    text of a WebSocket's line has the client's address). One is dropped: that a request was none.
    """
    root = logging.getLogger()
    root.handlers[:] = [_Libraries()]
    root.setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.setLevel(logging.WARNING)
        logger.propagate = True
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").addFilter(_is_no_strangers_act)
    # A form that came crooked or cut is answered. A line about it would be the minute of a reporter's act.
    logging.getLogger("python_multipart").setLevel(logging.CRITICAL + 1)
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    sys.unraisablehook = _unraisable
    threading.excepthook = _uncaught_in_thread


class _Libraries(logging.Handler):
    """Where the standard library's logging ends: the logger, the place and the type of the error."""

    def emit(self, record: logging.LogRecord) -> None:
        fields: dict[str, _Shown] = {
            "logger": record.name,
            "at_line": f"{_short(record.pathname)}:{record.lineno}",
        }
        if record.exc_info and record.exc_info[1]:
            fields |= _told(record.exc_info[1])
        _write(Event.LIBRARY, fields)


def _is_no_strangers_act(record: logging.LogRecord) -> bool:
    """Leave out what uvicorn says of bytes that are no HTTP: its line has the minute of their sender."""
    return record.msg != NOT_HTTP


def _shown(name: str, value: Field) -> _Shown:
    if name in WORDS and isinstance(value, StrEnum):
        return value.value
    if name in NUMBERS and type(value) is int and abs(value) < NUMBER_LIMIT:
        return value
    if name in IDS and isinstance(value, bytes) and len(value) == _ID_SIZE:
        return value.hex()
    raise ValueError(f"no field {name} of type {type(value).__name__} may be logged")


def _told(error: BaseException) -> dict[str, _Shown]:
    kinds: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(kinds) < _FRAMES:
        kinds.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        cause = cause.__cause__ or cause.__context__
    frames = [
        f"{_short(frame.filename)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    ]
    return {"error": kinds, "frames": frames}


def _short(filename: str) -> str:
    return "/".join(PurePath(filename).parts[-3:])


def _write(event: Event, fields: Mapping[str, _Shown]) -> None:
    now = datetime.now(UTC).isoformat(timespec="minutes")
    line = {"time": now, "level": LEVELS.get(event, Level.INFO), "event": event, **fields}
    with suppress(OSError, ValueError):  # a full disk or a closed pipe must not cost anybody a tip
        sys.stderr.write(json.dumps(line) + "\n")
        sys.stderr.flush()


def _uncaught(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    failure(error)


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        failure(args.exc_value)


def _unraisable(args: Any) -> None:  # noqa: ANN401 - its type exists for checkers alone
    if args.exc_value is not None:
        failure(args.exc_value)
