"""The ledger: funds, the journal and its closed months, which the database lets nobody change."""

import sqlalchemy as sa
from alembic import op

revision = "ledger_0002"
down_revision = "ledger_0001"
branch_labels = None
depends_on = None

WORD = sa.String(20)
TABLES = ("fund", "entry", "posting", "closed_month")
RULES = {
    "entry": {
        "balances": "EXISTS (SELECT 1 FROM posting WHERE program_id = NEW.program_id "
        "AND sequence = NEW.sequence GROUP BY {plus}fund_id HAVING SUM(amount_cents) <> 0)",
        "is_in_an_open_month": "EXISTS (SELECT 1 FROM closed_month WHERE program_id = NEW.program_id "
        "AND month >= NEW.month)",
    },
    "posting": {
        "comes_before_its_entry": "EXISTS (SELECT 1 FROM entry WHERE program_id = NEW.program_id "
        "AND sequence = NEW.sequence)",
    },
}
"""What must not be so when a row is inserted. The plus keeps SQLite from reading the whole program by another
index, in the order of its funds."""

SAME = {
    "fund": ("fund_id = NEW.fund_id", "name = NEW.name"),
    "entry": ("sequence = NEW.sequence", "entry_id = NEW.entry_id", "reverses = NEW.reverses"),
    "posting": ("sequence = NEW.sequence AND line = NEW.line",),
    "closed_month": ("month = NEW.month",),
}
"""By what a row would replace another of its program: each is looked up by an index of its own."""


def upgrade() -> None:
    op.create_table(
        "fund",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("fund_id", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "fund_id", name="pk_fund"),
        sa.UniqueConstraint("program_id", "name", name="uq_fund_program_id_name"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entry",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.LargeBinary(16), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("award_id", sa.LargeBinary(16), nullable=True),
        sa.Column("reverses", sa.LargeBinary(16), nullable=True),
        sa.Column("digest", sa.LargeBinary(32), nullable=True),
        sa.Column("link", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "sequence", name="pk_entry"),
        sa.UniqueConstraint("program_id", "entry_id", name="uq_entry_program_id_entry_id"),
        sa.UniqueConstraint("program_id", "reverses", name="uq_entry_program_id_reverses"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_entry_award", "entry", ["program_id", "award_id"])
    op.create_index("ix_entry_month", "entry", ["program_id", "month", "kind"])
    op.create_table(
        "posting",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.LargeBinary(16), nullable=False),
        sa.Column("account", WORD, nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("balance_cents", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "sequence", "line", name="pk_posting"),
        sa.ForeignKeyConstraint(
            ["program_id", "sequence"],
            ["entry.program_id", "entry.sequence"],
            name="fk_posting_entry",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "fund_id"], ["fund.program_id", "fund.fund_id"], name="fk_posting_fund"
        ),
        sa.CheckConstraint(
            "CASE WHEN account IN ('bank', 'at-desks', 'float') THEN balance_cents >= 0 "
            "ELSE balance_cents <= 0 END",
            name="ck_posting_not_overdrawn",
        ),
        sa.CheckConstraint("amount_cents <> 0", name="ck_posting_moves_something"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_posting_account",
        "posting",
        ["program_id", "fund_id", "account", "sequence", "balance_cents"],
    )
    op.create_table(
        "closed_month",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("head", sa.LargeBinary(32), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16), nullable=False),
        sa.Column("signature", sa.LargeBinary(64), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "month", name="pk_closed_month"),
        sa.ForeignKeyConstraint(
            ["program_id", "sequence"], ["entry.program_id", "entry.sequence"], name="fk_closed_month_entry"
        ),
        sqlite_with_rowid=False,
    )
    if op.get_context().dialect.name == "postgresql":
        _keep_on_postgresql()
    else:
        _keep_on_sqlite()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_context().dialect.name == "postgresql":
        for function in ("refuse", *(f"{table}_{name}" for table, rules in RULES.items() for name in rules)):
            op.execute(f"DROP FUNCTION {function}()")


def _keep_on_postgresql() -> None:
    op.execute(
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
        END
        $$
        """
    )
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse('append-only')"
        )
        op.execute(
            f"CREATE TRIGGER {table}_is_kept BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse('append-only')"
        )
    for table, rules in RULES.items():
        for name, wrong in rules.items():
            function = f"{table}_{name}"
            op.execute(
                f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ "
                f"BEGIN IF {wrong.format(plus='')} THEN "
                f"RAISE EXCEPTION '{function}' USING ERRCODE = 'integrity_constraint_violation', "
                f"CONSTRAINT = '{function}'; END IF; "
                "RETURN NEW; END $$"
            )
            op.execute(
                f"CREATE TRIGGER {function} BEFORE INSERT ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {function}()"
            )


def _keep_on_sqlite() -> None:
    for table in TABLES:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
            )
        # INSERT OR REPLACE deletes without asking a DELETE trigger.
        for number, same in enumerate(SAME[table], start=1):
            op.execute(
                f"CREATE TRIGGER {table}_no_replace_{number} BEFORE INSERT ON {table} WHEN EXISTS "
                f"(SELECT 1 FROM {table} WHERE program_id = NEW.program_id AND {same}) "
                "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
            )
    for table, rules in RULES.items():
        for name, wrong in rules.items():
            op.execute(
                f"CREATE TRIGGER {table}_{name} BEFORE INSERT ON {table} WHEN {wrong.format(plus='+')} "
                f"BEGIN SELECT RAISE(ABORT, '{table}_{name}'); END"
            )
