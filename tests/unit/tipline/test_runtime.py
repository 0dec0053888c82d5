import resource
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.databases import Stores
from tests.fakes import FakeCarrier
from tests.program import FixedClock, FoundedProgram, found
from tipline import key_files
from tipline.errors import (
    KeyFileMissing,
    KeyFileUnreadable,
    KeyNotAllowed,
    RootStillHere,
    StoreUnreachable,
    WrongKeyFile,
)
from tipline.key_files import (
    load_gateway,
    locked_by,
    new_public_keys,
    write_console,
    write_gateway,
    write_ledger,
    write_public,
)
from tipline.runtime import GatewayRuntime, forbid_core_dumps, open_console, open_gateway, open_public
from tipline.settings import Settings, write_roots
from tipline.store.db import Store
from tipline.vocabulary import Month

CLOCK = FixedClock()


@pytest.fixture
def program(sqlite_stores: Stores) -> FoundedProgram:
    return found(sqlite_stores)


@pytest.fixture
def settings(program: FoundedProgram, tmp_path: Path) -> Settings:
    """A deployment in the folder where the stores lie, with a key file for each process."""
    write_public(tmp_path / "keys" / "public", new_public_keys())
    write_gateway(tmp_path / "keys" / "gateway", program.gateway)
    write_console(tmp_path / "keys" / "console", program.console)
    write_ledger(tmp_path / "keys" / "ledger", program.ledger_keys)
    program.stores.ledger.ping()
    write_roots(tmp_path / "roots.toml", program.roots)
    return Settings.load(tmp_path)


def gateway(settings: Settings, clock: FixedClock = CLOCK, passphrase: str | None = None) -> GatewayRuntime:
    ask = None if passphrase is None else (lambda: passphrase)
    return open_gateway(settings, clock, passphrase=ask, carrier=lambda _: FakeCarrier())


def test_each_process_opens_with_its_own_keys(settings: Settings, sqlite_stores: Stores) -> None:
    sqlite_stores.vault.ping()

    with closing(open_public(settings, CLOCK)) as public:
        public.tips.ping()
    with closing(open_console(settings, CLOCK)) as console:
        console.keys_store.ping()
        console.ledger.ping()
    with closing(gateway(settings)) as sms:
        sms.vault.ping()


Opens = Callable[[Settings, FixedClock], object]


def test_a_door_waits_less_for_a_locked_store_than_who_has_no_spool(
    settings: Settings, sqlite_stores: Stores
) -> None:
    def patience(store: Store) -> object:
        with store.look() as connection:
            return connection.exec_driver_sql("PRAGMA busy_timeout").scalar()

    sqlite_stores.vault.ping()
    with (
        closing(open_public(settings, CLOCK)) as public,
        closing(gateway(settings)) as sms,
        closing(open_console(settings, CLOCK)) as console,
    ):
        doors = [patience(store) for store in (public.tips, sms.tips, sms.vault)]
        others = [patience(store) for store in (public.ledger, console.tips, console.keys_store)]

    assert (doors, others) == ([2000] * 3, [5000] * 3)


@pytest.mark.parametrize("opens", [open_public, open_console, gateway])
def test_no_process_starts_while_a_recovery_secret_lies_here(settings: Settings, opens: Opens) -> None:
    settings.root_key.write_text("{}")

    with pytest.raises(RootStillHere):
        opens(settings, CLOCK)


@pytest.mark.parametrize(
    ("opens", "folder"),
    [(open_public, "public"), (open_console, "console"), (open_console, "ledger"), (gateway, "gateway")],
)
def test_no_process_starts_with_a_key_that_it_should_not_have(
    settings: Settings, opens: Opens, folder: str
) -> None:
    (settings.data / "keys" / folder / "another.json").write_text("{}")

    with pytest.raises(KeyNotAllowed):
        opens(settings, CLOCK)


def test_no_process_starts_with_the_keys_of_another(settings: Settings) -> None:
    keys = settings.data / "keys"
    (keys / "gateway" / "gateway.json").replace(keys / "public" / "public.json")

    with pytest.raises(WrongKeyFile):
        open_public(settings, CLOCK)
    with pytest.raises(KeyFileMissing):
        gateway(settings)


