"""Open an original: two custodians, one of A and one of B, for a third, with a reason and for a day.

Nobody opens one alone, and no two of one team together. The request names the file, the person, the reason
and a key that was made for it, and is signed: whoever writes the store can have no half sealed to themselves.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

from sqlmodel import Session, col, delete, select

from crypto.context import Purpose, context
from crypto.errors import CannotOpen
from crypto.keys import PrivateKey, PublicKey
from crypto.opening import OPENING_SECONDS, OpeningRequest
from crypto.originals import OriginalHalf, open_half, seal_half
from crypto.padding import pad, unpad
from crypto.sealing import seal, unseal
from crypto.stream import open_file, original_key
from tipline import audit
from tipline.access.custodians import CUSTODIANS
from tipline.barred import barred_people
from tipline.errors import NoGrant, NothingHere, NotPermitted, TextEmpty, TextTooLong
from tipline.file_words import FileId
from tipline.files import Part, place_of, place_of_half
from tipline.holdings import Holder, open_grant, seal_grant
from tipline.keyring import ProgramKeys
from tipline.ports import Blobs
from tipline.store.file_tables import TipFileRow
from tipline.store.opening_tables import OpeningHalfRow, OpeningKeyRow, OpeningRequestRow
from tipline.vocabulary import ID_SIZE, PersonId, ProgramId, TeamKind, team_id

REASON_LIMIT: Final = 2_000
LIFE: Final = timedelta(seconds=OPENING_SECONDS)


class NoSuchRequest(NothingHere):
    """Nobody asked so, it is older than a day, not signed by who it names, or of or for somebody barred."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as a custodian reads it."""

    request: OpeningRequest
    reason: str = field(repr=False)


