"""What each role may do with awards and their books; `tipline.vocabulary.Role` has these beside others."""

from typing import Final

_PROPOSE: Final[frozenset[object]] = frozenset({"coordinator", "integrity"})
_BRING: Final[frozenset[object]] = frozenset({"coordinator"})
_DECIDE: Final[frozenset[object]] = frozenset({"board"})
_PAY: Final[frozenset[object]] = frozenset({"teller"})
_KEEP: Final[frozenset[object]] = frozenset({"treasurer"})
_COUNT: Final[frozenset[object]] = _PAY | _KEEP
_THAW: Final[frozenset[object]] = frozenset({"coordinator", "board"})
_UNDO: Final[frozenset[object]] = _COUNT | {"coordinator"}
_READ: Final[frozenset[object]] = _KEEP | {"coordinator", "board", "auditor"}
_SET: Final[frozenset[object]] = frozenset({"board", "administrator"})


class RewardPowers:
    """The powers of a role: none has two of proposing, deciding, paying and keeping the books."""

    @property
    def may_propose_award(self) -> bool:
        """Propose an award for a tip of theirs."""
        return self in _PROPOSE

    @property
    def may_bring_awards(self) -> bool:
        """Bring a list of awards that another system approved, and take it back."""
        return self in _BRING

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
        return self in _KEEP

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

    @property
    def may_keep_books(self) -> bool:
        """Make a fund, record what came and left, take an entry back, close a month."""
        return self in _KEEP

    @property
    def may_read_books(self) -> bool:
        """See funds, journal and scoring table, prove the books, take them away as a file."""
        return self in _READ
