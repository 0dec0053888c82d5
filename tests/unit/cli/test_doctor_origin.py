"""The doctor asks the origin of the files, beside a console that answers, is away, or is the same."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cli.doctor_origin import look_at_origin
from cli.findings import Grade
from tipline.settings import Settings
from web.console.files_app import POLICY


class _Answers(BaseHTTPRequestHandler):
    """Answers each address with the policy of its server, as an app of ours would with 404."""

    def do_GET(self) -> None:
        self.send_response(404)
        self.send_header("Content-Security-Policy", getattr(self.server, "policy", ""))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is declared there
        """Say nothing."""


@contextmanager
def answering(policy: str) -> Iterator[int]:
    """A server on loopback that answers with this policy; its port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    server.policy = policy  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def found(folder: Path, *, console: int, files: int, **more: str) -> list[tuple[Grade, str]]:
    settings = Settings(data=folder).model_copy(update={"console_port": console, "files_port": files, **more})
    return [(one.grade, one.words) for one in look_at_origin(settings)]


def nobody() -> int:
    """A port on which nothing listens any more."""
    with answering("") as port:
        return port


def test_files_that_answer_beside_the_console_are_well(tmp_path: Path) -> None:
    with answering("default-src 'none'") as console, answering(POLICY.csp) as files:
        (one,) = found(tmp_path, console=console, files=files)

    assert one == (Grade.GOOD, f"Files come from http://127.0.0.1:{files}, apart from the console's pages.")


def test_files_that_do_not_answer_beside_a_console_are_a_problem(tmp_path: Path) -> None:
    with answering("default-src 'none'") as console:
        ((grade, words),) = found(tmp_path, console=console, files=nobody())

    assert (grade, "does not answer: no picture of a tip can be seen" in words) == (Grade.PROBLEM, True)


def test_what_answers_there_without_a_sandbox_is_a_problem(tmp_path: Path) -> None:
    with answering("default-src 'none'") as console, answering("default-src 'self'") as files:
        ((grade, words),) = found(tmp_path, console=console, files=files)

    assert (grade, words.startswith("Something else than the console's files")) == (Grade.PROBLEM, True)


def test_one_origin_for_both_is_a_problem(tmp_path: Path) -> None:
    with answering("default-src 'none'") as console:
        same = {"console_origin": "https://tips.example.org", "files_origin": "https://tips.example.org:443"}
        ((grade, words),) = found(tmp_path, console=console, files=console, **same)

    assert (grade, "Set files_origin to another host." in words) == (Grade.PROBLEM, True)


def test_where_no_console_runs_nothing_is_asked(tmp_path: Path) -> None:
    with answering("default-src 'self'") as files:
        ((grade, words),) = found(tmp_path, console=nobody(), files=files)

    assert (grade, words.startswith("The console does not run here now")) == (Grade.NOTE, True)
