"""The outermost layer of both web applications: no address comes in, and pages are told what they may do.

It also stands between an error and the log: an error's text may quote anything, so only its type and the
places that it passed are written down.
"""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import Lifespan, Message, Receive, Scope, Send

from tipline.log import failure
from web.visitors import VISITOR, Visitors

ADDRESSES: Final = frozenset(
    {
        b"x-forwarded-for",
        b"x-forwarded",
        b"forwarded-for",
        b"forwarded",
        b"x-real-ip",
        b"x-client-ip",
        b"x-cluster-client-ip",
        b"cf-connecting-ip",
        b"cf-connecting-ipv6",
        b"fastly-client-ip",
        b"true-client-ip",
        b"via",
    }
)
"""Headers in which a proxy tells who is asking."""

PERMISSIONS: Final = (
    "accelerometer",
    "autoplay",
    "bluetooth",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "web-share",
    "window-management",
    "xr-spatial-tracking",
)
"""What a browser might offer a page; ours take none of it."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What the pages of an application may load, in the words of Content-Security-Policy."""

    csp: str
    shared: bool = False
    """Whether pages of another origin may show what is served, as a picture."""
    kept: str = "no-store"
    """What is said of keeping a page, where its route says nothing."""
    scripted: str | None = None
    """The policy of a page that has a script; a page asks for it by its own header."""


_PUBLIC: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
SCRIPTED: Final = f"{_PUBLIC}; script-src 'self'; worker-src 'self'"

PUBLIC_POLICY: Final = Policy(
    _PUBLIC, kept="no-store, no-cache, private, no-transform, must-revalidate", scripted=SCRIPTED
)

CSP: Final = b"content-security-policy"

OVER_TLS: Final = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
"""For a year, with every name below; said over TLS alone (RFC 6797, section 7.2)."""

CLOSING: Final = (b"connection", b"close")
"""After a body that was not read to its end: what is still coming is not taken."""


class Fortress:
    """An application inside its outermost layer."""

    def __init__(
        self,
        app: Starlette,
        *,
        policy: Policy,
        trouble: Callable[[Scope], Response],
        visitors: Visitors | None = None,
    ) -> None:
        """Wrap `app`; `trouble` makes the page for an error of a request that nobody foresaw.

        Where visitors are told apart, it is done here, in the last place that has an address.
        """
        self.app = app
        self._policy = policy
        self._visitors = visitors
        self._headers = _headers(policy)
        self._names = frozenset(name for name, _ in self._headers)
        self._trouble = trouble
        # Starlette answers an error before it lets us have it, in words of its own unless it is given ours.
        app.add_exception_handler(Exception, self._page)

    @property
    def routes(self) -> list[BaseRoute]:
        """The routes of the application inside."""
        return self.app.routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or pass on the start and the end of the process."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        named = {VISITOR: self._visitors.name(scope)} if self._visitors else {}
        kept = [header for header in scope["headers"] if header[0] not in ADDRESSES]
        scope = {**scope, **named, "client": None, "headers": kept}
        secure = _over_tls(scope)
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = self._with_ours(message.get("headers", []), secure=secure)
                if message["status"] == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
                    headers.append(CLOSING)
                message = {**message, "headers": headers}
            await send(message)

        try:
            await self.app(scope, receive, guarded)
        except ClientDisconnect:
            pass  # who went away half-way is told nothing, and neither is the log
        except Exception as error:  # noqa: BLE001 - whatever it is, its text must not reach uvicorn's log
            failure(error)
            if not started and scope["type"] == "http":
                await self._trouble(scope)(scope, receive, guarded)

    def _page(self, request: Request, _: Exception) -> Response:
        return self._trouble(request.scope)

    def _with_ours(self, headers: list[tuple[bytes, bytes]], *, secure: bool) -> list[tuple[bytes, bytes]]:
        lowered = [(name.lower(), value) for name, value in headers]
        kept = [header for header in lowered if header[0] not in self._names]
        if not any(name == b"cache-control" for name, _ in kept):
            kept.append((b"cache-control", self._policy.kept.encode()))
        ours = self._headers
        if self._policy.scripted and (CSP, self._policy.scripted.encode()) in lowered:
            ours = [(CSP, self._policy.scripted.encode()), *(one for one in ours if one[0] != CSP)]
        return [*kept, *ours, *([OVER_TLS] if secure else [])]


def _over_tls(scope: Scope) -> bool:
    """Whether the visitor came by TLS, here or at a proxy; who lies in a header lies to themselves alone."""
    return scope.get("scheme") == "https" or (b"x-forwarded-proto", b"https") in scope["headers"]


def new_app(*, lifespan: Lifespan[FastAPI] | None = None) -> FastAPI:
    """An application that documents and measures nothing to strangers, and sends nobody on by itself."""
    return FastAPI(
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )


def _headers(policy: Policy) -> list[tuple[bytes, bytes]]:
    return [
        (name.encode(), value.encode())
        for name, value in (
            ("content-security-policy", policy.csp),
            ("x-frame-options", "DENY"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "cross-origin" if policy.shared else "same-origin"),
            ("permissions-policy", ", ".join(f"{name}=()" for name in PERMISSIONS)),
            ("x-dns-prefetch-control", "off"),
            ("x-permitted-cross-domain-policies", "none"),
        )
    ]
