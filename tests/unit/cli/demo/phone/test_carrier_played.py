"""The carrier that the demo plays: how far texts come, pictures, opting out, apps, and what it still has."""

import asyncio
import re
from typing import Final

import httpx2
import pytest

from sms.inbound import read_inbound
from tests.unit.cli.demo.phone.conftest import ACCOUNT, FIRST, OWN, TOKEN, DoubleOfTheGateway

pytestmark = pytest.mark.anyio

KNOWN: Final = (ACCOUNT, TOKEN)
API: Final = f"/2010-04-01/Accounts/{ACCOUNT}"
TOLD_AT: Final = "https://line.example/sms/status"
WHATSAPP: Final = f"whatsapp:{OWN}"
PICTURE: Final = b"\xff\xd8\xff\xe0 a picture \xff\xd9"


async def answer(
    page: httpx2.AsyncClient, *, to: str = FIRST, line: str = OWN, told_at: str = TOLD_AT
) -> str:
    """Answer as staff do, through the API; the id, or the error."""
    fields = {"To": to, "From": line, "Body": "Which door?", "StatusCallback": told_at}
    said = (await page.post(f"{API}/Messages.json", data=fields, auth=KNOWN)).json()
    return str(said.get("sid") or said["code"])


async def screen(page: httpx2.AsyncClient, *, line: str = OWN, phone: str = FIRST) -> str:
    return (await page.get("/thread", params={"phone": phone, "to": line})).text


async def text(page: httpx2.AsyncClient, body: str, *, line: str = OWN) -> None:
    await page.post("/send", data={"from": FIRST, "to": line, "body": body})


async def reports(double: DoubleOfTheGateway, count: int) -> list[tuple[str, str]]:
    """What the gateway has been told, once that is as much as is waited for."""
    for _ in range(200):
        if len(double.reports) >= count:
            break
        await asyncio.sleep(0.02)
    return [(one["MessageStatus"], one.get("ErrorCode", "")) for one in double.reports]


async def test_each_step_of_a_text_is_shown_and_told_to_the_gateway(
    page: httpx2.AsyncClient, double: DoubleOfTheGateway
) -> None:
    sid = await answer(page)
    before = await screen(page)

    told = await reports(double, 2)

    assert ("Queued" in before, "Delivered" in await screen(page)) == (True, True)
    assert told == [("sent", ""), ("delivered", "")]
    assert {(one["MessageSid"], one["AccountSid"], one["To"], one["From"]) for one in double.reports} == {
        (sid, ACCOUNT, FIRST, OWN)
    }


async def test_an_automatic_reply_is_told_of_where_it_asks_for_it(
    page: httpx2.AsyncClient, double: DoubleOfTheGateway
) -> None:
    double.answer = f'<Response><Message statusCallback="{TOLD_AT}">Thank you.</Message></Response>'

    await text(page, "black jeep")

    assert await reports(double, 2) == [("sent", ""), ("delivered", "")]


async def test_a_report_goes_to_our_gateway_alone(
    page: httpx2.AsyncClient, double: DoubleOfTheGateway
) -> None:
    for elsewhere in (f"{double.url}/sms/status", "/sms/status", "https://line.example.evil/sms/status"):
        await answer(page, told_at=elsewhere)
    await answer(page)

    assert len(await reports(double, 2)) == 2
    await asyncio.sleep(0.1)
    assert double.asked == ["/sms/status", "/sms/status"]


async def test_a_phone_out_of_reach_gets_nothing_until_it_is_back(
    page: httpx2.AsyncClient, double: DoubleOfTheGateway
) -> None:
    await page.post("/reach", data={"from": FIRST, "to": OWN})
    await answer(page)
    lost = await reports(double, 2)
    away = await screen(page)
    await page.post("/reach", data={"from": FIRST, "to": OWN})
    await answer(page)

    found = await reports(double, 4)

    assert lost == [("sent", ""), ("undelivered", "30003")]
    assert "Did not arrive: out of reach (30003)" in away
    assert found[2:] == [("sent", ""), ("delivered", "")]


async def test_who_has_texted_stop_is_texted_no_more_by_that_number_until_start(
    page: httpx2.AsyncClient, double: DoubleOfTheGateway
) -> None:
    await text(page, " stop")
    confirmed = await screen(page)

    refused, by_another_app = await answer(page), await answer(page, to=f"whatsapp:{FIRST}", line=WHATSAPP)
    elsewhere = await answer(page, to="+14165550143")
    after = await screen(page)
    await text(page, "START")
    again = await answer(page)

    assert "TOR-4F7K-92QX received" in confirmed
    assert "Refused by the carrier" not in confirmed
    assert refused == "21610"
    assert "Refused by the carrier: this phone has texted STOP (21610)" in after
    assert [one[:2] for one in (by_another_app, elsewhere, again)] == ["SM", "SM", "SM"]
    assert [one.get("OptOutType") for one in double.texts] == [None, None]


async def test_what_is_answered_to_who_has_opted_out_is_refused_too(
    page: httpx2.AsyncClient, double: DoubleOfTheGateway
) -> None:
    await text(page, "STOP")

    await text(page, "black jeep")

    assert (await screen(page)).count("Refused by the carrier") == 1


async def test_with_advanced_opt_out_the_carrier_answers_itself_and_says_so(
    page: httpx2.AsyncClient, double: DoubleOfTheGateway
) -> None:
    double.answer = "<Response/>"
    await page.post("/opt-out", data={"from": FIRST, "to": OWN})

    for word in ("HELP", "START", "STOP", "START", "stop it"):
        await text(page, word)

    shown = await screen(page)
    assert [one.get("OptOutType") for one in double.texts] == ["HELP", None, "STOP", "START", None]
    assert shown.count("Written by the carrier itself") == 3
    assert "You will get no more texts from this number" in shown