def test_the_console_has_the_ledgers_key_file_in_a_folder_of_its_own(settings: Settings) -> None:
    keys = settings.data / "keys"
    (keys / "ledger" / "ledger.json").rename(keys / "console" / "ledger.json")

    with pytest.raises(KeyNotAllowed) as refused:
        open_console(settings, CLOCK)

    assert refused.value.path == keys / "console" / "ledger.json"


def test_the_console_finds_both_its_key_files_among_the_machines_credentials(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    for kind in ("console", "ledger"):
        (settings.data / "keys" / kind / f"{kind}.json").rename(credentials / f"{kind}.json")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))
    found = Settings.load(tmp_path)

    open_console(found, CLOCK).close()
    (credentials / "public.json").write_text("{}")
    with pytest.raises(KeyNotAllowed) as refused:
        open_console(found, CLOCK)

    assert refused.value.path == credentials / "public.json"


@pytest.mark.parametrize("missing", ["ledger.json", "ledger.db"])
def test_the_console_does_not_start_without_the_ledger(settings: Settings, missing: str) -> None:
    place = {"ledger.json": settings.data / "keys" / "ledger", "ledger.db": settings.data}[missing]
    (place / missing).unlink()

    with pytest.raises((KeyFileMissing, StoreUnreachable)) as refused:
        open_console(settings, CLOCK)

    assert missing.partition(".")[0] in str(refused.value)


def test_a_store_that_is_not_there_stops_the_start_and_is_not_made(settings: Settings) -> None:
    (settings.data / "vault.db").unlink(missing_ok=True)

    with pytest.raises(StoreUnreachable):
        gateway(settings)

    assert not (settings.data / "vault.db").exists()


def test_a_locked_gateway_asks_for_its_passphrase(settings: Settings, sqlite_stores: Stores) -> None:
    sqlite_stores.vault.ping()
    folder = settings.key_folder(key_files.GATEWAY)
    write_gateway(folder, locked_by(load_gateway(folder, None), "correct horse"))

    for passphrase in (None, "another"):
        with pytest.raises(KeyFileUnreadable):
            gateway(settings, passphrase=passphrase)
    gateway(settings, passphrase="correct horse").close()


def test_a_gateway_makes_and_publishes_the_next_months_key_and_keeps_it(
    settings: Settings, sqlite_stores: Stores, program: FoundedProgram
) -> None:
    sqlite_stores.vault.ping()
    clock = FixedClock()
    with closing(gateway(settings, clock)) as runtime:
        runtime.renew(datetime(2027, 1, 31, tzinfo=UTC))
        months = sorted(runtime.keys.months)

    folder = settings.key_folder(key_files.GATEWAY)
    assert months == [202612, 202701, 202702]
    assert sorted(load_gateway(folder, None).months) == months
    assert sorted(program.keys().gateway_months) == months
    assert [path.name for path in folder.iterdir()] == ["gateway.json"]


def test_two_gateways_share_the_key_that_the_first_one_drew(
    settings: Settings, sqlite_stores: Stores, program: FoundedProgram
) -> None:
    sqlite_stores.vault.ping()
    later = datetime(2027, 1, 1, tzinfo=UTC)
    with closing(gateway(settings)) as first, closing(gateway(settings)) as second:
        first.renew(later)
        second.renew(later)

        assert first.keys.months == second.keys.months
    assert program.keys().gateway_key(Month(202702)) == first.keys.month_keys()[Month(202702)].public()


def test_a_file_that_cannot_be_written_rings_and_publishes_nothing_new(
    settings: Settings,
    sqlite_stores: Stores,
    program: FoundedProgram,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sqlite_stores.vault.ping()
    with closing(gateway(settings)) as runtime:

        def full(*_: object) -> None:
            raise OSError

        monkeypatch.setattr(key_files, "write_gateway", full)
        runtime.renew(datetime(2026, 12, 1, tzinfo=UTC))

    assert '"key-file-not-written"' in capsys.readouterr().err
    assert sorted(program.keys().gateway_months) == [202611, 202612]


def test_an_open_gateway_file_is_said_so_in_the_log(
    settings: Settings, sqlite_stores: Stores, capsys: pytest.CaptureFixture[str]
) -> None:
    sqlite_stores.vault.ping()

    gateway(settings).close()

    assert '"key-file-open"' in capsys.readouterr().err


def test_no_core_dump_is_written() -> None:
    forbid_core_dumps()

    assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
