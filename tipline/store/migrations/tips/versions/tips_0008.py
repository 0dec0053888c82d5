"""That a number is shared stood beside it; which programs have it says so."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0008"
down_revision = "tips_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("line", "shared")


def downgrade() -> None:
    op.add_column("line", sa.Column("shared", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE line SET shared = TRUE WHERE number IN "
        "(SELECT number FROM line GROUP BY number HAVING COUNT(*) > 1)"
    )
