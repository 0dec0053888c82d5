"""One running process of the tip line: its stores, its keys and no others, opened from the settings."""

import ctypes
import fcntl
import resource
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Final

from tipline import gateway_months, key_files
from tipline.blobs.place import open_blobs
from tipline.errors import RootStillHere
from tipline.holdings import Holders
from tipline.key_files import ConsoleKeys, GatewayKeys, LedgerKeys, PublicKeys
from tipline.keyring import Keyring
from tipline.log import Event, failure, log
from tipline.ports import Blobs, Carrier, Clock
from tipline.settings import Settings
from tipline.spool import Spool
from tipline.store.db import Store, open_store
from tipline.store.engine import BUSY_SECONDS, DOOR_SECONDS
from tipline.turnstile import Turnstile
from tipline.vocabulary import Process, StoreName

_PR_SET_DUMPABLE: Final = 4


@dataclass(frozen=True)
class PublicRuntime:
    """The public site: it can seal, and open a thread while its reporter's code is in the request.

    Of the ledger it reads where the award stands that a reporter's own thread names, and the desks; it writes
    there which desk they pick.
    """

    settings: Settings
    clock: Clock
    tips: Store
    ledger: Store
    keyring: Keyring
    keys: PublicKeys = field(repr=False)
    blobs: Blobs

    @cached_property
    def spool(self) -> Spool:
        """Where tips wait while their store is away."""
        return Spool(self.settings.spool(Process.PUBLIC), megabytes=self.settings.spool_megabytes)

    def close(self) -> None:
        """Let the stores go."""
        self.tips.close()
        self.ledger.close()


@dataclass
class GatewayRuntime:
    """The sms gateway: it can seal, name a sender, and open what it must send.

    Files that came with a text it seals, and scrubs while it still has their keys.
    """

    settings: Settings
    clock: Clock
    tips: Store
    vault: Store
    keyring: Keyring
    keys: GatewayKeys = field(repr=False)
    carrier: Carrier
    blobs: Blobs

    @cached_property
    def spool(self) -> Spool:
        """Where texts wait while a store is away."""
        return Spool(self.settings.spool(Process.GATEWAY), megabytes=self.settings.spool_megabytes)

    def renew(self, now: datetime) -> None:
        """Make the keys of this and the next month, forget those of more than 62 days ago, and publish.

        To be called at the start and once an hour. The file is written first: a key that is published and
        then lost would leave what was sealed to it closed for ever. Where the file cannot be written an alarm
        is logged, and the last key goes on being used.

        Raises:
            KeyTrouble: the key file has become unreadable.
            StoreUnavailable: the store cannot be written.
        """
        if key_files.ensure_months(self.keys, now) is not self.keys:
            try:
                self._write_months(now)
            except OSError as error:
                failure(error, event=Event.KEY_FILE_NOT_WRITTEN, process=Process.GATEWAY)
        self.tips.write_now(lambda connection: gateway_months.publish_everywhere(connection, self.keys))

    def _write_months(self, now: datetime) -> None:
        """Gateways that share a file take turns: the first one draws the month's key, the others read it."""
        folder = self.settings.key_folder(key_files.GATEWAY)
        with (folder.parent / ".gateway.lock").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            found = key_files.load_gateway(folder, None, file_lock=self.keys.file_lock)
            fresh = key_files.ensure_months(found, now)
            if fresh is not found:
                key_files.write_gateway(folder, fresh)
            self.keys = fresh

    def close(self) -> None:
        """Let the stores go."""
        self.tips.close()
        self.vault.close()


@dataclass(frozen=True)
class ConsoleRuntime:
    """The staff console: it opens what those who are signed in hold, and nothing with nobody signed in.

    It alone has the ledger and the ledger's keys: rewards are pages of the console.
    """

    settings: Settings
    clock: Clock
    tips: Store
    keys_store: Store
    keyring: Keyring
    keys: ConsoleKeys = field(repr=False)
    ledger: Store
    ledger_keys: LedgerKeys = field(repr=False)
    blobs: Blobs
    holders: Holders = field(default_factory=Holders)
    turnstile: Turnstile = field(default_factory=Turnstile)

    def close(self) -> None:
        """Wipe what is open and let the stores go."""
        self.holders.drop_all()
        self.tips.close()
        self.keys_store.close()
        self.ledger.close()


