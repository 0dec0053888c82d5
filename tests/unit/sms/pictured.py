"""Texts with pictures, as the carrier brings them, and what staff and custodians then have of each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlmodel import select

from crypto.originals import open_half
from crypto.stream import open_file, original_key
from sms.pictures import Fetching
from tests.custodians import WHO
from tests.program import FoundedProgram
from tests.unit.sms.gateway import ACCOUNT, Gateway, Heard, a_sid
from tipline.enclosures import Enclosed, announced_by, enclosed, told_of
from tipline.files import FileKey, Part, brought_by, place_of, place_of_half
from tipline.store.file_tables import LooseBlobRow, TipFileRow
from tipline.store.vault_tables import EnclosureRow
from tipline.vocabulary import EpochId, TeamKind


def media_id(place: int) -> str:
    """The carrier's id of a picture."""
    return f"ME{place:032x}"


def media_fields(
    sid: str, count: int, *, host: str = "https://api.twilio.com", account: str = ACCOUNT
) -> dict[str, str]:
    """What the carrier says of pictures."""
    fields = {"NumMedia": str(count)}
    for place in range(count):
        fields[f"MediaContentType{place}"] = "image/jpeg"
        fields[f"MediaUrl{place}"] = (
            f"{host}/2010-04-01/Accounts/{account}/Messages/{sid}/Media/{media_id(place)}"
        )
    return fields


async def send(
    gateway: Gateway, body: str, *pictures: bytes | None, sid: str | None = None, **changed: str
) -> Heard:
    """Text with pictures; one that is None the carrier does not have."""
    sid = sid or a_sid().replace("SM", "MM")
    for place, picture in enumerate(pictures):
        if picture is not None:
            gateway.carrier.pictures[sid, media_id(place)] = picture
    return await gateway.text(body, sid=sid, **media_fields(sid, len(pictures)) | changed)


async def fetch(gateway: Gateway, *, after: timedelta = timedelta()) -> int:
    """What the gateway fetches then."""
    gateway.clock.at += after
    return await Fetching(gateway.runtime, gateway.texting.programs).turn(now=gateway.clock.at)


def rows(gateway: Gateway) -> Sequence[TipFileRow]:
    """The files that tips have."""
    with gateway.stores.tips.read() as session:
        return session.exec(select(TipFileRow)).all()


@dataclass(frozen=True, slots=True)
class Left:
    """What lies where when all is done."""

    files: int
    loose: int
    waiting: int
    blobs: int


def left(gateway: Gateway) -> Left:
    """Files in tips, blobs in none, texts in the vault, blobs at all."""
    with gateway.stores.tips.read() as session:
        loose = len(session.exec(select(LooseBlobRow)).all())
    with gateway.stores.vault.read() as session:
        waiting = len(session.exec(select(EnclosureRow)).all())
    folder = gateway.runtime.settings.data / "blobs"
    return Left(len(rows(gateway)), loose, waiting, sum(path.is_file() for path in folder.rglob("*")))


def came(gateway: Gateway, program: FoundedProgram | None = None) -> Enclosed:
    """What the only tip says of its pictures."""
    records = [one.record for one in gateway.only_tip(program).records]
    told = [one for record in records if (one := told_of(record.kind, record.by, record.fields)) is not None]
    apart = [replace(one, place=number) for number, one in enumerate(told)]  # texts count theirs from 1 each
    return enclosed(sum(map(announced_by, records)), apart)


def keys(gateway: Gateway) -> list[FileKey]:
    """The files that the only tip's records bring, as staff read them."""
    return [file for one in gateway.only_tip().records for file in brought_by(one.record)]


def original(gateway: Gateway, row: TipFileRow, program: FoundedProgram | None = None) -> bytes:
    """An original, as both custodians together read it."""
    program = program or gateway.toronto
    halves = []
    for kind, epoch, sealed in (
        (TeamKind.CUSTODIAN_A, row.epoch_a, row.half_a),
        (TeamKind.CUSTODIAN_B, row.epoch_b, row.half_b),
    ):
        place = place_of_half(kind, program_id=row.program_id, tip_id=row.tip_id, file_id=row.file_id)
        with gateway.stores.keys.read() as session:
            key = program.holder(WHO[kind]).holdings.epoch_key(session, EpochId(epoch))
        assert key is not None
        halves.append(open_half(sealed, key, context=place).half)
    where = place_of(Part.ORIGINAL, program_id=row.program_id, file_id=row.file_id)
    return b"".join(
        open_file(gateway.runtime.blobs.read(row.original_id), original_key(*halves), context=where)
    )


def copy(gateway: Gateway, row: TipFileRow) -> bytes:
    """A scrubbed copy, as staff read it."""
    assert row.copy_id is not None
    (key,) = (file.key for file in keys(gateway) if file.file_id == row.file_id)
    where = place_of(Part.COPY, program_id=row.program_id, file_id=row.file_id)
    return b"".join(open_file(gateway.runtime.blobs.read(row.copy_id), key, context=where))
