"""Hold the automatic texts to two segments, and docs/texting.md to the table that the gateway runs by.

`--update` writes the tables of the page anew; without it, a stale page or a text that is too long fails.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tipline.intake.texts.fitting import filled, misfits
from tipline.intake.texts.inbound import OptOut
from tipline.intake.texts.transitions import BY_APP_ALONE, TABLE, Answer, Does, Stands, Step, Wants
from tipline.intake.texts.words.tongue import Tongue
from tipline.intake.texts.words.tongues import TONGUES
from tipline.languages import LANGUAGES
from tipline.segments import segments

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "texting.md"


@dataclass(frozen=True, slots=True)
class Example:
    """A text, what it is an example of, and what it wants."""

    what: str
    body: str
    wants: Wants
    media: int = 0
    opt_out: OptOut | None = None


EXAMPLES: Final = (
    Example("words", "black jeep outside the laundromat", Wants.TELL),
    Example("nothing but an emoji", "🔫", Wants.TELL),
    Example("nothing but a question mark", "?", Wants.TELL),
    Example("1,600 letters, as many as the carrier brings", "a" * 1600, Wants.TELL),
    Example("another script", "هناك رجل معه مسدس عند المدرسة", Wants.TELL),
    Example("a sentence that begins or ends with a ruling word", "stop him at the corner", Wants.TELL),
    Example("a picture without words", "", Wants.TELL, media=1),
    Example("a picture with words", "this is him", Wants.TELL, media=1),
    Example("a picture with a ruling word, but for STOP", "HELP", Wants.TELL, media=1),
    Example("empty", "", Wants.NOTHING),
    Example("nothing but white space", " \n\t ", Wants.NOTHING),
    Example("a keyword and words", "TOR: black jeep", Wants.TELL),
    Example("nothing but a keyword", "TOR", Wants.CALL),
    Example("nothing but NEW", "NEW", Wants.CALL),
    Example("NEW and words", "NEW white van", Wants.NEW),
    Example("NEW and a keyword, in either order", "new: TOR: white van", Wants.NEW),
    Example("NEW in another language, set apart", "nuevo: una furgoneta", Wants.NEW),
    Example("a word of the STOP family, as the whole text", "Arrêt !", Wants.STOP),
    Example("a keyword and a word of that family", "TOR stop", Wants.STOP),
    Example("STOP with a picture, which is kept as a tip of nobody", "STOP", Wants.STOP, media=1),
    Example("a word of the START family", "UNSTOP", Wants.START),
    Example("a word of the YES family", "yes", Wants.YES),
    Example("a word of the OK family", "ok.", Wants.OK),
    Example("a word of the HELP family", "Info?", Wants.HELP),
    Example("a word of the REWARD family", "récompense", Wants.REWARD),
    Example("a word of the CODE family", "Code", Wants.CODE),
    Example("a keyword and a word of the CODE family", "TOR code", Wants.CODE),
    Example("whatever the carrier took as STOP", "Genug jetzt", Wants.STOP, opt_out=OptOut.STOP),
    Example("whatever the carrier took as HELP", "hilfe", Wants.HELP, opt_out=OptOut.HELP),
    Example("whatever the carrier took as START", "weiter", Wants.START, opt_out=OptOut.START),
)


@dataclass(frozen=True, slots=True)
class Writer:
    """A sender as the carrier writes it, and whether they are answered."""

    what: str
    sender: str
    answered: bool


WRITERS: Final = (
    Writer("a number", "+14165550142", answered=True),
    Writer("a number of another country", "+447700900123", answered=True),
    Writer("a short code, or any number under seven digits", "883333", answered=False),
    Writer("the same with a plus", "+123456", answered=False),
    Writer("a name", "TWILIO", answered=False),
    Writer("withheld", "", answered=False),
    Writer("no address of any kind", "whatsapp:", answered=False),
)

WANTS: Final[Mapping[Wants, str]] = {
    Wants.TELL: "tells something, or calls the program that told texts wait for",
    Wants.NEW: "tells of something else (NEW)",
    Wants.CALL: "only calls a program, or only says NEW",
    Wants.YES: "YES",
    Wants.OK: "OK",
    Wants.STOP: "STOP",
    Wants.START: "START",
    Wants.HELP: "HELP",
    Wants.REWARD: "REWARD",
    Wants.CODE: "CODE",
    Wants.NOTHING: "nothing",
}
NO_LINK: Final = (Answer.CODE_FIRST, Answer.CODE_LATER, Answer.CODE_NOWHERE)
"""What is said where no link can be made."""

STANDS: Final[Mapping[Stands, str]] = {
    Stands.UNBEGUN: "program known, no open thread",
    Stands.OPEN: "open thread",
    Stands.ASKED: "open thread, and something waits for an OK",
    Stands.UNCALLED: "shared number, nobody called",
    Stands.AGAIN: "this very text came before",
    Stands.ENDED: "within half a minute of STOP",
    Stands.CLOSED: "by an app that is closed, no open thread",
}
DOES: Final[Mapping[Does, str]] = {
    Does.NOTHING: "stores nothing",
    Does.END: "forgets the number, tells staff",
    Does.LIFT: "may write again",
    Does.HOLD: "keeps the text, sealed, until somebody is called",
    Does.EXPECT: "the next text is for that program, or begins a tip",
    Does.BEGIN: "begins a tip",
    Does.ADD: "adds to the thread",
    Does.KEEP: "keeps it as a tip of nobody",
    Does.REPEAT: "writes nothing twice, says the same again",
    Does.LINK: "makes a link to a private page, in an open thread of a known site",
    Does.RELEASE: "what waited is sent, tells staff; an OK that reaches us late is asked for again",
    Does.LINK: "makes a link to a private page, where there is a tip",
}


BY_TEXT: Final = [answer for answer in Answer if answer not in BY_APP_ALONE]

_ELSEWHERE: Final = "wherever else it stands"
_SHOWN: Final = 60
"""Letters of an example that the page shows."""

_MANY: Final = 3
"""Places that one line names; of more it says that they are the others."""


def too_long(tongues: Iterable[Tongue]) -> Iterator[str]:
    """What of the automatic texts does not fit into two segments, or is not in the alphabet."""
    for tongue in tongues:
        for answer in BY_TEXT:
            yield from (f"{tongue.tag}: {answer.value}: {why}" for why in misfits(answer, tongue))


def tables() -> Mapping[str, str]:
    """The tables of the page, by the name that stands in its marks."""
    return {
        "texts": _table(("a text", "for example", "wants"), map(_example, EXAMPLES)),
        "transitions": "\n\n".join(map(_transitions, WANTS)),
        "senders": _table(
            ("`From`", "for example", "taken in", "answered"),
            (
                (one.what, f"`{one.sender}`" if one.sender else "", "yes", _yes(one.answered))
                for one in WRITERS
            ),
        ),
        "keywords": _table(
            ("family", *(LANGUAGES[tag].english for tag in TONGUES)),
            ((wants.value.upper(), *_words(wants)) for wants in TONGUES["en"].keywords),
        ),
        "lengths": _table(
            ("answer", *(LANGUAGES[tag].english for tag in TONGUES)),
            (
                (answer.value, *(str(segments(filled(answer, tongue))) for tongue in TONGUES.values()))
                for answer in BY_TEXT
            ),
        ),
    }


def page(was: str) -> str:
    """The page with its tables as they should be.

    Raises:
        KeyError: it has a mark of a table that there is not.
    """
    made = tables()
    return re.sub(
        r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)",
        lambda found: f"{found[1]}{made[found[2]]}\n{found[3]}",
        was,
        flags=re.DOTALL,
    )


def _transitions(wants: Wants) -> str:
    """What becomes of a text that wants this; places where the same is done share a line."""
    together: dict[Step, list[str]] = {}
    for stands, words in STANDS.items():
        together.setdefault(TABLE[wants][stands], []).append(words)
    rows = [
        (
            "wherever it stands" if len(where) == len(STANDS) else "; ".join(where),
            DOES[step.does],
            _says(step),
        )
        for step, where in together.items()
    ]
    return f"A text that wants: **{WANTS[wants]}**\n\n" + _table(("where", "does", "answers"), rows)


def _where(places: Sequence[str]) -> str:
    if len(places) == len(STANDS):
        return "wherever it stands"
    return "; ".join(places) if len(places) <= _MANY else _ELSEWHERE


def _says(step: Step) -> str:
    if step.does is Does.ADD:
        return "`added` to the first one, `nameless` to the first one with a name in it, else silence"
    if step.does is Does.LINK:
        return f"`code`, or why there is none: {', '.join(f'`{one.value}`' for one in NO_LINK)}"
    if step.does is Does.REPEAT:
        return "what it was answered with"
    return f"`{step.says.value}`" if step.says else "silence"


def _example(one: Example) -> tuple[str, str, str]:
    body = one.body if len(one.body) <= _SHOWN else f"{one.body[:3]}…"
    shown = f"`{body.strip()}`" if body.strip() else ""
    return one.what, shown, WANTS[one.wants]


def _words(wants: Wants) -> Iterator[str]:
    for tongue in TONGUES.values():
        yield " ".join(word.upper() for word in tongue.keywords[wants].split())


def _yes(answered: bool) -> str:  # noqa: FBT001 - the fact itself
    return "yes" if answered else "never"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def main(arguments: Sequence[str]) -> int:
    """Check, or bring the page up to date; the exit status."""
    found = list(too_long(TONGUES.values()))
    was = PAGE.read_text()
    becomes = page(was)
    if "--update" in arguments:
        PAGE.write_text(becomes)
    elif becomes != was:
        found.append("docs/texting.md is stale: .venv/bin/python tools/texting.py --update")
    print("\n".join(found))
    return bool(found)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
