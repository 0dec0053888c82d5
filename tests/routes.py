"""The routes of the three applications, found by walking them."""

from collections.abc import Iterator
from pathlib import Path

from starlette.routing import BaseRoute

from sms.webhook import gateway_app
from tests.databases import Stores
from tests.fakes import FakeCarrier
from tests.program import FixedClock, found
from tipline.blobs.folder import FolderBlobs
from tipline.key_files import new_public_keys
from tipline.keyring import Keyring
from tipline.runtime import GatewayRuntime, PublicRuntime
from tipline.settings import Settings
from web.console.app import console_app
from web.public.app import public_app


def routes_of(app: object) -> list[BaseRoute]:
    """The routes of an application, through whatever is wrapped around it."""
    while not hasattr(app, "routes"):
        inside = [each for each in (getattr(app, name, None) for name in ("app", "_app")) if each is not None]
        (app,) = inside
    return list(_walked(app.routes))


def _walked(routes: list[BaseRoute]) -> Iterator[BaseRoute]:
    """Every route, those of routers and mounts too."""
    for route in routes:
        inner = getattr(route, "routes", None) or getattr(
            getattr(route, "original_router", None), "routes", None
        )
        if inner:
            yield from _walked(inner)
        else:
            yield route


def routes_of_all(stores: Stores, folder: Path) -> dict[str, list[BaseRoute]]:
    """The routes of the three applications, over a new program in empty stores."""
    program = found(stores)
    settings = Settings(data=folder, roots=program.roots, sms_public_url="https://sms.example")
    keyring, clock = Keyring(program.roots), FixedClock()
    blobs = FolderBlobs(folder / "blobs", clock)
    public = PublicRuntime(settings, clock, stores.tips, stores.ledger, keyring, new_public_keys(), blobs)
    gateway = GatewayRuntime(
        settings, clock, stores.tips, stores.vault, keyring, program.gateway, FakeCarrier(), blobs
    )
    return {
        "public": routes_of(public_app(public)),
        "console": routes_of(console_app(program.runtime(folder))),
        "gateway": routes_of(gateway_app(gateway)),
    }
