"""What the journal's chain binds together: an entry, its lines, and the row of a fund."""

from collections.abc import Sequence
from hashlib import sha256

from crypto.chain import next_link
from crypto.context import Purpose, context
from tipline.store.ledger_tables import EntryRow, FundRow, PostingRow
from tipline.vocabulary import Month, ProgramId


def link_of(previous: bytes, entry: EntryRow, lines: Sequence[PostingRow]) -> bytes:
    """The link of an entry: 32 bytes over the link before it, its fields and those of its lines, in order."""
    fields = [
        entry.program_id,
        _number(entry.sequence),
        entry.entry_id,
        _number(entry.month),
        entry.kind.encode(),
        entry.award_id or b"",
        entry.reverses or b"",
        entry.digest or b"",
    ]
    for line in lines:
        fields += [
            _number(line.line),
            line.fund_id,
            line.account.encode(),
            _number(line.amount_cents),
            line.currency.encode(),
            _number(line.balance_cents),
        ]
    return next_link(previous, fields)


def fund_digest(fund: FundRow) -> bytes:
    """What the entry that made a fund vouches for: 32 bytes over all that its row says."""
    parts = context(
        Purpose.LEDGER, "fund", fund.program_id, fund.fund_id, fund.kind.value, fund.name, fund.currency
    )
    return sha256(parts).digest()


def closing_context(program_id: ProgramId, month: Month) -> bytes:
    """What the signature under a closed month is bound to, besides its link."""
    return context(Purpose.LEDGER, "closing", program_id, month)


def _number(value: int) -> bytes:
    return str(value).encode()
