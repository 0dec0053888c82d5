"""The gateway takes in pictures with the powers that it has on PostgreSQL, and no others."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.custodians import appoint_custodians
from tests.databases import Kind, Stores
from tests.material import material
from tests.unit.sms.gateway import Gateway, a_gateway, two_programs
from tests.unit.sms.pictured import came, fetch, original, rows, send
from tests.unit.web.public.sender import JPEG
from tipline.enclosures import Enclosed, Fate
from tipline.store.db import open_store
from tipline.store.roles import apply_roles
from tipline.vocabulary import Process, StoreName

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.postgres,
    pytest.mark.parametrize("database", [Kind.POSTGRES], indirect=True),
]


@pytest.fixture
def line(stores: Stores, tmp_path: Path) -> Iterator[Gateway]:
    """A gateway whose stores are opened by a role that has its powers."""
    whole = a_gateway(stores, tmp_path, two_programs(stores))
    appoint_custodians(whole.toronto)
    mark, password = secrets.token_hex(4), secrets.token_hex(16)
    roles = {process: f"{process.value}_{mark}" for process in Process}
    mine = roles[Process.GATEWAY]
    with ExitStack() as opened:
        own = {}
        for name, store in ((StoreName.TIPS, stores.tips), (StoreName.VAULT, stores.vault)):
            apply_roles(name, stores.urls.of(name), roles)
            with store.transaction() as session:
                session.connection().exec_driver_sql(f"ALTER ROLE {mine} PASSWORD '{password}'")
            url = make_url(stores.urls.of(name)).set(username=mine, password=password)
            own[name.value] = opened.enter_context(
                closing(open_store(name, url.render_as_string(hide_password=False)))
            )
        yield whole.on(**own)
    for store in (stores.vault, stores.tips):
        with store.transaction() as session:
            session.connection().exec_driver_sql(f"DROP OWNED BY {', '.join(roles.values())}")
    with stores.tips.transaction() as session:
        session.connection().exec_driver_sql(f"DROP ROLE {', '.join(roles.values())}")


async def test_pictures_and_films_come_by_the_gateways_own_powers(line: Gateway) -> None:
    film = material("media", "me_iphone6_gps.mov").read_bytes()
    await send(line, "look", JPEG, film, b"BEGIN:VCARD")
    await send(line, "look", JPEG)

    while await fetch(line):
        pass

    assert sorted(len(original(line, row)) for row in rows(line)) == sorted([len(JPEG), len(film), len(JPEG)])
    assert came(line) == Enclosed(4, 3, {Fate.UNKNOWN: 1})
    assert all(row.copy_id for row in rows(line))
