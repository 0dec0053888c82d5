"""How staff are told: choices, letters, the roster, pages, and who is told where a life is in danger."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0012"
down_revision = "tips_0011"
branch_labels = None
depends_on = None

_IN_DANGER = sa.text("priority = 'danger'")


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
    _roster()
    _pages()
    op.add_column("program", sa.Column("outside", sa.String(20), nullable=False, server_default=""))
    op.create_index(
        "ix_tip_danger",
        "tip",
        ["program_id", "priority", "status", "team_id", "tip_id", "unread"],
        sqlite_where=_IN_DANGER,
        postgresql_where=_IN_DANGER,
    )


def _roster() -> None:
    op.create_table(
        "shift",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("shift_id", sa.LargeBinary(16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16), nullable=False),
        sa.Column("begins", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "shift_id", name="pk_shift"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_shift_program_id_ends", "shift", ["program_id", "ends"])
    op.create_table(
        "centre",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("centre_id", sa.LargeBinary(16), nullable=False),
        sa.Column("place", sa.String(80), nullable=False),
        sa.Column("number", sa.String(24), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "centre_id", name="pk_centre"),
        sqlite_with_rowid=False,
    )


def _pages() -> None:
    op.create_table(
        "page",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("team_id", sa.LargeBinary(16), nullable=False),
        sa.Column("begun", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rung", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "team_id", name="pk_page"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "paged_tip",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("tip_id", sa.LargeBinary(16), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("over", sa.Boolean(), nullable=False),
        sa.Column("read", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "tip_id", name="pk_paged_tip"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "page_text",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("text_id", sa.LargeBinary(16), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("words", sa.String(20), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "text_id", name="pk_page_text"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_page_text_due", "page_text", ["due"])
    op.create_table(
        "scrub_owed",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("tip_id", sa.LargeBinary(16), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "tip_id", name="pk_scrub_owed"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_index("ix_tip_danger", table_name="tip")
    op.drop_column("program", "outside")
    for table in ("scrub_owed", "page_text", "paged_tip", "page", "centre", "shift"):
        op.drop_table(table)
    op.drop_table("mail")
    op.drop_table("alert_choice")
