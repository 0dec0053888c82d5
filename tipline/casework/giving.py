"""Give a tip to a colleague who holds the same inbox: a claim in their name, by whoever gives it.

They have the tip's key already, so nothing is sealed or granted: who gives says who takes care of it. For
half an hour nobody else answers, as if the colleague had said that they are on it; the queue shows with whom
it is until they give it back, somebody takes it over, or work on it is over.
"""

from datetime import datetime

from sqlmodel import Session

from tipline import audit
from tipline.barred import barred_people
from tipline.casework.claiming import on_it
from tipline.casework.keepers import colleagues, keep, keeper_of
from tipline.casework.people import names_of
from tipline.casework.reach import find_own
from tipline.casework.refusals import BarredFromTip, ClaimedByAnother, GivenMeanwhile, NotInTheTeam
from tipline.casework.trail import last_by, write_down
from tipline.errors import UnlawfulMove
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.vocabulary import PersonId, Status


def give(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    to: PersonId,
    seen: PersonId | None,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Give a tip to a colleague, or to oneself; `seen` is with whom it was when `by` decided that.

    Given to who has it already, nothing is done and nothing written down. That somebody was asked to take
    care of a tip ends no page: until somebody has opened it and acted, nobody has heard.

    Raises:
        NotPermitted: `by` may not triage this tip.
        NoSuchTip: there is none with this number, or none for this person.
        NotInTheTeam: `to` does not hold the team whose tip it is.
        BarredFromTip: they are barred from it.
        UnlawfulMove: work on the tip is over.
        GivenMeanwhile: somebody has given it to another since, or it was given back.
        ClaimedByAnother: a third person is on it at this moment.
    """
    tip = find_own(session, keys_session, number=number, by=by)
    names = names_of(session, tip.program_id)
    if to not in colleagues(names, program=program, teams=frozenset({tip.team_id})):
        raise NotInTheTeam
    if to in barred_people(session.connection(), tip.program_id, tip.tip_id):
        raise BarredFromTip(names.people[to].name)
    if not tip.status.open:
        raise UnlawfulMove(at=tip.status, to=Status.TRIAGED)
    keeper = keeper_of(session, tip.program_id, tip.tip_id)
    if keeper == to:
        return
    if keeper != seen:
        who = last_by(session, tip, actions={audit.Action.HANDED, audit.Action.GIVEN_BACK}, names=names)
        raise GivenMeanwhile(who, names.person(keeper))
    now_on_it = on_it(session, tip.program_id, tip.tip_id, now=now)
    if now_on_it is not None and now_on_it.person_id not in {by.person_id, to, seen}:
        raise ClaimedByAnother(now_on_it.name, until=now_on_it.until)
    keep(session, tip, by=to)
    write_down(session, tip, audit.Action.HANDED, by=by, now=now, detail=to.hex())
