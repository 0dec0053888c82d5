"""Who texts, in whatever field the carrier brings it along, is dropped at the edge and appears nowhere."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy.engine import make_url

from tests.integration.apart import dump
from tests.integration.searcher import files_of, phone_needles, search, text_needles
from tests.material import material
from tests.unit.sms.gateway import Gateway, post
from tests.unit.tipline.casework.case import ADA, Case
from tests.unit.web.console.console import a_console
from tipline.store.db import Store
from tipline.store.program_tables import LineRow, OpenAppRow
from tipline.vocabulary import Channel

pytestmark = pytest.mark.anyio

NUMBER: Final = "+14165550142"
ACCOUNT: Final = "4465012966906978"
PAGE: Final = "messenger:102542248309018"
NAME: Final = "Xanthippe Quillfeather"
PLACES: Final = {"City": "WAWANESA-BROOK", "State": "QUILLSTATE", "Zip": "Q9X 7Z3", "Country": "QUILLANDIA"}
EXTERNAL: Final = "ext-7c1d55e0-quill"
CARRIER: Final = "Quillphone Mobility"
PLANTED: Final = {
    NUMBER: phone_needles(NUMBER),
    **{value: text_needles(value) for value in (ACCOUNT, NAME, EXTERNAL, CARRIER, *PLACES.values())},
}
WHO: Final = {
    "ProfileName": NAME,
    "WaId": NUMBER.removeprefix("+"),
    "ChannelMetadata": json.dumps(
        {"type": "whatsapp", "data": {"context": {"ProfileName": NAME, "WaId": NUMBER.removeprefix("+")}}}
    ),
    "ExternalUserId": EXTERNAL,
    "AddOns": json.dumps({"results": {"carrier": {"name": CARRIER, "caller": NAME}}}),
    "TomorrowsField": f"{NAME}, {NUMBER}, {EXTERNAL}",
    **{f"From{place}": value for place, value in PLACES.items()},
    **{f"Caller{place}": value for place, value in PLACES.items()},
}
"""Every field by which the carrier says who somebody is, and one that it may think of."""


def places(*stores: Store) -> Iterator[tuple[str, bytes]]:
    """All that somebody has who takes these stores: each row, and on SQLite each file as it lies there."""
    for store in stores:
        for name, rows in dump(store).items():
            yield (
                f"{store.name}, {name}",
                repr(rows).encode()
                + b"".join(value for row in rows for value in row.values() if isinstance(value, bytes)),
            )
        url = make_url(str(store.engine.url))
        if url.get_backend_name() == "sqlite" and url.database:
            for file in Path(url.database).parent.glob(f"{Path(url.database).name}*"):
                yield file.name, file.read_bytes()


async def test_no_field_that_says_who_wrote_is_in_a_store_a_log_or_on_a_page(
    any_gateway: Gateway, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    gateway = any_gateway
    with gateway.stores.tips.transaction() as session:
        session.add(LineRow(program_id=gateway.toronto.program_id, number=PAGE, first=True))
        for app in (Channel.WHATSAPP, Channel.MESSENGER):
            session.add(OpenAppRow(program_id=gateway.toronto.program_id, channel=app))
    handed = json.loads(material("twilio", "payloads_handed.json").read_text("utf-8"))
    async with gateway.client() as client:
        statuses = [(await post(client, one["params"] | WHO)).status_code for one in handed]
    with a_console(Case(gateway.toronto), tmp_path).browser(ADA) as browser:
        tips = [f"/tips/{tip.number}" for tip in gateway.tips()]
        pages = [(page, browser.get(page).content) for page in ("/", *tips)]
    said = capfd.readouterr()
    logs = [("the log", (said.out + said.err).encode())]

    found = search([*places(gateway.stores.tips, gateway.stores.vault), *logs, *pages], PLANTED)

    assert (statuses, len(pages)) == ([200] * 9, 1 + 3)
    assert any(b"black jeep outside the laundromat" in content for _, content in pages)
    assert found == []


def test_the_search_finds_what_lies_there(any_gateway: Gateway, tmp_path: Path) -> None:
    with any_gateway.stores.tips.transaction() as session:
        session.add(LineRow(program_id=any_gateway.toronto.program_id, number=NUMBER, first=True))
    (tmp_path / "log").write_text(f"From={ACCOUNT}")

    found = search([*places(any_gateway.stores.tips), *files_of(tmp_path)], PLANTED)

    assert {one.planted for one in found} == {NUMBER, ACCOUNT}