async def test_by_whatsapp_a_phone_is_another_address_and_brings_its_profile_along(
    page: httpx2.AsyncClient, double: DoubleOfTheGateway
) -> None:
    await page.post("/opt-out", data={"from": FIRST, "to": OWN})
    await text(page, "STOP", line=WHATSAPP)

    taken = await answer(page, to=f"whatsapp:{FIRST}", line=WHATSAPP)

    (fields,) = double.texts
    assert (taken[:2], fields.get("OptOutType")) == ("SM", None)
    assert (fields["From"], fields["To"]) == (f"whatsapp:{FIRST}", WHATSAPP)
    assert (fields["WaId"], "FromCity" in fields) == (FIRST[1:], False)
    assert "Which door?" in await screen(page, line=WHATSAPP)
    assert "Which door?" not in await screen(page)


async def test_a_picture_is_kept_for_our_account_alone_until_it_is_deleted(
    page: httpx2.AsyncClient, double: DoubleOfTheGateway
) -> None:
    files = [("picture", ("van.jpg", PICTURE, "image/jpeg")), ("picture", ("clip.mp4", b"film", "video/mp4"))]
    await page.post("/send", data={"from": FIRST, "to": OWN, "body": ""}, files=files)
    (fields,) = double.texts
    read = read_inbound(fields)
    assert read is not None
    where = [f"{API}/Messages/{read.sid}/Media/{one}" for one in read.media_ids]

    stranger = await page.get(where[0])
    first, second = [await page.get(one, auth=KNOWN) for one in where]
    held = (await page.get("/now")).text
    deleted = await page.delete(f"{where[0]}.json", auth=KNOWN)
    gone = await page.get(where[0], auth=KNOWN)

    assert (read.media, read.sid[:2], fields["MediaContentType1"]) == (2, "MM", "video/mp4")
    assert stranger.status_code == 401
    assert (first.content, first.headers["content-type"]) == (PICTURE, "image/jpeg")
    assert (second.content, second.headers["content-type"]) == (b"film", "video/mp4")
    assert (deleted.status_code, gone.status_code) == (204, 404)
    assert "the carrier has 2 pictures of it" in held
    assert "the carrier has 1 picture of it" in await screen(page)


async def test_the_phone_keeps_its_picture_and_shows_no_type_that_could_do_anything(
    page: httpx2.AsyncClient,
) -> None:
    files = [
        ("picture", ("van.jpg", PICTURE, "image/jpeg")),
        ("picture", ("van.svg", b"<svg/>", "image/svg+xml")),
    ]
    await page.post("/send", data={"from": FIRST, "to": OWN, "body": "x"}, files=files)

    shown = await screen(page)
    (shot,) = re.findall(r'src="(/shots/[0-9a-f]+)"', shown)

    assert (await page.get(shot)).content == PICTURE
    (other,) = re.findall(r'<span class="shot file" id="shot-([0-9a-f]+)">van.svg</span>', shown)
    assert (await page.get(f"/shots/{other}")).status_code == 404


async def test_a_picture_that_no_carrier_takes_is_refused_with_its_text(
    page: httpx2.AsyncClient, double: DoubleOfTheGateway
) -> None:
    files = [("picture", ("van.jpg", bytes(5_000_001), "image/jpeg"))]

    said = await page.post("/send", data={"from": FIRST, "to": OWN, "body": "x"}, files=files)

    assert (said.status_code, double.texts) == (413, [])


async def test_what_the_carrier_still_has_is_shown_until_it_is_erased(page: httpx2.AsyncClient) -> None:
    await text(page, "black jeep")
    listed = (await page.get(f"{API}/Messages.json", auth=KNOWN)).json()["messages"]
    has = await screen(page)
    for _ in range(100):
        if (await screen(page)).count("Delivered") == 2:
            break
        await asyncio.sleep(0.02)

    sids = [one["sid"] for one in listed]
    (inbound,) = [one["sid"] for one in listed if one["direction"] == "inbound"]
    await page.post(f"{API}/Messages/{inbound}.json", data={"Body": ""}, auth=KNOWN)
    blanked = await screen(page)
    for sid in sids:
        await page.delete(f"{API}/Messages/{sid}.json", auth=KNOWN)

    assert has.count("the carrier has it") == 2
    assert blanked.count("words erased at the carrier") == 1
    assert (await screen(page)).count('"trace">erased at the carrier') == 2
    assert "<strong>nothing</strong>" in (await page.get("/now")).text


async def test_an_address_in_a_text_is_a_link_and_nothing_else_is(
    page: httpx2.AsyncClient, double: DoubleOfTheGateway
) -> None:
    said = "See http://127.0.0.1:8000/c/abc&amp;d. javascript:x"
    double.answer = f"<Response><Message>{said}</Message></Response>"

    await text(page, "CODE")

    shown = await screen(page)
    assert re.findall(r'href="([^"]+)"', shown) == ["http://127.0.0.1:8000/c/abc&amp;d"]
    assert '<span class="words">See <a' in shown
    assert "</a>. javascript:x</span>" in shown


async def test_a_phone_that_is_not_looked_at_says_how_much_is_new(page: httpx2.AsyncClient) -> None:
    await page.post("/another")
    await answer(page, to="+14165550143")

    first = (await page.get("/now", params={"phone": FIRST})).text
    await page.get("/now", params={"phone": "+14165550143"})
    later = (await page.get("/now", params={"phone": FIRST})).text

    assert ('<span class="new">1' in first, '<span class="new">' in later) == (True, False)
