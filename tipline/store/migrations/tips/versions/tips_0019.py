"""Who is barred from a tip or a case, and what is written about such a case."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0019"
down_revision = "tips_0018"
branch_labels = None
depends_on = None

CASE = ["case_folder.program_id", "case_folder.case_id"]


def upgrade() -> None:
    op.create_table(
        "tip_bar",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("tip_id", sa.LargeBinary(16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16), nullable=False),
        sa.Column("case_id", sa.LargeBinary(16), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "tip_id", "person_id", name="pk_tip_bar"),
        sa.ForeignKeyConstraint(
            ["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"], name="fk_tip_bar_tip"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_tip_bar_program_id_person_id_tip_id", "tip_bar", ["program_id", "person_id", "tip_id"]
    )
    op.create_table(
        "case_bar",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("case_id", sa.LargeBinary(16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "case_id", "person_id", name="pk_case_bar"),
        sa.ForeignKeyConstraint(["program_id", "case_id"], CASE, name="fk_case_bar_case_folder"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_case_bar_program_id_person_id_case_id", "case_bar", ["program_id", "person_id", "case_id"]
    )
    op.create_table(
        "case_paper_copy",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("case_id", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "case_id", "kind", "person_id", name="pk_case_paper_copy"),
        sa.ForeignKeyConstraint(["program_id", "case_id"], CASE, name="fk_case_paper_copy_case_folder"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("case_paper_copy", "case_bar", "tip_bar"):
        op.drop_table(table)
