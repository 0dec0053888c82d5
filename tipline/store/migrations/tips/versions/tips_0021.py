"""Requests to open an original, and the halves that custodians handed over."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0021"
down_revision = "tips_0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "opening_request",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("request_id", sa.LargeBinary(16), nullable=False),
        sa.Column("tip_id", sa.LargeBinary(16), nullable=False),
        sa.Column("file_id", sa.LargeBinary(16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_key", sa.LargeBinary(1216), nullable=False),
        sa.Column("reason_a", sa.LargeBinary(), nullable=False),
        sa.Column("reason_b", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(64), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "request_id", name="pk_opening_request"),
        sa.ForeignKeyConstraint(
            ["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"], name="fk_opening_request_tip"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_opening_request_program_id_tip_id", "opening_request", ["program_id", "tip_id"])
    op.create_table(
        "opening_half",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("request_id", sa.LargeBinary(16), nullable=False),
        sa.Column("team", sa.String(20), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "request_id", "team", name="pk_opening_half"),
        sa.ForeignKeyConstraint(
            ["program_id", "request_id"],
            ["opening_request.program_id", "opening_request.request_id"],
            name="fk_opening_half_opening_request",
        ),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for name in ("opening_half", "opening_request"):
        op.drop_table(name)
