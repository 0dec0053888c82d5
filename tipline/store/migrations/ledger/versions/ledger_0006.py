"""The ledger: awards that another system approved, and the lists that brought them."""

import sqlalchemy as sa
from alembic import op

revision = "ledger_0006"
down_revision = "ledger_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "award_import",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("import_id", sa.LargeBinary(16), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(16), nullable=False),
        sa.Column("opening_id", sa.LargeBinary(16), nullable=True),
        sa.PrimaryKeyConstraint("program_id", "import_id", name="pk_award_import"),
        sa.UniqueConstraint("program_id", "digest", name="uq_award_import_program_id_digest"),
        sqlite_with_rowid=False,
    )
    op.add_column("award", sa.Column("import_id", sa.LargeBinary(16), nullable=True))
    op.create_index("ix_award_program_id_import_id", "award", ["program_id", "import_id"])


def downgrade() -> None:
    op.drop_index("ix_award_program_id_import_id", "award")
    op.drop_column("award", "import_id")
    op.drop_table("award_import")
