"""A line may be an address at WhatsApp, Messenger or RCS; a board says by which apps tips are taken."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0024"
down_revision = "tips_0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "open_app",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "channel", name=op.f("pk_open_app")),
        sqlite_with_rowid=False,
    )
    _line(64)


def downgrade() -> None:
    op.execute("DELETE FROM line WHERE length(number) > 20")
    _line(20)
    op.drop_table("open_app")


def _line(length: int) -> None:
    """SQLite changes no column in its place: there the table is made anew."""
    with op.batch_alter_table("line", table_kwargs={"sqlite_with_rowid": False}) as line:
        line.alter_column("number", type_=sa.String(length), existing_nullable=False)
