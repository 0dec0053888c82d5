"""Where everything is put together: the clock, the settings, and the stores that a command works on."""

from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session

from tipline.leaving import STORES
from tipline.ports import Clock
from tipline.runtime import forbid_core_dumps
from tipline.settings import Settings
from tipline.store.db import Store, open_store
from tipline.vocabulary import StoreName


class SystemClock(Clock):
    """The machine's clock."""

    def now(self) -> datetime:
        """This moment, aware and in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True)
class Office:
    """What an administrator's command works on: the settings and the two stores of staff."""

    settings: Settings
    tips: Store
    keys: Store

    @contextmanager
    def transaction(self) -> Generator[tuple[Session, Session], None, None]:
        """Both stores changed together; the grants are kept first, since without them a key is of no use."""
        with self.tips.transaction() as tips, self.keys.transaction() as keys:
            yield tips, keys


@dataclass(frozen=True)
class Books:
    """What a command about money works on: the settings, the programs, and their ledger."""

    settings: Settings
    tips: Store
    ledger: Store


@dataclass(frozen=True)
class Exit:
    """What is read when a program leaves: every store but the vault."""

    tips: Store
    stores: Mapping[StoreName, Store]


@contextmanager
def everything() -> Generator[Exit, None, None]:
    """Open what a program takes along when it leaves.

    Raises:
        SettingRefused: no folder is named, or a setting is wrong.
        StoreTrouble: a store cannot be opened.
    """
    with _opened(*STORES) as (_, stores):
        found = dict(zip(STORES, stores, strict=True))
        yield Exit(tips=found[StoreName.TIPS], stores=found)


@contextmanager
def books() -> Generator[Books, None, None]:
    """Open the books of the deployment that `TIPLINE_DATA` names for one command.

    Raises:
        SettingRefused: no folder is named, or a setting is wrong.
        StoreTrouble: a store cannot be opened.
    """
    with _opened(StoreName.TIPS, StoreName.LEDGER) as (settings, (tips, ledger)):
        yield Books(settings=settings, tips=tips, ledger=ledger)


@contextmanager
def office() -> Generator[Office, None, None]:
    """Open the deployment that `TIPLINE_DATA` names for one command.

    Raises:
        SettingRefused: no folder is named, or a setting is wrong.
        StoreTrouble: a store cannot be opened.
    """
    with _opened(StoreName.TIPS, StoreName.KEYS) as (settings, (tips, keys)):
        yield Office(settings=settings, tips=tips, keys=keys)


@contextmanager
def _opened(*names: StoreName) -> Generator[tuple[Settings, list[Store]], None, None]:
    forbid_core_dumps()
    settings = Settings.load()
    with ExitStack() as opened:
        stores = []
        for name in names:
            stores.append(open_store(name, settings.store_url(name)))
            opened.callback(stores[-1].close)
        yield settings, stores
