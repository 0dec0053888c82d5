"""A tip comes in by any door: sealed, then written in one transaction, and nobody here can open it again.

Sealing draws all keys and needs no store; writing needs no key. So a door seals while others wait for the
disk, and a deed that has to be done twice writes the same rows.
"""

import secrets
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import partial
from typing import Final

from sqlalchemy import Connection, bindparam, select, update

from crypto.codes import CodeSecrets
from crypto.keys import PrivateKey, PublicKey
from crypto.numbers import draw_number
from crypto.signing import SigningKey
from tipline.enclosures import announcing
from tipline.errors import StoreUnavailable
from tipline.files import written
from tipline.holdings import seal_grant
from tipline.intake.beginnings import Birth, aside, drawn, role, signer
from tipline.intake.danger.words import tells_of_danger
from tipline.intake.names import names_staff
from tipline.intake.programs import Desk
from tipline.intake.report import Detail, Report
from tipline.intake.tip_files import file_rows, take
from tipline.intake.tip_rows import TipRows
from tipline.intake.uploading import KeptFile, keys_for_record
from tipline.records import PRINCIPAL, Record, seal_record
from tipline.store.columns import table
from tipline.store.inserts import Inserts
from tipline.store.statements import Values, insert_new, insert_rows
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipKeyRow, TipRow
from tipline.vocabulary import (
    ID_SIZE,
    Author,
    Channel,
    HolderKind,
    KeyId,
    KeyKind,
    LinkKind,
    Priority,
    ProgramId,
    RecordId,
    RecordKind,
    Status,
    StoreName,
    TeamId,
    TeamKind,
    TipId,
    TipNumber,
    team_id,
)

NUMBER_DRAWS: Final = 16
"""Two in a row that exist are a wonder at 35 bits; sixteen are a fault of the store."""


@dataclass(frozen=True, slots=True)
class Thread:
    """What a later message is sealed to.

    The public key comes from the seed, or from what was kept sealed about it, never from the store alone:
    whoever can write the store could put another key there.
    """

    program_id: ProgramId
    tip_id: TipId
    key_id: KeyId
    team_id: TeamId
    number: TipNumber | None
    public: PublicKey = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedTip(TipRows):
    """A tip as it will be stored, and what a later record of it is sealed to and signed by."""

    thread: Thread
    signer: SigningKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class SealedMessage:
    """A later message as it will be stored: in its thread, or as a tip of its own for integrity alone."""

    record: Values = field(repr=False)
    aside: SealedTip | None = field(repr=False, default=None)
    files: tuple[Values, ...] = field(repr=False, default=())
    in_danger: bool = False
    """Words of it say that a life is in danger: so is the tip, from now on."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the reporter is told."""

    tip_id: TipId
    number: TipNumber
    fresh: bool
    """Whether it was stored now; false for a second delivery."""


def prepare(
    report: Report,
    *,
    desk: Desk,
    author: CodeSecrets | SigningKey,
    now: datetime,
    tip_id: TipId | None = None,
    record_id: RecordId | None = None,
) -> SealedTip:
    """Seal a report as a tip.

    Who says that it is about us, or names somebody who is watched for, writes to integrity instead of the
    inbox. To the reporter the two look alike.

    Args:
        author: the reporter, by their code, or the gateway, by its signing key.
        tip_id: where one message must give one tip however often it comes; else drawn.
        record_id: as `tip_id`.

    Raises:
        NoProvenKey: the team has no key that may be sealed to. Another team's is never taken in its place.
    """
    birth = drawn(author, tip_id=tip_id, record_id=record_id)
    about_us = report.about_us or names_staff(report.texts(), desk.program.watched)
    return _seal(report, desk=desk, team=_team(desk, about_us=about_us), birth=birth, now=now)


def prepare_brought(
    report: Report, *, desk: Desk, received: date, import_id: bytes, now: datetime
) -> SealedTip:
    """Seal a tip that another system received, on its day there, to the key of the month that it is now.

    Nobody signs it: it is shown as brought, and cannot be answered here.

    Raises:
        NoProvenKey: as `prepare`.
    """
    birth = replace(drawn(PrivateKey.generate().signing()), author=Author.IMPORT)
    about_us = report.about_us or names_staff(report.texts(), desk.program.watched)
    # No hour is known: noon is the same day in every record of it.
    at = datetime.combine(received, time(12), desk.program.zone)
    team = _team(desk, about_us=about_us)
    sealed = _seal(report, desk=desk, team=team, birth=birth, now=now, at=at)
    return replace(sealed, tip={**sealed.tip, "import_id": import_id})


