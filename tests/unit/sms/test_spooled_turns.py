"""The gateway's spool while stores come and go: what is asked of them, what is done at once, who delivers."""

import secrets
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from tests.outage import away
from tests.unit.sms.gateway import OWN, Gateway
from tipline.errors import StoreUnavailable
from tipline.intake.texts.transitions import Answer
from tipline.intake.texts.words.tongues import TONGUES
from tipline.spool import ABANDONED_SECONDS, UNFINISHED, Spool
from tipline.store.db import Store
from tipline.vocabulary import StoreName

pytestmark = pytest.mark.anyio

OTHER = "+14165550177"


@contextmanager
def commits_and_goes_away(store: Store) -> Generator[None]:
    """What is written is kept, and nobody is told so."""
    write = store.write

    async def kept_in_silence(deed: object) -> None:
        await write(deed)  # type: ignore[arg-type]  # whatever deed it is
        raise StoreUnavailable(StoreName.TIPS)

    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(store, "write", kept_in_silence)
        yield


async def test_where_nobody_can_say_whether_the_store_kept_a_text_its_number_is_the_one_that_was_told(
    any_gateway: Gateway,
) -> None:
    await any_gateway.text("HELP", To=OWN)
    with commits_and_goes_away(any_gateway.stores.tips):
        heard = await any_gateway.text("Black jeep")
    waited = len(any_gateway.runtime.spool.names())

    await any_gateway.reception.turn(now=any_gateway.clock.at)

    tip = any_gateway.only_tip()
    assert (waited, tip.texts) == (1, ["Black jeep"])
    assert (heard.said or "").partition(" ")[0] == tip.number


async def test_stop_destroys_the_number_in_the_vault_at_once_though_the_tips_are_away(
    any_gateway: Gateway,
) -> None:
    await any_gateway.text("Black jeep")
    before = any_gateway.vault_rows()
    any_gateway.clock.at += timedelta(minutes=5)
    with away(any_gateway.stores.tips):
        await any_gateway.text("White van", From=OTHER)  # by which it is known that they are away
        both = any_gateway.vault_rows()
        stopped = await any_gateway.text("STOP")
        at_once = any_gateway.vault_rows()

    assert stopped.said == TONGUES["en"].says[Answer.STOPPED]
    assert (before, both, at_once) == ((1, 0, 1, 0), (2, 0, 2, 0), (1, 0, 1, 1))
    # What is left is the other's, and what staff are owed.


async def test_a_store_that_is_known_to_be_away_is_not_asked_again_by_each_text(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    await gateway.text("HELP", To=OWN)
    with away(gateway.stores.tips):
        for name in ("read", "look", "still", "transaction", "write_now", "write"):
            monkeypatch.setattr(gateway.stores.tips, name, noted(asked, gateway.stores.tips, name))
        await gateway.text("Black jeep")
        first = len(asked)
        await gateway.text("White van", From=OTHER)

    assert (first > 0, len(asked)) == (True, first)
    assert len(gateway.runtime.spool.names()) == 2


def noted(asked: list[str], store: Store, name: str) -> Callable[..., object]:
    """As a store does what has this name, which is noted."""
    does: Callable[..., object] = getattr(store, name)

    def do(*args: object) -> object:
        asked.append(name)
        return does(*args)

    return do


async def test_while_another_process_of_the_folder_delivers_this_one_does_not(gateway: Gateway) -> None:
    await gateway.text("HELP", To=OWN)
    with away(gateway.stores.tips):
        await gateway.text("Black jeep")

    with Spool(gateway.runtime.spool.folder, megabytes=1).turn() as theirs:
        meanwhile = await gateway.reception.turn(now=gateway.clock.at), gateway.tips()

    assert (theirs, meanwhile) == (True, (0, []))
    assert await gateway.reception.turn(now=gateway.clock.at) == 1


async def test_what_a_gateway_was_writing_that_was_killed_is_laid_apart_and_told_of(
    gateway: Gateway, capfd: pytest.CaptureFixture[str]
) -> None:
    spool = gateway.runtime.spool
    spool.check()
    (spool.folder / f".2-half.{secrets.token_hex(8)}{UNFINISHED}").write_bytes(b"ha")
    later = datetime.now(UTC) + timedelta(seconds=ABANDONED_SECONDS + 1)

    await gateway.reception.turn(now=later)

    assert (spool.standing().aside, "spooled-set-aside" in capfd.readouterr().err) == (1, True)
