"""How a conversation by text goes, as one table: what a text wants, where it finds the talk, what is done.

`tipline/intake/texts/texting.py` runs by this table, and what docs/texting.md shows of it is written from it
(`tools/texting.py`). A combination that is missing here is a fault that a test finds, and no silence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Wants(StrEnum):
    """What a text wants of us."""

    STOP = "stop"
    START = "start"
    YES = "yes"
    """START to a carrier, but an answer to a question of ours where there is a thread."""
    OK = "ok"
    """The reporter says that it is safe, where a question waits for that; else it is a message."""
    HELP = "help"
    REWARD = "reward"
    CODE = "code"
    CALL = "call"
    """Calls a program by its keyword, or says NEW, and tells nothing yet."""
    NEW = "new"
    """Tells of something else: it begins another tip."""
    TELL = "tell"
    NOTHING = "nothing"


class Stands(StrEnum):
    """Where a text finds the conversation."""

    ENDED = "ended"
    """Its sender texted STOP within the last half minute: it was written before."""
    AGAIN = "again"
    """This very text came before, and is in a tip."""
    CLOSED = "closed"
    """By WhatsApp or Messenger, where the program's board has not opened it, and no thread has begun."""
    UNCALLED = "uncalled"
    """On a shared number: no program is called, and none is being talked to."""
    UNBEGUN = "unbegun"
    """The program is known; there is no thread yet, or the last one is closed, withdrawn or stale."""
    OPEN = "open"
    ASKED = "asked"
    """Open, and a question waits there until the reporter says that it is safe."""


class Does(StrEnum):
    """What is done with a text."""

    NOTHING = "nothing"
    END = "end"
    LIFT = "lift"
    """What STOP did to texts that come late is over."""
    HOLD = "hold"
    EXPECT = "expect"
    BEGIN = "begin"
    ADD = "add"
    KEEP = "keep"
    REPEAT = "repeat"
    RELEASE = "release"
    LINK = "link"


class Answer(StrEnum):
    """What we say, each with its own words in every language of `tipline/intake/texts/words/`."""

    RECEIVED = "received"
    ADDED = "added"
    NAMELESS = "nameless"
    """Thanks for a later text, once in a thread, where it seems to say who wrote it."""
    ASK = "ask"
    MENU = "menu"
    STOPPED = "stopped"
    STARTED = "started"
    HELP = "help"
    REWARD = "reward"
    CODE = "code"
    CODE_FIRST = "code-first"
    """There is no tip yet that a page could belong to."""
    CODE_LATER = "code-later"
    """There were enough links for one day."""
    CODE_NOWHERE = "code-nowhere"
    """The gateway knows no address of the public site, or one that is too long."""
    OFFER = "offer"
    """Sent a week before the number is forgotten, and not to a text."""
    CLOSED = "closed"
    """By an app alone: no tips are taken by it."""
    KEPT = "kept"
    """The same, to who told something: it has come in, without who told it."""
    QUESTION_WAITS = "question-waits"
    """Sent before an answer of staff's, and not to a text."""
    MESSAGE_WAITS = "message-waits"


BY_APP_ALONE: Final = frozenset({Answer.CLOSED, Answer.KEPT})


@dataclass(frozen=True, slots=True)
class Step:
    """What is done, and what is said if the deed leaves something to say."""

    does: Does
    says: Answer | None = None


_SILENCE: Final = Step(Does.NOTHING)
_EXPLAIN: Final = Step(Does.NOTHING, Answer.REWARD)
_LIFT: Final = Step(Does.LIFT, Answer.STARTED)
_KEEP: Final = Step(Does.KEEP)
_KEEP_CLOSED: Final = Step(Does.KEEP, Answer.KEPT)
_LIFT_CLOSED: Final = Step(Does.LIFT, Answer.CLOSED)
_HOLD: Final = Step(Does.HOLD, Answer.MENU)
_BEGIN: Final = Step(Does.BEGIN, Answer.RECEIVED)
_ADD: Final = Step(Does.ADD, Answer.ADDED)
_REPEAT: Final = Step(Does.REPEAT)
_EXPECT: Final = Step(Does.EXPECT, Answer.ASK)


def _always(step: Step, **but: Step) -> Mapping[Stands, Step]:
    """One step wherever the conversation stands, but for some."""
    return dict.fromkeys(Stands, step) | {Stands(where): other for where, other in but.items()}


_TELL: Final = _always(
    _ADD, ended=_KEEP, again=_REPEAT, closed=_KEEP_CLOSED, uncalled=_HOLD, unbegun=_BEGIN
)  # the steps that `NEW`, `OK` and `YES` differ from

TABLE: Final[Mapping[Wants, Mapping[Stands, Step]]] = {
    Wants.STOP: _always(Step(Does.END, Answer.STOPPED)),
    Wants.START: _always(_LIFT, closed=_LIFT_CLOSED),
    Wants.YES: _always(_LIFT, again=_REPEAT, closed=_LIFT_CLOSED, open=_ADD, asked=_ADD),
    Wants.OK: {**_TELL, Stands.ASKED: Step(Does.RELEASE)},
    Wants.HELP: _always(Step(Does.NOTHING, Answer.HELP)),
    Wants.REWARD: _always(_EXPLAIN, ended=_SILENCE),
    Wants.CODE: _always(Step(Does.LINK, Answer.CODE), ended=_SILENCE),
    Wants.CALL: _always(
        _EXPECT,
        ended=_SILENCE,
        again=_REPEAT,
        closed=Step(Does.NOTHING, Answer.CLOSED),
        uncalled=Step(Does.NOTHING, Answer.MENU),
    ),
    Wants.NEW: {**_TELL, Stands.OPEN: _BEGIN, Stands.ASKED: _BEGIN},
    Wants.TELL: _TELL,
    Wants.NOTHING: _always(_SILENCE),
}

ASKED_APART: Final = frozenset(
    wants for wants, steps in TABLE.items() if steps[Stands.ASKED] != steps[Stands.OPEN]
)
"""For these alone it must be asked whether a question waits."""


def step(wants: Wants, stands: Stands) -> Step:
    """What is done and said."""
    return TABLE[wants][stands]
