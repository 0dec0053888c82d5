"""Fetch one picture at the carrier, seal it as it comes, and add it to the tip that its text is in.

Each step can be repeated: what is kept is found by the ids that the picture has from the beginning, and
nothing of a picture is on a disk in the clear. It blocks, so call it from a thread that may wait.
"""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, select

from crypto.errors import CannotOpen
from crypto.stream import open_file, original_key
from tipline import loose_blobs
from tipline.carrier_errors import CarrierRefused, CarrierTrouble, CarrierUnavailable
from tipline.enclosures import Enclosure, Fate, telling
from tipline.errors import StoreTrouble
from tipline.file_errors import FileEmpty, FilesTooLarge, FileUnknown
from tipline.file_limits import FileLimits
from tipline.file_words import BlobId
from tipline.files import FileKey, Part, place_of
from tipline.intake.notices import SealedNotice, add_notice
from tipline.intake.programs import Desk
from tipline.intake.receive import Thread, sealed_record
from tipline.intake.scrubbing import ToScrub, scrub
from tipline.intake.texts.addresses import KnownThread
from tipline.intake.texts.pictures import Owed, Picture
from tipline.intake.texts.tips import read_stored, read_tip
from tipline.intake.tip_files import file_rows, take, takes_files
from tipline.intake.uploading import ArrivingFile, FileName, KeptFile, keys_for_record
from tipline.log import Event, log
from tipline.records import Record
from tipline.runtime import GatewayRuntime
from tipline.scrub.kinds import HEAD_SIZE, UnknownKind, recognise
from tipline.store.columns import table
from tipline.store.db import Store
from tipline.store.file_tables import TipFileRow
from tipline.vocabulary import ID_SIZE, Author, KeyKind, ProgramId, RecordKind

GONE: Final = timedelta(hours=6)
"""How long a picture is asked for that the carrier says it has not: it may say so for a moment at first."""

GIVEN_UP: Final = timedelta(hours=60)
"""How long a picture is asked for at all: less than the carrier is left to keep it (`PICTURES_STAY`)."""

BATCH: Final = 1_048_576
"""Sealed bytes that wait before they are handed to the disk."""

MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where the pictures of one text go."""

    owed: Owed
    thread: Thread
    desk: Desk
    runtime: GatewayRuntime

    @property
    def program_id(self) -> ProgramId:
        """Whose tip it is."""
        return self.owed.program_id

    @property
    def limits(self) -> FileLimits:
        """What the site takes, and of it what the program takes."""
        settings, program = self.runtime.settings, self.desk.program
        site = FileLimits(settings.files_most, settings.files_megabytes)
        return site.narrowed(most=program.files_most, megabytes=program.files_megabytes)


def thread_of(owed: Owed, tips: Store) -> Thread | None:
    """The thread that the text of these pictures is in; nothing while it is not stored.

    Raises:
        StoreUnavailable: the tips cannot be read.
    """
    with tips.look() as connection:
        stored = read_stored(connection, programs=[owed.program_id], records=[owed.came_with])
        if owed.came_with not in stored:
            return None
        tip_id = stored[owed.came_with].tip_id
        tip = read_tip(connection, program_id=owed.program_id, tip_id=tip_id)
    if tip is None:
        return None
    for digest in owed.threads:
        if (thread := tip.thread(KnownThread(tip_id, digest))) is not None:
            return thread
    return None


def all_told(owed: Owed, pictures: Iterable[Picture], tips: Store) -> bool:
    """Whether the tips know of every picture, where there is no thread to add to.

    Then the text was brought again long after it, and begins nothing. A thread that is there with another key
    than it began with rings an alarm: nothing is sealed to that.

    Raises:
        StoreUnavailable: the tips cannot be read.
    """
    records = {picture.record_id for picture in pictures}
    with tips.look() as connection:
        stored = read_stored(
            connection, programs=[owed.program_id], records={*records, owed.came_with}
        ).keys()
    told = records <= stored
    if owed.came_with in stored and not told:
        log(Event.KEY_NOT_PROVEN, program=owed.program_id, kind=KeyKind.THREAD)
    return told


def settle(picture: Picture, place: Place, *, now: datetime) -> None:
    """See that a picture is in its tip with its scrubbed copy, or that the tip says why it is not.

    Raises:
        CarrierTrouble: it cannot be fetched now.
        StoreUnavailable, BlobsUnavailable: it cannot be kept now; nothing of it is left.
        FilesGone: it took so long that what had come of it was swept away.
        NoProvenKey: the keys of the custodians are no longer proven.
    """
    tips, names = place.runtime.tips, {"program": place.program_id, "file": picture.file_id}
    with tips.look() as connection:
        told = read_stored(connection, programs=[place.program_id], records=[picture.record_id])
        row = connection.execute(_KEPT, names).one_or_none()
    if row is not None:
        if (
            row.copy_id is None
            and (kept := _kept_before(picture, BlobId(row.original_id), place)) is not None
        ):
            _scrub(kept, place, now)
        return
    if told:
        return
    came = _fetch(picture, place, now)
    if isinstance(came, Fate):
        _tell(picture, came, place, now)
    elif _keep(picture, came, place, now):
        _scrub(came, place, now)


def _fetch(picture: Picture, place: Place, now: datetime) -> KeptFile | Fate:
    """Bring a picture to the place for files, or say why it is not to be had."""
    if (fate := _not_asked_for(picture, place)) is not None:
        return fate
    try:
        with place.runtime.carrier.fetch(sid=place.owed.pictures.sid, media=picture.media) as pieces:
            return _seal(pieces, picture, place, now)
    except CarrierTrouble as trouble:
        patience = GONE if isinstance(trouble, CarrierRefused) else GIVEN_UP
        if now - place.owed.at < patience:
            raise CarrierUnavailable from None
        return Fate.LOST
    except (FileUnknown, FileEmpty, FilesTooLarge) as refused:
        return _FATES[type(refused)]


def _not_asked_for(picture: Picture, place: Place) -> Fate | None:
    """Why a picture is not fetched at all, if it is not."""
    most = place.limits.most
    if not most or not takes_files(place.desk):
        return Fate.NOBODY
    if picture.place > most:
        return Fate.MANY
    return None if picture.media else Fate.LOST


def _seal(pieces: Iterator[bytes], picture: Picture, place: Place, now: datetime) -> KeptFile:
    """Seal what comes as it comes; before its first byte the blob is written down as one that no tip has."""
    runtime, program_id = place.runtime, place.program_id
    blob, limit = BlobId(secrets.token_bytes(ID_SIZE)), place.limits.megabytes
    runtime.tips.write_now(
        lambda connection: loose_blobs.announce(connection, [blob], program_id=program_id, now=now)
    )
    arriving = ArrivingFile(
        FileName(picture.file_id, blob),
        program_id=program_id,
        name=str(picture.place),
        place=picture.place,
        keys=picture.keys,
    )
    try:
        arriving.writer = runtime.blobs.create(blob)
        for piece in _bounded(pieces, limit):
            arriving.take(piece)
            if len(arriving.sealed) >= BATCH:
                arriving.hand_on()
        kept = arriving.end(now=now)
        arriving.hand_on()
        arriving.finish()
    except BaseException:
        arriving.abandon()
        _drop(blob, place)
        raise
    return kept


def _bounded(pieces: Iterator[bytes], megabytes: int) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > megabytes * MEGABYTE:
            raise FilesTooLarge(megabytes)
        yield piece


def _keep(picture: Picture, file: KeptFile, place: Place, now: datetime) -> bool:
    """Add a file to its tip, with the record that brings it; False where another gateway has done so."""
    notice = _notice(picture, Fate.CAME, place, now, file=keys_for_record([file])[0])
    rows = file_rows([file], tip_id=place.thread.tip_id, desk=place.desk, day=place.desk.program.day(now))

    def keep(connection: Connection) -> bool:
        if not add_notice(connection, notice):
            return False
        take(connection, rows, program_id=place.program_id)
        return True

    kept = place.runtime.tips.write_now(keep)
    if not kept:
        _drop(file.original_id, place)
    return kept


def _tell(picture: Picture, fate: Fate, place: Place, now: datetime) -> None:
    """Say in the tip why there is no file of a picture."""
    notice = _notice(picture, fate, place, now)
    place.runtime.tips.write_now(lambda connection: add_notice(connection, notice))


def _notice(
    picture: Picture, fate: Fate, place: Place, now: datetime, *, file: FileKey | None = None
) -> SealedNotice:
    enclosure = Enclosure(place.owed.came_with, picture.place, fate)
    at = now + timedelta(microseconds=picture.place)  # in the order in which they came with the text
    record = Record(kind=RecordKind.SYSTEM, at=at, by=Author.GATEWAY, fields=telling(enclosure, file))
    row = sealed_record(
        record,
        thread=place.thread,
        signer=place.runtime.keys.signing(),
        record_id=picture.record_id,
        desk=place.desk,
    )
    return SealedNotice(place.thread, dict(row))


def _scrub(file: KeptFile, place: Place, now: datetime) -> None:
    """Make the copy that staff see; what cannot be scrubbed is held."""
    job = ToScrub(file, place.thread, place.runtime.keys.signing(), Author.GATEWAY, place.desk)
    scrub(job, tips=place.runtime.tips, blobs=place.runtime.blobs, now=now)


def _kept_before(picture: Picture, original_id: BlobId, place: Place) -> KeptFile | None:
    """A file that was kept by a process which ended before it had made the copy."""
    keys = picture.keys
    where = place_of(Part.ORIGINAL, program_id=place.program_id, file_id=picture.file_id)
    opened = open_file(
        place.runtime.blobs.read(original_id), original_key(keys.half_a, keys.half_b), context=where
    )
    head = bytearray()
    try:
        for piece in opened:
            head += piece[: HEAD_SIZE - len(head)]
            if len(head) >= HEAD_SIZE:
                break
        kind = recognise(bytes(head))
    except (CannotOpen, UnknownKind):
        log(Event.CANNOT_OPEN, program=place.program_id)
        return None
    return KeptFile(
        file_id=picture.file_id,
        original_id=original_id,
        kind=kind,
        half_a=keys.half_a,
        half_b=keys.half_b,
        copy_key=keys.copy_key,
        digest=b"",
        size=0,
        name="",
        sent_at=0,
    )


def _drop(blob: BlobId, place: Place) -> None:
    """Leave nothing of a blob; what cannot be removed now is removed by the sweep."""
    with suppress(StoreTrouble):
        loose_blobs.drop(place.runtime.tips, place.runtime.blobs, [blob], program_id=place.program_id)


_FATES: Final = {FileUnknown: Fate.UNKNOWN, FileEmpty: Fate.EMPTY, FilesTooLarge: Fate.LARGE}
_files = table(TipFileRow)
_KEPT: Final = select(_files.c.original_id, _files.c.copy_id).where(
    _files.c.program_id == bindparam("program"), _files.c.file_id == bindparam("file")
)
