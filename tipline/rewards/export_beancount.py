"""The journal as Beancount text, for an auditor's own tools: `bean-check` agrees with it.

The ledger knows months and no days, so every entry stands on the first of its month; what stands on each
account at the end is asserted on the first of the month after the last.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from tipline.money import Account
from tipline.rewards.books import Entered, Moved, decimal, month_text
from tipline.rewards.months import month_after
from tipline.vocabulary import Month

_ROOTS: Final = {
    Account.BANK: "Assets",
    Account.AT_DESKS: "Assets",
    Account.FLOAT: "Assets",
    Account.OWED: "Liabilities",
    Account.ENTRUSTED: "Liabilities",
    Account.AVAILABLE: "Equity",
}
_NAMES: Final = {account: account.value.title() for account in Account}


def beancount_lines(entries: Sequence[Entered], *, title: str) -> Iterator[str]:
    """The file, a line at a time.

    Args:
        entries: all of the journal.
        title: of the program.
    """
    yield f'option "title" "{_quoted(title)}"'
    names = _components(line.fund for entry in entries for line in entry.lines)
    first = min((entry.month for entry in entries), default=None)
    if first is None:
        return
    places = _places(entries, names)
    for currency in sorted({line.currency for entry in entries for line in entry.lines}):
        yield f'option "operating_currency" "{currency}"'
    yield ""
    for place, currency in sorted({(place, line.currency) for place, line in places}):
        yield f"{_day(first)} open {place} {currency}"
    for entry in entries:
        yield from _transaction(entry, names)
    yield from _assertions(entries, names)


def _transaction(entry: Entered, names: dict[str, str]) -> Iterator[str]:
    if not entry.lines:
        return
    yield ""
    yield f'{_day(entry.month)} * "{entry.kind.label}" ^{entry.award_id or entry.entry_id}'
    yield f'  entry: "{entry.number}"'
    yield f'  link: "{entry.link}"'
    if entry.reverses:
        yield f'  reverses: "{entry.reverses}"'
    for line in entry.lines:
        yield f"  {_place(line, names)}  {decimal(line.signed)} {line.currency}"


def _assertions(entries: Sequence[Entered], names: dict[str, str]) -> Iterator[str]:
    """What stands on each account, in the order of the journal and not of the months."""
    last = month_after(max(entry.month for entry in entries))
    standing = dict(_places(entries, names))
    if standing:
        yield ""
    for place, line in sorted(standing.items()):
        amount = line.account.natural(line.balance)
        yield f"{_day(last)} balance {place}  {decimal(amount)} {line.currency}"


def _places(entries: Iterable[Entered], names: dict[str, str]) -> list[tuple[str, Moved]]:
    return [(_place(line, names), line) for entry in entries for line in entry.lines]


def _place(line: Moved, names: dict[str, str]) -> str:
    return f"{_ROOTS[line.account]}:{names[line.fund]}:{_NAMES[line.account]}"


def _components(funds: Iterable[str]) -> dict[str, str]:
    """For each fund a part of an account's name, which Beancount wants of letters, digits and hyphens."""
    names: dict[str, str] = {}
    for fund in dict.fromkeys(funds):
        plain = re.sub(r"[^A-Za-z0-9]+", "-", fund).strip("-") or "Fund"
        plain = plain[0].upper() + plain[1:]
        taken, number = plain, 2
        while taken in names.values():
            taken, number = f"{plain}-{number}", number + 1
        names[fund] = taken
    return names


def _day(month: Month) -> str:
    return f"{month_text(month)}-01"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
