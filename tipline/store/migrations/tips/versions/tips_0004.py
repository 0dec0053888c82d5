"""The tips: what reporters ask of their claims."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0004"
down_revision = "tips_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claim_renewal",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("request_id", sa.LargeBinary(16), nullable=False),
        sa.Column("locked", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "request_id", name="pk_claim_renewal"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("claim_renewal")
