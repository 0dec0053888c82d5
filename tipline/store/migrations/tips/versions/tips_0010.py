"""The audit, by what an entry is about: the history of one tip."""

from alembic import op

revision = "tips_0010"
down_revision = "tips_0009"
branch_labels = None
depends_on = None

INDEX = "ix_audit_program_id_subject_number"


def upgrade() -> None:
    op.create_index(INDEX, "audit", ["program_id", "subject", "number"])


def downgrade() -> None:
    op.drop_index(INDEX, "audit")
