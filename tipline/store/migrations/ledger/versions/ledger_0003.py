"""The ledger: the tables by which rewards are scored, which the database lets nobody change."""

import sqlalchemy as sa
from alembic import op

revision = "ledger_0003"
down_revision = "ledger_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "score_table",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("added_day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16), nullable=False),
        sa.Column("content", sa.LargeBinary(16_384), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "first_day", name="pk_score_table"),
        sqlite_with_rowid=False,
    )
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            """
            CREATE FUNCTION keep_score_table() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
            END
            $$
            """
        )
        op.execute(
            "CREATE TRIGGER score_table_stays BEFORE UPDATE OR DELETE ON score_table "
            "FOR EACH ROW EXECUTE FUNCTION keep_score_table()"
        )
        op.execute(
            "CREATE TRIGGER score_table_is_kept BEFORE TRUNCATE ON score_table "
            "FOR EACH STATEMENT EXECUTE FUNCTION keep_score_table()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER score_table_no_{change.lower()} BEFORE {change} ON score_table "
            "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        )
    # INSERT OR REPLACE deletes without asking a DELETE trigger.
    op.execute(
        "CREATE TRIGGER score_table_no_replace BEFORE INSERT ON score_table WHEN EXISTS "
        "(SELECT 1 FROM score_table WHERE program_id = NEW.program_id AND first_day = NEW.first_day) "
        "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
    )


def downgrade() -> None:
    op.drop_table("score_table")
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION keep_score_table()")
