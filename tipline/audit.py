"""Who of the staff did what: a chain of entries that are only ever added, each signed by whoever acted.

Nothing that a reporter does is in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from sqlmodel import Session, col, select

from crypto.chain import START, next_link
from crypto.context import Purpose, context
from crypto.errors import NotProven
from crypto.signing import SigningKey, VerifyKey
from tipline.errors import AuditBroken
from tipline.keyring import ProgramKeys
from tipline.store.statements import take_turn
from tipline.store.work_tables import AuditRow
from tipline.vocabulary import ID_SIZE, PersonId, ProgramId

DETAIL_LIMIT: Final = 80
REWARDS: Final = b"rewards".ljust(ID_SIZE, b".")
"""The subject of whatever was done to the books or the scoring table: no fund, no sum, no entry. The journal
knows the month alone, and the audit must not tell more of it."""
_BATCH: Final = 1_000


class Action(StrEnum):
    """What somebody did."""

    FOUNDED = "founded"
    ADDED = "added"
    CONFIRMED = "confirmed"
    RECOVERED = "recovered"
    SIGNED_IN = "signed-in"
    SIGNED_OUT = "signed-out"
    REFUSED = "refused"
    NOT_PERMITTED = "not-permitted"
    OPENED = "opened"
    OPENED_TO_SCRUB = "opened-to-scrub"
    INDEXED = "indexed"
    SEARCHED = "searched"
    CANNOT_OPEN = "cannot-open"
    ANSWERED = "answered"
    NOTED = "noted"
    ASSIGNED = "assigned"
    STARTED = "started"
    SORTED = "sorted"
    CLOSED = "closed"
    EXTENDED = "extended"
    RELATED = "related"
    CASE = "case"
    FILED = "filed"
    EPOCHS_MADE = "epochs-made"
    KEY_NOT_PROVEN = "key-not-proven"
    VERIFIED = "verified"
    FIGURE_RECORDED = "figure-recorded"
    MONTH_CLOSED = "month-closed"
    MONTH_MARKED = "month-marked"
    TOTALS_IMPORTED = "totals-imported"
    IMPORT_UNDONE = "import-undone"
    FUND_MADE = "fund-made"
    BOOKED = "booked"
    TAKEN_BACK = "taken-back"
    BOOKS_CLOSED = "books-closed"
    AWARDS_BROUGHT = "awards-brought"
    AWARDS_SIGNED = "awards-signed"
    AWARDS_TAKEN_BACK = "awards-taken-back"
    TIPS_BROUGHT = "tips-brought"
    TIPS_TAKEN_BACK = "tips-taken-back"
    SCORING_SET = "scoring-set"
    RULES_SET = "rules-set"
    PUBLISHING_BEGUN = "publishing-begun"
    PUBLISHING_ENDED = "publishing-ended"
    MONTH_PUBLISHED = "month-published"
    TAKEN_OUT = "taken-out"
    MINUTES_TAKEN = "minutes-taken"
    SCRUBBED = "scrubbed"
    DISPATCHED = "dispatched"
    BRIEF_ADDED_TO = "brief-added-to"
    ORIGINAL_GRANTED = "original-granted"
    ORIGINAL_TAKEN_BACK = "original-taken-back"
    DISPATCH_WITHDRAWN = "dispatch-withdrawn"
    BARRED = "barred"
    LET_IN = "let-in"
    NAME_HIDDEN = "name-hidden"
    NAME_SHOWN = "name-shown"
    CLAIMED = "claimed"
    GIVEN_BACK = "given-back"
    HANDED = "handed"
    PROPOSED = "proposed"
    PROPOSAL_SETTLED = "proposal-settled"
    PRINTED = "printed"
    CANNED_CHANGED = "canned-changed"
    LANGUAGE_ON = "language-on"
    LANGUAGE_OFF = "language-off"
    HOURS_SET = "hours-set"
    WORDS_SET = "words-set"
    LEAK_TOLD = "leak-told"
    LEAK_TAKEN_BACK = "leak-taken-back"
    FILE_LIMITS_SET = "file-limits-set"
    APP_OPENED = "app-opened"
    APP_CLOSED = "app-closed"
    ALERTS_CHOSEN = "alerts-chosen"
    ROSTER_CHANGED = "roster-changed"
    NUMBERS_CHANGED = "numbers-changed"
    TOLD_BY_PHONE = "told-by-phone"
    CUSTODIAN_APPOINTED = "custodian-appointed"
    FILE_TAKEN = "file-taken"
    TAKEN_FILE_OPENED = "taken-file-opened"
    TAKEN_FILE_REPORTED = "taken-file-reported"
    SPECIALISTS_NAMED = "specialists-named"
    ORIGINAL_ASKED_FOR = "original-asked-for"
    HALF_HANDED = "half-handed"
    ORIGINAL_OPENED = "original-opened"
    SENT_AGAIN = "sent-again"
    LET_GO = "let-go"

    @property
    def label(self) -> str:
        """The deed as a person reads it."""
        return self.value.replace("-", " ").capitalize()

    @property
    def signed_by_root(self) -> bool:
        """Done with the recovery secret in hand."""
        return self in {Action.FOUNDED, Action.RECOVERED}

    @property
    def may_be_unsigned(self) -> bool:
        """Done at a terminal, or by somebody whose key was not open: nobody could sign."""
        return self in {
            Action.ADDED,
            Action.REFUSED,
            Action.SPECIALISTS_NAMED,
            Action.TOTALS_IMPORTED,
            Action.IMPORT_UNDONE,
            Action.AWARDS_BROUGHT,
            Action.AWARDS_TAKEN_BACK,
            Action.TIPS_BROUGHT,
            Action.TIPS_TAKEN_BACK,
            Action.TAKEN_OUT,
        }


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An entry as a page shows it."""

    number: int
    at: datetime
    person_id: PersonId | None
    action: str
    subject: bytes | None
    detail: str
    signed: bool


