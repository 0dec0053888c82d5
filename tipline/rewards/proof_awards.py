"""What an auditor asks of an award: approved once, then paid or returned once, as it was approved."""

from dataclasses import dataclass, field

from tipline.money import Account, EntryKind
from tipline.rewards.refusals import Fault
from tipline.rewards.stored import StoredEntry

_Sum = tuple[bytes, int]
"""A fund, and what is owed of it."""


@dataclass(slots=True)
class _State:
    """Where an award stands: what was approved, and the entries that are not reversed."""

    approved: _Sum | None = None
    approval: bytes | None = None
    end: bytes | None = None


@dataclass
class AwardProof:
    """Where every award stands so far."""

    _states: dict[bytes, _State] = field(default_factory=dict)

    def take(self, kind: EntryKind, entry: StoredEntry) -> Fault | None:
        """What is wrong with the next entry as one of an award; None if nothing is, or it is of none."""
        award = entry.head.award_id
        if kind is not EntryKind.REVERSAL and kind.of_award != (award is not None):
            return Fault.AWARD
        if award is None:
            return None
        state = self._states.get(award)
        if state is None:
            state = self._states[award] = _State()
        if kind is EntryKind.REVERSAL:
            return _take_back(state, entry.head.reverses)
        begins = kind.owes or kind is EntryKind.COMMUNITY
        if state.end or begins == (state.approval is not None):
            return Fault.AWARD
        if not begins and state.approved != _owed(entry, sign=1):
            return Fault.AWARD
        if kind.owes:
            state.approval, state.approved = entry.head.entry_id, _owed(entry, sign=-1)
        else:
            state.end = entry.head.entry_id
        return None


def _take_back(state: _State, reverses: bytes | None) -> Fault | None:
    if state.end is not None and reverses == state.end:
        state.end = None
        return None
    if state.end is None and state.approval is not None and reverses == state.approval:
        state.approval = state.approved = None
        return None
    return Fault.AWARD


def _owed(entry: StoredEntry, *, sign: int) -> _Sum | None:
    for line in entry.lines:
        if line.account == Account.OWED:
            return line.fund_id, sign * line.amount
    return None
