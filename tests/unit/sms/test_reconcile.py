from datetime import datetime, timedelta

import pytest

from sms.eraser import Eraser
from sms.reconcile import AFTER_TROUBLE, EVERY, OVERLAP, STILL_ANSWERED, WHOLE, Reconciler
from tests.program import NOON
from tests.unit.sms.gateway import OWN, REPORTER, SHARED, Gateway, a_sid
from tipline.carrier_errors import CarrierUnavailable
from tipline.carrier_watch import SILENT, carrier_watch
from tipline.errors import NoProvenKey, StoreUnavailable
from tipline.intake.texts.heard import FIRST
from tipline.intake.texts.inbound import InboundText
from tipline.intake.texts.reception import TextReception
from tipline.intake.texts.replies import WAITED, late_notice, without_notices
from tipline.intake.texts.state import Sender
from tipline.intake.texts.texting import Texting
from tipline.ports import RememberedText
from tipline.store.vault_tables import ErasureRow
from tipline.vocabulary import ProgramId, StoreName, TipNumber

pytestmark = pytest.mark.anyio

WORDS = "A grey van behind the school."
MINUTE = timedelta(minutes=1)


def missed(
    gateway: Gateway,
    body: str = WORDS,
    *,
    at: datetime = NOON,
    to: str = OWN,
    sender: str = REPORTER,
    pictures: tuple[str, ...] = (),
) -> str:
    """The id of a text that the carrier has, and could not bring."""
    sid = a_sid()
    gateway.carrier.remembered[sid] = RememberedText(
        sid=sid, sender=sender, line=to, body=body, media=pictures, at=at
    )
    return sid


def reconciler(gateway: Gateway) -> Reconciler:
    """Of a process that has just begun."""
    return Reconciler(gateway.runtime, gateway.texting, Eraser(gateway.runtime))


async def test_what_was_missed_is_received_and_then_erased(any_gateway: Gateway) -> None:
    missed(any_gateway)

    count = await reconciler(any_gateway).turn(now=NOON)
    await Eraser(any_gateway.runtime).turn(now=NOON)

    assert (count, any_gateway.only_tip().texts) == (1, [WORDS])
    assert (any_gateway.carrier.remembered, any_gateway.count(ErasureRow)) == ({}, 0)


async def test_what_was_brought_and_is_not_erased_yet_is_not_received_again(gateway: Gateway) -> None:
    sid = missed(gateway)
    await gateway.text(WORDS, sid=sid)

    count = await reconciler(gateway).turn(now=NOON)

    assert (count, gateway.only_tip().texts) == (0, [WORDS])


async def test_what_was_stored_by_one_who_died_before_owing_its_erasure_makes_no_second_tip(
    gateway: Gateway,
) -> None:
    sid = missed(gateway)
    await gateway.text(WORDS, sid=sid)
    await Eraser(gateway.runtime).turn(now=NOON)
    missed_again = gateway.carrier.remembered[sid] = RememberedText(
        sid=sid, sender=REPORTER, line=OWN, body=WORDS, media=(), at=NOON
    )

    await reconciler(gateway).turn(now=NOON)

    assert (gateway.only_tip().texts, gateway.count(ErasureRow)) == ([missed_again.body], 1)


async def test_texts_of_one_sender_are_received_in_the_order_in_which_they_were_written(
    gateway: Gateway,
) -> None:
    missed(gateway, "and it is still there", at=NOON - MINUTE)
    missed(gateway, "There is a van", at=NOON - 3 * MINUTE)
    missed(gateway, "behind the school", at=NOON - 2 * MINUTE)

    await reconciler(gateway).turn(now=NOON)

    assert sorted(gateway.only_tip().texts) == sorted(
        ["There is a van", "behind the school", "and it is still there"]
    )


async def test_every_line_is_asked_and_no_other_number(gateway: Gateway) -> None:
    missed(gateway, "TOR on the shared one", to=SHARED)
    missed(gateway, "on our own")
    elsewhere = missed(gateway, "to somebody else's number", to="+14165550777")

    count = await reconciler(gateway).turn(now=NOON)
    await Eraser(gateway.runtime).turn(now=NOON)

    assert (count, list(gateway.carrier.remembered)) == (2, [elsewhere])


async def test_a_line_is_asked_about_again_after_some_minutes_and_not_before(gateway: Gateway) -> None:
    ours = reconciler(gateway)
    await ours.turn(now=NOON)
    missed(gateway)

    soon, later = await ours.turn(now=NOON + EVERY - MINUTE), await ours.turn(now=NOON + EVERY)

    assert (soon, later) == (0, 1)


