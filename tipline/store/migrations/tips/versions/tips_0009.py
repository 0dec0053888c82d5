"""Open tips that were brought from another system, and the lists that brought them."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0009"
down_revision = "tips_0008"
branch_labels = None
depends_on = None

MONTH = [
    "program_id",
    "received_day",
    "team_id",
    "status",
    "channel",
    "offence",
    "unit_id",
    "assignee_id",
    "link_kind",
    "appeal_id",
    "link_id",
]
CLOSED = [
    "program_id",
    "closed_day",
    "team_id",
    "disposition",
    "received_day",
    "unit_id",
    "assignee_id",
]


def upgrade() -> None:
    op.create_table(
        "tip_import",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("import_id", sa.LargeBinary(16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(16), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "import_id", name="pk_tip_import"),
        sa.UniqueConstraint("program_id", "digest", name="uq_tip_import_program_id_digest"),
        sqlite_with_rowid=False,
    )
    op.add_column("tip", sa.Column("import_id", sa.LargeBinary(16), nullable=True))
    _indexes("import_id")


def downgrade() -> None:
    _indexes()
    op.drop_column("tip", "import_id")
    op.drop_table("tip_import")


def _indexes(*more: str) -> None:
    """Make the two from which a month is counted anew, with more at their end."""
    op.drop_index("ix_tip_month", "tip")
    op.create_index("ix_tip_month", "tip", [*MONTH, *more])
    op.drop_index("ix_tip_closed", "tip")
    closed = sa.text("closed_day IS NOT NULL")
    op.create_index("ix_tip_closed", "tip", [*CLOSED, *more], sqlite_where=closed, postgresql_where=closed)
