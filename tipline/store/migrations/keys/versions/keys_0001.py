"""The keys store: its first tables."""

import sqlalchemy as sa
from alembic import op

revision = "keys_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "epoch_grant",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("subject_id", sa.LargeBinary(16), nullable=False),
        sa.Column("holder_id", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "subject_id", "holder_id", name="pk_epoch_grant"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_epoch_grant_program_id_holder_id", "epoch_grant", ["program_id", "holder_id"])
    op.create_table(
        "password_lock",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16), nullable=False),
        sa.Column("salt", sa.LargeBinary(16), nullable=False),
        sa.Column("memory_kib", sa.Integer(), nullable=False),
        sa.Column("passes", sa.Integer(), nullable=False),
        sa.Column("check_value", sa.LargeBinary(32), nullable=False),
        sa.Column("locked", sa.LargeBinary(), nullable=False),
        sa.Column("totp", sa.LargeBinary(), nullable=False),
        sa.Column("totp_step", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "person_id", name="pk_password_lock"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "session",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("session_id", sa.LargeBinary(32), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "session_id", name="pk_session"),
        sa.UniqueConstraint("session_id", name="uq_session_session_id"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("session")
    op.drop_table("password_lock")
    op.drop_table("epoch_grant")
