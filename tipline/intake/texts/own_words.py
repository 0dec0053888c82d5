"""A program's own words for what is said by text, in place of those that every program has."""

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypeAlias

from sqlalchemy import Connection, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from tipline import audit
from tipline.errors import NothingHere, NotPermitted, Unsuitable
from tipline.holdings import Holder
from tipline.intake.texts.fitting import misfits
from tipline.intake.texts.transitions import BY_APP_ALONE, Answer
from tipline.intake.texts.words.tongue import Tongue
from tipline.intake.texts.words.tongues import TONGUES
from tipline.store.columns import table
from tipline.store.program_tables import OwnWordsRow
from tipline.vocabulary import ProgramId

LONGEST: Final = 600
"""Code points; two segments hold 306 at most, and what is filled in may stand in its place."""

OwnWords: TypeAlias = Mapping[str, Mapping[Answer, str]]
"""By language, and there by answer; what is not in it is said as everybody says it."""

_OURS: Final = frozenset(
    {
        *(Answer.MENU, Answer.QUESTION_WAITS, Answer.MESSAGE_WAITS, Answer.OFFER),
        *(Answer.CODE, Answer.CODE_FIRST, Answer.CODE_LATER, Answer.CODE_NOWHERE),
        *BY_APP_ALONE,
    }
)
"""What several ask together, what comes before an answer, what leads to a page: that names no program.

What is said by an app alone has words of its own, which say what the app knows.
"""

CHANGED: Final = tuple(answer for answer in Answer if answer not in _OURS)
"""What a program may say in its own words."""

_MUST_STAY: Final = re.compile(r"\b(?:911|STOP|CODE|OK)\b")
"""What somebody's life, the law or the next text hangs on: it stays in whatever words a program finds."""


class WordsRefused(Unsuitable):
    """Words that a program cannot text; why, for staff."""

    def __init__(self, why: str) -> None:
        super().__init__("words")
        self.why = why


@dataclass(frozen=True, slots=True)
class Said:
    """One answer in one language: the words in force, and whether they are the program's own."""

    language: str
    answer: Answer
    words: str
    usual: str

    @property
    def own(self) -> bool:
        """Whether the program says it in its own words."""
        return self.words != self.usual


def read_own_words(connection: Connection) -> Mapping[ProgramId, OwnWords]:
    """The own words of every program; what was written past these rules is left out."""
    found: dict[ProgramId, dict[str, dict[Answer, str]]] = {}
    for row in connection.execute(select(table(OwnWordsRow))):
        if row.language in TONGUES and row.answer in set(CHANGED):
            answer = Answer(row.answer)
            if not _fault(answer, TONGUES[row.language], row.words):
                found.setdefault(ProgramId(row.program_id), {}).setdefault(row.language, {})[answer] = (
                    row.words
                )
    return found


def in_own_words(tongue: Tongue, own: OwnWords) -> Tongue:
    """A language as a program speaks it."""
    said = own.get(tongue.tag)
    return replace(tongue, says={**tongue.says, **said}) if said else tongue


def every_answer(session: Session, program_id: ProgramId) -> tuple[Said, ...]:
    """What a program says, in every language of the conversation, answer by answer."""
    rows = session.exec(select_rows(OwnWordsRow).where(col(OwnWordsRow.program_id) == program_id))
    own = {(row.language, row.answer): row.words for row in rows}
    return tuple(
        Said(tag, answer, own.get((tag, answer.value), tongue.says[answer]), tongue.says[answer])
        for tag, tongue in TONGUES.items()
        for answer in CHANGED
    )


def keep_words(
    session: Session, *, language: str, answer: str, words: str, by: Holder, now: datetime
) -> None:
    """Say an answer in other words from now on; the usual ones, or none, take the program's own away.

    Raises:
        NotPermitted: `by` may not set this.
        NothingHere: there is no such answer, or no such language.
        WordsRefused: they are too long, lack what must stay, or have a place that is not filled in.
    """
    if not by.role.may_confirm:
        raise NotPermitted(by.role)
    if language not in TONGUES or answer not in set(CHANGED):
        raise NothingHere
    tongue, said, words = TONGUES[language], Answer(answer), " ".join(words.split())
    row = session.get(OwnWordsRow, (by.program_id, language, answer))
    if words in {"", tongue.says[said]}:
        if row is None:
            return
        session.delete(row)
    else:
        if fault := _fault(said, tongue, words):
            raise WordsRefused(fault)
        session.merge(OwnWordsRow(program_id=by.program_id, language=language, answer=answer, words=words))
    audit.record(
        session,
        program_id=by.program_id,
        action=audit.Action.WORDS_SET,
        by=by.person_id,
        at=now,
        detail=f"{answer}, {language}",
        signer=by.holdings.signing(),
    )


def _fault(answer: Answer, tongue: Tongue, words: str) -> str:
    """What is wrong with words for an answer; empty where nothing is."""
    usual = tongue.says[answer]
    if len(words) > LONGEST:
        return f"it is longer than {LONGEST} letters"
    try:
        places = _places(words)
    except ValueError:
        return "a curly bracket stands alone: write none but those of the places that are filled in"
    if places != _places(usual):
        wanted = ", ".join(f"{{{place}}}" for place in _places(usual))
        return (
            f"it must have {wanted}, once each" if wanted else "nothing is filled in here: no curly brackets"
        )
    if lost := [word for word in dict.fromkeys(_MUST_STAY.findall(usual)) if word not in words]:
        return f"it must say {' and '.join(lost)}"
    own = replace(tongue, says={**tongue.says, answer: words})
    return "; ".join(misfits(answer, own))


def _places(words: str) -> list[str]:
    """The places of a text that are filled in, in order of their names; none may have a format of its own.

    Raises:
        ValueError: a bracket is open, or a place asks for more than a name.
    """
    found = []
    for _, name, form, conversion in string.Formatter().parse(words):
        if name is None:
            continue
        if form or conversion or not name.isidentifier():
            raise ValueError(name)
        found.append(name)
    return sorted(found)
