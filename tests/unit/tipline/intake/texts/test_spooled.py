"""A text that waits in the spool is, once opened, all that it was: nothing of it is lost on the way."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from tests.program import NOON
from tests.unit.sms.gateway import OWN, REPORTER, Gateway, a_sid
from tipline.intake.texts.addresses import Names
from tipline.intake.texts.inbound import InboundText, OptOut
from tipline.intake.texts.spooled import SpooledText, open_spooled, seal_spooled
from tipline.vocabulary import ProgramId, TipNumber

NAME: Final = "2-0000000000001-ab"
WHOLE: Final = SpooledText(
    text=InboundText(
        sid=a_sid(),
        sender=REPORTER,
        line=OWN,
        body="Black jeep \N{AUTOMOBILE} \ud83d",
        media=2,
        media_ids=("ME" + "1" * 32, ""),
        opt_out=OptOut.HELP,
        waited=timedelta(minutes=7, microseconds=5),
    ),
    at=datetime(2026, 11, 20, 14, 5, 59, 123, tzinfo=UTC),
    program_id=ProgramId(b"p" * 16),
    number=TipNumber("TOR-Z234-56AB"),
    answer="TOR-Z234-56AB received",
    forgotten=True,
)


@pytest.fixture
def names(gateway: Gateway) -> Names:
    return Names(gateway.runtime.keys)


@pytest.mark.parametrize(
    "spooled",
    [
        WHOLE,
        SpooledText(InboundText(a_sid(), "", OWN, ""), NOON, ProgramId(b"p" * 16)),
        replace(WHOLE, forgotten=False, text=replace(WHOLE.text, opt_out=None)),
    ],
)
def test_a_text_is_all_that_it_was(names: Names, spooled: SpooledText) -> None:
    sealed = seal_spooled(spooled, names, name=NAME, now=NOON)

    assert open_spooled(sealed, names, name=NAME) == spooled


def test_who_has_ended_it_is_in_it_no_more_and_is_not_answered_again(names: Names) -> None:
    spooled = replace(WHOLE, forgotten=False).without_sender()

    opened = open_spooled(seal_spooled(spooled, names, name=NAME, now=NOON), names, name=NAME)

    assert opened == replace(WHOLE, text=replace(WHOLE.text, sender=""), answer=None, forgotten=True)
