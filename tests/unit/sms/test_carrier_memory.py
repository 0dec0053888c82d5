"""One contract for what a carrier remembers: the fakes, and Twilio's own document as prism serves it.

Behind prism's proxy each request and each answer of the double is held to that document.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final

import pytest

from sms.carrier import TwilioCarrier
from tests.fakes import FakeCarrier
from tests.integration.carrier import CarrierDouble
from tests.unit.sms.gateway import ACCOUNT, OWN, REPORTER, SHARED, TOKEN, a_sid
from tests.unit.sms.prism import prism
from tipline.carrier_errors import CarrierRefused, CarrierUnavailable, StillOnItsWay
from tipline.ports import Carrier, RememberedText
from tipline.private import Address

MORNING: Final = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LONG_AGO: Final = datetime(2019, 1, 1, tzinfo=UTC)
WORDS: Final = "A grey van. 🚗"
A_PICTURE: Final = "ME" + "6" * 32


@dataclass(frozen=True, slots=True)
class Staged:
    """A carrier, and how something is put into its memory."""

    carrier: Carrier
    receive: Callable[..., str]
    send: Callable[[str], str]
    """A text of ours in a state, by its id."""


@pytest.fixture(scope="session")
def mock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Twilio's document, answered out of its examples."""
    with prism(tmp_path_factory.mktemp("mock")) as url:
        yield url


@pytest.fixture(scope="module")
def double() -> Iterator[CarrierDouble]:
    """The carrier of the tests."""
    with closing(CarrierDouble(ACCOUNT)) as carrier:
        yield carrier


