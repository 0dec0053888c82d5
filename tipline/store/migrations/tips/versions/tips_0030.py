"""What a program says of a leak that it announced, in each language that it has words for."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0030"
down_revision = "tips_0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "leak_notice",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "language", name="pk_leak_notice"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("leak_notice")
