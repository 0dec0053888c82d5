"""How staff are told: what each person chose, and the letters that are owed."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0012"
down_revision = "tips_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alert_choice",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16), nullable=False),
        sa.Column("email", sa.String(254), nullable=True),
        sa.Column("phone", sa.String(20), nullable=True),
        sa.Column("alerts", sa.Boolean(), nullable=False),
        sa.Column("digest_hour", sa.Integer(), nullable=True),
        sa.Column("digest_day", sa.Date(), nullable=True),
        sa.Column("monthly", sa.Boolean(), nullable=False),
        sa.Column("month_told", sa.Integer(), nullable=False),
        sa.Column("seen", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("program_id", "person_id", name="pk_alert_choice"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mail",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("mail_id", sa.LargeBinary(16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16), nullable=False),
        sa.Column("letter", sa.String(20), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "mail_id", name="pk_mail"),
        sa.UniqueConstraint("program_id", "person_id", "letter", name="uq_mail_program_id_person_id_letter"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_mail_due", "mail", ["due"])


def downgrade() -> None:
    op.drop_table("mail")
    op.drop_table("alert_choice")
