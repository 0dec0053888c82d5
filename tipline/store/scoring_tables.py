"""The table of the ledger that holds a program's scoring tables, each from its first day on.

A version is never changed or deleted, and the database refuses it: a sheet names its version.
"""

from datetime import date
from typing import Final

from sqlmodel import Field

from tipline.store.columns import BY_KEY, LedgerTable, identity, key, raw
from tipline.vocabulary import PersonId, ProgramId

LARGEST: Final = 16_384
"""Bytes of a version."""


class ScoreTableRow(LedgerTable, table=True):
    """A version of a program's scoring table, in the clear: it is the program's rule and of no case."""

    __tablename__ = "score_table"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    first_day: date = Field(primary_key=True)
    added_day: date
    person_id: PersonId = identity()
    """Who added it."""
    content: bytes = raw(LARGEST)
    """As `tipline/rewards/score_bytes.py` writes it."""