@dataclass(frozen=True, slots=True)
class Verified:
    """A chain that holds: how many entries, and the last link, to be kept elsewhere against a cut-off end."""

    count: int
    head: bytes


def record(
    session: Session,
    *,
    program_id: ProgramId,
    action: Action,
    by: PersonId | None,
    subject: bytes | None = None,
    detail: str = "",
    at: datetime,
    signer: SigningKey | None,
) -> int:
    """Add an entry, and give its number.

    Entries of one program wait for one another. The caller owns the transaction: where something private is
    opened, it commits the entry first.

    Raises:
        ValueError: the detail is too long, or nobody signs what must be signed (a mistake in the caller).
    """
    if len(detail) > DETAIL_LIMIT:
        raise ValueError(f"a detail has at most {DETAIL_LIMIT} letters")
    if signer is None and not action.may_be_unsigned:
        raise ValueError(f"{action.value} must be signed")
    take_turn(session, program_id=program_id, what="audit")
    last = session.exec(
        select(AuditRow)
        .where(AuditRow.program_id == program_id)
        .order_by(col(AuditRow.number).desc())
        .limit(1)
    ).first()
    row = AuditRow(
        program_id=program_id,
        number=last.number + 1 if last else 1,
        at=at.astimezone(UTC),
        person_id=by,
        action=action.value,
        subject=subject,
        detail=detail,
        link=b"",
    )
    row.link = next_link(last.link if last else START, _fields(row))
    if signer is not None:
        row.signature = signer.sign(row.link, context=_context(row))
    session.add(row)
    session.flush()
    return row.number


def verify(session: Session, program_id: ProgramId, keys: ProgramKeys) -> Verified:
    """Follow a program's chain from its start: each number, each link, each signature.

    An entry by somebody must be signed by their proven key, one of the founding by the root. Of those that
    nobody could sign the links stand in what was signed after them. A chain cut off at its end still holds:
    compare the head with one that was written down.

    Raises:
        AuditBroken: with the number of the first entry that does not hold.
    """
    head, count = START, 0
    for row in _all(session, program_id):
        head = next_link(head, _fields(row))
        if row.number != count + 1 or row.link != head or not _signature_holds(row, keys):
            raise AuditBroken(count + 1)
        count += 1
    return Verified(count=count, head=head)


def page(
    session: Session, program_id: ProgramId, *, before: int | None = None, limit: int = 50
) -> list[AuditLine]:
    """Entries, the newest first; `before` is the number after which to go on."""
    wanted = select(AuditRow).where(AuditRow.program_id == program_id)
    if before is not None:
        wanted = wanted.where(AuditRow.number < before)
    rows = session.exec(wanted.order_by(col(AuditRow.number).desc()).limit(limit))
    return [
        AuditLine(
            number=row.number,
            at=row.at,
            person_id=row.person_id,
            action=row.action,
            subject=row.subject,
            detail=row.detail,
            signed=row.signature is not None,
        )
        for row in rows
    ]


def _all(session: Session, program_id: ProgramId) -> Iterator[AuditRow]:
    """A batch at a time: a trail of years does not fit into memory."""
    after = 0
    while True:
        rows: Sequence[AuditRow] = session.exec(
            select(AuditRow)
            .where(AuditRow.program_id == program_id, AuditRow.number > after)
            .order_by(col(AuditRow.number))
            .limit(_BATCH)
        ).all()
        yield from rows
        if len(rows) < _BATCH:
            return
        after = rows[-1].number
        session.expunge_all()


def _signature_holds(row: AuditRow, keys: ProgramKeys) -> bool:
    try:
        action = Action(row.action)
    except ValueError:
        return False
    if row.signature is None:
        return action.may_be_unsigned
    signer = _signer(row, action, keys)
    if signer is None:
        return False
    try:
        signer.verify(row.signature, row.link, context=_context(row))
    except NotProven:
        return False
    return True


def _signer(row: AuditRow, action: Action, keys: ProgramKeys) -> VerifyKey | None:
    if action.signed_by_root or row.person_id is None:
        return keys.root
    person = keys.people.get(row.person_id)
    return person.verify if person is not None else None


def _context(row: AuditRow) -> bytes:
    return context(Purpose.AUDIT, row.program_id, row.number)


def _fields(row: AuditRow) -> list[bytes]:
    return [
        row.program_id,
        str(row.number).encode(),
        row.at.astimezone(UTC).isoformat().encode(),
        row.person_id or b"",
        row.action.encode(),
        row.subject or b"",
        row.detail.encode(),
    ]
