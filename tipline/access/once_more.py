"""The second factor once more, of somebody who is signed in, before a deed that reads very much."""

from datetime import datetime

from sqlmodel import col, select, update

from tipline import audit
from tipline.access import second_factor
from tipline.access.passwords import LONGEST
from tipline.access.second_factor import Verdict
from tipline.errors import SignInRefused
from tipline.holdings import Holder
from tipline.runtime import ConsoleRuntime
from tipline.store.key_tables import PasswordLockRow, SessionRow

REFUSED = "second factor, wrong code"
"""As the audit has it."""


def prove_again(runtime: ConsoleRuntime, *, by: Holder, totp: str, now: datetime) -> None:
    """Spend another code of a signed-in person; a wrong one counts as at sign-in, and stands in the audit.

    What had been typed wrong before, by whomever, is not forgotten by a right one: it is told as at sign-in.

    Raises:
        SignInRefused: the code is wrong, was used before, or too many wrong ones came before it.
        StoreUnavailable: a store cannot be read or written.
    """
    with runtime.keys_store.transaction() as keys:
        stored = keys.exec(
            select(PasswordLockRow).where(
                PasswordLockRow.program_id == by.program_id, PasswordLockRow.person_id == by.person_id
            )
        ).first()
        step = None
        if stored is not None:
            step = second_factor.step_of(
                stored, totp[:LONGEST], console_key=runtime.keys.console_key, now=now
            )
        judged = second_factor.judge(keys, stored, step=step, now=now)
        if judged.verdict is Verdict.OPENS and judged.wrong_codes:
            keys.exec(
                update(SessionRow)
                .where(col(SessionRow.session_id) == by.session_id)
                .values(wrong_codes=col(SessionRow.wrong_codes) + judged.wrong_codes)
            )
    if judged.verdict is Verdict.OPENS:
        return
    with runtime.tips.transaction() as tips:
        audit.record(
            tips,
            program_id=by.program_id,
            action=audit.Action.REFUSED,
            by=by.person_id,
            detail=REFUSED,
            at=now,
            signer=by.holdings.signing(),
        )
    raise SignInRefused
