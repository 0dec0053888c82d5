import pytest
from sqlmodel import col, select

from crypto.keys import PrivateKey
from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, GUNS, IDA, ROBIN, SAM, Case, an_id, texts
from tipline.casework.assignment import recipients
from tipline.casework.views import Recipient
from tipline.errors import (
    NamedInTip,
    NoSuchPerson,
    NoSuchTeam,
    NoSuchTip,
    NotConfirmed,
    NotPermitted,
    UnlawfulMove,
)
from tipline.intake.report import Detail
from tipline.store.program_tables import MemberRow, PersonRow
from tipline.store.tip_tables import TipGrantRow, TipKeyRow
from tipline.vocabulary import KeyKind, PersonId, PersonState, Role, Status, TeamId, TeamKind


def test_an_investigator_opens_the_one_tip_that_they_were_given_and_no_other(case: Case) -> None:
    given, kept = case.tell(), case.tell("Another.")

    case.assign(given, case.person(DANA))

    assert texts(case.open(given, by=DANA)) == [GUNS]
    assert [line.number for line in case.queue(DANA).lines] == [given.number]
    for name, told in ((DANA, kept), (SAM, given), (ROBIN, given)):
        with pytest.raises(NoSuchTip):
            case.open(told, by=name)
    row = case.row(given)
    assert (row.status, row.assignee_id, row.unit_id) == (Status.DISPATCHED, case.person(DANA), None)
    assert case.trail()[0] == (
        "dispatched",
        case.person(ADA),
        given.tip_id,
        f"to {case.person(DANA).hex()}, with the original",
    )


def test_a_team_opens_what_it_was_given_each_member_with_their_own_key(case: Case) -> None:
    told = case.tell()

    case.assign(told, case.division())

    assert [texts(case.open(told, by=name)) for name in (DANA, SAM)] == [[GUNS], [GUNS]]
    with pytest.raises(NoSuchTip):
        case.open(told, by=ROBIN)


def test_a_tip_is_granted_with_thread_brief_and_one_desk(sqlite_case: Case) -> None:
    told = sqlite_case.tell()

    sqlite_case.note(told, "For the file.")
    sqlite_case.assign(told, sqlite_case.person(DANA))
    sqlite_case.assign(told, sqlite_case.person(DANA))

    with sqlite_case.program.tips.read() as session:
        keys = {row.key_id: row.kind for row in session.exec(select(TipKeyRow)).all()}
        held = session.exec(
            select(col(TipGrantRow.key_id)).where(TipGrantRow.holder_id == sqlite_case.person(DANA))
        ).all()
    assert sorted(keys[key] for key in held) == [KeyKind.BRIEF, KeyKind.DESK, KeyKind.THREAD]
    assert sorted(keys.values()) == [KeyKind.BRIEF, KeyKind.DESK, KeyKind.FILE, KeyKind.THREAD]


@pytest.mark.parametrize(
    ("text", "who"),
    [("Ask Lee Norwood.", ""), ("It is norwood.", ""), ("He sells guns.", "Constable Norwood, 51")],
)
def test_a_tip_is_not_given_to_somebody_whose_name_stands_in_it(
    sqlite_case: Case, text: str, who: str
) -> None:
    case = sqlite_case
    told = case.tell(text, details={Detail.WHO: who} if who else {})
    case.program.add("Lee Norwood", Role.INVESTIGATOR, confirmed_by=ADA)

    with pytest.raises(NamedInTip) as refused:
        case.assign(told, case.person("Lee Norwood"))

    assert refused.value.names == ("Lee Norwood",)
    assert (case.row(told).assignee_id, case.trail()) == (None, [])
    with pytest.raises(NoSuchTip):
        case.open(told, by="Lee Norwood")


def test_a_tip_is_not_given_to_a_team_of_somebody_whose_name_stands_in_a_later_message(
    sqlite_case: Case,
) -> None:
    case = sqlite_case
    told = case.tell()
    case.add(told, "Norwood was there too.")
    case.program.add("Lee Norwood", Role.INVESTIGATOR, unit="51 Division", confirmed_by=ADA)

    with pytest.raises(NamedInTip) as refused:
        case.assign(told, case.division())

    assert refused.value.names == ("Lee Norwood",)
    case.assign(told, case.person(ROBIN))


