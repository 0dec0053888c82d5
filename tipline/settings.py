"""What a deployment decides: read once, checked, frozen. Of keys it has the roots alone, which are public."""

import os
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict

from tipline.errors import NotAMailAddress, SettingRefused
from tipline.private import MailAddress
from tipline.vocabulary import ID_SIZE, Process, ProgramId, StoreName

SETTINGS_FILE: Final = "settings.toml"
ROOTS_FILE: Final = "roots.toml"
ROOT_KEY: Final = "root.key"
VERIFY_KEY_SIZE: Final = 32
"""An Ed25519 public key (RFC 8032)."""

MEDIA_HOSTS: Final = (
    "https://mms.twiliocdn.com",
    "https://media.twiliocdn.com",
    "https://s3-external-1.amazonaws.com/media.twiliocdn.com",
)
"""Where the carrier sends those who fetch a picture: hosts, of a shared one the folder that is its own."""


class MailTls(StrEnum):
    """How the way to the mail server is protected."""

    STARTTLS = "starttls"
    """Asked for before anything is said, and nothing is said where the server has none (RFC 3207)."""
    IMPLICIT = "implicit"
    """From the first byte on (RFC 8314)."""
    NONE = "none"
    """Only to this machine itself."""


class Settings(BaseSettings):
    """The settings of one deployment.

    They come from `<data>/settings.toml`, and an environment variable `TIPLINE_<NAME>` wins over the file.
    Secrets are not among them: peppers, keys and the carrier's token stand in key files. A database's address
    may hold a password, so the addresses are masked; `store_url` unmasks one.
    """

    model_config = SettingsConfigDict(
        env_prefix="TIPLINE_", frozen=True, extra="forbid", hide_input_in_errors=True, validate_default=True
    )

    data: Path
    tips_url: SecretStr | None = None
    keys_url: SecretStr | None = None
    vault_url: SecretStr | None = None
    ledger_url: SecretStr | None = None
    host: str = "127.0.0.1"
    public_port: int = Field(default=8000, ge=1, le=65535)
    console_port: int = Field(default=8001, ge=1, le=65535)
    sms_port: int = Field(default=8002, ge=1, le=65535)
    sms_public_url: str | None = None
    carrier_url: str = "https://api.twilio.com"
    carrier_media: tuple[str, ...] = MEDIA_HOSTS
    carrier_discards: bool = False
    sms_segments_per_second: float = Field(default=1.0, ge=0.1, le=1_000)
    console_origin: str | None = None
    public_origin: str | None = None
    onion_origin: str | None = Field(default=None, pattern=r"^http://[a-z2-7]{56}\.onion$")
    leave_to: str = Field(default="https://weather.gc.ca/", pattern=r"^https://[!-~]{1,200}$")
    smtp_host: str | None = None
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_tls: MailTls = MailTls.STARTTLS
    smtp_sender: str | None = None
    smtp_login: str | None = None
    smtp_password_file: Path | None = None
    smtp_ca_file: Path | None = None
    blobs_url: str | None = None
    blobs_endpoint: str | None = None
    blobs_region: str = "ca-central-1"
    blobs_key_id: str | None = None
    blobs_secret_file: Path | None = None
    files_most: int = Field(default=10, ge=0, le=100)
    files_megabytes: int = Field(default=250, ge=1, le=4_000)
    files_port: int = Field(default=8004, ge=1, le=65535)
    files_origin: str | None = None
    spool_folder: Path | None = None
    spool_megabytes: int = Field(default=500, ge=1, le=100_000)
    proxies: int = Field(default=0, ge=0, le=10)
    tips_from_one: int = Field(default=10, ge=1, le=1_000_000)
    tips_by_link: int = Field(default=60, ge=1, le=1_000_000)
    tips_to_program: int = Field(default=120, ge=2, le=1_000_000)
    text_days: int = Field(default=30, ge=1, le=90)
    idle_minutes: int = Field(default=30, ge=1, le=120)
    session_hours: int = Field(default=12, ge=1, le=24)
    credentials: Path | None = None
    roots: Mapping[ProgramId, bytes] = Field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """Read the settings of the deployment in `folder`, else in the folder that `TIPLINE_DATA` names.

        Raises:
            SettingRefused: no folder is named, or a value is unknown, malformed or unsafe.
        """
        named = folder or _folder_from_environment()
        values = _read_toml(named / SETTINGS_FILE, "settings.toml") | EnvSettingsSource(cls)()
        for name in ("credentials", "roots"):
            if name in values:
                raise SettingRefused(name)
        credentials = os.environ.get("CREDENTIALS_DIRECTORY")
        values |= {
            "data": named.absolute(),
            "credentials": Path(credentials) if credentials else None,
            "roots": read_roots(named / ROOTS_FILE),
        }
        try:
            return cls(**values)
        except ValidationError as failed:
            first = failed.errors(include_input=False, include_context=False, include_url=False)[0]
        raise SettingRefused(str(first["loc"][0]) if first["loc"] else first["type"])

    @field_validator(
        "sms_public_url", "carrier_url", "console_origin", "public_origin", "files_origin", "blobs_endpoint"
    )
    @classmethod
    def _safe_address(cls, value: str | None) -> str | None:
        """An address must be https, but on this machine itself, and end without a slash."""
        if value is None:
            return None
        parts = urlsplit(value)
        if not parts.hostname or parts.username or parts.query or parts.fragment:
            raise ValueError("not a plain address")
        if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(parts.hostname)):
            raise ValueError("not https")
        return value.rstrip("/")

    @field_validator("carrier_media")
    @classmethod
    def _safe_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Each as any other address."""
        for one in value:
            cls._safe_address(one)
        return value

    @field_validator("blobs_url")
    @classmethod
    def _bucket(cls, value: str | None) -> str | None:
        """A bucket, and a prefix in it, perhaps."""
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme != "s3" or not parts.hostname or "@" in parts.netloc or parts.query or parts.fragment:
            raise ValueError("not a bucket")
        return value

    @field_validator("smtp_sender")
    @classmethod
    def _mail_address(cls, value: str | None) -> str | None:
        """An address that a mail can come from."""
        try:
            return None if value is None else MailAddress.read(value).address
        except NotAMailAddress:
            raise ValueError("not an e-mail address") from None

    @model_validator(mode="after")
    def _safe_mail(self) -> Self:
        """A mail has a sender, and goes unprotected to this machine alone, where the demo's mailbox is."""
        if self.smtp_host is None:
            return self
        if self.smtp_sender is None:
            raise PydanticCustomError("smtp_sender", "a sender is needed")
        if self.smtp_tls is MailTls.NONE and (not _is_loopback(self.smtp_host) or self.smtp_login):
            raise PydanticCustomError("smtp_tls", "mail must be protected")
        if (self.smtp_login is None) != (self.smtp_password_file is None):
            raise PydanticCustomError("smtp_login", "login and password come together")
        return self

    @property
    def idle(self) -> timedelta:
        """How long a session may rest."""
        return timedelta(minutes=self.idle_minutes)

    @property
    def longest_session(self) -> timedelta:
        """How long a session may last at all."""
        return timedelta(hours=self.session_hours)

    @property
    def roots_file(self) -> Path:
        """Where the programs' roots stand: verify keys, which are public."""
        return self.data / ROOTS_FILE

    @property
    def root_key(self) -> Path:
        """Where recovery secrets lie until founding is done; nothing serves while it is there."""
        return self.data / ROOT_KEY

    def store_url(self, store: StoreName) -> str:
        """The address of a store: a file in the data folder, where none is set."""
        given: SecretStr | None = getattr(self, f"{store.value}_url")
        return given.get_secret_value() if given else f"sqlite:///{self.data / f'{store.value}.db'}"

    def spool(self, process: Process) -> Path:
        """The folder in which one door keeps what waits for a store: inside the data, where none is set."""
        return (self.spool_folder or self.data / "spool").absolute() / process.value

    def key_folder(self, process: str) -> Path:
        """The folder of a process's key file; systemd's credentials win where they hold it."""
        if self.credentials is not None and (self.credentials / f"{process}.json").exists():
            return self.credentials
        return self.data / "keys" / process


