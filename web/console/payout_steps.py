"""The steps that the pages of teller and desks share: read an id, and do a deed or say why not."""

from collections.abc import Callable

from fastapi import Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from tipline.rewards.award_refusals import NoSuchAward
from tipline.vocabulary import AwardId
from web.console.desk import Signed
from web.console.payout_words import REFUSED
from web.console.reward_form import identity
from web.forms import Form


def read_id(form: Form, name: str) -> bytes:
    """The award, desk or fund that a form names.

    Raises:
        NoSuchAward: it is no id.
    """
    found = identity(form.get(name))
    if found is None:
        raise NoSuchAward
    return found


def read_award(form: Form) -> AwardId:
    """The award that a form names.

    Raises:
        NoSuchAward: it is no id.
    """
    return AwardId(read_id(form, "award"))


def carry_out(
    signed: Signed,
    deed: Callable[[Session], object],
    *,
    refused: Callable[[Signed, Exception], Response],
    then: str,
) -> Response:
    """Do something in the ledger and go on to another page; where it is refused, nothing is done.

    Args:
        deed: with a session that is committed when it returns.
        refused: the page that says why not.
        then: the address of the page that follows.
    """
    try:
        with signed.runtime.ledger.transaction() as session:
            deed(session)
    except REFUSED as error:
        return refused(signed, error)
    return RedirectResponse(then, 303)
