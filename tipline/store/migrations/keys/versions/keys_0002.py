"""The keys store: wrong second factors are counted."""

import sqlalchemy as sa
from alembic import op

revision = "keys_0002"
down_revision = "keys_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "code_tries",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("right_step", sa.Integer(), nullable=False),
        sa.Column("untold", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "person_id", name="pk_code_tries"),
        sqlite_with_rowid=False,
    )
    op.add_column("session", sa.Column("wrong_codes", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("session", "wrong_codes")
    op.drop_table("code_tries")
