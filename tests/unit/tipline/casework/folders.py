"""Deeds with cases, as their pages do them."""

from dataclasses import replace

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, Case, Told
from tipline.casework import cases
from tipline.casework.case_views import CaseList, CaseView, Filed, cases_of_tip, list_cases, view_case
from tipline.casework.many import into_case
from tipline.casework.queue import Filters, Scope, queue
from tipline.vocabulary import TeamId

GARAGE = "The garage of Viktor Lind"


def make(case: Case, *told: Told, title: str = GARAGE, by: str = ADA) -> str:
    """A new case with some tips in it."""
    with case.at_work() as (tips, keys):
        number = cases.make_case(tips, title=title, by=case.by(by), program=case.keys(), now=NOON)
        numbers = [each.number for each in told]
        into_case(tips, keys, numbers=numbers, into=number, by=case.by(by), program=case.keys(), now=NOON)
    return number


def put(case: Case, number: str, *told: Told | str, by: str = ADA) -> None:
    """More tips into a case."""
    numbers = [each if isinstance(each, str) else each.number for each in told]
    with case.at_work() as (tips, keys):
        into_case(tips, keys, numbers=numbers, into=number, by=case.by(by), program=case.keys(), now=NOON)


def take_out(case: Case, number: str, told: Told, *, by: str = ADA) -> None:
    """A tip out of a case."""
    with case.at_work() as (tips, _):
        cases.take_out(tips, number=told.number, of=number, by=case.by(by), now=NOON)


def close(case: Case, number: str, *, by: str = ADA) -> None:
    """Work on a case is over."""
    with case.at_work() as (tips, _):
        cases.close_case(tips, number=number, by=case.by(by), now=NOON)


def hand_over(case: Case, number: str, text: str, *, by: str = ADA) -> None:
    """Somebody writes the note."""
    with case.at_work() as (tips, _):
        cases.hand_over(tips, number=number, text=text, by=case.by(by), program=case.keys(), now=NOON)


def join(case: Case, number: str, name: str, *, by: str = ADA) -> None:
    """Somebody is put on a case."""
    with case.at_work() as (tips, _):
        cases.join(tips, number=number, person_id=case.person(name), by=case.by(by), now=NOON)


def listed(case: Case, *, by: str = ADA, closed: bool = False) -> CaseList:
    """The list of somebody."""
    with case.program.keys_store.read() as keys, case.program.tips.read() as tips:
        return list_cases(tips, keys, by=case.by(by), program=case.keys(), closed=closed)


def look(case: Case, number: str, *, by: str = ADA) -> CaseView:
    """One case, as somebody sees it."""
    with case.program.keys_store.read() as keys, case.program.tips.read() as tips:
        return view_case(tips, keys, number=number, by=case.by(by), program=case.keys())


def cases_of(case: Case, told: Told, *, by: str = ADA) -> tuple[Filed, ...]:
    """In which cases a tip lies, for somebody."""
    with case.program.keys_store.read() as keys, case.program.tips.read() as tips:
        return cases_of_tip(tips, keys, tip_id=told.tip_id, by=case.by(by), program=case.keys())


def tips_in(case: Case, number: str, *, by: str = ADA) -> list[str]:
    """The numbers of the tips that somebody sees in a case."""
    view, holder = look(case, number, by=by), case.by(by)
    with case.program.keys_store.read() as keys:
        scope = Scope(case.program.program_id, frozenset(), holder.holdings.principals(keys))
    teams = frozenset({view.team_id}) if view.owner else frozenset[TeamId]()
    with case.program.tips.read() as tips:
        found = queue(tips, replace(scope, case_id=view.case_id, teams=teams), Filters())
    return sorted(line.number for line in found.lines)
