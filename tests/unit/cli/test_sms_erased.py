from datetime import UTC, datetime

from tests.unit.cli.terminal import Terminal
from tipline import key_files
from tipline.intake.texts.addresses import Names
from tipline.intake.texts.erasures import add_erasure, owe_erasure
from tipline.settings import Settings
from tipline.store.db import open_store
from tipline.store.vault_tables import Remains
from tipline.vocabulary import StoreName

SID = "SM" + "1" * 32


def owe(terminal: Terminal, sid: str, *, kind: Remains, now: datetime) -> None:
    settings = Settings.load(terminal.folder)
    names = Names(key_files.new_gateway_keys(now))
    values = owe_erasure(names, sid=sid, kind=kind, now=now)
    vault = open_store(StoreName.VAULT, settings.store_url(StoreName.VAULT))
    vault.write_now(lambda connection: add_erasure(connection, values))
    vault.close()


def test_it_says_that_the_carrier_has_nothing(terminal: Terminal) -> None:
    terminal.found()

    assert terminal.do("sms", "erased") == "All that is kept here was erased at the carrier.\n"


def test_it_counts_by_day_and_kind_and_names_no_message(terminal: Terminal) -> None:
    terminal.found()
    first, second = datetime(2026, 11, 19, 12, tzinfo=UTC), datetime(2026, 11, 20, 12, tzinfo=UTC)
    owe(terminal, SID, kind=Remains.SENT, now=second)
    for place in range(3):
        owe(terminal, f"SM{place:032x}", kind=Remains.RECEIVED, now=first)
    owe(terminal, "MM" + "2" * 32, kind=Remains.PICTURES, now=second)

    printed = terminal.do("sms", "erased")

    assert printed.splitlines() == [
        "The carrier may still have, by the day on which it should have been gone:",
        "  2026-11-19        3  received",
        "  2026-11-20        1  received, with pictures",
        "  2026-11-20        1  sent",
    ]
