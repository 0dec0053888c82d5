"""What each process may do in each store on PostgreSQL, by table and column.

This is the page on which a process's powers are written down. The public site adds to tips, follows a
reporter's own grants and notes which desk they pick; the gateway adds to tips and sends what is owed; the
console works on tips; the worker counts and expires. Nobody changes an audit line, and only the console opens
`keys`. What a door writes of a tip goes one way, by a trigger: up to danger, to unread, to withdrawn. On
SQLite there are no roles: there it is a rule of the code.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from sqlalchemy import text

from tipline.store.engine import make_engine
from tipline.store.trouble import told
from tipline.vocabulary import HolderKind, Process, StoreName

ROLES: Final[Mapping[Process, str]] = {process: f"tipline_{process.value}" for process in Process}
"""The usual name of each process's role."""

ALL: Final = "*"
"""Every column, those of later versions too."""


@dataclass(frozen=True, slots=True)
class May:
    """What a process may do with a table; columns are names with spaces between them."""

    select: str = ""
    insert: bool = False
    update: str = ""
    delete: bool = False


Powers: TypeAlias = Mapping[str, May]

_READ: Final = May(select=ALL)
_ADD: Final = May(select=ALL, insert=True)
_OWN: Final = May(select=ALL, insert=True, update=ALL, delete=True)

_FOLLOW_UP: Final = "program_id tip_id number team_id language received_day status status_day priority unread"

_PUBLIC_TIPS: Final[Powers] = {
    "program": _READ,
    "line": _READ,
    "certificate": _READ,
    "team_epoch": _READ,
    "gateway_key": _READ,
    "watched_name": _READ,
    "language_reader": May(select="program_id language days"),
    "leak_notice": _READ,
    "open_app": _READ,
    "appeal": _READ,
    "link": _READ,
    "link_visit": May(select=ALL, insert=True, update="visits"),
    "form_token": May(select=ALL, insert=True, delete=True),
    "code_link": May(select=ALL, delete=True),
    "tip_bar": May(select="program_id tip_id person_id"),
    "tip": May(select=_FOLLOW_UP, insert=True, update="status status_day priority unread unfinished"),
    "tip_move": May(insert=True),
    "tip_key": May(select=ALL, insert=True, update="lookup verify_key"),
    "tip_grant": May(select=ALL, insert=True, delete=True),
    "record": _ADD,
    "tip_file": May(select="program_id file_id copy_id", insert=True, update="copy_id still_id"),
    "loose_blob": May(select=ALL, insert=True, delete=True),
    "claim_renewal": May(select="program_id request_id", insert=True),
    "published_month": _READ,
}

_GATEWAY_TIPS: Final[Powers] = {
    "program": _READ,
    "line": _READ,
    "certificate": _READ,
    "team_epoch": _READ,
    "gateway_key": May(select=ALL, insert=True, delete=True),
    "watched_name": _READ,
    "leak_notice": _READ,
    "language_reader": May(select="program_id language days"),
    "own_words": _READ,
    "open_app": _READ,
    "tip": May(select=_FOLLOW_UP, insert=True, update="priority unread"),
    "tip_move": May(insert=True),
    "tip_key": _ADD,
    "tip_grant": May(insert=True),
    "record": May(select="program_id record_id tip_id key_id kind day", insert=True),
    "outbox": May(select=ALL, insert=True, update="kind due tries route", delete=True),
    "carrier_watch": May(select=ALL, insert=True, update="late oldest heard"),
    "tip_file": May(
        select="program_id file_id tip_id original_id copy_id", insert=True, update="copy_id still_id"
    ),
    "loose_blob": May(select=ALL, insert=True, delete=True),
    "code_link": May(
        select=ALL, insert=True, update="link_hash verify_key expires_at signature", delete=True
    ),
    "unsent_text": May(select="program_id outbox_id day", insert=True, delete=True),
    "page_text": May(select=ALL, update="due tries", delete=True),
}

