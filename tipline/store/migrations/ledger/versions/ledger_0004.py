"""The ledger: awards, the board's papers and meetings, the desks that pay."""

import sqlalchemy as sa
from alembic import op

revision = "ledger_0004"
down_revision = "ledger_0003"
branch_labels = None
depends_on = None

WORD = sa.String(20)


def upgrade() -> None:
    op.create_table(
        "reward_settings",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("maximum", sa.BigInteger(), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("return_after_days", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("program_id", name="pk_reward_settings"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "proposal",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("proposal_id", sa.LargeBinary(16), nullable=False),
        sa.Column("epoch_id", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "proposal_id", name="pk_proposal"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "award",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("award_id", sa.LargeBinary(16), nullable=False),
        sa.Column("fund_id", sa.LargeBinary(16), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("claim_name", sa.LargeBinary(16), nullable=True),
        sa.Column("claim_tie", sa.LargeBinary(16), nullable=True),
        sa.Column("renewals", sa.Integer(), nullable=False),
        sa.Column("reissued", sa.Boolean(), nullable=False),
        sa.Column("to_ratify", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "award_id", name="pk_award"),
        sa.UniqueConstraint("program_id", "claim_name", name="uq_award_program_id_claim_name"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_award_program_id_state_month", "award", ["program_id", "state", "month"])
    op.create_table(
        "award_hand",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("award_id", sa.LargeBinary(16), nullable=False),
        sa.Column("hand", sa.LargeBinary(16), nullable=False),
        sa.Column("part", WORD, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("signature", sa.LargeBinary(64), nullable=True),
        sa.PrimaryKeyConstraint("program_id", "award_id", "hand", name="pk_award_hand"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "award_paper",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("award_id", sa.LargeBinary(16), nullable=False),
        sa.Column("paper_id", sa.LargeBinary(16), nullable=False),
        sa.Column("epoch_id", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "award_id", "paper_id", name="pk_award_paper"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "meeting",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("meeting_id", sa.LargeBinary(16), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("epoch_id", sa.LargeBinary(16), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("over", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "meeting_id", name="pk_meeting"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "agenda",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("meeting_id", sa.LargeBinary(16), nullable=False),
        sa.Column("award_id", sa.LargeBinary(16), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("outcome", WORD, nullable=True),
        sa.PrimaryKeyConstraint("program_id", "meeting_id", "award_id", name="pk_agenda"),
        sa.UniqueConstraint(
            "program_id", "meeting_id", "place", name="uq_agenda_program_id_meeting_id_place"
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "payout_desk",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("desk_id", sa.LargeBinary(16), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("hours", sa.String(120), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "desk_id", name="pk_payout_desk"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "hold",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("award_id", sa.LargeBinary(16), nullable=False),
        sa.Column("desk_id", sa.LargeBinary(16), nullable=False),
        sa.Column("hand", sa.LargeBinary(16), nullable=False),
        sa.Column("word", sa.String(4), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "award_id", name="pk_hold"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "payout",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("award_id", sa.LargeBinary(16), nullable=False),
        sa.Column("desk_id", sa.LargeBinary(16), nullable=False),
        sa.Column("entry_id", sa.LargeBinary(16), nullable=False),
        sa.Column("undone_by", sa.LargeBinary(16), nullable=True),
        sa.PrimaryKeyConstraint("program_id", "award_id", name="pk_payout"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_payout_program_id_desk_id", "payout", ["program_id", "desk_id"])
    op.create_table(
        "reissue",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("award_id", sa.LargeBinary(16), nullable=False),
        sa.Column("signature", sa.LargeBinary(64), nullable=True),
        sa.PrimaryKeyConstraint("program_id", "award_id", name="pk_reissue"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "wrong_code",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "month", name="pk_wrong_code"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for name in (
        "wrong_code",
        "reissue",
        "payout",
        "hold",
        "payout_desk",
        "agenda",
        "meeting",
        "award_paper",
        "award_hand",
        "award",
        "proposal",
        "reward_settings",
    ):
        op.drop_table(name)
