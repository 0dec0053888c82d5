"""Who carries off all stores, blobs and the site's key file has nothing of a file; nor has one custodian."""

from collections.abc import Iterable
from dataclasses import astuple
from pathlib import Path

import pytest

from crypto.errors import CannotOpen
from crypto.keys import PrivateKey
from crypto.originals import open_half
from crypto.stream import open_file, original_key
from tests.custodians import WHO, appoint_custodians
from tests.unit.web.public.reporter import PublicSite
from tests.unit.web.public.sender import COMMENT, JPEG, send_files
from tests.unit.web.public.test_files import halves
from tipline.files import Part, brought_by, place_of, place_of_half
from tipline.store.file_tables import TipFileRow
from tipline.vocabulary import RecordKind, TeamKind


@pytest.fixture
def row(quick_site: PublicSite) -> TipFileRow:
    """A file that was sent and scrubbed."""
    appoint_custodians(quick_site.staff.program)
    with quick_site.browser() as browser:
        assert send_files(browser, ("uncle-rashid.jpg", JPEG)).status_code == 200
    return quick_site.staff.rows(TipFileRow)[0]


def opened(site: PublicSite, row: TipFileRow, keys: Iterable[bytes]) -> set[str]:
    """What opens by one of these secrets, each tried as whatever it could be, in its right place."""
    found = set()
    for key in keys:
        for part, blob in ((Part.ORIGINAL, row.original_id), (Part.COPY, row.copy_id)):
            place = place_of(part, program_id=row.program_id, file_id=row.file_id)
            assert blob is not None
            try:
                open_file(site.runtime.blobs.read(blob), key, context=place)
                found.add(part.value)
            except CannotOpen:
                pass
        for team, sealed in ((TeamKind.CUSTODIAN_A, row.half_a), (TeamKind.CUSTODIAN_B, row.half_b)):
            place = place_of_half(team, program_id=row.program_id, tip_id=row.tip_id, file_id=row.file_id)
            try:
                open_half(sealed, PrivateKey.from_seed(key), context=place)
                found.add(team.value)
            except CannotOpen:
                pass
    return found


def test_stores_blobs_and_the_sites_key_file_open_nothing(
    quick_site: PublicSite, row: TipFileRow, tmp_path: Path
) -> None:
    secrets = [one for one in astuple(quick_site.runtime.keys) if isinstance(one, bytes)]
    lying = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())

    assert {len(secret) for secret in secrets} == {32}
    assert opened(quick_site, row, secrets) == set()
    assert bytes(row.tip_id) in lying
    assert not any(word in lying for word in (b"uncle-rashid", COMMENT, b"image/jpeg", JPEG[:64]))


def test_each_custodian_alone_and_the_inbox_have_no_original(quick_site: PublicSite, row: TipFileRow) -> None:
    program, tip = quick_site.staff.program, quick_site.staff.tip()
    report = next(one.record for one in tip.records if one.record.kind is RecordKind.REPORT)
    (file,) = brought_by(report)
    a, b = halves(quick_site, row).values()
    with quick_site.staff.stores.keys.read() as keys:
        epochs = {
            team: program.holder(name).holdings.epoch_key(keys, epoch)
            for (team, name), epoch in zip(WHO.items(), (row.epoch_a, row.epoch_b), strict=True)
        }
    seeds = {team: bytes(key.seed) for team, key in epochs.items() if key is not None}

    assert opened(quick_site, row, [file.key]) == {"copy"}
    for team, half in ((TeamKind.CUSTODIAN_A, a), (TeamKind.CUSTODIAN_B, b)):
        assert opened(quick_site, row, [seeds[team], half.half]) == {team.value}
    assert opened(quick_site, row, [original_key(b.half, a.half)]) == set()
    assert opened(quick_site, row, [original_key(a.half, b.half)]) == {"original"}
