from datetime import timedelta
from pathlib import Path

import pytest

from tests.databases import Stores
from tests.program import NOON, FixedClock, FoundedProgram, found
from tipline.access import sessions
from tipline.errors import NotConfirmed, SessionOver, SignInRefused
from tipline.vocabulary import Role


def test_a_holder_signs_in_and_is_known_again(stores: Stores, tmp_path: Path) -> None:
    program = found(stores)
    runtime = program.runtime(tmp_path)
    ada = program.people["Ada Byron"]

    signed = sessions.sign_in(
        runtime, name="ADA  byron", password=ada.password, totp=program.code("Ada Byron"), now=NOON
    )
    holder = sessions.resume(runtime, signed.token, now=NOON)

    assert (holder.person_id, holder.role, holder.teams) == (
        ada.person_id,
        Role.COORDINATOR,
        signed.holder.teams,
    )
