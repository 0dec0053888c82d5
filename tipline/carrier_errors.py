"""What can go wrong between us and the carrier, beside the tree of `tipline/errors.py`.

CarrierTrouble
├── CarrierRefused                never: its own number for why
├── CarrierUnavailable            not now: after so many seconds, if it says that
└── StillOnItsWay                 a text that cannot be forgotten before it has arrived
"""

from tipline.errors import TiplineError


class CarrierTrouble(TiplineError):
    """A text was not handed over."""


class CarrierRefused(CarrierTrouble):
    """The carrier will not take this text; its own number for why, where it gave one."""

    def __init__(self, code: int | None = None) -> None:
        super().__init__(code)
        self.code = code


class CarrierUnavailable(CarrierTrouble):
    """The carrier could not be asked, or says to come back later."""

    def __init__(self, *, after: float | None = None) -> None:
        """Say after how many seconds it wants to be asked again, if it said that."""
        super().__init__()
        self.after = after


class StillOnItsWay(CarrierTrouble):
    """The carrier is still bringing this text, and cannot forget it before it has."""
