"""The links by which texters go on with a code, each for a quarter of an hour."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0025"
down_revision = "tips_0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "code_link",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("tip_id", sa.LargeBinary(16), nullable=False),
        sa.Column("link_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("verify_key", sa.LargeBinary(32), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signature", sa.LargeBinary(64), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "tip_id", name="pk_code_link"),
        sa.ForeignKeyConstraint(
            ["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"], name="fk_code_link_tip"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_code_link_link_hash", "code_link", ["link_hash"], unique=True)
    op.create_index("ix_code_link_expires_at", "code_link", ["expires_at"])


def downgrade() -> None:
    op.drop_table("code_link")