_CONSOLE_TIPS: Final[Powers] = {
    "program": May(
        select=ALL,
        update="publishes outside report_days specialist_id answers_from answers_until files_most "
        "files_megabytes",
    ),
    "line": _READ,
    "team": May(select=ALL, insert=True, update="name"),
    "person": May(select=ALL, insert=True, update="name sign_in role unit_id state public_key verify_key"),
    "member": May(select=ALL, insert=True, delete=True),
    "certificate": _ADD,
    "team_epoch": May(select=ALL, insert=True, delete=True),
    "gateway_key": _READ,
    "watched_name": May(select=ALL, insert=True, delete=True),
    "appeal": May(select=ALL, insert=True, update="name closed_day"),
    "link": May(select=ALL, insert=True, update="account label"),
    "link_visit": _READ,
    "tip": May(
        select=ALL,
        insert=True,
        update="team_id status status_day offence priority unit_id assignee_id disposition closed_day unread",
    ),
    "tip_import": _ADD,
    "tip_move": _ADD,
    "tip_due": May(select=ALL, insert=True, update="due_day extensions", delete=True),
    "tip_key": _ADD,
    "tip_grant": May(select=ALL, insert=True, delete=True),
    "record": _ADD,
    "tip_file": May(select=ALL, update="copy_id still_id"),
    "taken_file": May(select=ALL, insert=True, update="reported_day reported_by"),
    "taken_report": May(select=ALL, insert=True, delete=True),
    "opening_request": _ADD,
    "opening_half": May(select=ALL, insert=True, update="person_id sealed"),
    "loose_blob": May(select=ALL, insert=True, delete=True),
    "figure": _ADD,
    "frozen_month": _ADD,
    "month_count": May(select=ALL, insert=True, delete=True),
    "month_import": May(select=ALL, insert=True, delete=True),
    "month_mark": May(select=ALL, insert=True, delete=True),
    "published_month": _ADD,
    "outbox": May(insert=True),
    "carrier_watch": _READ,
    "unsent_text": May(select=ALL, delete=True),
    "tip_relation": May(select=ALL, insert=True, delete=True),
    "case_folder": May(select=ALL, insert=True, update="closed_day"),
    "case_paper": May(select=ALL, insert=True, update="epoch_id sealed", delete=True),
    "case_paper_copy": May(select=ALL, insert=True, delete=True),
    "case_bar": May(select=ALL, insert=True, delete=True),
    "tip_bar": May(select=ALL, insert=True, delete=True),
    "case_tip": May(select=ALL, insert=True, delete=True),
    "case_person": May(select=ALL, insert=True, delete=True),
    "tip_keeper": May(select=ALL, insert=True, update="person_id", delete=True),
    "shortcuts": May(select=ALL, insert=True, update="switched_on letters"),
    "scrub_loan": May(select=ALL, insert=True, delete=True),
    "lent_key": May(select=ALL, insert=True, delete=True),
    "scrub_turn": May(select=ALL, insert=True, update="person_id until passed", delete=True),
    "scrubbed_copy": May(select=ALL, insert=True, delete=True),
    "queue_view": May(select=ALL, insert=True, delete=True),
    "alert_choice": _OWN,
    "mail": May(select=ALL, insert=True, update="due tries", delete=True),
    "shift": May(select=ALL, insert=True, delete=True),
    "page": _OWN,
    "paged_tip": _OWN,
    "page_text": _ADD,
    "centre": May(select=ALL, insert=True, delete=True),
    "scrub_owed": May(select=ALL, insert=True, delete=True),
    "claim_renewal": May(select=ALL, delete=True),
    "canned_answer": _OWN,
    "language_reader": _OWN,
    "own_words": _OWN,
    "leak_notice": _OWN,
    "open_app": May(select=ALL, insert=True, delete=True),
    "audit": _ADD,
}

_WORKER_TIPS: Final[Powers] = {
    "program": _READ,
    "appeal": _READ,
    "link": _READ,
    "link_visit": _READ,
    "tip": _READ,
    "tip_move": _READ,
    "form_token": May(select=ALL, delete=True),
}

_PUBLIC_LEDGER: Final[Powers] = {
    "award": May(select="program_id award_id amount state month renewals desk_id", update="desk_id"),
    "payout_desk": _READ,
    "reward_settings": May(select="program_id return_after_days"),
}

_CONSOLE_LEDGER: Final[Powers] = {
    "fund": _ADD,
    "entry": _ADD,
    "posting": _ADD,
    "closed_month": _ADD,
    "score_table": _ADD,
    "reward_settings": May(select=ALL, insert=True, update="maximum quorum return_after_days"),
    "proposal": May(select=ALL, insert=True, delete=True),
    "award": May(
        select=ALL,
        insert=True,
        update="amount state month claim_name claim_tie renewals reissued to_ratify desk_id",
    ),
    "award_import": May(select=ALL, insert=True, delete=True),
    "award_hand": May(select=ALL, insert=True, update="part amount signature", delete=True),
    "award_paper": _ADD,
    "meeting": May(select=ALL, insert=True, update="epoch_id over sealed"),
    "agenda": May(select=ALL, insert=True, update="outcome"),
    "payout_desk": May(select=ALL, insert=True, update="place hours open signature"),
    "hold": May(select=ALL, insert=True, update="until", delete=True),
    "payout": May(select=ALL, insert=True, update="undone_by", delete=True),
    "reissue": May(select=ALL, insert=True, update="signature", delete=True),
    "wrong_code": May(select=ALL, insert=True, update="count"),
}

