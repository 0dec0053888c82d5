"""A picture is fetched from the carrier, whom alone we tell who we are, and from where it may send us."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sms import media as media_module
from sms.carrier import TwilioCarrier
from sms.media import Media
from tests.fakes import FakeCarrier
from tests.unit.sms.gateway import ACCOUNT, TOKEN
from tests.unit.sms.media_hosts import Answer, Host
from tipline.carrier_errors import CarrierRefused, CarrierUnavailable
from tipline.ports import Carrier
from tipline.settings import MEDIA_HOSTS, Settings

SID = "MM" + "0" * 31 + "d"
MEDIA = "ME" + "0" * 31 + "1"
PATH = f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{SID}/Media/{MEDIA}"
CONTENT = bytes(range(256)) * 1000


@pytest.fixture
def carrier_host() -> Iterator[Host]:
    with closing(Host()) as host:
        yield host


@pytest.fixture
def other_host() -> Iterator[Host]:
    with closing(Host()) as host:
        yield host


@pytest.fixture
def media(carrier_host: Host, other_host: Host) -> Media:
    """The pictures at these two hosts; of the other one, those in a folder."""
    hosts = (f"{other_host.url}/media",)
    return Media(account_sid=ACCOUNT, auth_token=TOKEN, url=carrier_host.url, hosts=hosts)


def fetched(carrier: Carrier | Media, sid: str = SID, media: str = MEDIA) -> bytes:
    with carrier.fetch(sid=sid, media=media) as pieces:
        return b"".join(pieces)


@pytest.mark.parametrize("which", ["fake", "twilio"])
def test_a_carrier_gives_out_a_picture_whole_and_refuses_one_that_it_has_not(
    which: str, carrier_host: Host
) -> None:
    carrier_host.answers[PATH] = Answer(200, body=CONTENT)
    carriers: dict[str, Carrier] = {
        "fake": FakeCarrier(pictures={(SID, MEDIA): CONTENT}),
        "twilio": TwilioCarrier(account_sid=ACCOUNT, auth_token=TOKEN, url=carrier_host.url),
    }

    assert fetched(carriers[which]) == CONTENT
    with pytest.raises(CarrierRefused):
        fetched(carriers[which], media="ME" + "9" * 32)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_the_other_host_gets_no_credential(
    media: Media, carrier_host: Host, other_host: Host, status: int
) -> None:
    carrier_host.answers[PATH] = Answer(
        status,
        {"Location": f"{other_host.url}/media/x?Signature=s", "Set-Cookie": "who=us; Domain=127.0.0.1"},
    )
    other_host.answers["/media/x?Signature=s"] = Answer(200, body=CONTENT)

    assert fetched(media) == CONTENT

    known = "Basic " + b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
    assert [one.headers.get("authorization") for one in carrier_host.asked] == [known]
    (there,) = other_host.asked
    assert there.headers.keys() & {"authorization", "cookie", "referer"} == set()
    assert ACCOUNT not in repr(there)
    assert TOKEN not in repr(there)


def test_no_file_of_this_machine_adds_a_credential(
    media: Media, carrier_host: Host, other_host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    carrier_host.answers[PATH] = Answer(307, {"Location": f"{other_host.url}/media/x"})
    other_host.answers["/media/x"] = Answer(200, body=CONTENT)

    assert fetched(media) == CONTENT

    assert "authorization" not in other_host.asked[0].headers


@pytest.mark.parametrize(
    "location",
    [
        "{other}/elsewhere/x",
        "{other}/media/../elsewhere/x",
        "{other}/media/%2e%2e/elsewhere/x",
        "{other}/mediaelse/x",
        "{name}@{bare}/media/x",
        "http://localhost:{port}/media/x",
        "//localhost:{port}/media/x",
        "http://169.254.169.254/media/latest",
        "file:///etc/passwd",
        "http://[::1/media/x",
        "",
    ],
)
def test_nowhere_else_is_asked(media: Media, carrier_host: Host, other_host: Host, location: str) -> None:
    bare = other_host.url.removeprefix("http://")
    place = location.format(
        other=other_host.url, bare=bare, name="http://us:them", port=bare.partition(":")[2]
    )
    carrier_host.answers[PATH] = Answer(307, {"Location": place})

    with pytest.raises(CarrierUnavailable):
        fetched(media)

    assert other_host.asked == []
    assert {one.path for one in carrier_host.asked} == {PATH}


def test_a_third_redirect_is_not_followed(media: Media, carrier_host: Host, other_host: Host) -> None:
    carrier_host.answers[PATH] = Answer(307, {"Location": f"{other_host.url}/media/1"})
    for number in range(1, 4):
        other_host.answers[f"/media/{number}"] = Answer(302, {"Location": f"/media/{number + 1}"})
    other_host.answers["/media/2"] = Answer(200, body=CONTENT)

    assert fetched(media) == CONTENT
    other_host.answers["/media/2"] = Answer(302, {"Location": "/media/3"})
    with pytest.raises(CarrierUnavailable):
        fetched(media)

    assert [one.path for one in other_host.asked] == ["/media/1", "/media/2"] * 2


def test_a_carrier_by_https_is_never_followed_into_the_open(other_host: Host) -> None:
    asked = Media(account_sid=ACCOUNT, auth_token=TOKEN, url="https://api.twilio.com", hosts=[other_host.url])

    assert not asked._is_listed(urlsplit(f"{other_host.url}/x"))


@pytest.mark.parametrize(
    ("address", "listed"),
    [
        ("https://mms.twiliocdn.com/AC1/x?Expires=1", True),
        ("https://mms.twiliocdn.com:443/AC1/x", True),
        ("https://media.twiliocdn.com/x", True),
        ("https://s3-external-1.amazonaws.com/media.twiliocdn.com/AC1/x", True),
        ("https://s3-external-1.amazonaws.com/another.bucket/x", False),
        ("https://s3-external-1.amazonaws.com/media.twiliocdn.com.evil/x", False),
        ("https://mms.twiliocdn.com.evil.example/x", False),
        ("https://mms.twiliocdn.com:8443/x", False),
        ("http://mms.twiliocdn.com/x", False),
    ],
)
def test_the_hosts_of_the_settings_are_the_carriers_and_nothing_beside_them(
    address: str, listed: bool
) -> None:
    asked = Media(account_sid=ACCOUNT, auth_token=TOKEN, url="https://api.twilio.com", hosts=MEDIA_HOSTS)

    assert asked._is_listed(urlsplit(address)) is listed


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_gone_is_refused(media: Media, carrier_host: Host, status: int) -> None:
    carrier_host.answers[PATH] = Answer(status)

    with pytest.raises(CarrierRefused):
        fetched(media)


@pytest.mark.parametrize("status", [204, 206, 400, 401, 403, 429, 500, 503])
def test_what_may_come_later_is_unavailable(media: Media, carrier_host: Host, status: int) -> None:
    carrier_host.answers[PATH] = Answer(status)

    with pytest.raises(CarrierUnavailable):
        fetched(media)


def test_a_picture_that_breaks_off_is_never_taken_for_whole(media: Media, carrier_host: Host) -> None:
    carrier_host.answers[PATH] = Answer(200, body=CONTENT, promised=len(CONTENT) + 1)

    with pytest.raises(CarrierUnavailable):
        fetched(media)


def test_one_that_does_not_go_on_is_given_up(
    media: Media, carrier_host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media_module, "SILENCE_SECONDS", 0.2)
    carrier_host.answers[PATH] = Answer(200, body=CONTENT, waits=1.0)

    with pytest.raises(CarrierUnavailable):
        fetched(media)


def test_one_that_comes_too_slowly_is_given_up(
    media: Media, carrier_host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media_module, "WHOLE_SECONDS", -1.0)
    carrier_host.answers[PATH] = Answer(200, body=CONTENT)

    with pytest.raises(CarrierUnavailable):
        fetched(media)


@pytest.mark.parametrize(
    ("sid", "picture"),
    [("../../x", MEDIA), (SID, "ME" + "0" * 31 + "/"), (SID, f"{MEDIA}?x"), ("", MEDIA), (SID, "")],
)
def test_an_id_that_is_none_is_not_asked_for(
    media: Media, carrier_host: Host, sid: str, picture: str
) -> None:
    with pytest.raises(CarrierRefused):
        fetched(media, sid, picture)

    assert carrier_host.asked == []


def test_a_carrier_that_is_away_is_unavailable_and_nothing_of_it_is_quoted() -> None:
    away = Media(account_sid=ACCOUNT, auth_token=TOKEN, url="http://127.0.0.1:9", hosts=())

    with pytest.raises(CarrierUnavailable) as error:
        fetched(away)

    assert (str(error.value), error.value.__cause__, repr(away)) == ("", None, "Media()")


def test_a_host_of_the_settings_must_be_safe(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="carrier_media"):
        Settings(data=tmp_path, carrier_media=("http://mms.twiliocdn.com",))
