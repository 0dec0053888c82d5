"""The still of a video: sealed beside the copy, shown before the video is asked for, and gone with it."""

import re
from pathlib import Path

import pytest

from crypto.errors import CannotOpen
from crypto.stream import open_file
from tests.unit.tipline.scrub.filmed import a_film
from tests.unit.web.console.console import Console
from tests.unit.web.console.office import FILES, Office, an_office
from tests.unit.web.public.sender import JPEG
from tipline.files import Part, place_of


@pytest.fixture
def office(quick_console: Console, tmp_path: Path) -> Office:
    return an_office(quick_console, tmp_path)


def poster_of(page: str) -> str:
    """Where a page fetches the one still on it."""
    (address,) = re.findall(rf'poster="({FILES}/[^"]+)"', page)
    return str(address)


def test_a_video_is_shown_by_its_still_and_loads_nothing_more_by_itself(office: Office) -> None:
    number = office.send(("from the window.mp4", a_film()))
    with office.signed_in() as browser:
        page = browser.get(f"/tips/{number}").text
        still = office.fetch(poster_of(page))
    (tag,) = re.findall(r"<video [^>]+>", page)

    assert ('preload="none"' in tag, " muted " in tag, "autoplay" in tag) == (True, True, False)
    assert (still.status_code, still.headers["content-type"], still.content[:3]) == (
        200,
        "image/jpeg",
        b"\xff\xd8\xff",
    )
    assert still.headers["content-disposition"] == f'inline; filename="{number} video 1 still"'
    assert still.headers["content-length"] == str(len(still.content))


def test_the_still_lies_sealed_and_says_nothing(office: Office) -> None:
    office.send(("a.mp4", a_film()))
    row, _ = office.rows()
    assert row.still_id is not None
    lies = list(office.console.runtime.blobs.read(row.still_id))

    with pytest.raises(CannotOpen):
        open_file(
            lies, bytes(32), context=place_of(Part.COPY, program_id=row.program_id, file_id=row.file_id)
        )
    assert b"\xff\xd8\xff" not in b"".join(lies)[:4_000]


def test_a_still_goes_where_its_video_is_taken_away(office: Office) -> None:
    number = office.send(("a.mp4", a_film()))
    with office.signed_in() as browser:
        page = browser.get(f"/tips/{number}").text
        address = poster_of(page)
        before = office.fetch(address).status_code
        (file,) = set(re.findall(r'name="file" value="(\w+)"', page))
        browser.post(f"/tips/{number}/files/illegal", data={"file": file})
        after = office.fetch(address).status_code
    row, _ = office.rows()

    assert (before, after, row.copy_id, row.still_id) == (200, 404, None, None)


def test_a_picture_has_no_still(office: Office) -> None:
    office.send(("a.jpg", JPEG))
    row, _ = office.rows()

    assert (row.copy_id is not None, row.still_id) == (True, None)
