"""Files of tips, blobs that belong to none, and files that were taken from every view."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0018"
down_revision = "tips_0016"
branch_labels = None
depends_on = None

TIP = ["tip.program_id", "tip.tip_id"]


def upgrade() -> None:
    op.create_table(
        "tip_file",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("file_id", sa.LargeBinary(16), nullable=False),
        sa.Column("tip_id", sa.LargeBinary(16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("original_id", sa.LargeBinary(16), nullable=False),
        sa.Column("copy_id", sa.LargeBinary(16), nullable=True),
        sa.Column("epoch_a", sa.LargeBinary(16), nullable=False),
        sa.Column("half_a", sa.LargeBinary(), nullable=False),
        sa.Column("epoch_b", sa.LargeBinary(16), nullable=False),
        sa.Column("half_b", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "file_id", name="pk_tip_file"),
        sa.ForeignKeyConstraint(["program_id", "tip_id"], TIP, name="fk_tip_file_tip"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tip_file_program_id_tip_id", "tip_file", ["program_id", "tip_id"])
    op.create_table(
        "loose_blob",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("blob_id", sa.LargeBinary(16), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "blob_id", name="pk_loose_blob"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_loose_blob_until", "loose_blob", ["until"])
    op.create_table(
        "taken_file",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("file_id", sa.LargeBinary(16), nullable=False),
        sa.Column("tip_id", sa.LargeBinary(16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("report_due", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.LargeBinary(16), nullable=True),
        sa.Column("epoch_id", sa.LargeBinary(16), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("blob_id", sa.LargeBinary(16), nullable=True),
        sa.PrimaryKeyConstraint("program_id", "file_id", name="pk_taken_file"),
        sa.ForeignKeyConstraint(["program_id", "tip_id"], TIP, name="fk_taken_file_tip"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_taken_file_program_id_tip_id", "taken_file", ["program_id", "tip_id"])
    op.add_column("program", sa.Column("report_days", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("program", sa.Column("specialist_id", sa.LargeBinary(16), nullable=True))


def downgrade() -> None:
    for name in ("specialist_id", "report_days"):
        op.drop_column("program", name)
    for name in ("taken_file", "loose_blob", "tip_file"):
        op.drop_table(name)