async def test_one_that_could_not_take_a_text_asks_at_its_next_turn(gateway: Gateway) -> None:
    ours = reconciler(gateway)
    await ours.turn(now=NOON)
    missed(gateway)

    ours.hurry()

    assert await ours.turn(now=NOON + timedelta(seconds=5)) == 1


async def test_a_carrier_that_cannot_be_asked_is_asked_again_and_nothing_is_lost(gateway: Gateway) -> None:
    missed(gateway)
    ours = reconciler(gateway)
    gateway.carrier.troubled = CarrierUnavailable()
    away = await ours.turn(now=NOON)
    gateway.carrier.troubled = None

    assert (away, await ours.turn(now=NOON + AFTER_TROUBLE)) == (0, 1)


async def test_a_process_that_begins_looks_further_back_than_one_that_goes_on(gateway: Gateway) -> None:
    await reconciler(gateway).turn(now=NOON)
    ours = reconciler(gateway)
    later = NOON + timedelta(days=10)
    await ours.turn(now=later)
    missed(gateway, at=later - OVERLAP - MINUTE)

    goes_on = await ours.turn(now=later + EVERY)
    begins = await reconciler(gateway).turn(now=later + EVERY)

    assert (goes_on, begins) == (0, 1)


async def test_what_came_late_into_the_list_is_found_by_one_that_goes_on(gateway: Gateway) -> None:
    ours = reconciler(gateway)
    await ours.turn(now=NOON)
    missed(gateway, at=NOON - OVERLAP + MINUTE)

    assert await ours.turn(now=NOON + EVERY) == 1


async def test_what_a_new_number_got_before_it_was_ours_is_left_alone(gateway: Gateway) -> None:
    before = missed(gateway, at=NOON - FIRST - MINUTE)
    missed(gateway, at=NOON - FIRST + MINUTE)

    first = await reconciler(gateway).turn(now=NOON)
    again = await reconciler(gateway).turn(now=NOON + WHOLE / 2)

    assert (first, again, before in gateway.carrier.remembered) == (1, 0, True)


async def test_a_late_text_is_received_in_silence_and_a_fresh_one_is_answered(gateway: Gateway) -> None:
    other = "+14165550143"
    missed(gateway, at=NOON - STILL_ANSWERED)
    missed(gateway, at=NOON - STILL_ANSWERED + MINUTE, sender=other)

    await reconciler(gateway).turn(now=NOON)

    [sent] = gateway.carrier.sent
    numbers = {tip.number for tip in gateway.tips()}
    assert (sent.to, sent.from_, sent.body[:13] in numbers) == (other, OWN, True)
    assert len(numbers) == 2


async def test_who_reads_a_late_text_sees_how_late_it_is(gateway: Gateway) -> None:
    missed(gateway, "Hay una camioneta gris detrás de la escuela", at=NOON - timedelta(hours=2, minutes=5))

    await reconciler(gateway).turn(now=NOON)

    notice = (
        "[This was texted 2 hours and 5 minutes before it reached us: we could not be reached until then.]"
    )
    assert gateway.only_tip().texts == [f"{notice}\nHay una camioneta gris detrás de la escuela"]


