"""What can go wrong, in one tree. Errors carry facts; doors choose words, pages and status codes.

TiplineError
├── Refused                       the system works, and says no
│   ├── NotPermitted              a role may not do this
│   ├── NotConfirmed              a person whom nobody has confirmed yet
│   ├── WrongFingerprint          what was read out is not that of the stored keys
│   ├── NothingHere               the thing does not exist, or not for who asks
│   │   ├── NoSuchProgram
│   │   ├── NoSuchTip
│   │   ├── NoSuchCase
│   │   ├── NoSuchLink
│   │   ├── NoSuchPerson
│   │   └── NoSuchTeam
│   ├── UnlawfulMove              a tip cannot go from here to there
│   ├── CaseClosed                nothing goes into a case on which work is over
│   ├── FigureRefused             a number that cannot have come of a tip
│   ├── NamedInTip                a tip was to be given to somebody whose name stands in it
│   ├── NameTaken                 somebody or something is called that already
│   ├── Unsuitable                a name, address, keyword, time zone or number that will not do
│   ├── TextRefused
│   │   ├── TextEmpty
│   │   ├── TextTooLong
│   │   ├── SaysTooMuch           an answer that no phone should show, without a reason why it must
│   │   └── TooManySegments       an answer that is more text messages than one should send unasked
│   ├── FormTokenRefused
│   │   ├── FormTokenMissing
│   │   ├── FormTokenOld
│   │   └── FormTokenUsed
│   ├── WrongCode                 unknown, mistyped or withdrawn: one answer for all
│   ├── Withdrawn                 the reporter has withdrawn the tip
│   ├── NoReturnAddress           nobody can be texted about this tip any more
│   ├── BroughtFromElsewhere      the reporter of a tip of another system has no way to read an answer here
│   ├── OpenedBefore              tips that were brought, and cannot be taken back any more
│   ├── SignInRefused             name, password or second factor: one answer for all
│   ├── SessionOver               idle, old, signed out or unknown
│   ├── TooBusy                   come back in a moment
│   ├── NotAPhoneNumber
│   ├── NotAnAddress
│   └── NotAMailAddress
├── StoreTrouble                  which store it was
│   ├── StoreUnreachable          at the start
│   ├── StoreAtOtherVersion       at the start
│   └── StoreUnavailable          later: locked, full, gone
├── KeyTrouble
│   ├── KeyFileMissing
│   ├── KeyFileUnreadable
│   ├── WrongKeyFile
│   ├── KeyNotAllowed
│   ├── RootStillHere
│   ├── NoProvenKey
│   └── NoGrant
├── MailTrouble
│   ├── MailRefused               the server does not take mail for this address
│   └── MailUnavailable           nothing can be handed over now
├── SettingRefused
└── AuditBroken
"""

from collections.abc import Sequence
from pathlib import Path

from tipline.figures import Figure
from tipline.vocabulary import ProgramId, Role, Status, StoreName


class TiplineError(Exception):
    """Anything of this tree."""


class Refused(TiplineError):
    """The system works, and says no."""


class NotPermitted(Refused):
    """Somebody in this role may not do that."""

    def __init__(self, role: Role) -> None:
        super().__init__(role.value)
        self.role = role


class NotConfirmed(Refused):
    """Nobody who may has confirmed this person yet; the names of those who may."""

    def __init__(self, confirmers: tuple[str, ...] = ()) -> None:
        super().__init__(len(confirmers))
        self.confirmers = confirmers


class WrongFingerprint(Refused):
    """What was read out is not the fingerprint of the keys that are stored."""


class NothingHere(Refused):
    """The thing does not exist, or not for who asks; the two look alike."""


class NoSuchProgram(NothingHere):
    """No program has this name or id."""


class NoSuchTip(NothingHere):
    """No tip has this number or id, or none that the person holds a grant for."""


class NoSuchCase(NothingHere):
    """No case has this number, or none of the person's own."""


class NoSuchLink(NothingHere):
    """No link has this id."""


class NoSuchPerson(NothingHere):
    """No person of this program has this name or id."""


class NoSuchTeam(NothingHere):
    """No team of this program has this name or id."""


class UnlawfulMove(Refused):
    """Where a tip stands does not lead where it was sent."""

    def __init__(self, *, at: Status, to: Status) -> None:
        super().__init__(at.value, to.value)
        self.at = at
        self.to = to


class CaseClosed(Refused):
    """Work on a case is over: nothing goes into it before it is opened again."""


class FigureRefused(Refused):
    """A figure that is no number of its kind; the most that there can be, where that is what was wrong."""

    def __init__(self, figure: Figure, *, most: int | None = None) -> None:
        super().__init__(figure.value, most)
        self.figure = figure
        self.most = most


