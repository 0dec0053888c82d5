"""What the parts of a measure are called: by the vocabulary, or by the names that a program has given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlmodel import Session

from tipline.reports.measures import RULES, Measure, Split
from tipline.store.appeal_tables import AppealRow, LinkRow
from tipline.store.columns import table
from tipline.store.program_tables import TeamRow
from tipline.vocabulary import Channel, Disposition, Named, Offence, ProgramId, Status

_WORDS: Final[Mapping[Split, type[Named]]] = {
    Split.CHANNEL: Channel,
    Split.STATUS: Status,
    Split.OFFENCE: Offence,
    Split.DISPOSITION: Disposition,
}


@dataclass(frozen=True, slots=True)
class Labels:
    """The names of a program's units, appeals and links."""

    names: Mapping[Split, Mapping[str, str]]

    def of(self, measure: Measure, key: str) -> str:
        """The label of a row; a part that nobody can name any more is called by its key."""
        rule = RULES[measure]
        if rule.split is None or not key:
            return rule.label
        words = _WORDS.get(rule.split)
        if words is not None:
            return _label(words, key)
        return self.names.get(rule.split, {}).get(key, key)


def labels_of(session: Session, program_id: ProgramId) -> Labels:
    """Read what a program calls its units, appeals and links."""
    team, appeal, link = table(TeamRow).c, table(AppealRow).c, table(LinkRow).c
    run = session.connection().execute
    units = run(select(team.team_id, team.name).where(team.program_id == program_id))
    appeals = {
        row.appeal_id.hex(): row.name
        for row in run(select(appeal.appeal_id, appeal.name).where(appeal.program_id == program_id))
    }
    links = run(
        select(link.link_id, link.appeal_id, link.account, link.label).where(link.program_id == program_id)
    )
    return Labels(
        {
            Split.UNIT: {row.team_id.hex(): row.name for row in units},
            Split.APPEAL: appeals,
            Split.LINK: {
                row.link_id: f"{row.account or row.label}: {appeals.get(row.appeal_id.hex(), row.label)}"
                for row in links
            },
        }
    )


def fixed(measure: Measure) -> tuple[str, ...]:
    """The keys of a measure that stand in the table at zero too, in their order."""
    return _FIXED.get(measure, ())


_FIXED: Final[Mapping[Measure, tuple[str, ...]]] = {
    Measure.BY_CHANNEL: tuple(channel.value for channel in Channel if not channel.by_app),
}


def place(measure: Measure) -> Callable[[str], int]:
    """Where a key stands among the keys of a measure that has an order of its own; 0 for all of another."""
    rule = RULES[measure]
    if measure not in _IN_ORDER or rule.split is None:
        return lambda _key: 0
    order = {word.value: place for place, word in enumerate(_WORDS[rule.split])}
    return lambda key: order.get(key, len(order))


_IN_ORDER: Final = frozenset({Measure.BY_CHANNEL, Measure.BY_STATUS, Measure.BY_DISPOSITION})


def _label(words: type[Named], key: str) -> str:
    try:
        return words(key).label
    except ValueError:
        return key
