"""The tips store: its first tables."""

import sqlalchemy as sa
from alembic import op

revision = "tips_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appeal",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("appeal_id", sa.LargeBinary(16), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("opened_day", sa.Date(), nullable=False),
        sa.Column("closed_day", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("program_id", "appeal_id", name="pk_appeal"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "audit",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16), nullable=True),
        sa.Column("action", sa.String(24), nullable=False),
        sa.Column("subject", sa.LargeBinary(16), nullable=True),
        sa.Column("detail", sa.String(80), nullable=False),
        sa.Column("link", sa.LargeBinary(32), nullable=False),
        sa.Column("signature", sa.LargeBinary(64), nullable=True),
        sa.PrimaryKeyConstraint("program_id", "number", name="pk_audit"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "certificate",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("certificate_id", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("subject_id", sa.LargeBinary(16), nullable=False),
        sa.Column("team_id", sa.LargeBinary(16), nullable=False),
        sa.Column("public_key", sa.LargeBinary(1216), nullable=False),
        sa.Column("verify_key", sa.LargeBinary(32), nullable=False),
        sa.Column("signer_id", sa.LargeBinary(16), nullable=False),
        sa.Column("signature", sa.LargeBinary(64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "certificate_id", name="pk_certificate"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "form_token",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "token_hash", name="pk_form_token"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "gateway_key",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(1216), nullable=False),
        sa.Column("signature", sa.LargeBinary(64), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "month", name="pk_gateway_key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "line",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "number", name="pk_line"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_line_number", "line", ["number"])
    op.create_table(
        "link_visit",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("link_id", sa.String(8), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "link_id", "day", name="pk_link_visit"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "member",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("team_id", sa.LargeBinary(16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "team_id", "person_id", name="pk_member"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outbox",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("outbox_id", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "outbox_id", name="pk_outbox"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_outbox_due", "outbox", ["due"])
    op.create_table(
        "person",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(16), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("sign_in", sa.String(120), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("unit_id", sa.LargeBinary(16), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("public_key", sa.LargeBinary(1216), nullable=False),
        sa.Column("verify_key", sa.LargeBinary(32), nullable=False),
        sa.Column("added_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "person_id", name="pk_person"),
        sa.UniqueConstraint("sign_in", name="uq_person_sign_in"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "program",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("slug", sa.String(40), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("time_zone", sa.String(40), nullable=False),
        sa.Column("keyword", sa.String(12), nullable=False),
        sa.Column("languages", sa.String(80), nullable=False),
        sa.Column("phone", sa.String(24), nullable=False),
        sa.PrimaryKeyConstraint("program_id", name="pk_program"),
        sa.UniqueConstraint("slug", name="uq_program_slug"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "team",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("team_id", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "team_id", name="pk_team"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "team_epoch",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("epoch_id", sa.LargeBinary(16), nullable=False),
        sa.Column("team_id", sa.LargeBinary(16), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.Date(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(1216), nullable=False),
        sa.Column("signer_id", sa.LargeBinary(16), nullable=False),
        sa.Column("signature", sa.LargeBinary(64), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "epoch_id", name="pk_team_epoch"),
        sa.UniqueConstraint("program_id", "team_id", "month", name="uq_team_epoch_program_id_team_id_month"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tip",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("tip_id", sa.LargeBinary(16), nullable=False),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("team_id", sa.LargeBinary(16), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("link_kind", sa.String(20), nullable=True),
        sa.Column("appeal_id", sa.LargeBinary(16), nullable=True),
        sa.Column("link_id", sa.String(8), nullable=True),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("received_day", sa.Date(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("status_day", sa.Date(), nullable=False),
        sa.Column("offence", sa.String(20), nullable=False),
        sa.Column("priority", sa.String(20), nullable=False),
        sa.Column("unit_id", sa.LargeBinary(16), nullable=True),
        sa.Column("assignee_id", sa.LargeBinary(16), nullable=True),
        sa.Column("disposition", sa.String(20), nullable=True),
        sa.Column("closed_day", sa.Date(), nullable=True),
        sa.Column("unread", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "tip_id", name="pk_tip"),
        sa.UniqueConstraint("program_id", "number", name="uq_tip_program_id_number"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tip_program_id_received_day", "tip", ["program_id", "received_day"])
    op.create_index(
        "ix_tip_queue",
        "tip",
        ["program_id", "team_id", "received_day", "number", "status", "priority", "channel", "offence"],
    )
    op.create_index(
        "ix_tip_queue_by_status",
        "tip",
        [
            "program_id",
            "team_id",
            "status",
            "received_day",
            "number",
            "priority",
            "channel",
            "offence",
            "unread",
        ],
    )
    op.create_table(
        "watched_name",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "name", name="pk_watched_name"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "link",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("link_id", sa.String(8), nullable=False),
        sa.Column("appeal_id", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("account", sa.String(80), nullable=False),
        sa.Column("label", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "link_id", name="pk_link"),
        sa.ForeignKeyConstraint(
            ["program_id", "appeal_id"], ["appeal.program_id", "appeal.appeal_id"], name="fk_link_appeal"
        ),
        sa.UniqueConstraint("link_id", name="uq_link_link_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "record",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("record_id", sa.LargeBinary(16), nullable=False),
        sa.Column("tip_id", sa.LargeBinary(16), nullable=False),
        sa.Column("key_id", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "record_id", name="pk_record"),
        sa.ForeignKeyConstraint(
            ["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"], name="fk_record_tip"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_record_program_id_tip_id", "record", ["program_id", "tip_id"])
    op.create_index("ix_record_program_id_kind_day", "record", ["program_id", "kind", "day"])
    op.create_table(
        "tip_grant",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("key_id", sa.LargeBinary(16), nullable=False),
        sa.Column("holder_id", sa.LargeBinary(16), nullable=False),
        sa.Column("tip_id", sa.LargeBinary(16), nullable=False),
        sa.Column("holder_kind", sa.String(20), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "key_id", "holder_id", name="pk_tip_grant"),
        sa.ForeignKeyConstraint(
            ["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"], name="fk_tip_grant_tip"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_tip_grant_program_id_holder_id_tip_id", "tip_grant", ["program_id", "holder_id", "tip_id"]
    )
    op.create_index("ix_tip_grant_program_id_tip_id", "tip_grant", ["program_id", "tip_id"])
    op.create_table(
        "tip_key",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("key_id", sa.LargeBinary(16), nullable=False),
        sa.Column("tip_id", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("team_id", sa.LargeBinary(16), nullable=True),
        sa.Column("public_key", sa.LargeBinary(1216), nullable=False),
        sa.Column("lookup", sa.LargeBinary(16), nullable=True),
        sa.Column("verify_key", sa.LargeBinary(32), nullable=True),
        sa.PrimaryKeyConstraint("program_id", "key_id", name="pk_tip_key"),
        sa.ForeignKeyConstraint(
            ["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"], name="fk_tip_key_tip"
        ),
        sa.UniqueConstraint("program_id", "lookup", name="uq_tip_key_program_id_lookup"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tip_key_program_id_tip_id", "tip_key", ["program_id", "tip_id"])
    op.create_table(
        "tip_move",
        sa.Column("program_id", sa.LargeBinary(16), nullable=False),
        sa.Column("move_id", sa.LargeBinary(16), nullable=False),
        sa.Column("tip_id", sa.LargeBinary(16), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("program_id", "move_id", name="pk_tip_move"),
        sa.ForeignKeyConstraint(
            ["program_id", "tip_id"], ["tip.program_id", "tip.tip_id"], name="fk_tip_move_tip"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tip_move_program_id_tip_id", "tip_move", ["program_id", "tip_id"])
    _keep_the_audit()


def downgrade() -> None:
    op.drop_table("tip_move")
    op.drop_table("tip_key")
    op.drop_table("tip_grant")
    op.drop_table("record")
    op.drop_table("link")
    op.drop_table("watched_name")
    op.drop_table("tip")
    op.drop_table("team_epoch")
    op.drop_table("team")
    op.drop_table("program")
    op.drop_table("person")
    op.drop_table("outbox")
    op.drop_table("member")
    op.drop_table("link_visit")
    op.drop_table("line")
    op.drop_table("gateway_key")
    op.drop_table("form_token")
    op.drop_table("certificate")
    op.drop_table("audit")
    op.drop_table("appeal")
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def _keep_the_audit() -> None:
    """Make the database refuse to change or delete a line of the audit trail, whoever asks."""
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            """
            CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
            END
            $$
            """
        )
        op.execute(
            "CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            "CREATE TRIGGER audit_is_kept BEFORE TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{change.lower()} BEFORE {change} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        )
    # INSERT OR REPLACE deletes without asking a DELETE trigger.
    op.execute(
        "CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit WHEN EXISTS "
        "(SELECT 1 FROM audit WHERE program_id = NEW.program_id AND number = NEW.number) "
        "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
    )
