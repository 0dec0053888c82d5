"""What is refused of an award, with the facts and without the words.

Refused
├── NoSuchAward            no award, meeting or desk has this id
├── NoClaimKey             the reporter has no eight-word code, or nothing proves their key
├── AlreadyProposed        an award for this tip is before the board, or was given
├── AboveMaximum           with its shares, more than the program gives for one case, or nothing at all
├── NotRuledOut            whether the reporter may have a reward is not answered
├── PaperRefused           a summary and sheet that do not fit into the one size that papers have
├── SamePerson             who has one part in an award cannot have another
├── AlreadySaid            a member of the board said just that before
├── InConflict             who declared a conflict sees no summary and decides nothing
├── NoQuorum               too few are present
├── NotInMeeting           who decides must be present, in a meeting that is not over
├── WrongState             where the award stands does not lead there
├── ApprovalNotProven      fewer than two members of the board signed this award with this amount
├── CodeUnknown            no award of this program has this claim code
├── TooManyWrongCodes      somebody typed wrong codes too often
├── HeldElsewhere          another teller has this award in hand
├── HoldOver               the hold ran out: was cash handed over?
├── NotNow                 a teller has the award in hand, so where it is collected stays as it was
├── AlreadyPaid            of a list that is to be taken back, some awards do not wait any more
├── TooLate                the desk has been counted since, or the notice's days are not over
└── OnceOnly               the claim of this award was made anew before
"""

from tipline.errors import NothingHere, Refused
from tipline.reward_words import AwardState


class NoSuchAward(NothingHere):
    """No award, meeting or desk of this program has this id."""


class NoClaimKey(Refused):
    """The reporter has no eight-word code, or nothing in the thread proves which key is theirs."""


class AlreadyProposed(Refused):
    """An award for this tip waits for the board, is before it, or was given."""


class AboveMaximum(Refused):
    """An amount that is not above zero, or, with all shares, above what one case may be given; in cents."""

    def __init__(self, *, maximum: int, found: int) -> None:
        super().__init__(maximum, found)
        self.maximum = maximum
        self.found = found


class NotRuledOut(Refused):
    """What stands between a reporter and a reward was not ruled out, and no reason is given; how many."""

    def __init__(self, missing: int) -> None:
        super().__init__(missing)
        self.missing = missing


class PaperRefused(Refused):
    """A summary or a sheet is empty or too long; the bytes that there is room for."""

    def __init__(self, *, limit: int, found: int) -> None:
        super().__init__(limit, found)
        self.limit = limit
        self.found = found


class SamePerson(Refused):
    """Whoever proposed, approved or paid an award has no other part in it."""


class AlreadySaid(Refused):
    """This member of the board said the same of this award before."""


class InConflict(Refused):
    """Who declared a conflict sees no summary of the award and decides nothing."""


class NoQuorum(Refused):
    """Fewer are present than the program asks for."""

    def __init__(self, *, wanted: int, found: int) -> None:
        super().__init__(wanted, found)
        self.wanted = wanted
        self.found = found


class NotInMeeting(Refused):
    """Who decides must be present, and the meeting not over."""


class WrongState(Refused):
    """Where an award stands does not lead where it was sent."""

    def __init__(self, at: AwardState) -> None:
        super().__init__(at.value)
        self.at = at


class ApprovalNotProven(Refused):
    """Fewer than two members of the board have signed this award with this amount: somebody wrote it in."""


class CodeUnknown(Refused):
    """No award of this program has this claim code; `mistyped` where its check digit says so."""

    def __init__(self, *, mistyped: bool) -> None:
        super().__init__(mistyped)
        self.mistyped = mistyped


class TooManyWrongCodes(Refused):
    """This person typed wrong codes too often in the last minutes."""


class HeldElsewhere(Refused):
    """Another teller has this award in hand; the word by which the two can talk of it."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self.word = word


class HoldOver(Refused):
    """The hold ran out, and it must be said whether cash was handed over."""


class NotNow(Refused):
    """Where an award is collected cannot be changed: a teller has it in hand, or it is done with."""


class AlreadyPaid(Refused):
    """So many awards of a list were paid or returned, or are in a teller's hand, or frozen."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


class TooLate(Refused):
    """What may be done until a desk is counted, or not before a notice's days are over."""


class OnceOnly(Refused):
    """The claim of this award was made anew before, or somebody has asked for it already."""
