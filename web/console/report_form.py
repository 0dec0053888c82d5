"""The form by which it is written down that an illegal picture was reported; on a tip and for the unit."""

from datetime import date

from sqlmodel import Session

from tipline.casework.files import NoSuchFile
from tipline.casework.reported import report
from tipline.file_words import FileId
from web.console.desk import Signed
from web.console.typed import id_of
from web.forms import Form


def write_report(signed: Signed, form: Form, session: Session, keys_session: Session) -> None:
    """Write down what the form says.

    Raises:
        NoSuchFile, NotPermitted, ReportUnclear, NoProvenKey: as `report`.
    """
    file_id = id_of(form.get("file"))
    if file_id is None:
        raise NoSuchFile
    report(
        session,
        keys_session,
        file_id=FileId(file_id),
        day=_day(form.get("day")),
        to=form.get("to"),
        reference=form.get("reference"),
        by=signed.holder,
        program=signed.program,
        now=signed.now,
    )


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
