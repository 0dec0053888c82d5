"""Cases: folders of tips, with who works on them, and what is written about them, sealed."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0013"
down_revision = "tips_0012"
branch_labels = None
depends_on = None

CASE = ["case_folder.program_id", "case_folder.case_id"]


def upgrade() -> None:
    op.create_table(
        "case_folder",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("case_id", sa.LargeBinary(16), nullable=False),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("team_id", sa.LargeBinary(16), nullable=False),
        sa.Column("closed_day", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("program_id", "case_id", name="pk_case_folder"),
        sa.UniqueConstraint("program_id", "number", name="uq_case_folder_program_id_number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "case_paper",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("case_id", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("epoch_id", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "case_id", "kind", name="pk_case_paper"),
        sa.ForeignKeyConstraint(["program_id", "case_id"], CASE, name="fk_case_paper_case_folder"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "case_tip",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("case_id", sa.LargeBinary(16), nullable=False),
        sa.Column("tip_id", sa.LargeBinary(16), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "case_id", "tip_id", name="pk_case_tip"),
        sa.ForeignKeyConstraint(["program_id", "case_id"], CASE, name="fk_case_tip_case_folder"),
        sa.ForeignKeyConstraint(
            ["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"], name="fk_case_tip_tip"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_case_tip_program_id_tip_id", "case_tip", ["program_id", "tip_id"])
    op.create_table(
        "case_person",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("case_id", sa.LargeBinary(16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "case_id", "person_id", name="pk_case_person"),
        sa.ForeignKeyConstraint(["program_id", "case_id"], CASE, name="fk_case_person_case_folder"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for name in ("case_person", "case_tip", "case_paper", "case_folder"):
        op.drop_table(name)
