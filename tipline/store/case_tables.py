"""Tables of the tips store that say what tips have to do with one another."""

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint

from tipline.store.columns import BY_KEY, TipsTable, identity, key, word
from tipline.vocabulary import Named, ProgramId, TipId


class RelationKind(Named):
    """How a tip stands to another."""

    DUPLICATE = "duplicate"
    RELATED = "related"


class TipRelationRow(TipsTable, table=True):
    """Two tips of one program: the first repeats the second, or has to do with it."""

    __tablename__ = "tip_relation"
    __table_args__ = (
        ForeignKeyConstraint(["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"]),
        UniqueConstraint("program_id", "tip_id", "other_id", "kind"),
        Index(None, "program_id", "other_id"),
        BY_KEY,
    )

    program_id: ProgramId = key()
    relation_id: bytes = key()
    tip_id: TipId = identity()
    other_id: TipId = identity()
    kind: RelationKind = word(RelationKind)
