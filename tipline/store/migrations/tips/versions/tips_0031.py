"""A program may take fewer files than its site, and a video's still is kept beside its scrubbed copy."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0031"
down_revision = "tips_0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("program", sa.Column("files_most", sa.Integer(), nullable=True))
    op.add_column("program", sa.Column("files_megabytes", sa.Integer(), nullable=True))
    op.add_column("tip_file", sa.Column("still_id", sa.LargeBinary(16), nullable=True))


def downgrade() -> None:
    op.drop_column("tip_file", "still_id")
    op.drop_column("program", "files_megabytes")
    op.drop_column("program", "files_most")
