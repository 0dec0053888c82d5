"""Who may not sort tips makes none less urgent, marks none as read, and ends none but by withdrawing it."""

from alembic import op

revision = "tips_0035"
down_revision = "tips_0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """On PostgreSQL; SQLite knows no roles, and a trigger there could not tell who asks.

    Who may write the offence is who sorts tips: the console, and the owner. So no role is named here.
    """
    if op.get_context().dialect.name != "postgresql":
        return
    op.execute(
        """
        CREATE FUNCTION keep_tip_urgent() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
        BEGIN
            IF has_column_privilege(current_user, TG_RELID, 'offence', 'UPDATE') THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'not at a door' USING ERRCODE = 'insufficient_privilege';
        END
        $$
        """
    )
    op.execute(
        "CREATE TRIGGER tip_stays_urgent BEFORE UPDATE ON tip FOR EACH ROW WHEN ("
        "(OLD.priority <> NEW.priority AND NEW.priority <> 'danger') "
        "OR (OLD.unread AND NOT NEW.unread) "
        "OR (OLD.status <> NEW.status AND NEW.status <> 'withdrawn')) "
        "EXECUTE FUNCTION keep_tip_urgent()"
    )


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP TRIGGER tip_stays_urgent ON tip")
        op.execute("DROP FUNCTION keep_tip_urgent()")