@pytest.mark.parametrize(
    ("waited", "ago"),
    [
        (timedelta(minutes=16), "16 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(days=1, hours=2, minutes=30), "1 day and 2 hours"),
    ],
)
def test_how_late_is_said_in_the_two_largest_units(waited: timedelta, ago: str) -> None:
    assert f" {ago} before" in late_notice(waited)


def test_a_text_that_waited_for_minutes_alone_says_nothing_of_it() -> None:
    assert late_notice(WAITED) == ""


def test_our_own_notices_say_nothing_of_the_language_of_a_text() -> None:
    told = late_notice(timedelta(hours=1)) + "\nHay una camioneta [gris] detrás de la escuela"

    assert without_notices(told) == "Hay una camioneta [gris] detrás de la escuela"


class Listening(Texting):
    """Conversations that remember what they heard."""

    def __init__(self, gateway: Gateway) -> None:
        super().__init__(gateway.runtime)
        self.heard: list[InboundText] = []

    async def receive_from(
        self, sender: Sender, text: InboundText, *, now: datetime, number: TipNumber | None = None
    ) -> str | None:
        self.heard.append(text)
        return await super().receive_from(sender, text, now=now, number=number)


@pytest.mark.parametrize("carrier_url", ["https://api.twilio.com", "http://127.0.0.1:9"])
async def test_a_missed_picture_is_fetched_like_one_that_was_brought(
    gateway: Gateway, carrier_url: str
) -> None:
    settings = gateway.runtime.settings.model_copy(update={"carrier_url": carrier_url})
    gateway, sid, picture = gateway.on(settings=settings), "MM" + "5" * 32, "ME" + "6" * 32
    gateway.carrier.remembered[sid] = RememberedText(
        sid=sid, sender=REPORTER, line=OWN, body="Look", media=(picture,), at=NOON
    )
    listening = Listening(gateway)

    await Reconciler(gateway.runtime, listening, Eraser(gateway.runtime)).turn(now=NOON)

    assert [(one.media, one.media_ids) for one in listening.heard] == [(1, (picture,))]
    assert await Eraser(gateway.runtime).turn(now=NOON) == 0, "it stays until it was fetched"


async def test_what_we_have_sent_is_erased_too(gateway: Gateway) -> None:
    sent = a_sid()
    gateway.carrier.outgoing[sent] = OWN
    gateway.carrier.on_its_way.add(sent)
    ours, eraser = reconciler(gateway), Eraser(gateway.runtime)
    await ours.turn(now=NOON)
    await eraser.turn(now=NOON)
    still = dict(gateway.carrier.outgoing)
    gateway.carrier.on_its_way.clear()

    await ours.turn(now=NOON + EVERY)
    await eraser.turn(now=NOON + EVERY)

    assert (still, gateway.carrier.outgoing) == ({sent: OWN}, {})


async def test_two_gateways_that_receive_the_same_make_one_tip(any_gateway: Gateway) -> None:
    missed(any_gateway)
    one, other = reconciler(any_gateway), reconciler(any_gateway)

    counts = [await one.turn(now=NOON), await other.turn(now=NOON)]

    assert (counts, any_gateway.only_tip().texts) == ([1, 0], [WORDS])


class Breaking(Texting):
    """Conversations that break at the fifth text."""

    def __init__(self, gateway: Gateway, error: Exception) -> None:
        super().__init__(gateway.runtime)
        self._error = error
        self._heard = 0

    async def receive_from(
        self, sender: Sender, text: InboundText, *, now: datetime, number: TipNumber | None = None
    ) -> str | None:
        self._heard += 1
        if self._heard == 5:
            raise self._error
        return await super().receive_from(sender, text, now=now, number=number)


async def test_a_store_that_goes_away_in_the_middle_loses_nothing(gateway: Gateway) -> None:
    texting = Breaking(gateway, StoreUnavailable(StoreName.TIPS))
    reception = TextReception(gateway.runtime, texting)
    ours = Reconciler(gateway.runtime, texting, Eraser(gateway.runtime), reception=reception)
    await ours.turn(now=NOON)
    texts = [missed(gateway, f"text {place}", sender=f"+1416555{place:04}") for place in range(10)]

    received = await ours.turn(now=NOON + EVERY)
    before = len(gateway.tips())
    waited = await reception.turn(now=NOON + EVERY + timedelta(seconds=5))

    assert (received, before + waited) == (len(texts), len(texts))
    assert sorted(tip.texts for tip in gateway.tips()) == [[f"text {place}"] for place in range(10)]


async def test_a_text_that_cannot_be_received_keeps_no_other_back_and_is_tried_again(
    gateway: Gateway,
) -> None:
    for place in range(10):
        missed(gateway, f"text {place}", sender=f"+1416555{place:04}")
    error = NoProvenKey(ProgramId(bytes(16)))
    ours = Reconciler(gateway.runtime, Breaking(gateway, error), Eraser(gateway.runtime))

    first, again = await ours.turn(now=NOON), await ours.turn(now=NOON + AFTER_TROUBLE)

    assert (first, again, len(gateway.tips())) == (9, 1, 10)


async def test_a_text_that_a_mistake_of_ours_keeps_out_waits_in_the_spool(gateway: Gateway) -> None:
    for place in range(10):
        missed(gateway, f"text {place}", sender=f"+1416555{place:04}")
    texting = Breaking(gateway, ValueError("a fault of ours"))
    reception = TextReception(gateway.runtime, texting)

    received = await Reconciler(gateway.runtime, texting, Eraser(gateway.runtime), reception=reception).turn(
        now=NOON
    )
    before = len(gateway.tips())
    waited = await reception.turn(now=NOON)

    assert (received, before, waited, len(gateway.tips())) == (10, 9, 1, 10)


async def test_staff_see_when_the_carrier_was_not_heard_for_an_hour(gateway: Gateway) -> None:
    ours = reconciler(gateway)
    await ours.turn(now=NOON)

    def silent(now: datetime) -> list[datetime | None]:
        with gateway.stores.tips.look() as connection:
            return [
                carrier_watch(connection, program_id=one.program_id, now=now).silent_since
                for one in (gateway.toronto, gateway.peel)
            ]

    in_time, late = silent(NOON + SILENT), silent(NOON + SILENT + MINUTE)
    await ours.turn(now=NOON + SILENT + MINUTE)

    assert (in_time, late) == ([None, None], [NOON, NOON])
    assert silent(NOON + SILENT + MINUTE) == [None, None]