def open_public(settings: Settings, clock: Clock) -> PublicRuntime:
    """Open the public site.

    Raises:
        KeyTrouble: its key file is missing, damaged, another's or not alone; or a recovery secret lies here.
        StoreUnreachable: the tips or the ledger cannot be read.
        StoreAtOtherVersion: one is not at the version of this program.
    """
    _guard(settings)
    keys = key_files.load_public(settings.key_folder(key_files.PUBLIC))
    blobs = open_blobs(settings, clock)
    with ExitStack() as opened:
        stores = []
        for name, patience in ((StoreName.TIPS, DOOR_SECONDS), (StoreName.LEDGER, BUSY_SECONDS)):
            stores.append(open_store(name, settings.store_url(name), patience=patience))
            opened.callback(stores[-1].close)
        tips, ledger = stores
        opened.pop_all()
    log(Event.STARTED, process=Process.PUBLIC)
    return PublicRuntime(settings, clock, tips, ledger, Keyring(settings.roots), keys, blobs)


def open_gateway(
    settings: Settings,
    clock: Clock,
    *,
    passphrase: Callable[[], str] | None,
    carrier: Callable[[GatewayKeys], Carrier],
) -> GatewayRuntime:
    """Open the sms gateway, and publish its keys of the months.

    Raises:
        KeyTrouble: as for `open_public`.
        StoreUnreachable: a store cannot be read.
        StoreAtOtherVersion: one is not at the version of this program.
    """
    _guard(settings)
    keys = key_files.load_gateway(settings.key_folder(key_files.GATEWAY), passphrase)
    if keys.file_lock is None:
        log(Event.KEY_FILE_OPEN, process=Process.GATEWAY)
    with ExitStack() as opened:
        stores = []
        for name in (StoreName.TIPS, StoreName.VAULT):
            stores.append(open_store(name, settings.store_url(name), patience=DOOR_SECONDS))
            opened.callback(stores[-1].close)
        tips, vault = stores
        keyring, blobs = Keyring(settings.roots), open_blobs(settings, clock)
        runtime = GatewayRuntime(settings, clock, tips, vault, keyring, keys, carrier(keys), blobs)
        runtime.renew(clock.now())
        opened.pop_all()
    log(Event.STARTED, process=Process.GATEWAY)
    return runtime


def open_console(settings: Settings, clock: Clock) -> ConsoleRuntime:
    """Open the staff console.

    Raises:
        KeyTrouble: as for `open_public`.
        StoreUnreachable: a store cannot be read.
        StoreAtOtherVersion: one is not at the version of this program.
    """
    _guard(settings)
    keys = key_files.load_console(settings.key_folder(key_files.CONSOLE), beside=settings.credentials)
    ledger_keys = key_files.load_ledger(settings.key_folder(key_files.LEDGER), beside=settings.credentials)
    blobs = open_blobs(settings, clock)
    keyring = Keyring(settings.roots, watch_staff=True)
    with ExitStack() as opened:
        stores = []
        for name in (StoreName.TIPS, StoreName.KEYS, StoreName.LEDGER):
            stores.append(open_store(name, settings.store_url(name)))
            opened.callback(stores[-1].close)
        tips, keys_store, ledger = stores
        opened.pop_all()
    log(Event.STARTED, process=Process.CONSOLE)
    return ConsoleRuntime(settings, clock, tips, keys_store, keyring, keys, ledger, ledger_keys, blobs)


def forbid_core_dumps() -> None:
    """Leave no picture of this process's memory on a disk, and let no other process look into it."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _guard(settings: Settings) -> None:
    forbid_core_dumps()
    if settings.root_key.exists():
        raise RootStillHere(settings.root_key)
