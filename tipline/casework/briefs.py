"""A tip's brief: what was passed on to investigators, what was not yet, and where the next goes.

Whoever was given a tip reads its briefs and, unless a coordinator grants it, not the conversation. A tip has
a second brief once a dispatch was withdrawn: what comes after is sealed away from who had it before.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlmodel import Session

from tipline.casework.people import Names
from tipline.casework.thread import desk_view, opened, rows_of
from tipline.casework.tip_keys import HeldKey
from tipline.casework.views import COVERS, UNSCRUBBED, BriefView, DeskView, RecordView, Unopened
from tipline.keyring import ProgramKeys
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import Author, KeyKind, RecordId, RecordKind, TeamId

SCRUB_WITHIN: Final = timedelta(days=1)

_EVER: Final = datetime.min.replace(tzinfo=UTC)


def proven_briefs(keys: Iterable[HeldKey]) -> tuple[HeldKey, ...]:
    """The briefs that may be written under, the oldest first."""
    found = [key for key in keys if key.kind is KeyKind.BRIEF and key.proven and key.key is not None]
    return tuple(sorted(found, key=lambda key: (key.made or _EVER, key.key_id)))


def current_brief(keys: Iterable[HeldKey]) -> tuple[HeldKey, ...]:
    """The brief that the next words go into: the newest, or none."""
    return proven_briefs(keys)[-1:]


def after_briefs(keys: Iterable[HeldKey], *, now: datetime) -> datetime:
    """A moment for a new brief: later than every other, also where a clock was set back.

    Else the older would count as the newest, and what comes after a withdrawal would be sealed to it.
    """
    made = [key.made + timedelta(microseconds=1) for key in proven_briefs(keys) if key.made is not None]
    return max([now, *made])


def by_dispatchers(view: DeskView, *, team: TeamId, program: ProgramKeys) -> DeskView:
    """A brief as its readers may trust it: of those who hold the tip's own team, and of nobody else.

    A recipient has the brief's key and their own signature. What they sealed into it past the console would
    look like words of the program, or hide a message that was never passed on.
    """

    def trusted(record: RecordView | Unopened) -> bool:
        if isinstance(record, Unopened) or record.hides:
            return True
        person = None if record.person_id is None else program.people.get(record.person_id)
        return record.by is Author.STAFF and person is not None and team in person.teams

    return DeskView(
        key_id=view.key_id,
        kind=view.kind,
        owner=view.owner,
        records=tuple(record for record in view.records if trusted(record)),
        unproven=(
            *view.unproven,
            *(record for record in view.records if isinstance(record, RecordView) and not trusted(record)),
        ),
        proven=view.proven,
    )


def has_copy(
    session: Session, *, tip: TipRow, keys: Iterable[HeldKey], names: Names, program: ProgramKeys
) -> bool:
    """Whether a copy that somebody has looked over is in one of a tip's briefs."""
    briefs = proven_briefs(keys)
    rows = rows_of(session, tip=tip, keys=briefs)
    views = [
        desk_view(brief, opened(rows[brief.key_id], held_key=brief, program=program, names=names), owner=None)
        for brief in briefs
    ]
    trusted = [by_dispatchers(view, team=tip.team_id, program=program) for view in views]
    return brief_view(trusted).scrubbed


def brief_view(
    briefs: Sequence[DeskView], *, threads: Iterable[DeskView] = (), files: Iterable[DeskView] = ()
) -> BriefView:
    """What has been passed on of a tip, and which of the reporter's words in these threads have not.

    What somebody decided to keep back, as these files say, does not wait any more either.
    """
    records = [record for brief in briefs for record in brief.records if isinstance(record, RecordView)]
    copies = [record for record in records if record.kind is RecordKind.BRIEF]
    kept = [record for file in files for record in file.records if isinstance(record, RecordView)]
    covered = {written for record in (*copies, *kept) for written in record.fields.get(COVERS, "").split(",")}
    before = [record.at for record in records if UNSCRUBBED in record.fields]
    return BriefView(
        desks=tuple(briefs),
        scrubbed=bool(copies),
        pending=tuple(
            record
            for thread in threads
            for record in thread.records
            if isinstance(record, RecordView)
            and by_reporter(record)
            and record.record_id.hex() not in covered
        ),
        scrub_due=min(before) + SCRUB_WITHIN if before and not copies else None,
    )


def by_reporter(record: RecordView) -> bool:
    """Whether these are a reporter's own words, which somebody must decide to pass on or to keep."""
    return record.proven and record.kind in {RecordKind.REPORT, RecordKind.MESSAGE}


def written_covers(covers: Iterable[RecordId]) -> str:
    """The ids of records as a brief names them."""
    return ",".join(sorted(record_id.hex() for record_id in covers))
