"""A texter's link is spent: a new thread of the tip begins, granted to its team and to its reporter's code.

Nothing that was there is granted, and nothing of it is shown: what was texted stays between the phone and us.
Staff find both threads in the tip.
"""

import secrets
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, delete, exists, select, update

from crypto.codes import CodeSecrets
from crypto.keys import PrivateKey
from tipline.barred import barred_people
from tipline.code_links import CodeLink, LinkOver, Taken, check_link, link_hash, take
from tipline.errors import NoProvenKey, TiplineError
from tipline.granted import Keeper, keepers
from tipline.holdings import seal_grant
from tipline.intake.own_part import mark_unread
from tipline.intake.programs import Desk
from tipline.intake.receive import Thread, sealed_record
from tipline.records import EVENT, MOVE, MOVED, PRINCIPAL, Record
from tipline.store.columns import table
from tipline.store.statements import Values, insert_new, insert_rows
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipKeyRow, TipRow
from tipline.store.work_tables import CodeLinkRow
from tipline.vocabulary import (
    ID_SIZE,
    Author,
    HolderKind,
    KeyId,
    KeyKind,
    PersonId,
    RecordId,
    RecordKind,
    Status,
    TeamId,
    TeamKind,
    TipNumber,
    team_id,
)


class WhoseChanged(TiplineError):
    """Whose the tip is, or who is barred from it, is not what a thread was sealed for: seal it again."""


@dataclass(frozen=True, slots=True)
class Whose:
    """To whom a new thread of a tip goes: its team, without those who are barred from it."""

    team_id: TeamId
    barred: frozenset[PersonId]


@dataclass(frozen=True, slots=True)
class SealedThread:
    """A new thread as it will be written in the place of its link."""

    link: CodeLink
    whose: Whose
    thread: Thread
    key: Values = field(repr=False)
    grants: tuple[Values, ...] = field(repr=False)
    record: Values = field(repr=False)


def keep_link(connection: Connection, link: CodeLink) -> None:
    """Keep a link; the one that its tip had before opens nothing any more."""
    values = {
        "program_id": link.program_id,
        "tip_id": link.tip_id,
        "link_hash": link.link_hash,
        "verify_key": link.verify_key,
        "expires_at": link.expires_at,
        "signature": link.signature,
    }
    if insert_new(connection, CodeLinkRow, values):
        return
    connection.execute(
        update(_links)
        .where(_links.c.program_id == link.program_id, _links.c.tip_id == link.tip_id)
        .values({name: values[name] for name in values if name not in {"program_id", "tip_id"}})
    )


def find_link(connection: Connection, token: bytes) -> CodeLink:
    """The link of a token, unproven.

    Raises:
        LinkOver: there is none.
    """
    row = connection.execute(_LINK, {"digest": link_hash(token)}).one_or_none()
    if row is None:
        raise LinkOver
    return CodeLink(row.program_id, row.tip_id, row.link_hash, row.verify_key, row.expires_at, row.signature)


def whose_tip(connection: Connection, link: CodeLink) -> Whose:
    """Whose the tip of a link is at this moment.

    Raises:
        LinkOver: the tip is gone, or its reporter has taken it back.
    """
    return _whose(connection, link, _tip(connection, link))


