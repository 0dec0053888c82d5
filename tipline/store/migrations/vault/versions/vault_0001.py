"""The vault: its first tables."""

import sqlalchemy as sa
from alembic import op

revision = "vault_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversation",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("sender", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "sender", name="pk_conversation"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_conversation_expires_day", "conversation", ["expires_day"])
    op.create_table(
        "held_text",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("held_id", sa.LargeBinary(16), nullable=False),
        sa.Column("sender", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "held_id", name="pk_held_text"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_held_text_expires_at", "held_text", ["expires_at"])
    op.create_index("ix_held_text_program_id_sender", "held_text", ["program_id", "sender"])
    op.create_table(
        "pseudonym",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("pseudonym", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "pseudonym", name="pk_pseudonym"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_pseudonym_expires_day", "pseudonym", ["expires_day"])
    op.create_table(
        "return_address",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("route", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("expires_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "route", name="pk_return_address"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_return_address_expires_day", "return_address", ["expires_day"])


def downgrade() -> None:
    op.drop_table("return_address")
    op.drop_table("pseudonym")
    op.drop_table("held_text")
    op.drop_table("conversation")
