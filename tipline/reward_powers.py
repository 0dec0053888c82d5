"""What each role may do with an award; `tipline.vocabulary.Role` has these beside its other powers."""

from typing import Final

_PROPOSE: Final[frozenset[object]] = frozenset({"coordinator", "integrity"})
_DECIDE: Final[frozenset[object]] = frozenset({"board"})
_PAY: Final[frozenset[object]] = frozenset({"teller"})
_FILL: Final[frozenset[object]] = frozenset({"treasurer"})
_COUNT: Final[frozenset[object]] = _PAY | _FILL
_THAW: Final[frozenset[object]] = frozenset({"coordinator", "board"})
_UNDO: Final[frozenset[object]] = _COUNT | {"coordinator"}
_SET: Final[frozenset[object]] = frozenset({"board", "administrator"})


class RewardPowers:
    """The powers of a role over awards; none has two of proposing, deciding and paying."""

    @property
    def may_propose_award(self) -> bool:
        """Propose an award for a tip of theirs."""
        return self in _PROPOSE

    @property
    def may_decide_award(self) -> bool:
        """Sit in the board's meetings, read its papers, approve, refuse and defer."""
        return self in _DECIDE

    @property
    def may_pay_award(self) -> bool:
        """Pay at a desk against a claim code."""
        return self in _PAY

    @property
    def may_fill_float(self) -> bool:
        """Open a desk, bring it cash and take cash away."""
        return self in _FILL

    @property
    def may_count_desk(self) -> bool:
        """Count a desk's drawer."""
        return self in _COUNT

    @property
    def may_undo_payment(self) -> bool:
        """Say, or confirm as the second person, that no cash was handed over."""
        return self in _UNDO

    @property
    def may_thaw_award(self) -> bool:
        """Let an award be paid that was frozen at a desk."""
        return self in _THAW

    @property
    def may_set_rewards(self) -> bool:
        """Set the maximum, the quorum and the term."""
        return self in _SET
