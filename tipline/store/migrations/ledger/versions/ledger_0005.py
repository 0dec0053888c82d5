"""The ledger: the desk that a reporter picks, and a signature under where and when a desk pays."""

import sqlalchemy as sa
from alembic import op

revision = "ledger_0005"
down_revision = "ledger_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("award", sa.Column("desk_id", sa.LargeBinary(16), nullable=True))
    op.add_column("payout_desk", sa.Column("signature", sa.LargeBinary(64), nullable=True))


def downgrade() -> None:
    op.drop_column("payout_desk", "signature")
    op.drop_column("award", "desk_id")
