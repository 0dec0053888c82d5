"""What the journal's chain binds together: an entry, its lines, and the row of a fund."""

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from crypto.chain import next_link
from crypto.context import Purpose, context
from tipline.vocabulary import Month, ProgramId


class Head(NamedTuple):
    """An entry as it is stored, but for its program and its link."""

    sequence: int
    entry_id: bytes
    month: int
    kind: str
    award_id: bytes | None
    reverses: bytes | None
    digest: bytes | None


class Line(NamedTuple):
    """A line of an entry as it is stored, but for its program and its entry."""

    line: int
    fund_id: bytes
    account: str
    amount: int
    currency: str
    balance: int


def link_of(previous: bytes, program_id: ProgramId, head: Head, lines: Sequence[Line]) -> bytes:
    """The link of an entry: 32 bytes over the link before it, the program, and the entry written out."""
    return next_link(previous, [program_id, written(head, lines).encode()])


def written(head: Head, lines: Sequence[Line]) -> str:
    """An entry as text, the same for everybody who writes it: docs/ledger.md says how.

    Words and numbers with a space between them, ids in hexadecimal, a hyphen for what is not there. No word
    of the ledger holds a space, so that two entries are never written alike.
    """
    sequence, entry_id, month, kind, award_id, reverses, digest = head
    text = (
        f"{sequence} {month} {kind} {entry_id.hex()} {award_id.hex() if award_id else '-'} "
        f"{reverses.hex() if reverses else '-'} {digest.hex() if digest else '-'}"
    )
    for number, fund_id, account, amount, currency, balance in lines:
        text += f"\n{number} {fund_id.hex()} {account} {amount} {currency} {balance}"
    return text


def fund_digest(program_id: ProgramId, fund_id: bytes, *, kind: str, name: str, currency: str) -> bytes:
    """What the entry that made a fund vouches for: 32 bytes over all that its row says."""
    return sha256(context(Purpose.LEDGER, "fund", program_id, fund_id, kind, name, currency)).digest()


def closing_context(program_id: ProgramId, month: Month) -> bytes:
    """What the signature under a closed month is bound to, besides its link."""
    return context(Purpose.LEDGER, "closing", program_id, month)
