"""Pictures that came with a text, in the console: missing until they come, then files as any other."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from sms.pictures import LONGEST_WAIT, Fetching
from tests.databases import SqliteSource, Stores
from tests.fakes import FakeCarrier
from tests.program import FixedClock
from tests.unit.tipline.casework.case import ADA
from tests.unit.web.console.console import Console, numbers, words
from tests.unit.web.console.office import Office, an_office, urls
from tests.unit.web.public.sender import COMMENT, JPEG
from tipline.blobs.folder import FolderBlobs
from tipline.intake.texts.inbound import InboundText
from tipline.intake.texts.texting import Texting
from tipline.keyring import Keyring
from tipline.runtime import GatewayRuntime
from tipline.settings import Settings
from tipline.store.db import Store

LINE = "+14165550100"
SID = "MM" + "0" * 31 + "d"
FIRST, SECOND = "ME" + "0" * 31 + "1", "ME" + "0" * 31 + "2"


class Texted:
    """A gateway on the stores of an office, which is texted two pictures."""

    def __init__(self, office: Office, vault: Store) -> None:
        program, clock = office.console.case.program, FixedClock()
        self.carrier = FakeCarrier(pictures={(SID, FIRST): JPEG})
        self.clock = clock
        self.runtime = GatewayRuntime(
            settings=Settings(data=office.folder, roots=program.roots),
            clock=clock,
            tips=program.tips,
            vault=vault,
            keyring=Keyring(program.roots),
            keys=program.gateway,
            carrier=self.carrier,
            blobs=FolderBlobs(office.folder / "blobs", clock),
        )
        self.texting = Texting(self.runtime)

    def send(self, body: str) -> str:
        """The number of the tip that it begins."""
        text = InboundText(SID, "+14165550142", LINE, body, media=2, media_ids=(FIRST, SECOND))
        answer = asyncio.run(self.texting.receive(text, now=self.clock.at))
        return (answer or "").split()[0]

    def fetch(self, after: timedelta = timedelta()) -> None:
        self.clock.at += after
        asyncio.run(Fetching(self.runtime, self.texting.programs).turn(now=self.clock.at))


@pytest.fixture
def office(quick_console: Console, tmp_path: Path) -> Office:
    return an_office(quick_console, tmp_path)


@pytest.fixture
def texted(office: Office, sqlite_source: SqliteSource, tmp_path: Path) -> Iterator[Texted]:
    folder = tmp_path / "gateway"
    folder.mkdir()
    with closing(Stores(sqlite_source.migrated(folder))) as stores:
        yield Texted(office, stores.vault)


def test_a_picture_is_missing_until_it_comes_and_is_then_a_file_as_any_other(
    office: Office, texted: Texted
) -> None:
    number = texted.send("this is him")
    with office.signed_in() as browser:
        before = browser.get(f"/tips/{number}")
        texted.fetch()
        half = browser.get(f"/tips/{number}")
        some = browser.get("/?files=yes").text
        (url,) = urls(half.text)
        answer = office.fetch(url)
        texted.carrier.pictures[SID, SECOND] = b"BEGIN:VCARD"
        texted.fetch(after=LONGEST_WAIT * 2)
        whole = browser.get(f"/tips/{number}")
        printed = browser.post(f"/tips/{number}/print")

    assert "Came with it: 2 files. 2 are missing and still being fetched." in words(before.text)
    assert "Came with it: 2 files. 1 is missing and still being fetched." in words(half.text)
    assert "Came with it: 2 files. 1 of a kind that is not taken." in words(whole.text)
    assert "Came with it: 2 files. 1 of a kind that is not taken." in words(printed.text)
    assert numbers(some) == [number]
    assert "Picture 1" in words(half.text)
    assert (answer.status_code, answer.content[:3], COMMENT in answer.content) == (
        200,
        b"\xff\xd8\xff",
        False,
    )
    assert "came-with" not in whole.text


def test_a_picture_without_words_is_called_illegal_and_is_gone(office: Office, texted: Texted) -> None:
    number = texted.send("")
    texted.fetch()
    with office.signed_in() as browser:
        page = browser.get(f"/tips/{number}").text
        (url,) = urls(page)
        file_id = re.findall(r'name="file" value="(\w+)"', page)[0]
        taken = browser.post(f"/tips/{number}/files/illegal", data={"file": file_id})
        after = browser.get(f"/tips/{number}").text

    assert (taken.status_code, office.fetch(url).status_code, urls(after)) == (200, 404, [])
    assert "Taken away as an illegal picture." in words(after)


def test_a_texted_picture_goes_with_the_copy_that_is_dispatched(office: Office, texted: Texted) -> None:
    number = texted.send("")
    texted.fetch()
    with office.signed_in(ADA) as browser:
        page = words(browser.get(f"/tips/{number}/dispatch").text)

    assert "Files that go with it" in page
    assert "Picture 1" in page
    assert "Came with it: 2 files." in page