class NamedInTip(Refused):
    """A tip was to be given to people some of whom are named in it."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(len(names))
        self.names = names


class NameTaken(Refused):
    """Somebody or something is called that already."""


class Unsuitable(Refused):
    """A name, address, keyword, time zone or number cannot be used; which of them."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class TextRefused(Refused):
    """A text that cannot be taken."""


class TextEmpty(TextRefused):
    """Nothing is left of the text."""


class TextTooLong(TextRefused):
    """The text has more code points than are taken."""

    def __init__(self, *, limit: int, found: int) -> None:
        super().__init__(limit, found)
        self.limit = limit
        self.found = found


class SaysTooMuch(TextRefused):
    """The answer has what no text should say; the names of that, for staff."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(tuple(names))
        self.names = tuple(names)


class TooManySegments(TextRefused):
    """The answer would leave as more text messages than are sent without being asked about."""

    def __init__(self, *, limit: int, found: int) -> None:
        super().__init__(limit, found)
        self.limit = limit
        self.found = found


class FormTokenRefused(Refused):
    """The form's one-time token does not let it in."""


class FormTokenMissing(FormTokenRefused):
    """There is none, or one that we did not make."""


class FormTokenOld(FormTokenRefused):
    """The form has been open for too long."""


class FormTokenUsed(FormTokenRefused):
    """The form was sent before: what it said has been received."""


class WrongCode(Refused):
    """The code opens nothing: unknown, mistyped or withdrawn."""


class Withdrawn(Refused):
    """The reporter has withdrawn the tip."""


class NoReturnAddress(Refused):
    """Nobody can be texted about this tip any more."""


class BroughtFromElsewhere(Refused):
    """Another system received this tip: its reporter reads nothing here."""


class OpenedBefore(Refused):
    """So many tips of a list have been opened, or something was done with them."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


class SignInRefused(Refused):
    """Name, password or second factor is wrong; which one is not said."""


class SessionOver(Refused):
    """The session is idle too long, too old, signed out or unknown."""


class TooBusy(Refused):
    """The queue for costly work is full."""


class NotAPhoneNumber(Refused):
    """Neither a number in E.164 form nor a short code."""


class NotAnAddress(Refused):
    """Nothing that a text comes from or goes to."""


class NotAMailAddress(Refused):
    """Not an e-mail address that mail can be sent to."""


class StoreTrouble(TiplineError):
    """Something is wrong with a store."""

    def __init__(self, store: StoreName) -> None:
        super().__init__(store.value)
        self.store = store


class StoreUnreachable(StoreTrouble):
    """At the start: the store cannot be opened."""


class StoreAtOtherVersion(StoreTrouble):
    """At the start: not the version that this program needs; `found` is None where there are no tables."""

    def __init__(self, store: StoreName, *, found: str | None, wanted: str) -> None:
        super().__init__(store)
        self.found = found
        self.wanted = wanted


class StoreUnavailable(StoreTrouble):
    """The store is locked, full, read-only or gone: what was to be kept was not kept."""


class KeyTrouble(TiplineError):
    """A key is missing, wrong, or not proven."""


class KeyFileMissing(KeyTrouble):
    """A process has no key file."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class KeyFileUnreadable(KeyTrouble):
    """A key file cannot be read: damaged, of an unknown version, or locked by another passphrase."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class WrongKeyFile(KeyTrouble):
    """A key file belongs to another process."""

    def __init__(self, path: Path, *, found: str, wanted: str) -> None:
        super().__init__(str(path), found, wanted)
        self.path = path
        self.found = found
        self.wanted = wanted


class KeyNotAllowed(KeyTrouble):
    """A key lies where this process could read it, and it must not."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class RootStillHere(KeyTrouble):
    """The recovery secret still lies on this machine."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class NoProvenKey(KeyTrouble):
    """A program has no key for this that has a signed path to its root."""

    def __init__(self, program_id: ProgramId) -> None:
        super().__init__(program_id.hex())
        self.program_id = program_id


class NoGrant(KeyTrouble):
    """The person holds no grant that leads to this key."""


class MailTrouble(TiplineError):
    """A mail was not handed over; the server's own number for why, where it gave one."""

    def __init__(self, code: int = 0) -> None:
        super().__init__(code)
        self.code = code


class MailRefused(MailTrouble):
    """The mail server does not take mail for this address."""


class MailUnavailable(MailTrouble):
    """No mail can be handed over now: the server is away, slow, unproven, or in trouble of its own."""


class SettingRefused(TiplineError):
    """A setting is missing, unknown or unsafe; its value is not told."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class AuditBroken(TiplineError):
    """The audit chain does not hold at this number."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number
