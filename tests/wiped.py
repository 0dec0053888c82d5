"""A migrated PostgreSQL database used again: everything in it deleted, if nothing but its rows was changed.

To copy a database takes the server some hundred milliseconds for its three hundred files; to delete the few
rows of a test, a few.
"""

from typing import Final

import psycopg

LOCK_WAIT: Final = "2s"

FORM: Final = """
SELECT md5(string_agg(line, ' ' ORDER BY line)) FROM (
    SELECT format('%s %s %s %s %s', oid, relname, relkind, relowner, relacl) FROM pg_class WHERE oid >= 16384
    UNION ALL SELECT one::text FROM pg_attribute AS one WHERE attrelid >= 16384
    UNION ALL SELECT one::text FROM pg_attrdef AS one
    UNION ALL SELECT one::text FROM pg_constraint AS one WHERE oid >= 16384
    UNION ALL SELECT one::text FROM pg_trigger AS one
    UNION ALL SELECT one::text FROM pg_proc AS one WHERE oid >= 16384
    UNION ALL SELECT one::text FROM pg_namespace AS one WHERE nspname NOT LIKE 'pg\\_%temp\\_%'
    UNION ALL SELECT one::text FROM pg_default_acl AS one
    UNION ALL SELECT one::text FROM pg_policy AS one
    UNION ALL SELECT version_num FROM alembic_version
) AS found(line)
"""
"""Everything in a database but its rows, as one word: tables, columns, rules, triggers, functions, grants."""

OTHERS: Final = """
SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""

EMPTY: Final = """
DO $$ DECLARE named regclass; BEGIN
    FOR named IN SELECT oid FROM pg_class
        WHERE relkind = 'r' AND oid >= 16384 AND relname <> 'alembic_version'
    LOOP EXECUTE format('DELETE FROM %s', named); END LOOP;
END $$
"""


def form_of(url: str) -> str:
    """Everything in a database but its rows.

    Raises:
        psycopg.Error: it cannot be read, or has no version.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(FORM).fetchone()
    return str(found)


def is_wiped(url: str, *, form: str) -> bool:
    """Delete every row, whoever forbids it, and end every other connection.

    Returns:
        Whether it is as good as new: False if more than rows was changed in it, or it cannot be had alone.
    """
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")  # no trigger, no foreign key
            connection.execute(f"SET lock_timeout = '{LOCK_WAIT}'")
            connection.execute(OTHERS)
            if str(connection.execute(FORM).fetchone()) != form:
                return False
            connection.execute(EMPTY)
    except psycopg.Error:
        return False
    return True
