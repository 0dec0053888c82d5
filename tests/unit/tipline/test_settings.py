from pathlib import Path

import pytest

from tipline.errors import SettingRefused
from tipline.settings import Settings, read_roots, write_roots
from tipline.vocabulary import ProgramId, StoreName

TORONTO = ProgramId(bytes(range(16)))
ROOT = bytes(range(32))


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TIPLINE_DATA", "CREDENTIALS_DIRECTORY", "TIPLINE_PUBLIC_PORT", "TIPLINE_CARRIER_URL"):
        monkeypatch.delenv(name, raising=False)


def test_a_folder_alone_is_a_deployment(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path)

    assert (settings.data, settings.public_port, settings.host) == (tmp_path, 8000, "127.0.0.1")
    assert settings.store_url(StoreName.VAULT) == f"sqlite:///{tmp_path}/vault.db"
    assert settings.key_folder("gateway") == tmp_path / "keys" / "gateway"
    assert settings.roots == {}


def test_the_environment_names_the_folder_and_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "settings.toml").write_text("public_port = 9000\nconsole_port = 9001\n")
    monkeypatch.setenv("TIPLINE_DATA", str(tmp_path))
    monkeypatch.setenv("TIPLINE_PUBLIC_PORT", "9100")

    settings = Settings.load()

    assert (settings.public_port, settings.console_port) == (9100, 9001)


def test_without_a_folder_it_says_which_setting_is_missing() -> None:
    with pytest.raises(SettingRefused) as refused:
        Settings.load()

    assert refused.value.name == "data"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("public_port = 0", "public_port"),
        ('carrier_url = "http://carrier.example"', "carrier_url"),
        ('sms_public_url = "https://user:pass@tips.example"', "sms_public_url"),
        ('sms_public_url = "tips.example"', "sms_public_url"),
        ("idle_minutes = 600", "idle_minutes"),
        ('auth_token = "x"', "auth_token"),
        ('smtp_host = "mail.example"', "smtp_sender"),
        ('smtp_host = "mail.example"\nsmtp_sender = "nobody"', "smtp_sender"),
        ('smtp_host = "m.example"\nsmtp_sender = "a@b.example"\nsmtp_tls = "none"', "smtp_tls"),
        ('smtp_host = "m.example"\nsmtp_sender = "a@b.example"\nsmtp_tls = "opportunistic"', "smtp_tls"),
        ('smtp_host = "m.example"\nsmtp_sender = "a@b.example"\nsmtp_login = "a"', "smtp_login"),
        (
            'smtp_host = "127.0.0.1"\nsmtp_sender = "a@b.example"\nsmtp_tls = "none"\nsmtp_login = "a"',
            "smtp_tls",
        ),
        ("roots = {}", "roots"),
        ('credentials = "/tmp"', "credentials"),
        ("public_port = ", "settings.toml"),
    ],
)
def test_an_unsafe_or_unknown_value_is_refused_by_name(tmp_path: Path, line: str, name: str) -> None:
    (tmp_path / "settings.toml").write_text(line + "\n")

    with pytest.raises(SettingRefused) as refused:
        Settings.load(tmp_path)

    assert refused.value.name == name


@pytest.mark.parametrize("address", ["http://127.0.0.1:8003", "http://localhost:8003", "https://sms.example"])
def test_an_address_is_https_or_on_this_machine(tmp_path: Path, address: str) -> None:
    (tmp_path / "settings.toml").write_text(f'carrier_url = "{address}/"\n')

    assert Settings.load(tmp_path).carrier_url == address


def test_a_refusal_does_not_tell_the_value(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('carrier_url = "http://x:secret@carrier.example"\n')

    with pytest.raises(SettingRefused) as refused:
        Settings.load(tmp_path)

    assert "secret" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None


def test_a_database_password_is_not_in_the_repr(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('tips_url = "postgresql+psycopg://public:hunter2@db/tips"\n')

    settings = Settings.load(tmp_path)

    assert "hunter2" not in repr(settings)
    assert settings.store_url(StoreName.TIPS) == "postgresql+psycopg://public:hunter2@db/tips"


def test_settings_are_frozen(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path)

    with pytest.raises(ValueError, match="frozen"):
        settings.public_port = 1


def test_roots_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    write_roots(tmp_path / "roots.toml", {TORONTO: ROOT})

    assert read_roots(tmp_path / "roots.toml") == {TORONTO: ROOT}
    assert Settings.load(tmp_path).roots == {TORONTO: ROOT}


@pytest.mark.parametrize(
    "line", ['"00" = "00"', '"zz" = "00"', "x = 1", f'"{TORONTO.hex()}" = "{"00" * 31}"']
)
def test_a_malformed_root_stops_everything(tmp_path: Path, line: str) -> None:
    (tmp_path / "roots.toml").write_text(line + "\n")

    with pytest.raises(SettingRefused) as refused:
        Settings.load(tmp_path)

    assert refused.value.name == "roots.toml"


def test_a_credential_of_systemd_wins_over_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (credentials / "gateway.json").write_text("{}")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))

    settings = Settings.load(tmp_path)

    assert settings.key_folder("gateway") == credentials
    assert settings.key_folder("public") == tmp_path / "keys" / "public"
