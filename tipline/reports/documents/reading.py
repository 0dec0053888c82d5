"""Read the report that somebody asks for: the same table of the month that the page is made from."""

from datetime import date

from sqlmodel import Session

from tipline.errors import NoSuchProgram
from tipline.reports.documents.languages import words_for
from tipline.reports.documents.report import Asked, Report, yearly_report
from tipline.reports.documents.words import Words
from tipline.reports.ledger import rewards_of
from tipline.reports.month_table import month_table
from tipline.reports.months import month_of
from tipline.store.program_tables import ProgramRow
from tipline.vocabulary import ProgramId, Role


def read_report(
    tips: Session, ledger: Session, *, program_id: ProgramId, asked: Asked, by: Role, today: date
) -> Report:
    """The report of a month or a year; no tip is opened for it.

    Args:
        today: the day in the program's time zone.

    Raises:
        NotPermitted: counts are not for somebody in this role.
        MonthAhead: it has not begun.
        MonthBeforeBeginning: nothing is kept of it.
    """
    table = month_table(
        tips,
        program_id=program_id,
        month=asked.until(month_of(today)),
        by=by,
        today=today,
        rewards=rewards_of(ledger, program_id),
    )
    return yearly_report(table) if asked.yearly else Report(table)


def said_in(tips: Session, program_id: ProgramId, *, wished: str) -> tuple[ProgramRow, Words]:
    """The program, and the words of its documents: in the language wished for, or its own first.

    Raises:
        NoSuchProgram: there is none with this id.
    """
    program = tips.get(ProgramRow, program_id)
    if program is None:
        raise NoSuchProgram
    return program, words_for(wished, program.languages.split(","))
