"""That an illegal picture was reported, when and by whom; to whom and under which reference is sealed."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0032"
down_revision = "tips_0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("taken_file", sa.Column("reported_day", sa.Date(), nullable=True))
    op.add_column("taken_file", sa.Column("reported_by", sa.LargeBinary(16), nullable=True))
    op.create_table(
        "taken_report",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("file_id", sa.LargeBinary(16), nullable=False),
        sa.Column("epoch_id", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "file_id", "epoch_id", name="pk_taken_report"),
        sa.ForeignKeyConstraint(
            ["program_id", "file_id"],
            ["taken_file.program_id", "taken_file.file_id"],
            name="fk_taken_report_taken_file",
        ),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("taken_report")
    op.drop_column("taken_file", "reported_by")
    op.drop_column("taken_file", "reported_day")
