"""The key file of each process: what it needs and nothing that another one has.

A file is JSON with a kind, a version and its keys in base64, readable by its owner alone. The gateway's can
be locked by a passphrase that is asked for at the start. A process that finds any other file beside its own
refuses to go on. The console has two, its own and the ledger's, each in its folder; as credentials of the
machine they lie in one.
"""

import base64
import binascii
import json
import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from crypto.context import Purpose, context
from crypto.errors import CryptoError
from crypto.keys import SEED_SIZE, PrivateKey
from crypto.passphrase import lock_by_passphrase, unlock_by_passphrase
from crypto.sealing import lock, unlock
from crypto.signing import SigningKey, VerifyKey
from tipline.errors import KeyFileMissing, KeyFileUnreadable, KeyNotAllowed, WrongKeyFile
from tipline.vocabulary import ID_SIZE, Month

VERSION: Final = 1
KEY_SIZE: Final = 32
MONTH_KEY_LIFE: Final = timedelta(days=62)
"""From the first day of its month: what is sealed on the last day can be opened for a month more."""

PUBLIC: Final = "public"
GATEWAY: Final = "gateway"
CONSOLE: Final = "console"
LEDGER: Final = "ledger"

_GATEWAY_LOCK: Final = context(Purpose.KEY_FILE, GATEWAY, "lock")
_GATEWAY_BOX: Final = context(Purpose.KEY_FILE, GATEWAY, "box")


@dataclass(frozen=True)
class PublicKeys:
    """What the public site has: the pepper of the reporters' codes, and the key of its form tokens."""

    code_pepper: bytes = field(repr=False)
    form_key: bytes = field(repr=False)


@dataclass(frozen=True)
class FileLock:
    """How a file is locked, and the key under the lock, so that the process can write it again."""

    wrapped: bytes = field(repr=False)
    key: bytes = field(repr=False)


@dataclass(frozen=True)
class GatewayKeys:
    """What the sms gateway has: peppers, a signing key, a key pair a month, the carrier's credentials."""

    pepper: bytes = field(repr=False)
    name_key: bytes = field(repr=False)
    vault_key: bytes = field(repr=False)
    signing_seed: bytes = field(repr=False)
    months: Mapping[Month, bytes] = field(repr=False)
    account_sid: str = field(repr=False, default="")
    auth_tokens: tuple[str, ...] = field(repr=False, default=())
    file_lock: FileLock | None = field(repr=False, default=None)

    def signing(self) -> SigningKey:
        """The key by which the gateway's records and month keys are known."""
        return self._signing

    def month_keys(self) -> Mapping[Month, PrivateKey]:
        """The private keys of the months that still live, the newest first."""
        return self._month_keys

    @cached_property
    def _signing(self) -> SigningKey:
        return SigningKey.from_seed(self.signing_seed)

    @cached_property
    def _month_keys(self) -> Mapping[Month, PrivateKey]:
        return {
            month: PrivateKey.from_seed(self.months[month]) for month in sorted(self.months, reverse=True)
        }


@dataclass(frozen=True)
class ConsoleKeys:
    """What the console has: a key that opens nothing, but without which a stolen store allows no guessing."""

    console_key: bytes = field(repr=False)


@dataclass(frozen=True)
class LedgerKeys:
    """What the rewards pages have: the pepper of the claim codes."""

    pepper: bytes = field(repr=False)


def new_public_keys() -> PublicKeys:
    """Fresh keys for a public site."""
    return PublicKeys(code_pepper=secrets.token_bytes(KEY_SIZE), form_key=secrets.token_bytes(KEY_SIZE))


def new_gateway_keys(now: datetime) -> GatewayKeys:
    """Fresh keys for a gateway, those of this month and the next among them."""
    keys = GatewayKeys(
        pepper=secrets.token_bytes(KEY_SIZE),
        name_key=secrets.token_bytes(KEY_SIZE),
        vault_key=secrets.token_bytes(KEY_SIZE),
        signing_seed=secrets.token_bytes(SEED_SIZE),
        months={},
    )
    return ensure_months(keys, now)


def new_console_keys() -> ConsoleKeys:
    """A fresh key for a console."""
    return ConsoleKeys(console_key=secrets.token_bytes(KEY_SIZE))


def new_ledger_keys() -> LedgerKeys:
    """A fresh pepper for claim codes."""
    return LedgerKeys(pepper=secrets.token_bytes(KEY_SIZE))