def prepare_message(
    text: str,
    *,
    thread: Thread,
    desk: Desk,
    author: CodeSecrets | SigningKey,
    channel: Channel,
    now: datetime,
    before: str = "",
    language: str = "en",
    record_id: RecordId | None = None,
    files: tuple[KeptFile, ...] = (),
    announced: int = 0,
) -> SealedMessage:
    """Seal a later message to a thread.

    A message that names staff, alone or with what came just `before` it, in a thread that the inbox reads,
    goes aside: it becomes a tip of its own that integrity alone can open, and nothing of it reaches the
    thread. A reporter with a code finds it in their conversation all the same.

    Raises:
        NoProvenKey: it must go aside, and integrity has no key that may be sealed to; or it brings files, and
            the custodians have none.
    """
    record_id = record_id or RecordId(secrets.token_bytes(ID_SIZE))
    integrity = _team(desk, about_us=True)
    if thread.team_id != integrity and names_staff([f"{before}\n{text}"], desk.program.watched):
        details: dict[str, str] = {Detail.CONTINUES: thread.number} if thread.number is not None else {}
        report = Report(
            channel=channel, text=text, details=details, language=language, files=files, announced=announced
        )
        birth = aside(author, record_id=record_id)
        sealed = _seal(report, desk=desk, team=integrity, birth=birth, now=now)
        return SealedMessage(record=sealed.record, aside=sealed, files=sealed.files)
    record = Record(
        kind=RecordKind.MESSAGE,
        at=now,
        by=role(author),
        language=language,
        text=text,
        fields=written(keys_for_record(files)) | announcing(announced),
    )
    return SealedMessage(
        sealed_record(record, thread=thread, signer=signer(author), record_id=record_id, desk=desk),
        files=file_rows(files, tip_id=thread.tip_id, desk=desk, day=desk.program.day(now)),
        in_danger=tells_of_danger([text]),
    )


def store(
    connection: Connection,
    sealed: TipRows,
    *,
    number: TipNumber | None = None,
    draw: Callable[[str], str] = draw_number,
) -> Receipt:
    """Write a tip, all of it or nothing; the caller's transaction commits it before anybody is told.

    A number that is taken is drawn again. A tip whose id is there was delivered before, and nothing is
    written.

    Args:
        number: what its reporter was told, or will be: taken, unless another tip has it.

    Raises:
        StoreUnavailable: no free number could be drawn.
        FilesGone: a file that came with it is no longer there; nothing is written.
    """
    program_id, tip_id = sealed.program_id, sealed.tip_id
    for _ in range(NUMBER_DRAWS):
        number = number or TipNumber(draw(sealed.number_prefix))
        if insert_new(connection, TipRow, {**sealed.tip, "number": number}):
            insert_rows(connection, TipKeyRow, [sealed.key])
            insert_rows(connection, TipGrantRow, sealed.grants)
            insert_rows(connection, RecordRow, [sealed.record])
            take(connection, sealed.files, program_id=program_id)
            return Receipt(tip_id, number, fresh=True)
        before = connection.execute(_NUMBER, {"program": program_id, "tip": tip_id}).scalar_one_or_none()
        if before is not None:
            return Receipt(tip_id, before, fresh=False)
        number = None
    raise StoreUnavailable(StoreName.TIPS)


def storing(sealed: TipRows, *, number: TipNumber | None = None) -> Inserts[Receipt]:
    """As `store`, for the writing thread, which joins what waits together; not for a tip with files.

    The number is drawn blindly where none is given: should it be taken, or the tip be there, `store` decides.
    """
    number = number or TipNumber(draw_number(sealed.number_prefix))
    return Inserts(
        rows=(
            (TipRow, {**sealed.tip, "number": number}),
            (TipKeyRow, sealed.key),
            *((TipGrantRow, grant) for grant in sealed.grants),
            (RecordRow, sealed.record),
        ),
        result=Receipt(sealed.tip_id, number, fresh=True),
        otherwise=partial(store, sealed=sealed, number=number),
    )


def add_message(connection: Connection, sealed: SealedMessage) -> bool:
    """Write a later message and mark its tip as unread; whether it was written now, and not before.

    One whose words tell of danger makes the tip danger to life, whatever staff made of it before.

    Raises:
        StoreUnavailable, FilesGone: as `store`.
    """
    if sealed.aside is not None and store(connection, sealed.aside).fresh:
        return True
    if not insert_new(connection, RecordRow, sealed.record):
        return False
    take(connection, sealed.files, program_id=sealed.record["program_id"])
    told = _IN_DANGER if sealed.in_danger else _UNREAD
    connection.execute(told, {"program": sealed.record["program_id"], "tip": sealed.record["tip_id"]})
    return True


