"""The books as files for an auditor's own tools; they are proven first."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from fastapi import APIRouter, Response
from sqlmodel import Session

from tipline.rewards.books import entries
from tipline.rewards.export_beancount import beancount_lines
from tipline.rewards.export_csv import csv_lines
from tipline.rewards.export_xlsx import xlsx_bytes
from tipline.rewards.reading import require_reader
from tipline.rewards.verify import verify
from web.console.desk import Signed, SignedIn
from web.errors import NotFound
from web.who_may import who_may

router = APIRouter()


@router.get("/rewards/books.{kind}")
@who_may("who reads the books")
def download(kind: str, signed: SignedIn) -> Response:
    """All of the journal as Beancount, CSV or a workbook.

    Raises:
        LedgerBroken: the books do not hold.
    """
    signed.require(signed.holder.role.may_read_books)
    if kind not in _KINDS:
        raise NotFound
    media_type, write = _KINDS[kind]
    with _proven(signed) as ledger:
        content = write(ledger, signed)
    return Response(
        content,
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="books.{kind}"'},
    )


@contextmanager
def _proven(signed: Signed) -> Iterator[Session]:
    """A session in which the books hold, as long as it lasts."""
    require_reader(signed.holder)
    signers = {person_id: person.verify for person_id, person in signed.program.people.items()}
    with signed.runtime.ledger.still() as ledger:
        verify(ledger, signed.holder.program_id, signers)
        yield ledger


def _beancount(ledger: Session, signed: Signed) -> bytes:
    whole = list(entries(ledger, signed.holder.program_id))
    return "".join(f"{line}\n" for line in beancount_lines(whole, title=signed.program_name)).encode()


def _csv(ledger: Session, signed: Signed) -> bytes:
    return "".join(csv_lines(entries(ledger, signed.holder.program_id))).encode()


def _xlsx(ledger: Session, signed: Signed) -> bytes:
    return xlsx_bytes(entries(ledger, signed.holder.program_id))


_KINDS: Final[Mapping[str, tuple[str, Callable[[Session, Signed], bytes]]]] = {
    "beancount": ("text/plain; charset=utf-8", _beancount),
    "csv": ("text/csv; charset=utf-8", _csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
}
