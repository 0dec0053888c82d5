"""The scrub of a case's tips can be lent for a day, and a copy waits for whoever dispatches it."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0016"
down_revision = "tips_0015"
branch_labels = None
depends_on = None

TIP = ["tip.program_id", "tip.tip_id"]


def upgrade() -> None:
    op.create_table(
        "scrub_loan",
        *(
            sa.Column(name, sa.LargeBinary(16), nullable=False)
            for name in ("program_id", "case_id", "person_id")
        ),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "case_id", "person_id", name="pk_scrub_loan"),
        sa.ForeignKeyConstraint(
            ["program_id", "case_id"],
            ["case_folder.program_id", "case_folder.case_id"],
            name="fk_scrub_loan_case_folder",
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_scrub_loan_program_id_person_id", "scrub_loan", ["program_id", "person_id"])
    op.create_table(
        "lent_key",
        *(
            sa.Column(name, sa.LargeBinary(16), nullable=False)
            for name in ("program_id", "case_id", "person_id", "key_id", "tip_id")
        ),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "case_id", "person_id", "key_id", name="pk_lent_key"),
        sa.ForeignKeyConstraint(["program_id", "tip_id"], TIP, name="fk_lent_key_tip"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_lent_key_program_id_tip_id", "lent_key", ["program_id", "tip_id"])
    op.create_table(
        "scrub_turn",
        *(
            sa.Column(name, sa.LargeBinary(16), nullable=False)
            for name in ("program_id", "tip_id", "person_id")
        ),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "tip_id", name="pk_scrub_turn"),
        sa.ForeignKeyConstraint(["program_id", "tip_id"], TIP, name="fk_scrub_turn_tip"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "scrubbed_copy",
        *(
            sa.Column(name, sa.LargeBinary(16), nullable=False)
            for name in ("program_id", "tip_id", "epoch_id")
        ),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "tip_id", name="pk_scrubbed_copy"),
        sa.ForeignKeyConstraint(["program_id", "tip_id"], TIP, name="fk_scrubbed_copy_tip"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for name in ("scrubbed_copy", "scrub_turn", "lent_key", "scrub_loan"):
        op.drop_table(name)
