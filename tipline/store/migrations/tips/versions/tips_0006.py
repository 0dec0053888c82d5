"""When an outcome is due, and the days that a program gives for one."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0006"
down_revision = "tips_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("program", sa.Column("outcome_days", sa.Integer(), nullable=False, server_default="30"))
    op.create_table(
        "tip_due",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("tip_id", sa.LargeBinary(16), nullable=False),
        sa.Column("due_day", sa.Date(), nullable=False),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "tip_id", name="pk_tip_due"),
        sa.ForeignKeyConstraint(
            ["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"], name="fk_tip_due_tip"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tip_due_program_id_due_day_tip_id", "tip_due", ["program_id", "due_day", "tip_id"])
    _fill()


def _fill() -> None:
    """What is out with an agency already has its days from the day of its status on."""
    postgresql = op.get_context().dialect.name == "postgresql"
    later = "status_day + 30" if postgresql else "date(status_day, '+30 days')"
    op.execute(
        "INSERT INTO tip_due (program_id, tip_id, due_day, extensions) "
        f"SELECT program_id, tip_id, {later}, 0 FROM tip "
        "WHERE status IN ('dispatched', 'under investigation')"
    )


def downgrade() -> None:
    op.drop_table("tip_due")
    op.drop_column("program", "outcome_days")
