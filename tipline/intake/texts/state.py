"""Where a conversation by text stands: who texts, what they tell, and what the two stores know of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tipline.errors import NoProvenKey
from tipline.intake.normalise import TEXT_LIMIT
from tipline.intake.receive import Thread
from tipline.intake.texts.addresses import Names
from tipline.intake.texts.held import HeldRow, read_held
from tipline.intake.texts.inbound import InboundText
from tipline.intake.texts.keywords import Asked
from tipline.intake.texts.lines import Line, LineProgram
from tipline.intake.texts.pictures import Pictures
from tipline.intake.texts.replies import WAITED, late_notice
from tipline.intake.texts.senders import Known, read_program, read_sender
from tipline.intake.texts.tips import StoredText, StoredTip, read_stored, read_tip
from tipline.intake.texts.transitions import Answer, Wants
from tipline.log import Event, log
from tipline.private import Address
from tipline.store.db import Store
from tipline.vocabulary import Channel, KeyKind, ProgramId, RecordId, TipId, TipNumber


@dataclass(frozen=True, slots=True)
class Sender:
    """Who texts, on which of our lines."""

    line: Line
    name: str = field(repr=False)
    """As the carrier writes it; empty where it was withheld."""
    who: bytes = field(repr=False)
    """Their keyed name on this line."""
    address: Address | None
    """Where an answer can go, if it can."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one text tells, or several that waited for their program."""

    record_id: RecordId
    tip_id: TipId
    text: str = field(repr=False)
    answered: tuple[RecordId, ...]
    """Every text that is in it: a later delivery of any is answered with the tip's number."""
    waited: tuple[HeldRow, ...] = ()
    new: bool = False
    """Another tip, even where there is a thread."""
    channel: Channel = Channel.TEXT
    """By what it came."""
    pictures: tuple[Pictures, ...] = ()
    """What came with it, text by text."""
    number: TipNumber | None = None
    """What its sender was told already, while a store was away: it begins the tip of this number."""
    late: bool = False
    """It reached us when its moment was over: who said OK then may not be safe now."""

    @property
    def tells(self) -> bool:
        """Whether there is anything in it."""
        return bool(self.text or self.pictures)

    @property
    def announced(self) -> int:
        """How many pictures came with it."""
        return sum(one.count for one in self.pictures)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the two stores know when a text comes."""

    program: LineProgram | None
    """Whom it is for; nothing on a shared line where nobody was called and no thread is open."""
    last: ProgramId | None = None
    """Whom this sender talked to last on this line; not asked where somebody was called."""
    known: Known | None = field(default=None, repr=False)
    waiting: tuple[HeldRow, ...] = field(default=(), repr=False)
    settled: tuple[HeldRow, ...] = field(default=(), repr=False)
    """What waited and is in the tips already: a process died before it could forget it."""
    tip: StoredTip | None = None
    """The tip that the sender is in, open or not."""
    thread: Thread | None = None
    """Where it goes on: open, and with the key that it began with."""
    began: StoredTip | None = None
    """The tip that this very text began together with others."""
    stored: StoredText | None = None
    """Where this very text has gone, if it was delivered before."""

    def number_given(self, piece: Told) -> TipNumber | None:
        """The number that this text was answered with, if it was one that a tip began with."""
        if self.stored is not None and self.stored.tip_id == piece.tip_id:
            return self.stored.number
        return self.began.number if self.began is not None else None

    def began_with(self, told: Told) -> bool:
        """Whether the sender's current thread is the one that this very text begins."""
        current = self.known.correspondent.current if self.known else None
        return current is not None and current.tip_id == told.tip_id

    def answer_given(self, piece: Told) -> Answer | None:
        """What this text was answered with, if it is one of a thread that was."""
        threads = self.known.correspondent.threads if self.known else ()
        given = (one.answer_to(piece.record_id) for one in threads)
        return next(filter(None, given), None)


