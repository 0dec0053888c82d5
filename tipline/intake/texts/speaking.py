"""What is said to a text, and in which language: that of its keyword, else its own, else the thread's."""

from dataclasses import dataclass, field

from tipline.intake.texts import wording
from tipline.intake.texts.keywords import Asked
from tipline.intake.texts.lines import Line, LineProgram
from tipline.intake.texts.own_words import in_own_words
from tipline.intake.texts.replies import without_notices
from tipline.intake.texts.spoken import spoken
from tipline.intake.texts.state import Seen, Sender, Told
from tipline.intake.texts.transitions import Answer
from tipline.intake.texts.words.tongue import Tongue
from tipline.intake.texts.words.tongues import TONGUES
from tipline.languages import USUAL
from tipline.vocabulary import TipNumber


@dataclass(frozen=True, slots=True)
class Taken:
    """A text with all that is known when it is taken in."""

    sender: Sender
    seen: Seen = field(repr=False)
    told: Told = field(repr=False)
    language: str
    """What the tip is recorded in; answered is in it, or in English where we have no words of it."""

    @property
    def whose(self) -> LineProgram:
        """The program that is talked to, or would be: the line's first gets what nobody claims."""
        return whose(self.sender, self.seen)


def whose(sender: Sender, seen: Seen | None) -> LineProgram:
    """The program that is called or talked to, that was talked to last, or the first of the line."""
    line = sender.line
    return (seen and (seen.program or line.program(seen.last))) or line.first


def language_of(sender: Sender, seen: Seen | None, asked: Asked, told: str) -> str:
    """The language to record and to answer in.

    An English keyword says nothing of it, because carriers, and our own texts in every language, ask for it.

    Args:
        sender: who texts; their program's first language is taken where nothing else says one.
        seen: what is known of the conversation, if that could be read.
        asked: the text, taken apart.
        told: what it tells, with what had waited for it.
    """
    thread = seen.tip.language if seen is not None and seen.tip is not None else None
    return asked.speaks or spoken(without_notices(told)) or thread or whose(sender, seen).language


def tongue_of(language: str, program: LineProgram | None = None) -> Tongue:
    """The words of a language, as a program says them; English where there are none."""
    tongue = TONGUES.get(language, TONGUES[USUAL.tag])
    return in_own_words(tongue, program.own) if program is not None else tongue


def say(answer: Answer, taken: Taken, *, site: str | None, number: TipNumber | None = None) -> str:
    """Fill in an answer.

    Args:
        answer: which of them.
        taken: what it answers.
        site: the address of the public site, where this gateway knows it.
        number: the tip's, in the first answer of a tip.
    """
    tongue, line = tongue_of(taken.language, taken.whose), taken.sender.line
    if line.channel.by_app:
        return wording.by_app(
            answer,
            tongue,
            app=line.channel,
            number=number,
            form=_form(taken, site, tongue),
            program=taken.whose.named,
            programs=[one.named for one in line.takers],
        )
    match answer:
        case Answer.RECEIVED if number is not None:
            return wording.received(number, tongue)
        case Answer.MENU:
            named = [one.named for one in line.programs]
            return wording.menu(named, tongue_of(taken.language))  # it is nobody's yet
        case Answer.HELP:
            return wording.helping(taken.whose.named, tongue)
        case Answer.REWARD:
            return wording.rewarding(_form(taken, site, tongue), tongue)
        case _:
            return wording.plain(answer, tongue)


def say_stopped(line: Line, language: str) -> str:
    """The last answer: who texted is forgotten already."""
    tongue = tongue_of(language, None if line.shared else line.first)
    if line.channel.by_app:
        return wording.by_app(Answer.STOPPED, tongue, app=line.channel)
    return wording.plain(Answer.STOPPED, tongue)


def _form(taken: Taken, site: str | None, tongue: Tongue) -> str | None:
    """The address of the web form; on a shared line where nobody was called, of the list of programs."""
    if site is None:
        return None
    page = site if tongue.tag == USUAL.tag else f"{site}/{tongue.tag}"
    seen = taken.seen
    if seen.program is None and taken.sender.line.program(seen.last) is None:
        return f"{page}/"
    return f"{page}/{taken.whose.slug}"
