"""Bring a store to a version: four histories of migrations, one environment."""

from alembic import command
from alembic.config import Config

from tipline.store import sqlite_plans
from tipline.store.engine import WRITING, create_file
from tipline.store.tables import METADATA
from tipline.store.trouble import told
from tipline.store.version import MIGRATIONS, found, reach, steps
from tipline.vocabulary import StoreName


def migrate(name: StoreName, url: str) -> None:
    """Bring a store to the newest version, making it if there is none; it may be done twice.

    Raises:
        SettingRefused: the URL is of no database that the stores run on.
        StoreUnreachable: the store cannot be opened.
        StoreUnavailable: it is locked, full or read-only.
    """
    create_file(name, url)
    _move(name, url, "head")


def downgrade(name: StoreName, url: str, *, to: str = "base") -> None:
    """Take a store back to an earlier version, with what only the later ones can hold.

    Raises:
        SettingRefused: the URL is of no database that the stores run on.
        StoreUnreachable: the store cannot be opened.
        StoreUnavailable: it is locked, full or read-only.
    """
    _move(name, url, to)


def _move(name: StoreName, url: str, to: str) -> None:
    engine = reach(name, url)
    try:
        before = found(name, engine)
        config = history(name)
        with told(name), engine.execution_options(**{WRITING: True}).begin() as connection:
            config.attributes["connection"] = connection
            config.attributes["metadata"] = METADATA[name]
            if to == "head":
                command.upgrade(config, to)
                if name is StoreName.TIPS and connection.dialect.name == "sqlite":
                    sqlite_plans.tell(connection)
            elif before is not None:
                command.downgrade(config, to)
    finally:
        engine.dispose()


def history(name: StoreName) -> Config:
    """What Alembic must know of a store's migrations."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(steps(name)).replace("%", "%%"))
    return config
