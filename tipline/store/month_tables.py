"""Tables of the tips store that the month is made of: figures, counts that stay, what was imported, marks."""

from datetime import date

from sqlalchemy import ForeignKeyConstraint, Index

from tipline.figures import Figure
from tipline.store.columns import (
    BY_KEY,
    HASH_SIZE,
    SIGNATURE_SIZE,
    TipsTable,
    identity,
    key,
    maybe_identity,
    month,
    month_key,
    raw,
    text,
    text_key,
    whole,
    word,
)
from tipline.vocabulary import Month, PersonId, ProgramId, TipId

MEASURE_SIZE = 40
PART_SIZE = 120
LABEL_SIZE = 80
CONTENT_SIZE = 16_000
"""Of a published month: five times what one with its year takes."""


class FigureRow(TipsTable, table=True):
    """What came of a tip; the database refuses to change or delete it, a correction is another one."""

    __tablename__ = "figure"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"]),
        Index(None, "program_id", "tip_id"),
        Index("ix_figure_month", "program_id", "month", "kind", "value", "tip_id"),
        BY_KEY,
    )

    program_id: ProgramId = key()
    figure_id: bytes = key()
    tip_id: TipId = identity()
    kind: Figure = word(Figure)
    value: int = whole()
    """A number of things, or cents; of a correction the difference, which may be negative."""
    month: Month = month()
    """In which it was recorded."""
    corrects: bytes | None = maybe_identity()
    """The figure that was first recorded."""


class FrozenMonthRow(TipsTable, table=True):
    """A month whose numbers stay as they were counted; the audit has their digest."""

    __tablename__ = "frozen_month"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    month: Month = month_key()
    day: date
    person_id: PersonId = identity()
    digest: bytes = raw(HASH_SIZE)


class MonthCountRow(TipsTable, table=True):
    """A number that stays: of a closed month, a correction found when it was closed, or imported."""

    __tablename__ = "month_count"
    __table_args__ = (
        Index(None, "program_id", "measure", "part", "month", "about", "value"),
        BY_KEY,
    )

    program_id: ProgramId = key()
    month: Month = month_key()
    """Whose books it stands in."""
    about: Month = month_key()
    """The month that it is a number of: an earlier one, if it corrects that."""
    measure: str = text_key(MEASURE_SIZE)
    part: str = text_key(PART_SIZE)
    value: int = whole()
    import_id: bytes | None = maybe_identity()


class MonthImportRow(TipsTable, table=True):
    """Totals of months before this system, brought in one piece and taken back in one."""

    __tablename__ = "month_import"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    import_id: bytes = key()
    first: Month = month()
    last: Month = month()
    day: date
    digest: bytes = raw(HASH_SIZE)
    """Of the file that was brought."""


class MonthMarkRow(TipsTable, table=True):
    """What a coordinator wrote beside a month: an appeal, a campaign."""

    __tablename__ = "month_mark"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    mark_id: bytes = key()
    month: Month = month()
    label: str = text(LABEL_SIZE)


class PublishedMonthRow(TipsTable, table=True):
    """A closed month as the public has it; the database refuses to change or delete it."""

    __tablename__ = "published_month"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    month: Month = month_key()
    content: bytes = raw(CONTENT_SIZE)
    signature: bytes = raw(SIGNATURE_SIZE)
    """Of the program's voice: what has none is not shown."""
