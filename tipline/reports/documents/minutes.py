"""The minutes of a board's meeting in words: one source for the page of the console and for the PDF.

An award has its running letter and nothing else by which it could be known.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Final

from tipline.reports.documents import say
from tipline.reports.documents.french_minutes import FRENCH
from tipline.reports.documents.minutes_words import ENGLISH, MinutesWords
from tipline.reports.documents.printable import UNPRINTABLE, printed
from tipline.reports.documents.typesetting import Template, typeset
from tipline.reports.documents.words import Words
from tipline.reports.measures import Unit
from tipline.reward_words import Outcome
from tipline.rewards.minutes import MinuteItem, Minutes
from tipline.vocabulary import Cents, PersonId

MINUTES: Final[Mapping[str, MinutesWords]] = {"en": ENGLISH, "fr": FRENCH}
"""By the code of a language of the documents; each has them."""


@dataclass(frozen=True, slots=True)
class Told:
    """Minutes as they stand on page and paper, top to bottom."""

    kind: str
    title: str
    """The day."""
    note: str
    """That the meeting is going on; empty once it is over."""
    facts: tuple[tuple[str, str], ...]
    awards: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    nothing: str
    totals: str
    total_heads: tuple[str, ...]
    total_rows: tuple[tuple[str, ...], ...]
    signatures: str
    chair: str


def tell(minutes: Minutes, words: Words, *, names: Mapping[PersonId, str]) -> Told:
    """Minutes in the words of a language.

    Args:
        names: of the program's people.
    """
    said = MINUTES[words.code]

    def those(people: Iterable[PersonId]) -> str:
        return ", ".join(sorted(names.get(one, said.gone) for one in people))

    def money(cents: Cents) -> str:
        return say.number(words, cents, Unit.CENTS, minutes.currency)

    def row(line: MinuteItem) -> tuple[str, ...]:
        conflict = said.conflict.format(names=those(line.conflicts)) if line.conflicts else ""
        given = words.unknown if line.given is None else money(line.given)
        signers = those(line.signers) or words.unknown
        notes = " · ".join(" ".join(part.split()) for part in (conflict, *line.notes) if part)
        return line.item.letter, money(line.proposed), _decided(said, line), given, signers, notes

    quorum = said.met.format(quorum=minutes.quorum, present=len(minutes.present))
    totals = [
        (said.outcomes[outcome], words.digits(total.count), money(total.amount))
        for outcome, total in minutes.totals.items()
        if total.count
    ]
    return Told(
        kind=said.title,
        title=say.day(words, minutes.day),
        note="" if minutes.over else said.so_far,
        facts=(
            (said.day, say.day(words, minutes.day)),
            (said.kind, said.urgent if minutes.urgent else said.full),
            (said.chair, those([minutes.chair])),
            (said.present, those(minutes.present)),
            (said.quorum, quorum),
        ),
        awards=said.awards,
        heads=said.heads,
        rows=tuple(map(row, minutes.items)),
        nothing="" if minutes.items else said.nothing,
        totals=said.totals,
        total_heads=said.total_heads,
        total_rows=(*totals, (said.undecided, words.digits(minutes.undecided), words.unknown)),
        signatures=said.signatures,
        chair=said.chair,
    )


def minutes_pdf(minutes: Minutes, words: Words, *, names: Mapping[PersonId, str], program_name: str) -> bytes:
    """The minutes as a PDF that anybody can read, a screen reader too (PDF/UA-1)."""
    told = tell(minutes, words, names=names)
    about = {"language": words.code, "program": program_name, "page": words.page}
    shown = printed({**about, **asdict(told)})
    note = MINUTES[words.code].unprintable if UNPRINTABLE in json.dumps(shown, ensure_ascii=False) else ""
    return typeset(json.dumps({"report": shown, "note": note}), template=Template.MINUTES, day=minutes.day)


def _decided(said: MinutesWords, line: MinuteItem) -> str:
    outcome = line.item.outcome
    if outcome is None:
        return said.undecided
    if outcome is Outcome.APPROVED and line.given != line.proposed:
        return said.amended
    return said.outcomes[outcome]