def test_integrity_does_not_give_a_tip_to_whom_it_is_about(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell("Dana Kowalski takes money.")

    with pytest.raises(NamedInTip):
        case.assign(told, case.person(DANA), by=IDA)

    case.assign(told, case.person(ROBIN), by=IDA)
    assert texts(case.open(told, by=ROBIN)) == ["Dana Kowalski takes money."]
    with pytest.raises(NoSuchTip):
        case.open(told, by=ADA)


def test_nobody_waiting_gets_a_tip(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    case.program.add("New Comer", Role.INVESTIGATOR)

    with pytest.raises(NotConfirmed):
        case.assign(told, case.person("New Comer"))

    assert (case.row(told).status, case.trail()) == (Status.NEW, [])


def test_a_row_that_says_confirmed_does_not_make_somebody_a_reader(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    case.program.add("New Comer", Role.INVESTIGATOR)
    with case.program.tips.read() as session:
        row = session.get_one(PersonRow, (case.program.program_id, case.person("New Comer")))
    row.state = PersonState.CONFIRMED
    case.write(row)

    with pytest.raises(NotConfirmed):
        case.assign(told, case.person("New Comer"))
    assert "New Comer" not in {each.name for each in offered(case)}


def test_a_key_that_was_swapped_in_a_persons_row_is_not_sealed_to(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    thief = PrivateKey.generate()
    with case.program.tips.read() as session:
        row = session.get_one(PersonRow, (case.program.program_id, case.person(DANA)))
    row.public_key, row.verify_key = thief.public().raw, thief.signing().verify_key().raw
    case.write(row)

    case.assign(told, case.person(DANA))

    assert texts(case.open(told, by=DANA)) == [GUNS]


def test_a_member_whom_nobody_has_certified_reads_nothing_of_the_team(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    case.write(
        MemberRow(program_id=case.program.program_id, team_id=case.division(), person_id=case.person(ROBIN))
    )
    case.make_epochs()

    case.assign(told, case.division())

    with pytest.raises(NoSuchTip):
        case.open(told, by=ROBIN)
    assert [alarm.kind.value for alarm in case.keys().alarms] == ["member"]


@pytest.mark.parametrize("kind", [kind for kind in TeamKind if kind.special])
def test_a_special_team_is_not_given_tips(sqlite_case: Case, kind: TeamKind) -> None:
    told = sqlite_case.tell()

    with pytest.raises((NoSuchTeam, NoSuchPerson)):
        sqlite_case.assign(told, sqlite_case.special(kind))

    assert sqlite_case.trail() == []


@pytest.mark.parametrize("name", [ADA, GRACE, IDA])
def test_nobody_is_given_a_tip_who_does_not_investigate(sqlite_case: Case, name: str) -> None:
    told = sqlite_case.tell()

    with pytest.raises(NoSuchPerson):
        sqlite_case.assign(told, sqlite_case.person(name))


def test_somebody_who_is_not_there_is_given_nothing(sqlite_case: Case) -> None:
    told = sqlite_case.tell()

    with pytest.raises(NoSuchPerson):
        sqlite_case.assign(told, PersonId(an_id()))


def test_an_investigator_who_holds_the_inbox_as_well_gets_no_tip_about_us(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell(about_us=True)
    with case.program.tips.read() as session:
        row = session.get_one(PersonRow, (case.program.program_id, case.person(GRACE)))
    row.role = Role.INVESTIGATOR
    case.write(row)

    with pytest.raises(NoSuchPerson):
        case.assign(told, case.person(GRACE), by=IDA)


def test_a_closed_tip_is_given_to_nobody(sqlite_case: Case) -> None:
    told = sqlite_case.tell()
    sqlite_case.close(told)

    with pytest.raises(UnlawfulMove) as refused:
        sqlite_case.assign(told, sqlite_case.person(DANA))

    assert (refused.value.at, refused.value.to) == (Status.CLOSED, Status.DISPATCHED)


def test_who_was_given_a_tip_passes_it_to_nobody(sqlite_case: Case) -> None:
    told = sqlite_case.tell()
    sqlite_case.assign(told, sqlite_case.person(DANA))

    with pytest.raises(NotPermitted):
        sqlite_case.assign(told, sqlite_case.person(SAM), by=DANA)


def test_the_one_it_was_given_to_last_has_the_outcome_and_the_earlier_keeps_it(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    case.assign(told, case.person(DANA))
    case.assign(told, case.person(ROBIN))

    assert case.row(told).assignee_id == case.person(ROBIN)
    assert [texts(case.open(told, by=name)) for name in (DANA, ROBIN)] == [[GUNS], [GUNS]]
    with pytest.raises(NotPermitted):
        case.close(told, by=DANA)


def test_what_stood_in_the_place_of_a_grant_is_replaced(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    case.assign(told, case.person(DANA))
    with case.program.tips.read() as session:
        grants = session.exec(select(TipGrantRow).where(TipGrantRow.holder_id == case.person(DANA))).all()
    for grant in grants:
        grant.sealed = b"in the way"
    case.write(*grants)

    case.assign(told, case.person(DANA))

    assert texts(case.open(told, by=DANA)) == [GUNS]


def offered(case: Case) -> tuple[Recipient, ...]:
    with case.program.tips.read() as session:
        return recipients(session, tip_team=case.special(TeamKind.INBOX), program=case.keys())


def test_those_who_may_be_given_a_tip_are_offered_teams_first(case: Case) -> None:
    case.program.add("Wai Ting", Role.INVESTIGATOR)
    case.program.add("Tel Ler", Role.TELLER, confirmed_by=ADA)
    case.program.add("Una Liaison", Role.UNIT_LIAISON, unit="52 Division", confirmed_by=ADA)

    assert [(each.name, each.is_team, each.about) for each in offered(case)] == [
        ("51 Division", True, "Division"),
        (DANA, False, "51 Division"),
        (ROBIN, False, "Investigator"),
        (SAM, False, "51 Division"),
        ("Una Liaison", False, "52 Division"),
    ]
    case.make_epochs()
    assert [each.name for each in offered(case) if each.is_team] == ["51 Division", "52 Division"]


def test_a_team_is_named_by_its_id_and_not_by_its_row(sqlite_case: Case) -> None:
    told = sqlite_case.tell()

    with pytest.raises(NoSuchPerson):
        sqlite_case.assign(told, TeamId(an_id()))
    assert NOON.date() == sqlite_case.row(told).received_day


def test_a_tip_about_us_is_given_to_persons_and_never_to_a_team(sqlite_case: Case) -> None:
    told = sqlite_case.tell(about_us=True)

    with pytest.raises(NoSuchTeam):
        sqlite_case.assign(told, sqlite_case.division(), by=IDA)
    sqlite_case.assign(told, sqlite_case.person(DANA), by=IDA)

    assert texts(sqlite_case.open(told, by=DANA)) == [GUNS]
    with pytest.raises(NoSuchTip):
        sqlite_case.open(told, by=SAM)
