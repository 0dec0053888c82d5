"""The gateway's key of each month, published where every program finds it, signed by the gateway."""

from sqlalchemy import Connection, delete, insert, select

from tipline.key_files import GatewayKeys
from tipline.keyring import gateway_month_context
from tipline.store.columns import table
from tipline.store.program_tables import GatewayKeyRow, ProgramRow
from tipline.vocabulary import ProgramId


def publish(connection: Connection, keys: GatewayKeys, program_id: ProgramId) -> int:
    """Make a program's rows say what the gateway has, and tell how many were written.

    A month that the gateway has forgotten goes too: nothing must be sealed to a key that nobody has. A row
    that somebody else has changed is put right.
    """
    rows = table(GatewayKeyRow)
    mine = rows.c.program_id == program_id
    found = {row.month: row.public_key for row in connection.execute(select(rows).where(mine))}
    wanted = {month: key.public().raw for month, key in keys.month_keys().items()}
    stale = [month for month in found if found[month] != wanted.get(month)]
    missing = [month for month in wanted if found.get(month) != wanted[month]]
    if stale:
        connection.execute(delete(rows).where(mine, rows.c.month.in_(stale)))
    signer = keys.signing()
    for month in missing:
        place = gateway_month_context(program_id, month)
        connection.execute(
            insert(rows).values(
                program_id=program_id,
                month=month,
                public_key=wanted[month],
                signature=signer.sign(wanted[month], context=place),
            )
        )
    return len(missing)


def publish_everywhere(connection: Connection, keys: GatewayKeys) -> int:
    """Publish to every program of the deployment, and tell how many rows were written."""
    programs = connection.scalars(select(table(ProgramRow).c.program_id)).all()
    return sum(publish(connection, keys, ProgramId(program_id)) for program_id in programs)