def ask(
    tips: Session,
    keys: Session,
    *,
    file_id: FileId,
    reason: str,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> bytes:
    """Ask for an original; gives the request's id.

    Raises:
        NoSuchRequest: the program has no such file, or `by` is barred from its tip.
        NotPermitted: `by` may not work on tips.
        TextEmpty, TextTooLong: a reason is needed, in at most `REASON_LIMIT` letters.
        NoProvenKey: a team of custodians has no key.
    """
    if not by.role.may_work:
        raise NotPermitted(by.role)
    reason = reason.strip()
    if not reason:
        raise TextEmpty
    if len(reason) > REASON_LIMIT:
        raise TextTooLong(limit=REASON_LIMIT, found=len(reason))
    file = _file(tips, by, file_id)
    request_id, pair = secrets.token_bytes(ID_SIZE), PrivateKey.generate()
    reasons = {
        team: seal(
            pad(reason.encode()),
            program.epoch(team_id(by.program_id, team), now.astimezone(UTC).date()).public,
            context=_place(by, request_id, file_id, team, "reason"),
        )
        for team in CUSTODIANS
    }
    request = OpeningRequest.issue(
        program=by.program_id,
        request=request_id,
        tip=file.tip_id,
        file=file_id,
        person=by.person_id,
        reason_digest=_digest(*reasons.values()),
        public=pair.public().raw,
        made_at=int(now.timestamp()),
        by=by.holdings.signing(),
    )
    tips.add(
        OpeningRequestRow(
            program_id=by.program_id,
            request_id=request_id,
            tip_id=file.tip_id,
            file_id=file_id,
            person_id=by.person_id,
            made_at=datetime.fromtimestamp(request.made_at, UTC),
            public_key=request.public,
            reason_a=reasons[TeamKind.CUSTODIAN_A],
            reason_b=reasons[TeamKind.CUSTODIAN_B],
            signature=request.signature,
        )
    )
    keys.add(
        OpeningKeyRow(
            program_id=by.program_id,
            request_id=request_id,
            person_id=by.person_id,
            until=now + LIFE,
            sealed=seal_grant(
                pair.seed,
                by.holdings.key.public(),
                program_id=by.program_id,
                holder_id=by.person_id,
                subject_id=request_id,
            ),
        )
    )
    _write_down(tips, audit.Action.ORIGINAL_ASKED_FOR, file, by=by, now=now)
    return request_id


def read_request(
    tips: Session, keys: Session, *, request_id: bytes, by: Holder, program: ProgramKeys, now: datetime
) -> Asked:
    """A request, with its reason, as a custodian must read it before they hand over anything.

    Raises:
        NoSuchRequest: there is none that counts now.
        NotPermitted: `by` is no custodian.
        CannotOpen: the reason was changed.
    """
    team = _team_of(by)
    row, request = _counting(tips, request_id=request_id, by=by, program=program, now=now)
    sealed = row.reason_a if team is TeamKind.CUSTODIAN_A else row.reason_b
    place = _place(by, request_id, row.file_id, team, "reason")
    for key in _epoch_keys(keys, by, program, team):
        try:
            return Asked(request, unpad(unseal(sealed, key, context=place)).decode())
        except CannotOpen:
            continue
    raise CannotOpen


def hand_over(
    tips: Session, keys: Session, *, request_id: bytes, by: Holder, program: ProgramKeys, now: datetime
) -> None:
    """Hand a custodian's half of a file to the key of a request.

    Raises:
        NoSuchRequest: there is none that counts now.
        NotPermitted: `by` is no custodian, or asks for it themselves.
        NoGrant, CannotOpen: the half does not open to them.
    """
    team = _team_of(by)
    row, request = _counting(tips, request_id=request_id, by=by, program=program, now=now)
    if row.person_id == by.person_id:
        raise NotPermitted(by.role)
    file = _file(tips, by, row.file_id)
    half = _half(keys, file, team, by=by)
    sealed = seal_half(
        half, PublicKey.from_bytes(request.public), context=_place(by, request_id, row.file_id, team)
    )
    tips.merge(
        OpeningHalfRow(
            program_id=by.program_id, request_id=request_id, team=team, person_id=by.person_id, sealed=sealed
        )
    )
    _write_down(tips, audit.Action.HALF_HANDED, file, by=by, now=now, detail=team.value)


def open_original(
    tips: Session,
    keys: Session,
    *,
    request_id: bytes,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> OriginalHalf:
    """Put the two halves together, and write down that the original is opened.

    The caller commits this before `bytes_of` gives out a byte.

    Returns:
        The whole: the key of the original in place of a half, with its digest, size and name.

    Raises:
        NoSuchRequest: it is not this person's, or counts no more.
        NoGrant: not both teams have handed their half over, or its key is destroyed.
        CannotOpen: a half was changed, or the two are not of one file.
    """
    row, _ = _counting(tips, request_id=request_id, by=by, program=program, now=now)
    kept = keys.get(OpeningKeyRow, (by.program_id, request_id))
    if row.person_id != by.person_id:
        raise NoSuchRequest
    halves = {half.team: half for half in _handed(tips, by, request_id)}
    if kept is None or now >= kept.until or set(halves) != set(CUSTODIANS):
        raise NoGrant
    if len({half.person_id for half in halves.values()}) != len(CUSTODIANS):
        raise NoGrant
    pair = open_grant(
        kept.sealed,
        by=by.holdings.key,
        program_id=by.program_id,
        holder_id=by.person_id,
        subject_id=request_id,
    )
    a, b = (
        open_half(halves[team].sealed, pair, context=_place(by, request_id, row.file_id, team))
        for team in CUSTODIANS
    )
    if (a.digest, a.size, a.name) != (b.digest, b.size, b.name):
        raise CannotOpen
    file = _file(tips, by, row.file_id)
    _write_down(tips, audit.Action.ORIGINAL_OPENED, file, by=by, now=now)
    return OriginalHalf(original_key(a.half, b.half), a.digest, a.size, a.name)


def bytes_of(whole: OriginalHalf, file: TipFileRow, blobs: Blobs) -> Iterator[bytes]:
    """The original's bytes, once all of it is known to be whole.

    Raises:
        CannotOpen: another key, or changed.
        BlobsUnavailable: it is not there.
    """
    place = place_of(Part.ORIGINAL, program_id=file.program_id, file_id=file.file_id)
    return open_file(blobs.read(file.original_id), whole.half, context=place)


def forget_old(keys: Session, *, now: datetime) -> int:
    """Destroy the keys of requests whose day is over; how many there were."""
    over = keys.exec(select(OpeningKeyRow.request_id).where(OpeningKeyRow.until <= now)).all()
    keys.exec(delete(OpeningKeyRow).where(col(OpeningKeyRow.until) <= now))
    return len(over)


def end_requests(keys: Session, *, program_id: ProgramId, person_id: PersonId) -> None:
    """Destroy the keys of everything that somebody has asked for, once they are barred from a tip.

    They ask anew for what they may have: halves that were handed over before open to nobody then.
    """
    theirs = (col(OpeningKeyRow.program_id) == program_id) & (col(OpeningKeyRow.person_id) == person_id)
    keys.exec(delete(OpeningKeyRow).where(theirs))


def _counting(
    tips: Session, *, request_id: bytes, by: Holder, program: ProgramKeys, now: datetime
) -> tuple[OpeningRequestRow, OpeningRequest]:
    row = tips.get(OpeningRequestRow, (by.program_id, request_id))
    person = None if row is None else program.people.get(row.person_id)
    if row is None or person is None:
        raise NoSuchRequest
    if not barred_people(tips.connection(), by.program_id, row.tip_id).isdisjoint(
        {person.person_id, by.person_id}
    ):
        raise NoSuchRequest
    request = OpeningRequest(
        program=row.program_id,
        request=row.request_id,
        tip=row.tip_id,
        file=row.file_id,
        person=row.person_id,
        reason_digest=_digest(row.reason_a, row.reason_b),
        public=row.public_key,
        made_at=int(row.made_at.timestamp()),
        signature=row.signature,
    )
    if not request.counts(person.verify, at=int(now.timestamp())):
        raise NoSuchRequest
    return row, request


def _team_of(by: Holder) -> TeamKind:
    held = [team for team in CUSTODIANS if team_id(by.program_id, team) in by.teams]
    if len(held) != 1:
        raise NotPermitted(by.role)
    return held[0]


def _half(keys: Session, file: TipFileRow, team: TeamKind, *, by: Holder) -> OriginalHalf:
    first = team is TeamKind.CUSTODIAN_A
    epoch, sealed = (file.epoch_a, file.half_a) if first else (file.epoch_b, file.half_b)
    place = place_of_half(team, program_id=file.program_id, tip_id=file.tip_id, file_id=file.file_id)
    return open_half(sealed, by.holdings.granted(keys, epoch), context=place)


def _epoch_keys(keys: Session, by: Holder, program: ProgramKeys, team: TeamKind) -> Iterator[PrivateKey]:
    for epoch in program.epochs.values():
        if epoch.team_id == team_id(by.program_id, team):
            key = by.holdings.epoch_key(keys, epoch.epoch_id)
            if key is not None:
                yield key


def _handed(tips: Session, by: Holder, request_id: bytes) -> list[OpeningHalfRow]:
    return list(
        tips.exec(
            select(OpeningHalfRow).where(
                OpeningHalfRow.program_id == by.program_id, OpeningHalfRow.request_id == request_id
            )
        )
    )


def _file(tips: Session, by: Holder, file_id: FileId) -> TipFileRow:
    file = tips.get(TipFileRow, (by.program_id, file_id))
    if file is None or by.person_id in barred_people(tips.connection(), by.program_id, file.tip_id):
        raise NoSuchRequest
    return file


def _place(by: Holder, request_id: bytes, file_id: FileId, team: TeamKind, *more: str) -> bytes:
    return context(Purpose.OPENING, by.program_id, request_id, file_id, team.value, *more)


def _digest(reason_a: bytes, reason_b: bytes) -> bytes:
    return sha256(reason_a + reason_b).digest()


def _write_down(
    tips: Session, action: audit.Action, file: TipFileRow, *, by: Holder, now: datetime, detail: str = ""
) -> None:
    audit.record(
        tips,
        program_id=by.program_id,
        action=action,
        by=by.person_id,
        subject=file.tip_id,
        detail=f"{file.file_id.hex()} {detail}".strip(),
        at=now,
        signer=by.holdings.signing(),
    )
