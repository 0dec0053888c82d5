"""What staff should know of the carrier: what it should have forgotten, and when it was last heard."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0028"
down_revision = "tips_0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "carrier_watch",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("oldest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heard", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("program_id", name="pk_carrier_watch"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("carrier_watch")