def look(
    tips: Store,
    vault: Store,
    names: Names,
    sender: Sender,
    *,
    called: LineProgram | None,
    record_id: RecordId,
) -> Seen:
    """Read what both stores know of a sender and of this text; nothing is opened but the gateway's own rows.

    Raises:
        StoreUnavailable: one of them cannot be read.
        NoProvenKey: they talk to a program that another gateway has the root of: nobody else gets it.
    """
    line, known, talks = sender.line, None, None
    waiting: list[HeldRow] = []
    with vault.look() as connection:
        if (line.shared or line.elsewhere) and sender.name:
            if called is None:
                talks = read_program(connection, names, line=line, sender=sender.who)
            if talks in line.elsewhere:
                raise NoProvenKey(talks)
            waiting = read_held(connection, names, first=line.first.program_id, who=sender.who)
        program = called or (line.program(talks) if line.shared else line.first)
        if program is None and sender.address is None:
            program = called = line.first  # nobody can be asked whom it is for
        if program is not None and sender.name:
            known = read_sender(connection, names, program_id=program.program_id, sender=sender.name)
    seen = Seen(program=program, last=talks, known=known)
    seen = _look_at_tips(tips, seen, waiting, line=line, record_id=record_id)
    if seen.tip is not None and not seen.tip.status.open and line.shared and called is None:
        return replace(seen, program=None)
    return seen


def is_closed(line: Line, program: LineProgram | None, wants: Wants, *, in_thread: bool) -> bool:
    """Whether no tip may begin here: an app that the board has not opened, or not for this program.

    A conversation that has begun goes on.
    """
    if in_thread and wants is not Wants.NEW:
        return False
    return program not in line.takers if program else not line.takers


def joined(waiting: Sequence[HeldRow], piece: Told) -> Told:
    """A text and what has waited before it, as far as one record holds them; the rest goes on waiting."""
    texts, taken, room = list[str](), list[HeldRow](), TEXT_LIMIT - len(piece.text)
    for one in waiting:
        room -= len(one.held.text) + 1
        if room < 0:
            break
        texts.append(one.held.text)
        taken.append(one)
    return replace(
        piece,
        text="\n".join(filter(None, (*texts, piece.text))),
        answered=(*(one.held.record_id for one in taken), *piece.answered),
        waited=tuple(taken),
        pictures=(*(pictures for one in taken for pictures in one.pictures), *piece.pictures),
    )


def waited(rows: Sequence[HeldRow]) -> Told:
    """What has waited, by itself: the first text begins the tip.

    Raises:
        IndexError: nothing has waited (a mistake in the caller).
    """
    first = rows[0].held
    piece = Told(first.record_id, first.tip_id, text="", answered=(), channel=first.channel)
    return joined(rows, piece)


def _look_at_tips(
    tips: Store, seen: Seen, waiting: Sequence[HeldRow], *, line: Line, record_id: RecordId
) -> Seen:
    current = seen.known.correspondent.current if seen.known else None
    programs = [one.program_id for one in line.programs]
    records = {record_id, *(one.held.record_id for one in waiting)}
    if seen.known is not None and seen.known.row is None and not waiting:
        return seen  # somebody new: that this text came before is seen when the tip is stored
    begun = seen.known.correspondent.begun_with(record_id) if seen.known else None
    tip = began = None
    with tips.look() as connection:
        stored = read_stored(connection, programs=programs, records=records)
        if seen.known is not None and current is not None:
            tip = read_tip(connection, program_id=seen.known.program_id, tip_id=current.tip_id)
        if seen.known is not None and begun is not None:
            began = read_tip(connection, program_id=seen.known.program_id, tip_id=begun.tip_id)
    thread = None
    if tip is not None and current is not None and tip.status.open:
        thread = tip.thread(current)
        if thread is None:
            log(Event.KEY_NOT_PROVEN, program=tip.program_id, kind=KeyKind.THREAD)
    return replace(
        seen,
        waiting=tuple(one for one in waiting if one.held.record_id not in stored),
        settled=tuple(one for one in waiting if one.held.record_id in stored),
        tip=tip,
        thread=thread,
        began=began,
        stored=stored.get(record_id),
    )


def named(written: str, address: Address | None) -> str:
    """A sender as their keyed names are made of them; empty where they are withheld."""
    return (address.person if address else written).strip().casefold()


def told_by(names: Names, sender: Sender, text: InboundText, asked: Asked, number: TipNumber | None) -> Told:
    """What one text tells, and what came with it.

    Args:
        number: what it was answered with already, while a store was away.
    """
    record_id = names.record(text.sid)
    media = (*text.media_ids, *[""] * text.media)[: text.media]
    words = "\n".join(filter(None, (late_notice(text.waited) if asked.rest else "", asked.rest)))
    return Told(
        record_id=record_id,
        tip_id=names.tip(text.sid),
        text=words[:TEXT_LIMIT],
        answered=(record_id,),
        new=asked.new,
        number=number,
        pictures=(Pictures(text.sid, sender.line.first.program_id, media),) if media else (),
        channel=sender.line.channel,
        late=text.late or text.waited > WAITED,
    )