def ensure_months(keys: GatewayKeys, now: datetime) -> GatewayKeys:
    """The gateway's keys with this and the next month's, and without those of more than 62 days ago."""
    this = now.astimezone(UTC).date().replace(day=1)
    following = (this + timedelta(days=31)).replace(day=1)
    kept = {
        month: seed for month, seed in keys.months.items() if now.date() - _first_day(month) <= MONTH_KEY_LIFE
    }
    fresh = {
        _month(day): secrets.token_bytes(SEED_SIZE) for day in (this, following) if _month(day) not in kept
    }
    return keys if not fresh and len(kept) == len(keys.months) else replace(keys, months=kept | fresh)


def load_public(folder: Path) -> PublicKeys:
    """The public site's keys.

    Raises:
        KeyFileMissing: there is no file.
        KeyFileUnreadable: it is damaged.
        WrongKeyFile: it is another process's.
        KeyNotAllowed: the folder holds another file beside it.
    """
    path, body = _read(folder, PUBLIC)
    return PublicKeys(code_pepper=_key(path, body, "code_pepper"), form_key=_key(path, body, "form_key"))


def load_console(folder: Path, *, beside: Path | None = None) -> ConsoleKeys:
    """The console's key.

    Args:
        folder: where the file lies.
        beside: the machine's folder of credentials, in which the ledger's file may lie beside it.

    Raises:
        KeyTrouble: as for `load_public`.
    """
    path, body = _read(folder, CONSOLE, others=(LEDGER,) if folder == beside else ())
    return ConsoleKeys(console_key=_key(path, body, "console_key"))


def load_ledger(folder: Path, *, beside: Path | None = None) -> LedgerKeys:
    """The claim codes' pepper; `beside` as for `load_console`, whose file it may lie beside.

    Raises:
        KeyTrouble: as for `load_public`.
    """
    path, body = _read(folder, LEDGER, others=(CONSOLE,) if folder == beside else ())
    return LedgerKeys(pepper=_key(path, body, "pepper"))


def load_gateway(
    folder: Path, passphrase: Callable[[], str] | None, *, file_lock: FileLock | None = None
) -> GatewayKeys:
    """The gateway's keys; `passphrase` is asked only if the file is locked, by a lock not yet known.

    Raises:
        KeyTrouble: as for `load_public`; `KeyFileUnreadable` too if the file is locked and the passphrase is
            wrong or nobody can be asked.
    """
    path, body = _read(folder, GATEWAY)
    if "lock" in body:
        file_lock = file_lock or _unlocked(path, body, passphrase)
        body = _opened(path, body, file_lock)
    else:
        file_lock = None
    months = _object(path, body, "months")
    tokens = body.get("auth_tokens")
    if not isinstance(tokens, list) or not all(month.isascii() and month.isdigit() for month in months):
        raise KeyFileUnreadable(path)
    return GatewayKeys(
        pepper=_key(path, body, "pepper"),
        name_key=_key(path, body, "name_key"),
        vault_key=_key(path, body, "vault_key"),
        signing_seed=_key(path, body, "signing_seed"),
        months={Month(int(month)): _key(path, months, month) for month in months},
        account_sid=str(body.get("account_sid", "")),
        auth_tokens=tuple(str(token) for token in tokens),
        file_lock=file_lock,
    )


def gateway_verify_key(folder: Path) -> VerifyKey:
    """The public half of the gateway's signing key; it stands in the clear in a locked file too.

    Raises:
        KeyTrouble: as for `load_public`.
    """
    path, body = _read(folder, GATEWAY)
    return VerifyKey(_key(path, body, "verify_key"))


def gateway_is_locked(folder: Path) -> bool:
    """Whether the gateway's file is locked by a passphrase.

    Raises:
        KeyTrouble: as for `load_public`.
    """
    _, body = _read(folder, GATEWAY)
    return "lock" in body


def write_public(folder: Path, keys: PublicKeys) -> None:
    """Write the public site's key file."""
    _write(folder, PUBLIC, {"code_pepper": _text(keys.code_pepper), "form_key": _text(keys.form_key)})


def write_console(folder: Path, keys: ConsoleKeys) -> None:
    """Write the console's key file."""
    _write(folder, CONSOLE, {"console_key": _text(keys.console_key)})


def write_ledger(folder: Path, keys: LedgerKeys) -> None:
    """Write the key file of the rewards pages."""
    _write(folder, LEDGER, {"pepper": _text(keys.pepper)})