def sealed_record(
    record: Record, *, thread: Thread, signer: SigningKey, record_id: RecordId, desk: Desk
) -> Values:
    """The row of a record in a thread."""
    return {
        "program_id": thread.program_id,
        "record_id": record_id,
        "tip_id": thread.tip_id,
        "key_id": thread.key_id,
        "kind": record.kind,
        "day": desk.program.day(record.at),
        "sealed": seal_record(
            record,
            to=thread.public,
            signer=signer,
            program_id=thread.program_id,
            tip_id=thread.tip_id,
            record_id=record_id,
        ),
    }


_NUMBER: Final = select(table(TipRow).c.number).where(
    table(TipRow).c.program_id == bindparam("program"), table(TipRow).c.tip_id == bindparam("tip")
)
_UNREAD: Final = (
    update(table(TipRow))
    .where(table(TipRow).c.program_id == bindparam("program"), table(TipRow).c.tip_id == bindparam("tip"))
    .values(unread=True)
)
_IN_DANGER: Final = _UNREAD.values(priority=Priority.DANGER)


def _seal(
    report: Report,
    *,
    desk: Desk,
    team: TeamId,
    birth: Birth,
    now: datetime,
    at: datetime | None = None,
) -> SealedTip:
    """Seal a report to a team, as received `at`: now, where nothing else is said."""
    program, at = desk.program, at or now
    day = program.day(at)
    epoch = desk.keys.epoch(team, program.day(now))
    thread = Thread(program.program_id, birth.tip_id, birth.key_id, team, None, birth.key.public())
    record = Record(
        kind=RecordKind.REPORT,
        at=at,
        by=birth.author,
        language=report.language,
        text=report.text,
        fields={str(name): words for name, words in report.details.items() if words}
        | _principal(birth)
        | written(keys_for_record(report.files))
        | announcing(report.announced),
    )
    grants = [_grant(birth, thread, holder=epoch.epoch_id, kind=HolderKind.EPOCH, to=epoch.public)]
    if birth.holder is not None:
        grants.append(_grant(birth, thread, holder=birth.key_id, kind=HolderKind.REPORTER, to=birth.holder))
    origin = report.origin
    return SealedTip(
        thread=thread,
        number_prefix=program.number_prefix,
        tip={
            "program_id": program.program_id,
            "tip_id": birth.tip_id,
            "team_id": team,
            "channel": report.channel,
            "link_kind": origin.kind if origin else None,
            "appeal_id": origin.appeal_id if origin else None,
            "link_id": origin.link_id if origin and origin.kind is LinkKind.ACCOUNT else None,
            "language": report.language,
            "received_day": day,
            "status": Status.NEW,
            "status_day": program.day(now),
            "offence": report.offence,
            "priority": Priority.DANGER if report.in_danger else Priority.ROUTINE,
            "unread": True,
            "unfinished": False,
        },
        key={
            "program_id": program.program_id,
            "key_id": birth.key_id,
            "tip_id": birth.tip_id,
            "kind": KeyKind.THREAD,
            "public_key": thread.public.raw,
            "lookup": birth.lookup,
            "verify_key": birth.verify.raw if birth.verify else None,
        },
        grants=tuple(grants),
        record=sealed_record(
            record, thread=thread, signer=birth.signer, record_id=birth.record_id, desk=desk
        ),
        signer=birth.signer,
        files=file_rows(report.files, tip_id=birth.tip_id, desk=desk, day=day),
    )


def _principal(birth: Birth) -> dict[str, str]:
    """The reporter's own key, in every report by code: in some alone it would tell of a wish by its size."""
    return {} if birth.holder is None else {PRINCIPAL: b64encode(birth.holder.raw).decode()}


def _grant(birth: Birth, thread: Thread, *, holder: bytes, kind: HolderKind, to: PublicKey) -> Values:
    return {
        "program_id": thread.program_id,
        "key_id": thread.key_id,
        "holder_id": holder,
        "tip_id": thread.tip_id,
        "holder_kind": kind,
        "sealed": seal_grant(
            birth.key.seed,
            to,
            program_id=thread.program_id,
            holder_id=holder,
            subject_id=thread.key_id,
        ),
    }


def _team(desk: Desk, *, about_us: bool) -> TeamId:
    return team_id(desk.program.program_id, TeamKind.INTEGRITY if about_us else TeamKind.INBOX)
