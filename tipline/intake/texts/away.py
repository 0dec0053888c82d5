"""What is said to a text while a store is away, and whether it waits: by the same table as ever.

Where it finds the conversation is told from what is remembered, and from the vault. The tips know whether a
thread is still open, and cannot be asked. So who is in a conversation, as far as the vault can be asked, goes
on with it; anybody else is told the number of a tip that begins.
"""

from dataclasses import dataclass, field
from typing import Final

from crypto.numbers import draw_number
from tipline.errors import NoProvenKey, StoreUnavailable
from tipline.intake.programs import number_prefix
from tipline.intake.texts.addresses import Names
from tipline.intake.texts.keywords import Asked
from tipline.intake.texts.lines import LineProgram
from tipline.intake.texts.senders import read_program, read_sender
from tipline.intake.texts.speaking import Taken, language_of, say
from tipline.intake.texts.state import Seen, Sender, Told, is_closed
from tipline.intake.texts.transitions import Answer, Does, Stands, Wants, step
from tipline.store.db import Store
from tipline.vocabulary import ProgramId, TipNumber

NEEDS_A_STORE: Final = frozenset(
    {Does.END, Does.HOLD, Does.EXPECT, Does.BEGIN, Does.ADD, Does.KEEP, Does.RELEASE}
)


@dataclass(frozen=True, slots=True)
class Read:
    """A text as it was read: what it asks for and what it tells."""

    asked: Asked
    wants: Wants
    told: Told


@dataclass(frozen=True, slots=True)
class Away:
    """What becomes of a text while a store is away."""

    program_id: ProgramId
    waits: bool
    """Whether there is anything in it that a store must have."""
    number: TipNumber | None = None
    answer: str | None = field(repr=False, default=None)


def decide_away(
    read: Read,
    sender: Sender,
    *,
    names: Names,
    vault: Store,
    site: str | None,
    number: TipNumber | None,
    follows: bool,
) -> Away:
    """Say what is answered to a text, and whether it waits.

    Args:
        site: where the web form is.
        number: what was drawn for its tip before the store was found to be away.
        follows: whether an earlier text of this sender waits.

    Raises:
        NoProvenKey: it is for a program that another gateway has the root of.
    """
    seen = _look(sender, sender.line.called(read.asked.keyword), names=names, vault=vault)
    language = language_of(sender, seen, read.asked, read.told.text)
    taken = Taken(sender, seen, read.told, language)
    found = step(read.wants, _stands(sender, seen, read.wants, number=number, follows=follows))
    program = taken.whose
    if found.does is Does.BEGIN:
        drawn = number or TipNumber(draw_number(number_prefix(program.named.keyword), offline=True))
        received = say(Answer.RECEIVED, taken, site=site, number=drawn)
        return Away(program.program_id, waits=True, number=drawn, answer=received)
    says = None if found.says is Answer.ADDED and follows else found.says
    if found.does is Does.LINK:
        says = Answer.CODE_LATER  # a link is made in the store, and lives for a quarter of an hour
    answer = say(says, taken, site=site) if says else None
    return Away(program.program_id, waits=found.does in NEEDS_A_STORE, answer=answer)


def _stands(sender: Sender, seen: Seen, wants: Wants, *, number: TipNumber | None, follows: bool) -> Stands:
    """Where the text finds the conversation, as far as that can be told."""
    in_thread = seen.known is not None and seen.known.correspondent.current is not None
    if is_closed(sender.line, seen.program, wants, in_thread=in_thread):
        return Stands.CLOSED
    if number is not None:
        return Stands.UNBEGUN
    if follows or in_thread:
        return Stands.OPEN
    return Stands.UNCALLED if seen.program is None else Stands.UNBEGUN


def _look(sender: Sender, called: LineProgram | None, *, names: Names, vault: Store) -> Seen:
    """Whom a sender talks to; where the vault is away too, nobody knows of a conversation."""
    line = sender.line
    alone = None if line.shared and sender.address is not None else line.first
    try:
        with vault.look() as connection:
            talks = None
            if called is None and (line.shared or line.elsewhere) and sender.name:
                talks = read_program(connection, names, line=line, sender=sender.who)
            if talks in line.elsewhere:
                raise NoProvenKey(talks)
            program = called or (line.program(talks) if line.shared else None) or alone
            if program is None or not sender.name:
                return Seen(program=program, last=talks)
            known = read_sender(connection, names, program_id=program.program_id, sender=sender.name)
    except StoreUnavailable:
        return Seen(program=called or alone)
    return Seen(program=program, last=talks, known=known)
