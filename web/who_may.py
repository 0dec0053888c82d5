"""Every page says who may use it; a test walks all routes and fails on one that does not."""

from collections.abc import Callable
from typing import Final, TypeVar

from starlette.routing import BaseRoute

MARK: Final = "__who_may__"
"""The attribute of a page's function; the gateway, which must not know this file, sets it by hand."""

Endpoint = TypeVar("Endpoint", bound=Callable[..., object])


def who_may(who: str) -> Callable[[Endpoint], Endpoint]:
    """Say in words who may use a page; what enforces it is the domain call that the page makes."""

    def declare(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, MARK, who)
        return endpoint

    return declare


def declared(route: BaseRoute) -> str | None:
    """Who may use a route, in words; None where nobody has said."""
    who = getattr(getattr(route, "endpoint", None), MARK, None)
    return who if isinstance(who, str) else None
