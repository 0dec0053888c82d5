"""The console over a program with a board, served by a process of its own, and its people signed in."""

import gc
import multiprocessing
import signal
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from bench.watch import Browser
from cli.serve import GARBAGE
from tests.databases import Stores, StoreUrls
from tests.unit.tipline.rewards.board import PEPPER, Board
from tests.unit.web.console.console import Console, a_console
from tipline.key_files import LedgerKeys


@dataclass(frozen=True, slots=True)
class Served:
    """A console that answers."""

    console: Console
    port: int
    pid: int

    def browser(self, name: str) -> Browser:
        """Somebody, signed in."""
        browser = Browser(self.port)
        browser.cookie = browser.post("/sign-in", self.console.credentials(name)).cookie
        return browser


@contextmanager
def serving(board: Board, urls: StoreUrls, folder: Path) -> Iterator[Served]:
    """Serve the console of a board until the end of the block."""
    board.case.program.ledger_keys = LedgerKeys(PEPPER)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        process = multiprocessing.get_context("fork").Process(
            target=_serve, args=(board, urls, folder, listening), daemon=True
        )
        process.start()
        try:
            port: int = listening.getsockname()[1]
            yield Served(a_console(board.case, folder), port, process.pid or 0)
        finally:
            process.terminate()
            process.join()


def _serve(board: Board, urls: StoreUrls, folder: Path, listening: socket.socket) -> None:
    """In the new process, with connections of its own."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # uvicorn raises it again when it has ended
    with closing(Stores(urls)) as stores:
        console = a_console(board.on(stores).case, folder)
        config = uvicorn.Config(
            console.app, log_config=None, access_log=False, loop="uvloop", http="httptools", ws="none"
        )
        gc.collect()
        gc.freeze()
        gc.set_threshold(GARBAGE)
        uvicorn.Server(config).run(sockets=[listening])
