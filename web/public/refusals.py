"""What the public site refuses by itself, before the domain is asked."""

from tipline.errors import TextTooLong


class TicketOld(Exception):
    """A reporter's page was open for too long."""


class NoReceipt(Exception):
    """What the page of a tip under pressure carried is not ours, or too old."""


class TooSoon(Exception):
    """The minute after a tip under pressure is not over."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class NotSure(Exception):
    """The box that makes sure of a withdrawal is not ticked."""


class Fault(Exception):
    """An error that nobody foresaw."""


class DetailTooLong(TextTooLong):
    """The text is too long, and not that of the great box; which, and what stands above it."""

    def __init__(self, box: str, label: str, *, limit: int, found: int) -> None:
        super().__init__(limit=limit, found=found)
        self.box = box
        self.label = label


class NoCode(Exception):
    """What was typed cannot be anybody's code."""


class WordsUnknown(NoCode):
    """Some of the words stand in no list; which, the first being 1."""

    def __init__(self, places: tuple[int, ...]) -> None:
        super().__init__(places)
        self.places = places


class WordUnknown(WordsUnknown):
    """One of them does not."""


class WordsMissing(NoCode):
    """There are more words than eight, or fewer."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


class NoPlace(Exception):
    """No desk was picked where an award is to be collected, or one that pays no more."""


class NotSureAnother(Exception):
    """A claim code was to be given up, but the box that says so was not ticked."""
