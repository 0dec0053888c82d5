"""Every page of a running line, found as people find it: by following the links that they are shown."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urljoin

import httpx2
from starlette.routing import BaseRoute, Match, Route

from tests.integration.pages import Page

FOR_MACHINES: Final = frozenset({"/healthz", "/robots.txt", "/favicon.ico", "/queue/events"})
LEADS_ON: Final = frozenset(
    {"/tips", "/{slug}/", "/{slug}/kept", "/l/{link_id}", "/reports", "/rewards/journal"}
)
"""Has no page of its own, and leads to one of another address."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as it came over the wire."""

    route: str
    who: str
    address: str
    """Whole, with its host."""
    html: str

    def __str__(self) -> str:
        return f"{self.route} as {self.who}"


def pages_of(routes: Iterable[BaseRoute]) -> list[str]:
    """The routes that answer with a page when they are opened; what ends like a file is one."""
    return [
        route.path
        for route in routes
        if isinstance(route, Route)
        and "GET" in (route.methods or ())
        and route.path not in FOR_MACHINES | LEADS_ON
        and not route.path.startswith("/static/")
        and "." not in route.path
    ]


def walk(
    open_it: Callable[[str], httpx2.Response],
    routes: Iterable[BaseRoute],
    *,
    who: str,
    starting: Iterable[str] = ("/",),
) -> Iterator[Seen]:
    """One page of each route that somebody comes to from where they start, breadth first."""
    readable = [one for one in routes if isinstance(one, Route) and "GET" in (one.methods or ())]
    waiting, done = deque(starting), set[str]()
    while waiting:
        address = waiting.popleft()
        route = _route_of(address, readable)
        if route is None or route in done or route in FOR_MACHINES or "." in route:
            continue
        answer = open_it(address)
        if answer.status_code == HTTPStatus.SEE_OTHER:
            waiting.appendleft(answer.headers["location"])
            if answer.headers["location"] != address:
                done.add(route)
            continue
        done.add(route)
        yield Seen(route, who, str(answer.url), answer.text)
        waiting.extend(_links(answer.text, of=str(answer.url.raw_path, "ascii")))


def _route_of(address: str, routes: list[Route]) -> str | None:
    scope = {"type": "http", "path": address.partition("?")[0], "method": "GET", "headers": []}
    return next((route.path for route in routes if route.matches(scope)[0] is Match.FULL), None)


def _links(html: str, *, of: str) -> list[str]:
    found = [one.attributes.get("href", "") for one in Page(html).elements if one.tag == "a"]
    return [urljoin(of, link.partition("#")[0]) for link in found if link[:1] in {"/", "?"}]
