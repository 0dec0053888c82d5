"""Open a tip: the audit entry first, in a transaction of its own, then the seals."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from tipline import audit
from tipline.casework.briefs import brief_view, by_dispatchers, proven_briefs
from tipline.casework.conversation import own_desk, own_drawer
from tipline.casework.figures import figures_of
from tipline.casework.given import given_to
from tipline.casework.masking import masked, masks_among
from tipline.casework.people import Names, names_of
from tipline.casework.progress import move
from tipline.casework.proposals import settled
from tipline.casework.reach import Standing, find, standing, today
from tipline.casework.thread import answerable, desk_view, has_ended, leaves_by_text, opened, rows_of
from tipline.casework.tip_keys import HeldKey, held
from tipline.casework.trail import write_down
from tipline.casework.views import DeskView, Permits, TipHead, TipView, Unopened
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.store.appeal_tables import AppealRow, LinkRow
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import (
    KeyKind,
    LinkKind,
    PersonId,
    RecordKind,
    Status,
    TeamId,
    TipId,
)

NOT_FOR_RECIPIENTS: Final = frozenset({"wish"})
"""Fields of a report that are between the reporter and the program: a reward is no matter of an inquiry."""

ONLY_YOU: Final = "you alone"
"""Whose desk it is where somebody keeps private notes."""


def announce(session: Session, keys_session: Session, *, number: str, by: Holder, now: datetime) -> None:
    """Write down that `by` is about to open a tip; nothing is opened before this is committed.

    Opened by somebody whose tip it is, a new tip counts as read, and what the reporter added since as seen.

    Raises:
        NotPermitted: no tip is for somebody in this role.
        NoSuchTip: there is none with this number, or none for this person.
    """
    tip = find(session, keys_session, number=number, by=by, lock=True)
    if standing(tip, of=by) is Standing.OWNER:
        if tip.status is Status.NEW:
            move(session, tip, to=Status.TRIAGED, day=today(session, tip.program_id, now))
        tip.unread = False
        session.add(tip)
    write_down(session, tip, audit.Action.OPENED, by=by, now=now)


def open_tip(
    session: Session, keys_session: Session, *, number: str, by: Holder, program: ProgramKeys
) -> TipView:
    """All of a tip that `by` can open. The caller has committed `announce` before.

    Raises:
        NotPermitted: no tip is for somebody in this role.
        NoSuchTip: there is none with this number, or none for this person.
    """
    tip = find(session, keys_session, number=number, by=by)
    keys = held(session, keys_session, tip=tip, by=by, program=program)
    names = names_of(session, tip.program_id)
    drawer = own_drawer(by)
    rows = rows_of(session, tip=tip, keys=(*keys, drawer))
    masks = masks_among(rows, tip=tip, keys=keys, program=program, names=names)
    owner = standing(tip, of=by) is Standing.OWNER
    hidden: frozenset[str] = frozenset() if owner else NOT_FOR_RECIPIENTS
    views = [
        masked(
            desk_view(
                held_key,
                opened(rows[held_key.key_id], held_key=held_key, program=program, names=names, hidden=hidden),
                owner=ONLY_YOU if held_key is drawer else _owner(held_key, names),
            ),
            masks,
        )
        for held_key in (*keys, drawer)
        if held_key is not drawer or rows[drawer.key_id]
    ]
    to = answerable(session, tip=tip, keys=keys, program=program)
    by_text = to is not None and leaves_by_text(tip, to)
    ended = by_text and to is not None and has_ended(rows[to.key_id], thread=to, program=program)
    threads = tuple(sorted((view for view in views if view.kind is KeyKind.THREAD), key=_thread_order))
    desks = sorted((view for view in views if view.kind in {KeyKind.FILE, KeyKind.DESK}), key=_desk_order)
    return TipView(
        head=_head(tip, names, source=_source(session, tip) if owner else None),
        threads=threads,
        brief=brief_view(
            _briefs(views, keys=keys, tip=tip, program=program),
            threads=threads if owner else (),
            files=[view for view in views if view.kind is KeyKind.FILE],
        ),
        desks=tuple(desks),
        given_to=given_to(session, tip=tip, names=names, program=program),
        figures=figures_of(session, tip),
        permits=_permits(
            tip,
            standing(tip, of=by),
            can_answer=to is not None and not ended,
            has_desk=own_desk(keys, by=by) is not None,
        ),
        hidden=tuple(mask.name for mask in masks),
        settled=settled(desks, team=tip.team_id, program=program),
        by_text=by_text,
        ended=ended,
    )


def unopened(view: TipView) -> tuple[Unopened, ...]:
    """Every record of a tip that did not open."""
    return tuple(
        record
        for desk in (*view.threads, *view.brief.desks, *view.desks)
        for record in desk.records
        if isinstance(record, Unopened)
    )


def report_unopened(
    session: Session, *, records: Iterable[Unopened], tip_id: TipId, by: Holder, now: datetime
) -> None:
    """Write down each record of a tip that did not open: somebody changed it, or the store is damaged."""
    for record in records:
        audit.record(
            session,
            program_id=by.program_id,
            action=audit.Action.CANNOT_OPEN,
            by=by.person_id,
            subject=tip_id,
            detail=record.record_id.hex(),
            at=now,
            signer=by.holdings.signing(),
        )


def _source(session: Session, tip: TipRow) -> str | None:
    appeal = None if tip.appeal_id is None else session.get(AppealRow, (tip.program_id, tip.appeal_id))
    link = None if tip.link_id is None else session.get(LinkRow, (tip.program_id, tip.link_id))
    place = "a poster or place" if tip.link_kind is LinkKind.PLACE else None
    said = [link.account or link.label if link else place, appeal.name if appeal else None]
    return ", ".join(words for words in said if words) or None


def _head(tip: TipRow, names: Names, *, source: str | None) -> TipHead:
    return TipHead(
        tip_id=tip.tip_id,
        number=tip.number,
        team_id=tip.team_id,
        channel=tip.channel,
        source=source,
        language=tip.language,
        received_day=tip.received_day,
        status=tip.status,
        status_day=tip.status_day,
        offence=tip.offence,
        priority=tip.priority,
        assignee=names.person(tip.assignee_id),
        unit=names.team(tip.unit_id),
        disposition=tip.disposition,
        closed_day=tip.closed_day,
        brought=tip.import_id is not None,
    )


def _owner(held_key: HeldKey, names: Names) -> str | None:
    if held_key.recipient is None:
        return None
    return names.team(TeamId(held_key.recipient)) or names.person(PersonId(held_key.recipient))


def _briefs(
    views: Sequence[DeskView], *, keys: Sequence[HeldKey], tip: TipRow, program: ProgramKeys
) -> tuple[DeskView, ...]:
    order = [key.key_id for key in proven_briefs(keys)]
    found = [
        by_dispatchers(view, team=tip.team_id, program=program)
        for view in views
        if view.kind is KeyKind.BRIEF
    ]
    return tuple(
        sorted(found, key=lambda view: order.index(view.key_id) if view.key_id in order else len(order))
    )


def _thread_order(view: DeskView) -> tuple[bool, date, str]:
    """What was reported comes before what its reporter goes on with."""
    begins = any(record.kind is RecordKind.REPORT for record in view.records)
    times = [
        (record.day, "" if isinstance(record, Unopened) else record.at.isoformat()) for record in view.records
    ]
    return not begins, *min(times, default=(date.max, ""))


def _desk_order(view: DeskView) -> tuple[bool, str]:
    return view.kind is not KeyKind.FILE, "" if view.owner == ONLY_YOU else view.owner or ""


def _permits(tip: TipRow, position: Standing, *, can_answer: bool, has_desk: bool) -> Permits:
    owner, primary = position is Standing.OWNER, position is Standing.PRIMARY
    return Permits(
        answer=owner and can_answer and tip.status is not Status.WITHDRAWN,
        assign=owner and tip.status.open,
        sort=owner,
        start=primary and Status.INVESTIGATING in tip.status.next,
        close=(owner or (primary and has_desk)) and tip.status.open,
        figures=owner or primary,
        note=owner or has_desk,
    )
