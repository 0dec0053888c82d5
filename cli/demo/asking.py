"""What the demo's program has asked of the public: appeals, and the links by which reporters came."""

import random
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlmodel import Session

from tipline.intake.report import Origin
from tipline.store.appeal_tables import AppealRow, LinkRow, LinkVisitRow
from tipline.vocabulary import ID_SIZE, AppealId, LinkId, LinkKind, ProgramId

ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without what is misread from a poster."""
LINK_SIZE: Final = 8


@dataclass(frozen=True, slots=True)
class _Ask:
    name: str
    opened: int
    """Days ago."""
    closed: int | None
    links: tuple[tuple[LinkKind, str, str], ...]


ASKED: Final = (
    _Ask(
        "Shooting at the night market",
        9,
        None,
        (
            (LinkKind.ACCOUNT, "Instagram, program", "reel with the car"),
            (LinkKind.ACCOUNT, "X, 51 Division", "first post"),
            (LinkKind.ACCOUNT, "Facebook, program", "picture of the jacket"),
            (LinkKind.PLACE, "Poster", "streetcar shelters"),
        ),
    ),
    _Ask(
        "Stolen cars in containers",
        75,
        None,
        (
            (LinkKind.ACCOUNT, "TikTok, program", "forty seconds"),
            (LinkKind.ACCOUNT, "Facebook, Major Crime", "list of models"),
        ),
    ),
    _Ask(
        "Who saw the cyclist?",
        320,
        200,
        ((LinkKind.ACCOUNT, "X, program", "map"), (LinkKind.PLACE, "Poster", "trail heads")),
    ),
)
"""The newest first: its first link is the one that the screen shows."""


@dataclass(frozen=True, slots=True)
class AskedLink:
    """A link, the day on which it was opened, and where a tip that comes by it says that it comes from."""

    link_id: LinkId
    opened: date
    origin: Origin


def ask(tips: Session, *, program_id: ProgramId, today: date, chance: random.Random) -> list[AskedLink]:
    """Open the appeals with their links, and count the visits of the days since."""
    links: list[AskedLink] = []
    for asked in ASKED:
        appeal_id = AppealId(secrets.token_bytes(ID_SIZE))
        opened = today - timedelta(days=asked.opened)
        closed = None if asked.closed is None else today - timedelta(days=asked.closed)
        tips.add(
            AppealRow(
                program_id=program_id,
                appeal_id=appeal_id,
                name=asked.name,
                opened_day=opened,
                closed_day=closed,
            )
        )
        tips.flush()
        for kind, account, label in asked.links:
            link_id = LinkId("".join(secrets.choice(ALPHABET) for _ in range(LINK_SIZE)))
            tips.add(
                LinkRow(
                    program_id=program_id,
                    link_id=link_id,
                    appeal_id=appeal_id,
                    kind=kind,
                    account=account,
                    label=label,
                )
            )
            _visits(tips, program_id, link_id, days=_days(opened, closed or today), chance=chance)
            kept = link_id if kind is LinkKind.ACCOUNT else None
            links.append(AskedLink(link_id, opened, Origin(appeal_id, kind, kept)))
    tips.flush()
    return links


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=day) for day in range(min(60, (last - first).days + 1))]


def _visits(
    tips: Session, program_id: ProgramId, link_id: LinkId, *, days: list[date], chance: random.Random
) -> None:
    """Many on the first days, then fewer and fewer."""
    for age, day in enumerate(days):
        visits = int(chance.uniform(0.5, 1.5) * 900 / (1 + age) ** 1.3)
        if visits:
            tips.add(LinkVisitRow(program_id=program_id, link_id=link_id, day=day, visits=visits))
