"""A sealed tip as the rows that it becomes, but for its number, which the store has a word in."""

from dataclasses import dataclass, field

from tipline.store.statements import Values
from tipline.vocabulary import ProgramId, TipId


@dataclass(frozen=True, slots=True, kw_only=True)
class TipRows:
    """Everything that is written of a tip when it comes in; no key is in it."""

    number_prefix: str
    tip: Values = field(repr=False)
    key: Values = field(repr=False)
    grants: tuple[Values, ...] = field(repr=False)
    record: Values = field(repr=False)
    files: tuple[Values, ...] = field(repr=False, default=())

    @property
    def program_id(self) -> ProgramId:
        """Whose tip it is."""
        return ProgramId(self.tip["program_id"])

    @property
    def tip_id(self) -> TipId:
        """By which it is found whatever its number becomes."""
        return TipId(self.tip["tip_id"])
