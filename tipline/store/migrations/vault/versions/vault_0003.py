"""What the carrier still has to erase, and up to when each line has been heard."""

import sqlalchemy as sa
from alembic import op

revision = "vault_0003"
down_revision = "vault_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("erasure_id", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("owed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "erasure_id", name="pk_erasure"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_erasure_due", "erasure", ["due"])
    op.create_table(
        "heard_line",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "number", name="pk_heard_line"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("heard_line")
    op.drop_table("erasure")