def read_roots(path: Path) -> dict[ProgramId, bytes]:
    """The programs' roots: a line `"<program id>" = "<verify key>"` for each, in hexadecimal.

    Raises:
        SettingRefused: the file is malformed.
    """
    roots = {}
    for program, root in _read_toml(path, ROOTS_FILE).items():
        try:
            program_id, verify = bytes.fromhex(program), bytes.fromhex(root)
        except (ValueError, TypeError):
            raise SettingRefused(ROOTS_FILE) from None
        if len(program_id) != ID_SIZE or len(verify) != VERIFY_KEY_SIZE:
            raise SettingRefused(ROOTS_FILE)
        roots[ProgramId(program_id)] = verify
    return roots


def write_roots(path: Path, roots: Mapping[ProgramId, bytes]) -> None:
    """Write the roots whole, so that a reader never sees half of them."""
    lines = [f'"{program.hex()}" = "{root.hex()}"\n' for program, root in sorted(roots.items())]
    fresh = path.with_name(path.name + ".new")
    title = "# Program id = verify key of its root. Public, but nobody else may change it.\n"
    fresh.write_text(title + "".join(lines))
    fresh.replace(path)


def _folder_from_environment() -> Path:
    named = os.environ.get("TIPLINE_DATA")
    if not named:
        raise SettingRefused("data")
    return Path(named)


# Any: what a TOML file holds is checked by the model that it is handed to
def _read_toml(path: Path, name: str) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        return {}
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise SettingRefused(name) from None


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
