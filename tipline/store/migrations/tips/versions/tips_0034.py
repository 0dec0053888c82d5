"""What a program says by text in its own words."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0034"
down_revision = "tips_0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_words",
        sa.Column("program_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "language", "answer", name="pk_own_words"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("own_words")
