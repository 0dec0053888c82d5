"""A log line holds allowed fields and nothing else; what libraries and errors say is cut down to where."""

import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser

from tipline.log import IDS, LEVELS, NUMBERS, WORDS, Event, Level, configure, failure, log
from tipline.vocabulary import Channel, ProgramId, StoreName

PLANTED = "+14165550199"
PROGRAM = ProgramId(bytes(range(16)))


@pytest.fixture
def configured() -> Iterator[None]:
    """The process's logging as a server sets it, and as it was before after the test."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level, sys.excepthook, sys.unraisablehook, threading.excepthook)
    configure()
    yield
    root.handlers[:], root.level = before[0], before[1]
    sys.excepthook, sys.unraisablehook, threading.excepthook = before[2:]
    logging.captureWarnings(capture=False)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_an_event_is_one_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    log(Event.EXPIRED, store=StoreName.VAULT, count=3, program=PROGRAM)

    (line,) = lines(capsys)
    del line["time"]
    assert line == {
        "level": "info",
        "event": "expired",
        "store": "vault",
        "count": 3,
        "program": "000102030405060708090a0b0c0d0e0f",
    }


@pytest.mark.parametrize(
    "field",
    [
        {"text": StoreName.TIPS},
        {"tip": bytes(16)},
        {"kind": "a free text"},
        {"kind": PLANTED},
        {"kind": bytes(16)},
        {"count": "3"},
        {"count": 3.5},
        {"count": True},
        {"count": 4165550199},
        {"count": -4165550199},
        {"program": "toronto"},
        {"program": PLANTED.encode()},
        {"program": 3},
    ],
)
def test_a_field_that_is_not_allowed_is_a_mistake_and_is_not_quoted(
    field: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ValueError, match="may be logged") as refused:
        log(Event.EXPIRED, **field)

    assert PLANTED not in str(refused.value)
    assert capsys.readouterr().err == ""


def test_the_time_is_told_to_the_minute(capsys: pytest.CaptureFixture[str]) -> None:
    log(Event.STARTED)

    assert len(lines(capsys)[0]["time"]) == len("2026-11-20T23:59+00:00")


def test_a_failure_tells_types_and_places_and_no_message(capsys: pytest.CaptureFixture[str]) -> None:
    def deed(secret: str) -> None:
        try:
            int(secret)
        except ValueError as error:
            raise RuntimeError(secret) from error

    with pytest.raises(RuntimeError) as failed:
        deed(PLANTED + "x")
    failure(failed.value, store=StoreName.TIPS)

    printed = capsys.readouterr().err
    line = json.loads(printed)
    assert (line["event"], line["level"], line["store"]) == ("failed", "alarm", "tips")
    assert line["error"] == ["builtins.RuntimeError", "builtins.ValueError"]
    assert [frame.split()[1] for frame in line["frames"]] == [
        "test_a_failure_tells_types_and_places_and_no_message",
        "deed",
    ]
    assert PLANTED not in printed


@pytest.mark.parametrize(
    "name", ["uvicorn", "uvicorn.error", "uvicorn.asgi", "twilio.http_client", "sqlalchemy", ""]
)
def test_what_a_library_says_is_cut_down_to_where(
    configured: None, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    logging.getLogger(name).warning('%s - "WebSocket %s" [accepted]', PLANTED, PLANTED)

    printed = capsys.readouterr().err
    line = json.loads(printed)
    assert (line["event"], line["logger"]) == ("library", name or "root")
    assert line["at_line"].startswith("unit/tipline/test_log.py:")
    assert PLANTED not in printed


def test_the_error_that_a_library_logs_is_told_by_its_type(
    configured: None, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        int(PLANTED + "x")
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application %s", PLANTED)

    printed = capsys.readouterr().err
    assert json.loads(printed)["error"] == ["builtins.ValueError"]
    assert PLANTED not in printed


def test_uvicorn_tells_no_address_and_nothing_below_a_warning(
    configured: None, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("uvicorn.access").warning('%s - "GET /toronto"', PLANTED)
    logging.getLogger("uvicorn.error").info("%s connected", PLANTED)

    assert capsys.readouterr().err == ""


def test_a_log_that_cannot_be_written_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError

    closed = io.StringIO()
    closed.close()

    for stream in (Full(), closed):
        monkeypatch.setattr(sys, "stderr", stream)
        log(Event.STARTED)


def test_an_error_that_nobody_caught_is_told_by_its_type(
    configured: None, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise ValueError(PLANTED)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    try:
        fail()
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)

    printed = capsys.readouterr().err
    assert [json.loads(line)["error"] for line in printed.splitlines()] == [["builtins.ValueError"]] * 2
    assert PLANTED not in printed


def test_a_warning_is_told_by_its_place(configured: None, capsys: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn(PLANTED, UserWarning, stacklevel=1)

    printed = capsys.readouterr().err
    assert json.loads(printed)["logger"] == "py.warnings"
    assert PLANTED not in printed


def test_every_event_has_a_level_that_somebody_chose() -> None:
    assert set(LEVELS) <= set(Event)
    assert LEVELS[Event.KEY_NOT_PROVEN] is Level.ALARM
    assert len(WORDS | NUMBERS | IDS) == len(WORDS) + len(NUMBERS) + len(IDS)


def test_an_enum_of_this_program_is_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    log(Event.EXPIRED, channel=Channel.TEXT)

    assert lines(capsys)[0]["channel"] == "text"


@pytest.mark.usefixtures("configured")
def test_a_form_that_comes_crooked_leaves_no_line_with_its_minute(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(FormParserError):
        MultipartParser(b"boundary", {}).write(b"--another\r\n")
    logging.getLogger("another.library").warning("a library that is heard")

    assert [line["logger"] for line in lines(capsys)] == ["another.library"]
