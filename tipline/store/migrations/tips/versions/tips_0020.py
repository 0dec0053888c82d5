"""The languages that a program takes tips in, who reads them, and within how many days."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0020"
down_revision = "tips_0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "language_reader",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "language", name="pk_language_reader"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("language_reader")
