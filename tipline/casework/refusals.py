"""What is refused of a tip at work, with the facts and without the words.

Refused
├── NotScrubbed               a tip was to be dispatched without a copy that was looked over
├── FileNotToSend             a file was to go with a brief, and there is no copy of it to be seen
├── ReportUnclear             an illegal picture was said to be reported, not to whom or on no day that can be
├── DispatchedMeanwhile       somebody else has dispatched it, or taken it back, in the meantime
├── WordsNotThere             words that were to be hidden stand nowhere in the tip
├── ClaimedByAnother          somebody else is on the tip at this moment
├── GivenMeanwhile            a tip was to be given to a colleague, and is with somebody else by now
├── NotInTheTeam              a tip was to be given to somebody who does not hold the team whose tip it is
├── TurnOver                 a tip is not in somebody's hands to be scrubbed any more
├── TooEarly                  an agency still has days to say what became of a tip
├── TooOften                  something that may be done a few times was done that often
├── BarredFromTip             a tip was to be given to somebody who is barred from it
└── NobodyLeft                nobody would be left who can open a tip
"""

from datetime import datetime

from tipline.errors import Refused


class NotScrubbed(Refused):
    """There is no scrubbed copy to dispatch, and nobody's life is in danger."""


class FileNotToSend(Refused):
    """A file that was to go with a brief is held, or was taken away, or is none of the tip's."""


class ReportUnclear(Refused):
    """It is not said to whom a picture was reported, or the day is before the hand-over or still to come."""


class DispatchedMeanwhile(Refused):
    """What a tip's recipients have is not what it was when somebody began to write; who changed it last."""

    def __init__(self, who: str | None) -> None:
        super().__init__()
        self.who = who


class WordsNotThere(Refused):
    """The words that were to be hidden are in nothing that the person can open."""


class ClaimedByAnother(Refused):
    """Somebody else is on the tip at this moment; who, and until when."""

    def __init__(self, who: str, *, until: datetime) -> None:
        super().__init__()
        self.who = who
        self.until = until


class GivenMeanwhile(Refused):
    """With whom a tip is, is not what somebody saw: who changed it last, and with whom it is now."""

    def __init__(self, who: str | None, whom: str | None) -> None:
        super().__init__()
        self.who = who
        self.whom = whom


class NotInTheTeam(Refused):
    """Who is to take care of a tip does not hold the team whose tip it is."""


class TurnOver(Refused):
    """A tip that somebody had in hand is scrubbed by now, was taken back, or is with somebody else."""


class TooEarly(Refused):
    """Nothing can be said of an agency's silence before its days are over."""


class TooOften(Refused):
    """Something may be done so many times and no more."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class BarredFromTip(Refused):
    """A tip is not given to somebody who is barred from it; who."""

    def __init__(self, who: str) -> None:
        super().__init__()
        self.who = who


class NobodyLeft(Refused):
    """Nobody of the team whose tip it is would be left who can open it."""
