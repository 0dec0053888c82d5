"""The key pairs of requests to open an original, each sealed to who asks, for a day."""

import sqlalchemy as sa
from alembic import op

revision = "keys_0003"
down_revision = "keys_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "opening_key",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("request_id", sa.LargeBinary(16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "request_id", name="pk_opening_key"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_opening_key_until", "opening_key", ["until"])


def downgrade() -> None:
    op.drop_table("opening_key")
