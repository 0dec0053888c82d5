"""Texts to reporters that could not be handed over, kept to be sent again by hand."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0026"
down_revision = "tips_0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unsent_text",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("outbox_id", sa.LargeBinary(16), nullable=False),
        sa.Column("tip_id", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "outbox_id", name="pk_unsent_text"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_unsent_text_day", "unsent_text", ["day"])


def downgrade() -> None:
    op.drop_table("unsent_text")
