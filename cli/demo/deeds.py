"""What the demo's people did over the months: deeds, each with its moment, done in that order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, delete

from cli.demo.founding import Stage
from tipline.store.work_tables import OutboxRow

BATCH: Final = 200
"""Deeds that are committed together: one transaction each would wait for the disk a thousand times."""


@dataclass(frozen=True, slots=True)
class OpenStores:
    """The stores that staff work in, for as long as a deed takes."""

    tips: Session
    keys: Session
    ledger: Session


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that somebody did."""

    at: datetime
    do: Callable[[OpenStores], None]


def carry_out(stage: Stage, deeds: Iterable[Deed]) -> None:
    """Do everything that was done, in the order in which it was."""
    in_order = sorted(deeds, key=lambda deed: deed.at)
    for first in range(0, len(in_order), BATCH):
        with (
            stage.tips.transaction() as tips,
            stage.keys.read() as keys,
            stage.ledger.transaction() as ledger,
        ):
            stores = OpenStores(tips, keys, ledger)
            for deed in in_order[first : first + BATCH]:
                deed.do(stores)
                for session in (tips, ledger):
                    session.flush()
                    session.expunge_all()
    with stage.tips.transaction() as tips:
        # The answers to texters of those years were delivered long ago.
        tips.execute(delete(OutboxRow))
