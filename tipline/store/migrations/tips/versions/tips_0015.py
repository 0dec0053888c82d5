"""Who takes care of a tip, the single keys that somebody has, and danger to life told by their browser."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0015"
down_revision = "tips_0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tip_keeper",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("tip_id", sa.LargeBinary(16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "tip_id", name="pk_tip_keeper"),
        sa.ForeignKeyConstraint(
            ["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"], name="fk_tip_keeper_tip"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_tip_keeper_program_id_person_id_tip_id", "tip_keeper", ["program_id", "person_id", "tip_id"]
    )
    op.create_table(
        "shortcuts",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16), nullable=False),
        sa.Column("switched_on", sa.Boolean(), nullable=False),
        sa.Column("letters", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "person_id", name="pk_shortcuts"),
        sqlite_with_rowid=False,
    )
    op.add_column(
        "alert_choice", sa.Column("on_screen", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    op.drop_column("alert_choice", "on_screen")
    op.drop_table("shortcuts")
    op.drop_table("tip_keeper")
