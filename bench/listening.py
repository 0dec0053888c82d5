"""A queue that stays open on a screen: its stream is asked for, and let run."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

from bench.watch import Browser


@contextmanager
def listening(browser: Browser) -> Iterator[None]:
    """Have the queue's stream open until the end of the block; nobody reads the few bytes of a second."""
    found = re.search(r'data-events="([^"]+)"', browser.get("/").body.decode())
    if found is None:
        raise AssertionError
    with socket.create_connection(("127.0.0.1", browser.port)) as stream:
        request = (f"GET {unescape(found[1])} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {browser.cookie}")
        stream.sendall("\r\n".join((*request, "", "")).encode())
        if b" 200 " not in stream.recv(1000):
            raise AssertionError
        yield