def prepare_thread(
    link: CodeLink,
    token: bytes,
    *,
    whose: Whose,
    desk: Desk,
    author: CodeSecrets,
    language: str,
    now: datetime,
) -> SealedThread:
    """Seal a new thread to the team whose tip it is and to the reporter; its first record says how it began.

    Raises:
        LinkOver: the gateway did not make the link as it stands, or its time is over.
        NoProvenKey: the team has no key that may be sealed to.
    """
    check_link(link, gateway=desk.keys.gateway, now=now)
    key, key_id = PrivateKey.generate(), KeyId(secrets.token_bytes(ID_SIZE))
    thread = Thread(link.program_id, link.tip_id, key_id, whose.team_id, None, key.public())
    principal, verify = author.key.public(), author.signing.verify_key()
    taken = Taken(link.program_id, link.tip_id, key_id, thread.public, principal, verify)
    day = desk.program.day(now)
    team = keepers(
        whose.team_id,
        epoch=desk.keys.epoch(whose.team_id, day),
        barred=whose.barred,
        program=desk.keys,
    )
    if not team:
        raise NoProvenKey(link.program_id)
    record = Record(
        kind=RecordKind.SYSTEM,
        at=now,
        by=Author.REPORTER,
        language=language,
        fields={
            EVENT: MOVED,
            PRINCIPAL: b64encode(principal.raw).decode(),
            MOVE: take(link, token, taken),
        },
    )
    reporter = Keeper(key_id, HolderKind.REPORTER, principal)
    return SealedThread(
        link=link,
        whose=whose,
        thread=thread,
        key={
            "program_id": link.program_id,
            "key_id": key_id,
            "tip_id": link.tip_id,
            "kind": KeyKind.THREAD,
            "public_key": thread.public.raw,
            "lookup": author.lookup,
            "verify_key": verify.raw,
        },
        grants=tuple(_grant(thread, key, to=one) for one in (*team, reporter)),
        record=sealed_record(
            record,
            thread=thread,
            signer=author.signing,
            record_id=RecordId(secrets.token_bytes(ID_SIZE)),
            desk=desk,
        ),
    )


def spend(connection: Connection, sealed: SealedThread) -> TipNumber:
    """Use a link up and begin its thread, in one transaction; the number of the tip.

    Raises:
        LinkOver: it was used, or put out by a newer one; nothing was written.
        WhoseChanged: somebody was barred since, or the tip has gone to another team; as above.
    """
    link = sealed.link
    used = connection.execute(
        delete(_links).where(
            _links.c.program_id == link.program_id,
            _links.c.tip_id == link.tip_id,
            _links.c.link_hash == link.link_hash,
        )
    )
    if used.rowcount != 1:
        raise LinkOver
    tip = _tip(connection, link, lock=True)
    if _whose(connection, link, tip) != sealed.whose:
        raise WhoseChanged
    insert_rows(connection, TipKeyRow, [sealed.key])
    insert_rows(connection, TipGrantRow, sealed.grants)
    insert_rows(connection, RecordRow, [sealed.record])
    mark_unread(connection, sealed.thread)
    return TipNumber(tip.number)


def forget_links(connection: Connection, *, now: datetime) -> int:
    """Delete the links whose time is over; how many they were."""
    return connection.execute(delete(_links).where(_links.c.expires_at <= now)).rowcount


def any_over(connection: Connection, *, now: datetime) -> bool:
    """Whether there is any whose time is over: a read, to be asked before `forget_links`, which writes."""
    return bool(connection.scalar(select(exists().where(_links.c.expires_at <= now))))


def _whose(connection: Connection, link: CodeLink, tip: Row[*tuple[Any, ...]]) -> Whose:  # Any: as `_tip`
    """A tip is the inbox's or integrity's: whoever can write the store gives no other team a thread."""
    integrity = team_id(link.program_id, TeamKind.INTEGRITY)
    inbox = team_id(link.program_id, TeamKind.INBOX)
    team = integrity if TeamId(tip.team_id) == integrity else inbox
    return Whose(team, barred_people(connection, link.program_id, link.tip_id))


def _tip(
    connection: Connection, link: CodeLink, *, lock: bool = False
) -> Row[*tuple[Any, ...]]:  # Any: its columns are of many types
    statement = select(_tips.c.number, _tips.c.team_id, _tips.c.status).where(
        _tips.c.program_id == link.program_id, _tips.c.tip_id == link.tip_id
    )
    tip = connection.execute(statement.with_for_update() if lock else statement).one_or_none()
    if tip is None or tip.status is Status.WITHDRAWN:
        raise LinkOver
    return tip


def _grant(thread: Thread, key: PrivateKey, *, to: Keeper) -> Values:
    return {
        "program_id": thread.program_id,
        "key_id": thread.key_id,
        "holder_id": to.holder,
        "tip_id": thread.tip_id,
        "holder_kind": to.kind,
        "sealed": seal_grant(
            key.seed,
            to.public,
            program_id=thread.program_id,
            holder_id=to.holder,
            subject_id=thread.key_id,
        ),
    }


_links, _tips = table(CodeLinkRow), table(TipRow)

_LINK: Final = select(_links).where(_links.c.link_hash == bindparam("digest"))
