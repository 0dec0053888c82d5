"""Texts whose pictures wait to be fetched at the carrier."""

import sqlalchemy as sa
from alembic import op

revision = "vault_0004"
down_revision = "vault_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "enclosure",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("text_id", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "text_id", name="pk_enclosure"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_enclosure_due", "enclosure", ["due"])


def downgrade() -> None:
    op.drop_table("enclosure")
