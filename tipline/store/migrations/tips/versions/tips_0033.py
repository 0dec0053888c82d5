"""A question waits in the outbox until the reporter says that it is safe; answers leave in set hours."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0033"
down_revision = "tips_0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("route", sa.LargeBinary(length=16), nullable=True))
    op.create_index("ix_outbox_program_id_route", "outbox", ["program_id", "route"])
    op.add_column("program", sa.Column("answers_from", sa.Integer(), nullable=False, server_default="10"))
    op.add_column("program", sa.Column("answers_until", sa.Integer(), nullable=False, server_default="20"))


def downgrade() -> None:
    op.drop_column("program", "answers_until")
    op.drop_column("program", "answers_from")
    op.execute("DELETE FROM outbox WHERE kind <> 'text'")
    op.drop_index("ix_outbox_program_id_route", table_name="outbox")
    op.drop_column("outbox", "route")
