"""Custodians for a founded program of a test: Grace Hopper of team A, Ida Wells of team B."""

from datetime import datetime
from typing import Final

from tests.program import NOON, FoundedProgram
from tipline.access.custodians import appoint_by_root
from tipline.access.epochs import ensure
from tipline.vocabulary import TeamKind

WHO: Final = {TeamKind.CUSTODIAN_A: "Grace Hopper", TeamKind.CUSTODIAN_B: "Ida Wells"}


def appoint_custodians(program: FoundedProgram, *, now: datetime = NOON) -> None:
    """Appoint them by the root, and make their keys as their sign-in would."""
    for team, name in WHO.items():
        with program.tips.transaction() as tips, program.keys_store.transaction() as keys:
            appoint_by_root(
                tips,
                keys,
                program_id=program.program_id,
                person_id=program.people[name].person_id,
                team=team,
                secret=program.secret,
                now=now,
            )
        holdings, proven = program.holder(name).holdings, program.keys()
        with program.tips.transaction() as tips, program.keys_store.transaction() as keys:
            ensure(tips, keys, program=proven, by=holdings, now=now)