POWERS: Final[Mapping[StoreName, Mapping[Process, Powers]]] = {
    StoreName.TIPS: {
        Process.PUBLIC: _PUBLIC_TIPS,
        Process.GATEWAY: _GATEWAY_TIPS,
        Process.CONSOLE: _CONSOLE_TIPS,
        Process.WORKER: _WORKER_TIPS,
    },
    StoreName.KEYS: {
        Process.CONSOLE: {
            "password_lock": _OWN,
            "code_tries": _OWN,
            "epoch_grant": _OWN,
            "opening_key": _OWN,
            "session": _OWN,
        },
    },
    StoreName.VAULT: {
        Process.GATEWAY: {
            "pseudonym": _OWN,
            "conversation": _OWN,
            "return_address": _OWN,
            "held_text": _OWN,
            "erasure": _OWN,
            "heard_line": _OWN,
            "enclosure": _OWN,
            "sent_text": _OWN,
        },
    },
    StoreName.LEDGER: {
        Process.PUBLIC: _PUBLIC_LEDGER,
        Process.CONSOLE: _CONSOLE_LEDGER,
    },
}
"""A process that is not named for a store may not even connect to it."""

ONLY_REPORTERS: Final = frozenset({Process.PUBLIC})
"""Who sees, and may delete, of a tip's grants those alone that a reporter holds: whoever takes the public
site over must not be able to destroy what staff were granted."""


def apply_roles(name: StoreName, url: str, roles: Mapping[Process, str] = ROLES) -> None:
    """Make the roles that are missing, and give each its powers in one store; nothing to do on SQLite.

    A role is made without a password: whoever runs the server gives it one, or another way to sign in.

    Raises:
        SettingRefused: the URL is of no database that the stores run on.
        StoreUnavailable: the store is locked, read-only or gone.
        ProgrammingError: who owns the URL may not make roles, or does not own the tables.
    """
    engine = make_engine(name, url)
    if engine.dialect.name != "postgresql":
        return
    with told(name), engine.begin() as connection:
        known = set(connection.scalars(text("SELECT rolname FROM pg_roles")))
        for role in roles.values():
            if role not in known:
                connection.exec_driver_sql(f"CREATE ROLE {_quote(role)} LOGIN")
        database = connection.scalar(text("SELECT current_database()"))
        for statement in grant_statements(name, database=str(database), roles=roles):
            connection.exec_driver_sql(statement)
    engine.dispose()


def grant_statements(
    name: StoreName, *, database: str, roles: Mapping[Process, str], schema: str = "public"
) -> list[str]:
    """The statements that give the roles what `POWERS` says in one store, and nothing else; may be run again.

    Args:
        name: which store.
        database: the name of its database.
        roles: the role of each process; it must exist.
        schema: where the tables are.
    """
    where, here = _quote(schema), _quote(database)
    statements = [f"REVOKE ALL ON DATABASE {here} FROM PUBLIC", f"REVOKE ALL ON SCHEMA {where} FROM PUBLIC"]
    for process, role in roles.items():
        whom = _quote(role)
        statements += [
            f"REVOKE ALL ON ALL TABLES IN SCHEMA {where} FROM {whom}",
            f"REVOKE ALL ON SCHEMA {where} FROM {whom}",
            f"REVOKE ALL ON DATABASE {here} FROM {whom}",
        ]
        powers = POWERS[name].get(process)
        if powers is None:
            continue
        statements += [
            f"GRANT CONNECT ON DATABASE {here} TO {whom}",
            f"GRANT USAGE ON SCHEMA {where} TO {whom}",
            f"GRANT SELECT ON {where}.alembic_version TO {whom}",
            *(
                f"GRANT {right} ON {where}.{_quote(table)} TO {whom}"
                for table, may in powers.items()
                for right in _rights(may)
            ),
        ]
    if name is StoreName.TIPS:
        statements += _of_reporters(roles, table=f"{where}.tip_grant")
    return statements


def _rights(may: May) -> Iterator[str]:
    if may.select:
        yield f"SELECT{_listed(may.select)}"
    if may.insert:
        yield "INSERT"
    if may.update:
        yield f"UPDATE{_listed(may.update)}"
    if may.delete:
        yield "DELETE"


def _listed(columns: str) -> str:
    return "" if columns == ALL else f" ({', '.join(_quote(column) for column in columns.split())})"


def _of_reporters(roles: Mapping[Process, str], *, table: str) -> Iterator[str]:
    """Hide from the public site every grant that no reporter holds; it may add them all the same."""
    some = ", ".join(_quote(role) for process, role in roles.items() if process in ONLY_REPORTERS)
    rest = ", ".join(_quote(role) for process, role in roles.items() if process not in ONLY_REPORTERS)
    theirs = f"holder_kind = '{HolderKind.REPORTER.value}'"
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    for policy, rule in {
        "staff": f"TO {rest} USING (true) WITH CHECK (true)",
        "door": f"FOR INSERT TO {some} WITH CHECK (true)",
        "reporter": f"FOR SELECT TO {some} USING ({theirs})",
        "withdrawal": f"FOR DELETE TO {some} USING ({theirs})",
    }.items():
        yield f"DROP POLICY IF EXISTS {policy} ON {table}"
        yield f"CREATE POLICY {policy} ON {table} {rule}"


def _quote(name: str) -> str:
    """A name as an identifier, always quoted: names of roles come from the operator."""
    return '"' + name.replace('"', '""') + '"'
