"""Tables of the tips store that hold what the public is asked: appeals, their links, visits by day."""

from datetime import date

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field

from tipline.store.columns import BY_KEY, TipsTable, identity, key, text, text_key, word
from tipline.vocabulary import AppealId, LinkId, LinkKind, ProgramId


class AppealRow(TipsTable, table=True):
    """Something that the public is asked about."""

    __tablename__ = "appeal"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    appeal_id: AppealId = key()
    name: str = text(120)
    opened_day: date
    closed_day: date | None = None


class LinkRow(TipsTable, table=True):
    """A short link of one appeal, on one account or at one place."""

    __tablename__ = "link"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "appeal_id"], ["appeal.program_id", "appeal.appeal_id"]),
        UniqueConstraint("link_id"),
        BY_KEY,
    )

    program_id: ProgramId = key()
    link_id: LinkId = text_key(8)
    appeal_id: AppealId = identity()
    kind: LinkKind = word(LinkKind)
    account: str = text(80)
    label: str = text(120)


class LinkVisitRow(TipsTable, table=True):
    """How often a link was followed on a day."""

    __tablename__ = "link_visit"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    link_id: LinkId = text_key(8)
    day: date = Field(primary_key=True)
    visits: int