def write_gateway(folder: Path, keys: GatewayKeys) -> None:
    """Write the gateway's key file, locked if its keys came out of a locked one."""
    inside: dict[str, Any] = {
        "pepper": _text(keys.pepper),
        "name_key": _text(keys.name_key),
        "vault_key": _text(keys.vault_key),
        "signing_seed": _text(keys.signing_seed),
        "months": {str(month): _text(seed) for month, seed in sorted(keys.months.items())},
        "account_sid": keys.account_sid,
        "auth_tokens": list(keys.auth_tokens),
    }
    outside: dict[str, Any] = {"verify_key": _text(keys.signing().verify_key().raw)}
    if keys.file_lock is None:
        _write(folder, GATEWAY, outside | inside)
        return
    box = lock(json.dumps(inside).encode(), keys.file_lock.key, context=_GATEWAY_BOX)
    _write(folder, GATEWAY, outside | {"lock": _text(keys.file_lock.wrapped), "box": _text(box)})


def locked_by(keys: GatewayKeys, passphrase: str) -> GatewayKeys:
    """The same keys, to be written under a passphrase from now on (one Argon2id)."""
    key = secrets.token_bytes(KEY_SIZE)
    wrapped = lock_by_passphrase(key, passphrase, context=_GATEWAY_LOCK)
    return replace(keys, file_lock=FileLock(wrapped=wrapped, key=key))


def _unlocked(path: Path, body: Mapping[str, Any], ask: Callable[[], str] | None) -> FileLock:
    if ask is None:
        raise KeyFileUnreadable(path)
    wrapped = _bytes(path, body, "lock")
    try:
        return FileLock(wrapped, unlock_by_passphrase(wrapped, ask(), context=_GATEWAY_LOCK))
    except CryptoError:
        raise KeyFileUnreadable(path) from None


def _opened(path: Path, body: Mapping[str, Any], file_lock: FileLock) -> dict[str, Any]:
    try:
        inside = json.loads(unlock(_bytes(path, body, "box"), file_lock.key, context=_GATEWAY_BOX))
    except (CryptoError, ValueError):
        raise KeyFileUnreadable(path) from None
    return _object(path, {"box": inside}, "box")


def _read(folder: Path, kind: str, *, others: Sequence[str] = ()) -> tuple[Path, dict[str, Any]]:
    path = folder / f"{kind}.json"
    allowed = {f"{name}.json" for name in (kind, *others)}
    try:
        text = path.read_text()
        foreign = sorted(other for other in folder.iterdir() if other.name not in allowed)
    except FileNotFoundError:
        raise KeyFileMissing(path) from None
    except (OSError, UnicodeDecodeError):
        raise KeyFileUnreadable(path) from None
    if foreign:
        raise KeyNotAllowed(foreign[0])
    try:
        body = json.loads(text)
    except json.JSONDecodeError:
        raise KeyFileUnreadable(path) from None
    if not isinstance(body, dict):
        raise KeyFileUnreadable(path)
    if body.get("kind") != kind:
        raise WrongKeyFile(path, found=str(body.get("kind"))[:ID_SIZE], wanted=kind)
    if body.get("version") != VERSION:
        raise KeyFileUnreadable(path)
    return path, body


def _write(folder: Path, kind: str, body: Mapping[str, Any]) -> None:
    """Write beside the folder, then move in: a process that starts now sees the old file or the new."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = folder.parent / f".{kind}.{secrets.token_hex(4)}"
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        json.dump({"kind": kind, "version": VERSION} | dict(body), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / f"{kind}.json")


def _object(path: Path, body: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = body.get(name)
    if not isinstance(value, dict):
        raise KeyFileUnreadable(path)
    return value


def _key(path: Path, body: Mapping[str, Any], name: str) -> bytes:
    value = _bytes(path, body, name)
    if len(value) != KEY_SIZE:
        raise KeyFileUnreadable(path)
    return value


def _bytes(path: Path, body: Mapping[str, Any], name: str) -> bytes:
    try:
        return base64.b64decode(str(body[name]), validate=True)
    except (KeyError, binascii.Error):
        raise KeyFileUnreadable(path) from None


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _month(day: date) -> Month:
    return Month(day.year * 100 + day.month)


def _first_day(month: Month) -> date:
    return date(month // 100, month % 100, 1)
