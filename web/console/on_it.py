"""Who is on a tip, with whom of the team it is, and to whom it can be given: the row on top of its page."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from tipline.barred import barred_people
from tipline.casework.claiming import OnIt, on_it
from tipline.casework.keepers import Keeper, colleagues, keepers_among
from tipline.casework.people import names_of
from tipline.casework.views import TipHead
from tipline.vocabulary import PersonId
from web.console.desk import Signed


@dataclass(frozen=True, slots=True)
class OnItRow:
    """What the row says."""

    on_it: OnIt | None
    keeper: Keeper | None
    """None for who was given the tip from outside the team, too."""
    colleagues: Mapping[PersonId, str]
    me: PersonId

    @property
    def mine(self) -> bool:
        """Whether whoever looks is on it."""
        return self.on_it is not None and self.on_it.person_id == self.me

    @property
    def given_to_me(self) -> bool:
        """Whether whoever looks was asked to take care of it."""
        return self.keeper is not None and self.keeper.person_id == self.me


def on_it_row(session: Session, signed: Signed, head: TipHead) -> OnItRow:
    """Who is on the tip at this moment, as far as it is this person's to know."""
    holder = signed.holder
    found = on_it(session, holder.program_id, head.tip_id, now=signed.now)
    if not holder.role.may_triage:
        return OnItRow(found, None, {}, holder.person_id)
    able = colleagues(
        names_of(session, holder.program_id), program=signed.program, teams=frozenset({head.team_id})
    )
    barred = barred_people(session.connection(), holder.program_id, head.tip_id)
    able = {person_id: name for person_id, name in able.items() if person_id not in barred}
    keeper = keepers_among(session, holder.program_id, [head.tip_id]).get(head.tip_id)
    return OnItRow(found, keeper, able, holder.person_id)
