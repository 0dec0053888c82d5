"""Sentences that a program often answers with."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0011"
down_revision = "tips_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "canned_answer",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("answer_id", sa.LargeBinary(16), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "answer_id", name="pk_canned_answer"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("canned_answer")
