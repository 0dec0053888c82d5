import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tipline import key_files
from tipline.errors import KeyFileMissing, KeyFileUnreadable, KeyNotAllowed, WrongKeyFile
from tipline.key_files import (
    ensure_months,
    gateway_is_locked,
    gateway_verify_key,
    load_console,
    load_gateway,
    load_ledger,
    load_public,
    locked_by,
    new_console_keys,
    new_gateway_keys,
    new_ledger_keys,
    new_public_keys,
    write_console,
    write_gateway,
    write_ledger,
    write_public,
)
from tipline.vocabulary import Month

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PASSPHRASE = "correct horse"


def test_each_file_gives_back_its_keys(tmp_path: Path) -> None:
    public, gateway = new_public_keys(), new_gateway_keys(NOON)
    console, ledger = new_console_keys(), new_ledger_keys()

    write_public(tmp_path / "public", public)
    write_gateway(tmp_path / "gateway", gateway)
    write_console(tmp_path / "console", console)
    write_ledger(tmp_path / "ledger", ledger)

    assert load_public(tmp_path / "public") == public
    assert load_gateway(tmp_path / "gateway", None) == gateway
    assert load_console(tmp_path / "console") == console
    assert load_ledger(tmp_path / "ledger") == ledger


def test_a_file_is_its_owners_alone_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    write_public(tmp_path / "public", new_public_keys())
    write_public(tmp_path / "public", new_public_keys())

    assert [path.name for path in (tmp_path / "public").iterdir()] == ["public.json"]
    assert [path.name for path in tmp_path.iterdir()] == ["public"]
    assert stat.S_IMODE((tmp_path / "public" / "public.json").stat().st_mode) == 0o600


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyFileMissing) as missing:
        load_public(tmp_path)

    assert missing.value.path == tmp_path / "public.json"


def test_any_other_file_beside_it_stops_the_process(tmp_path: Path) -> None:
    write_public(tmp_path, new_public_keys())
    write_gateway(tmp_path, new_gateway_keys(NOON))

    with pytest.raises(KeyNotAllowed) as refused:
        load_public(tmp_path)

    assert refused.value.path == tmp_path / "gateway.json"


def test_another_process_key_file_under_this_name_stops_the_process(tmp_path: Path) -> None:
    write_gateway(tmp_path, new_gateway_keys(NOON))
    (tmp_path / "gateway.json").rename(tmp_path / "public.json")

    with pytest.raises(WrongKeyFile) as refused:
        load_public(tmp_path)

    assert (refused.value.found, refused.value.wanted) == ("gateway", "public")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"kind": "public", "version": 2}',
        '{"kind": "public", "version": 1}',
        '{"kind": "public", "version": 1, "code_pepper": "AAAA", "form_key": "AAAA"}',
        '{"kind": "public", "version": 1, "code_pepper": "!", "form_key": "!"}',
    ],
)
def test_a_damaged_file_stops_the_process(tmp_path: Path, text: str) -> None:
    (tmp_path / "public.json").write_text(text)

    with pytest.raises(KeyFileUnreadable):
        load_public(tmp_path)


def test_no_key_is_in_a_repr() -> None:
    keys = new_gateway_keys(NOON)

    assert repr(keys) == "GatewayKeys()"
    assert repr(new_public_keys()) == "PublicKeys()"
    assert repr(new_console_keys()) == "ConsoleKeys()"


def test_a_locked_file_opens_with_its_passphrase_alone(tmp_path: Path) -> None:
    keys = new_gateway_keys(NOON)
    write_gateway(tmp_path, locked_by(keys, PASSPHRASE))

    opened = load_gateway(tmp_path, lambda: PASSPHRASE)

    assert gateway_is_locked(tmp_path)
    assert (opened.pepper, opened.months, opened.signing_seed) == (
        keys.pepper,
        keys.months,
        keys.signing_seed,
    )
    for ask in (None, lambda: "another"):
        with pytest.raises(KeyFileUnreadable):
            load_gateway(tmp_path, ask)


def test_nothing_secret_stands_in_a_locked_file(tmp_path: Path) -> None:
    keys = new_gateway_keys(NOON)
    write_gateway(tmp_path, locked_by(keys, PASSPHRASE))

    body = json.loads((tmp_path / "gateway.json").read_text())

    assert sorted(body) == ["box", "kind", "lock", "verify_key", "version"]
    assert gateway_verify_key(tmp_path) == keys.signing().verify_key()


def test_an_opened_file_is_written_again_under_the_same_lock(tmp_path: Path) -> None:
    write_gateway(tmp_path, locked_by(new_gateway_keys(NOON), PASSPHRASE))
    opened = load_gateway(tmp_path, lambda: PASSPHRASE)
    later = ensure_months(opened, NOON + timedelta(days=40))

    write_gateway(tmp_path, later)

    assert load_gateway(tmp_path, lambda: PASSPHRASE).months == later.months
    assert load_gateway(tmp_path, None, file_lock=opened.file_lock).months == later.months


def test_a_gateway_has_the_keys_of_this_month_and_the_next() -> None:
    assert sorted(new_gateway_keys(NOON).months) == [202611, 202612]


def test_months_are_made_once_and_kept_for_62_days() -> None:
    keys = new_gateway_keys(NOON)

    same = ensure_months(keys, NOON + timedelta(days=3))
    january = ensure_months(keys, datetime(2027, 1, 2, tzinfo=UTC))
    after = ensure_months(keys, datetime(2027, 1, 3, tzinfo=UTC))

    assert same is keys
    assert sorted(january.months) == [202611, 202612, 202701, 202702]
    assert sorted(after.months) == [202612, 202701, 202702]
    assert january.months[Month(202612)] == keys.months[Month(202612)]


def test_the_newest_month_comes_first() -> None:
    assert list(new_gateway_keys(NOON).month_keys()) == [202612, 202611]


def test_a_verify_key_that_does_not_fit_is_not_believed(tmp_path: Path) -> None:
    write_gateway(tmp_path, new_gateway_keys(NOON))
    path = tmp_path / "gateway.json"
    body = json.loads(path.read_text())
    body["verify_key"] = "AAAA"
    path.write_text(json.dumps(body))

    with pytest.raises(KeyFileUnreadable):
        key_files.gateway_verify_key(tmp_path)
