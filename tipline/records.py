"""What is said about a tip: one record, signed by whoever wrote it and sealed to one of the tip's keys."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from crypto import sealing
from crypto.context import Purpose, context
from crypto.errors import CannotOpen
from crypto.keys import PrivateKey, PublicKey
from crypto.padding import RECORD_FLOOR
from crypto.sealing import OpenedBytes
from crypto.signing import SigningKey, VerifyKey
from tipline.keyring import ProgramKeys
from tipline.vocabulary import Author, PersonId, ProgramId, RecordId, RecordKind, TipId

PRINCIPAL: Final = "principal"
"""The field of a report that holds the reporter's own public key, signed with the report: to it a claim is
sealed that nobody else may read, the staff who read the thread included."""
CLAIM: Final = "claim"
ENTRY: Final = "entry"
"""The fields of an answer that brings an award: what is sealed to the reporter, and to the tip's file."""
REISSUE: Final = "reissue"
REISSUE_TO: Final = "reissue-to"
"""The fields of a note that asks for a claim to be made anew: the award, the tip that the writer has now."""
MASK: Final = "mask"
"""The field of a record that hides who a reporter is: the words that no view shows."""
FILES: Final = "files"
"""The field of a record that brings files: their ids and the keys of their scrubbed copies."""
PASSED_FILES: Final = "passed-files"
"""The field of a brief with the files that go with it: what opens each scrubbed copy, and what it is."""
ANNOUNCED: Final = "announced"
"""The field of a text's record that says how many pictures came with it."""
MOVE: Final = "move"
"""The field of a record that begins a texter's thread with a code: the proof that our link led there."""
NEVER_SHOWN: Final = frozenset(
    {PRINCIPAL, CLAIM, ENTRY, REISSUE, REISSUE_TO, MASK, FILES, PASSED_FILES, ANNOUNCED, MOVE}
)
"""Fields that hold keys, seals and ids, the words that are hidden, and what is shown as something else."""

_FLOORS: Final = {RecordKind.ANSWER: 6144}
"""An answer that brings an award is not told by its size from one that says "thank you"."""
EVENT: Final = "event"
"""The field of a system record that says what happened."""
WISHED: Final = "wished"
"""The reporter has changed who should get a reward; the wish stands beside it."""
MOVED: Final = "moved"
"""Who texted goes on in this thread, with a code."""
ENDED: Final = "ended"
"""The reporter texted STOP: nobody can be texted about this any more, and the thread never goes on."""


@dataclass(frozen=True, slots=True)
class Record:
    """What somebody said, and when; to a reporter `person` is never set."""

    kind: RecordKind
    at: datetime
    by: Author
    person: PersonId | None = None
    language: str = "en"
    text: str = field(repr=False, default="")
    fields: Mapping[str, str] = field(repr=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenedRecord:
    """A record that has been opened; `is_proven` tells whether its author is who it says."""

    record: Record
    opened: OpenedBytes = field(repr=False)


def seal_record(
    record: Record,
    *,
    to: PublicKey,
    signer: SigningKey,
    program_id: ProgramId,
    tip_id: TipId,
    record_id: RecordId,
) -> bytes:
    """Sign a record and seal it to a tip's key; moved to another row it does not open.

    Raises:
        MalformedKey: `to` must not be sealed to.
    """
    place = _place(program_id, tip_id, record_id, record.kind)
    floor = _FLOORS.get(record.kind, RECORD_FLOOR)
    return sealing.seal_record(_written(record), to, by=signer, context=place, floor=floor)


def open_record(
    sealed: bytes,
    *,
    key: PrivateKey,
    program_id: ProgramId,
    tip_id: TipId,
    record_id: RecordId,
    kind: RecordKind,
) -> OpenedRecord:
    """Open a record with the tip's key, without judging yet who wrote it.

    Raises:
        CannotOpen: another key, row or kind, changed, or no record inside.
    """
    place = _place(program_id, tip_id, record_id, kind)
    opened = sealing.open_record(sealed, key, context=place)
    return OpenedRecord(_read(opened.content, kind), opened)


def is_proven(opened: OpenedRecord, *, reporter: VerifyKey | None, keys: ProgramKeys) -> bool:
    """Tell whether a record was written by the author that it names.

    A reporter is known by the key kept with their thread, the gateway and what the program says to reporters
    by keys that the root has signed, staff by the key that a holder of the inbox has confirmed.
    """
    record = opened.record
    author: VerifyKey | None = None
    match record.by:
        case Author.REPORTER:
            author = reporter
        case Author.GATEWAY | Author.SYSTEM:
            author = keys.gateway
        case Author.PROGRAM:
            author = keys.voice
        case Author.STAFF:
            if record.person is not None and record.person in keys.people:
                author = keys.people[record.person].verify
    return author is not None and opened.opened.signed_by(author)


def says_ended(opened: OpenedRecord, *, keys: ProgramKeys) -> bool:
    """Whether the gateway says in this record that the reporter has ended the conversation."""
    record = opened.record
    by_system = record.kind is RecordKind.SYSTEM and record.by is Author.SYSTEM
    said = by_system and record.fields.get(EVENT) == ENDED
    return said and is_proven(opened, reporter=None, keys=keys)


def _place(program_id: ProgramId, tip_id: TipId, record_id: RecordId, kind: RecordKind) -> bytes:
    return context(Purpose.RECORD, program_id, tip_id, record_id, kind.value)


def _written(record: Record) -> bytes:
    """One way to write a record: keys sorted, no white space, UTF-8."""
    body = {
        "at": record.at.astimezone(UTC).isoformat(),
        "by": record.by.value,
        "fields": dict(record.fields),
        "kind": record.kind.value,
        "language": record.language,
        "person": record.person.hex() if record.person is not None else None,
        "text": record.text,
    }
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _read(content: bytes, kind: RecordKind) -> Record:
    """Whoever can seal to a tip can put anything inside: what is no record does not open."""
    try:
        body: dict[str, Any] = json.loads(content)  # Any: JSON of anybody's making, checked here
        record = Record(
            kind=RecordKind(body["kind"]),
            at=datetime.fromisoformat(body["at"]),
            by=Author(body["by"]),
            person=PersonId(bytes.fromhex(body["person"])) if body["person"] is not None else None,
            language=str(body["language"]),
            text=str(body["text"]),
            fields={str(name): str(value) for name, value in body["fields"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise CannotOpen from None
    if record.kind is not kind or record.at.tzinfo is None:
        raise CannotOpen
    return record
