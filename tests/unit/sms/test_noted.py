"""Whatever we send is erased at the carrier in a program's name, though nobody says how far it came."""

from datetime import timedelta

import pytest

from sms.eraser import Eraser
from sms.offers import Offers
from sms.pager import Pager
from sms.reconcile import Reconciler
from sms.status import Report, Reports
from sms.telling import Telling
from tests.fakes import OPTED_OUT
from tests.program import NOON
from tests.unit.sms.gateway import OWN, REPORTER, SHARED, Gateway, a_sid
from tests.unit.sms.test_status import FIRST, tell
from tipline.alerts.texts import owe_text
from tipline.carrier_watch import carrier_watch
from tipline.errors import NoProvenKey
from tipline.intake.texts.addresses import Names
from tipline.intake.texts.replies import STOPPED_NOTICE
from tipline.intake.texts.sent import State, end_old
from tipline.letters import PageWords
from tipline.ports import RememberedText
from tipline.store.vault_tables import ErasureRow, SentTextRow
from tipline.vocabulary import ProgramId

pytestmark = pytest.mark.anyio

AFTERNOON = NOON + timedelta(hours=8)
OVER = timedelta(days=5)


async def owed_in_the_end(gateway: Gateway) -> tuple[int, int, int]:
    """Texts that were noted; erasures that are owed once their time is over; those of this program."""
    noted, later = gateway.count(SentTextRow), gateway.clock.at + OVER
    names = Names(gateway.runtime.keys)
    await gateway.stores.vault.write(lambda connection: end_old(connection, names, now=later))
    await Eraser(gateway.runtime).watch(now=later + timedelta(hours=2))
    return noted, gateway.count(ErasureRow), late(gateway)


def late(gateway: Gateway) -> int:
    """How many staff in Toronto are told of."""
    with gateway.stores.tips.look() as connection:
        return carrier_watch(connection, program_id=gateway.toronto.program_id, now=NOON).late


async def test_an_answer_of_staff_that_is_late_is_told_to_the_programs_staff(any_gateway: Gateway) -> None:
    await any_gateway.text("black jeep")
    before = any_gateway.count(ErasureRow)
    any_gateway.answer(any_gateway.only_tip(), "Which colour?", any_hour=True)
    await any_gateway.delivery().turn(now=any_gateway.clock.at)

    await tell(any_gateway, "delivered")
    await Eraser(any_gateway.runtime).watch(now=any_gateway.clock.at + timedelta(hours=2))

    assert (any_gateway.count(ErasureRow) - before, late(any_gateway)) == (1, before + 1)


async def test_an_automatic_answer_that_is_late_is_told_to_the_staff_of_its_line(
    any_gateway: Gateway,
) -> None:
    await any_gateway.text("HELP", To=SHARED)
    before = any_gateway.count(ErasureRow)

    await tell(any_gateway, "delivered", sid=a_sid(), From=SHARED)
    await Eraser(any_gateway.runtime).watch(now=any_gateway.clock.at + timedelta(hours=2))

    assert (any_gateway.count(ErasureRow) - before, late(any_gateway)) == (1, before + 1)


async def test_an_offer_of_code_is_noted_and_erased(any_gateway: Gateway) -> None:
    settings = any_gateway.runtime.settings
    any_gateway.runtime.settings = settings.model_copy(update={"public_origin": "https://tips.example"})
    any_gateway.clock.at = AFTERNOON
    await any_gateway.text("black jeep")
    before = any_gateway.count(ErasureRow)
    any_gateway.clock.at += timedelta(days=23)

    sent = await Offers(any_gateway.runtime, any_gateway.texting).turn(now=any_gateway.clock.at)

    assert (sent, await owed_in_the_end(any_gateway)) == (1, (1, before + 1, before + 1))


async def test_a_page_to_staff_is_noted_and_erased(any_gateway: Gateway) -> None:
    program_id, now = any_gateway.toronto.program_id, any_gateway.clock.at
    await any_gateway.stores.tips.write(
        lambda connection: owe_text(
            connection, program_id=program_id, number="+14165550111", words=PageWords.STAFF, now=now
        )
    )

    sent = await Pager(any_gateway.runtime).turn(now=now)

    assert (sent, await owed_in_the_end(any_gateway)) == (1, (1, 1, 1))


async def test_an_answer_to_a_text_that_was_missed_is_noted_and_erased(any_gateway: Gateway) -> None:
    sid, now = a_sid(), any_gateway.clock.at
    any_gateway.carrier.remembered[sid] = RememberedText(sid, REPORTER, OWN, "black jeep", (), now)
    runtime = any_gateway.runtime

    await Reconciler(runtime, any_gateway.texting, Eraser(runtime)).turn(now=now)

    assert (len(any_gateway.carrier.sent), await owed_in_the_end(any_gateway)) == (1, (1, 2, 2))


async def test_who_turns_out_to_have_opted_out_when_code_is_offered_is_forgotten(gateway: Gateway) -> None:
    settings = gateway.runtime.settings
    gateway.runtime.settings = settings.model_copy(update={"public_origin": "https://tips.example"})
    gateway.clock.at = AFTERNOON
    await gateway.text("black jeep", From=OPTED_OUT)
    gateway.clock.at += timedelta(days=23)

    await Offers(gateway.runtime, gateway.texting).turn(now=gateway.clock.at)

    assert (gateway.vault_rows(), gateway.only_tip().texts) == ((0, 0, 0, 0), ["black jeep", STOPPED_NOTICE])


class OfAnother(Telling):
    """Staff of a program whose root this gateway has not: it can tell them nothing."""

    async def lost(self, *_: object, **__: object) -> None:
        raise NoProvenKey(ProgramId(bytes(16)))


async def test_a_report_that_cannot_be_told_holds_up_no_other_and_not_the_clock(gateway: Gateway) -> None:
    await gateway.text("black jeep")
    gateway.answer(gateway.only_tip(), "Which colour?", any_hour=True)
    await gateway.delivery().turn(now=gateway.clock.at)
    reports = Reports(gateway.runtime, OfAnother(gateway.runtime, gateway.texting))
    reports._late.append((Report(FIRST, State.UNDELIVERED, 30003), gateway.clock.at))
    reports._late.append((Report(a_sid(), State.DELIVERED, None), gateway.clock.at))

    count = await reports.settle()

    assert (count, len(reports._late), gateway.count(SentTextRow)) == (2, 0, 2)
