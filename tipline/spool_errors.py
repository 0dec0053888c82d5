"""What can go wrong with what waits for a store, as facts."""

from tipline.errors import StoreUnavailable, TiplineError
from tipline.vocabulary import StoreName, TipNumber


class TipNotStored(StoreUnavailable):
    """A sealed tip was not kept, or nobody can say; kept elsewhere it has this number."""

    def __init__(self, store: StoreName, number: TipNumber) -> None:
        super().__init__(store)
        self.number = number


class SpoolUnavailable(TiplineError):
    """The folder in which things wait for a store is full, or cannot be written or read."""
