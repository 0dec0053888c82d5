"""The threads of a sender: which is written to now, which are beside it, and what is as it should be."""

from dataclasses import replace
from datetime import date

from tipline.intake import receive
from tipline.intake.texts.addresses import MOST_THREADS, Correspondent, KnownThread, digest_of
from tipline.intake.texts.state import Seen, Sender, Told


def thread_of(told: Told, key: bytes) -> KnownThread:
    """A thread that begins; a single text needs no list, it is the one that the tip's id follows from."""
    started = told.answered if len(told.answered) > 1 else ()
    return KnownThread(told.tip_id, key, started=started)


def begun(was: Correspondent, mine: KnownThread) -> Correspondent:
    """A sender who is in this tip now; if a delivery before us began it, the key that it wrote down stays."""
    if was.current is not None and was.current.tip_id == mine.tip_id:
        *others, current = was.threads
        started = tuple(dict.fromkeys((*current.started, *mine.started)))
        return replace(was, threads=(*others, replace(current, started=started)))
    others = [one for one in was.threads if one.tip_id != mine.tip_id]
    return Correspondent(threads=(*others, mine)[-MOST_THREADS:], fresh=False)


def beside(threads: tuple[KnownThread, ...], aside: receive.Thread) -> tuple[KnownThread, ...]:
    """The threads with one more that can be answered, behind the one that goes on."""
    *others, current = (one for one in threads if one.tip_id != aside.tip_id)
    return (*others, KnownThread(aside.tip_id, digest_of(aside.public)), current)[-MOST_THREADS:]


def is_kept(sender: Sender, seen: Seen, until: date) -> bool:
    """What the vault has of a sender is as good as if it were written now."""
    known = seen.known
    in_place = not sender.line.shared or (known is not None and seen.last == known.program_id)
    return known is not None and known.expires_day == until and in_place
