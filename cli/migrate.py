"""`tipline migrate`: make the four stores, or bring them to this program's version."""

from typing import Annotated

import typer

from cli.tell import told
from tipline.settings import Settings
from tipline.store import roles, schema
from tipline.store.version import version
from tipline.vocabulary import StoreName


@told
def migrate(
    roles_too: Annotated[
        bool, typer.Option("--roles", help="On PostgreSQL: make each process's role, with its rights.")
    ] = False,
) -> None:
    """Make the four stores, or bring them to this program's version; it may be done again."""
    settings = Settings.load()
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in StoreName:
        url = settings.store_url(name)
        schema.migrate(name, url)
        if roles_too:
            roles.apply_roles(name, url)
        print(f"{name.value}: {version(name, url)}")
