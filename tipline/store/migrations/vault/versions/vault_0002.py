"""How far a text that we sent has come."""

import sqlalchemy as sa
from alembic import op

revision = "vault_0002"
down_revision = "vault_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sent_text",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("sent_id", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "sent_id", name="pk_sent_text"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sent_text_expires_at", "sent_text", ["expires_at"])
    op.create_index("ix_sent_text_sent_id", "sent_text", ["sent_id"])


def downgrade() -> None:
    op.drop_table("sent_text")