@pytest.fixture(scope="module")
def proxy(double: CarrierDouble, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Twilio's document, held against what the carrier of the tests answers."""
    with prism(tmp_path_factory.mktemp("proxy"), before=double.url) as url:
        yield url


@pytest.fixture(params=["fake", "double", "judged"])
def staged(request: pytest.FixtureRequest) -> Staged:
    """Each carrier that has a memory."""
    if request.param == "fake":
        return _fake(FakeCarrier())
    double: CarrierDouble = request.getfixturevalue("double")
    double.messages.__init__(ACCOUNT)  # type: ignore[misc]  # as if it had just been made
    url = double.url if request.param == "double" else request.getfixturevalue("proxy")
    return _staged(TwilioCarrier(account_sid=ACCOUNT, auth_token=TOKEN, url=url), double)


@pytest.fixture(params=["fake", "double", "judged", "prism"])
def carrier(request: pytest.FixtureRequest) -> Carrier:
    """Each carrier, whatever it remembers."""
    if request.param == "prism":
        return TwilioCarrier(account_sid=ACCOUNT, auth_token=TOKEN, url=request.getfixturevalue("mock"))
    if request.param == "fake":
        return FakeCarrier()
    double: CarrierDouble = request.getfixturevalue("double")
    url = double.url if request.param == "double" else request.getfixturevalue("proxy")
    return TwilioCarrier(account_sid=ACCOUNT, auth_token=TOKEN, url=url)


def test_every_carrier_takes_every_call_that_we_make(carrier: Carrier) -> None:
    sid, to = a_sid(), Address.read(REPORTER)

    carrier.send(to=to, from_=Address.read(OWN), body=WORDS)
    carrier.send(to=to, from_=Address.read(SHARED), body=WORDS)
    carrier.redact(sid)
    carrier.delete_media(sid, A_PICTURE)
    carrier.delete(sid)
    listed = carrier.media(sid), carrier.inbound_since(OWN, LONG_AGO), carrier.sent_since(OWN, LONG_AGO)

    pictures, received, sent = listed
    assert all(one.startswith("ME") for one in pictures)
    assert [one.at for one in received] == sorted(one.at for one in received)
    assert all(one[:2] in {"SM", "MM"} for one in [*sent, *(text.sid for text in received)])


def test_what_twilio_shows_as_an_example_is_read(mock: str) -> None:
    carrier = TwilioCarrier(account_sid=ACCOUNT, auth_token=TOKEN, url=mock)

    [text] = carrier.inbound_since(OWN, LONG_AGO)

    assert (text.sender, text.line, text.body) == ("+12019235161", "+18182008801", "look mom I have media!")
    assert (text.sid, text.at) == (
        "MMc26223853f8c46b4ab7dfaa6abba0a26",
        datetime(2019, 5, 24, 17, 44, 49, tzinfo=UTC),
    )
    assert text.media == tuple(carrier.media(text.sid)) != ()


@pytest.mark.parametrize(
    "ask",
    [
        lambda carrier: carrier.redact("nonsense"),
        lambda carrier: carrier.delete("nonsense"),
        lambda carrier: carrier.media("nonsense"),
        lambda carrier: carrier.delete_media(a_sid(), "nonsense"),
    ],
    ids=["redact", "delete", "media", "delete-media"],
)
def test_the_judge_refuses_a_call_that_does_not_validate(
    mock: str, ask: Callable[[TwilioCarrier], object]
) -> None:
    with pytest.raises(CarrierRefused):
        ask(TwilioCarrier(account_sid=ACCOUNT, auth_token=TOKEN, url=mock))


def test_what_was_texted_is_listed_by_line_the_oldest_first(staged: Staged) -> None:
    late, early = staged.receive(at=MORNING + timedelta(hours=1)), staged.receive(at=MORNING)
    staged.receive(to=SHARED)

    found = staged.carrier.inbound_since(OWN, MORNING)

    assert found == [
        RememberedText(early, REPORTER, OWN, WORDS, (), MORNING),
        RememberedText(late, REPORTER, OWN, WORDS, (), MORNING + timedelta(hours=1)),
    ]


def test_what_was_texted_before_is_not_listed_though_it_was_the_same_day(staged: Staged) -> None:
    staged.receive(at=MORNING)
    after = staged.receive(at=MORNING + timedelta(minutes=2))

    found = staged.carrier.inbound_since(OWN, MORNING + timedelta(minutes=1))

    assert [one.sid for one in found] == [after]


def test_a_message_is_blanked_and_then_forgotten(staged: Staged) -> None:
    sid = staged.receive()

    staged.carrier.redact(sid)
    blank = [one.body for one in staged.carrier.inbound_since(OWN, MORNING)]
    staged.carrier.delete(sid)

    assert (blank, staged.carrier.inbound_since(OWN, MORNING)) == ([""], [])


def test_pictures_are_listed_and_forgotten_one_by_one(staged: Staged) -> None:
    sid = staged.receive(pictures=3)
    [found] = staged.carrier.inbound_since(OWN, MORNING)
    first, *others = found.media

    staged.carrier.delete_media(sid, first)

    assert staged.carrier.media(sid) == others
    assert (sid[:2], len(others)) == ("MM", 2)


def test_what_is_forgotten_already_is_no_error(staged: Staged) -> None:
    sid = staged.receive()
    staged.carrier.delete(sid)

    staged.carrier.redact(sid)
    staged.carrier.delete(sid)
    staged.carrier.delete_media(sid, A_PICTURE)

    assert staged.carrier.media(a_sid()) == []


def test_what_is_on_its_way_cannot_be_changed_yet(staged: Staged) -> None:
    sid = staged.send("sending")

    with pytest.raises(StillOnItsWay):
        staged.carrier.redact(sid)
    with pytest.raises(StillOnItsWay):
        staged.carrier.delete(sid)

    assert staged.carrier.sent_since(OWN, MORNING) == [sid]


def test_what_was_sent_is_listed_apart_and_forgotten_once_it_is_delivered(staged: Staged) -> None:
    sid, received = staged.send("delivered"), staged.receive()
    before = staged.carrier.sent_since(OWN, MORNING)

    staged.carrier.delete(sid)

    assert (before, staged.carrier.sent_since(OWN, MORNING)) == ([sid], [])
    assert [one.sid for one in staged.carrier.inbound_since(OWN, MORNING)] == [received]


@pytest.mark.parametrize("count", [1000, 1001, 2005])
def test_a_list_of_many_pages_is_read_whole_and_once(double: CarrierDouble, count: int) -> None:
    double.messages.__init__(ACCOUNT)  # type: ignore[misc]  # as if it had just been made
    staged = _staged(TwilioCarrier(account_sid=ACCOUNT, auth_token=TOKEN, url=double.url), double)
    told = [staged.receive(at=MORNING + timedelta(seconds=place)) for place in range(count)]

    found = staged.carrier.inbound_since(OWN, MORNING)

    assert [one.sid for one in found] == told


@pytest.mark.parametrize(
    "ask",
    [
        lambda carrier: carrier.redact(a_sid()),
        lambda carrier: carrier.delete(a_sid()),
        lambda carrier: carrier.media(a_sid()),
        lambda carrier: carrier.inbound_since(OWN, MORNING),
        lambda carrier: carrier.sent_since(OWN, MORNING),
    ],
    ids=["redact", "delete", "media", "inbound", "sent"],
)
@pytest.mark.parametrize(
    ("answer", "means"),
    [(401, CarrierUnavailable), (429, CarrierUnavailable), (500, CarrierUnavailable), (400, CarrierRefused)],
)
def test_an_error_of_the_carrier_is_one_of_ours_and_quotes_nothing(
    ask: Callable[[TwilioCarrier], object], answer: int, means: type[Exception]
) -> None:
    with closing(CarrierDouble(ACCOUNT)) as double:
        double.refuse_with = HTTPStatus(answer)
        with pytest.raises(means) as trouble:
            ask(TwilioCarrier(account_sid=ACCOUNT, auth_token=TOKEN, url=double.url))

    assert (trouble.value.__cause__, ACCOUNT in str(trouble.value), OWN in str(trouble.value)) == (
        None,
        False,
        False,
    )


def _staged(carrier: Carrier, double: CarrierDouble) -> Staged:
    def receive(*, at: datetime = MORNING, to: str = OWN, pictures: int = 0) -> str:
        media = ["image/jpeg"] * pictures
        return double.messages.receive(from_=REPORTER, to=to, body=WORDS, now=at, media=media).sid

    def send(status: str) -> str:
        fields = {"From": OWN, "To": REPORTER, "Body": WORDS}
        return double.messages.send(fields, now=MORNING, status=status).sid

    return Staged(carrier, receive, send)


def _fake(carrier: FakeCarrier) -> Staged:
    def receive(*, at: datetime = MORNING, to: str = OWN, pictures: int = 0) -> str:
        sid = a_sid().replace("SM", "MM") if pictures else a_sid()
        media = tuple(f"ME{place:032x}" for place in range(pictures))
        carrier.remembered[sid] = RememberedText(sid, REPORTER, to, WORDS, media, at)
        return sid

    def send(status: str) -> str:
        sid = a_sid()
        carrier.outgoing[sid] = OWN
        if status != "delivered":
            carrier.on_its_way.add(sid)
        return sid

    return Staged(carrier, receive, send)
