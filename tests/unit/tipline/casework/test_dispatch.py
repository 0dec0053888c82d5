from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import col, select

from tests.program import NOON
from tests.unit.tipline.casework.case import (
    ADA,
    DANA,
    GRACE,
    GUNS,
    IDA,
    ROBIN,
    SAM,
    SCRUBBED,
    Case,
    Told,
    briefs,
    notes,
    texts,
)
from tipline.casework.dispatch import Order, seen
from tipline.casework.kept_back import keep_back
from tipline.casework.owed import scrubs_owed
from tipline.casework.refusals import DispatchedMeanwhile, NotScrubbed
from tipline.errors import NamedInTip, NoSuchTip, NotPermitted, TextTooLong, UnlawfulMove
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipKeyRow
from tipline.vocabulary import KeyKind, RecordId, Role, Status

COPIES = {DANA: "Somebody sells guns.", ROBIN: "Guns are for sale."}
COUSIN = "My cousin sells guns behind the laundromat."


def order(case: Case, who: str = DANA, *, text: str = SCRUBBED, unscrubbed: bool = False) -> Order:
    return Order(primary=case.person(who), text=text, unscrubbed=unscrubbed)


def held_kinds(case: Case, holder: bytes) -> list[KeyKind]:
    with case.program.tips.read() as session:
        keys = {row.key_id: row.kind for row in session.exec(select(TipKeyRow)).all()}
        grants = session.exec(select(TipGrantRow).where(TipGrantRow.holder_id == holder)).all()
    return sorted(keys[grant.key_id] for grant in grants)


def state(case: Case, told: Told) -> str:
    with case.at_work() as (tips, keys):
        return seen(tips, keys, number=told.number, by=case.by(ADA), program=case.keys())


def owed(case: Case, name: str) -> tuple[str, ...]:
    with case.program.tips.read() as session:
        return scrubs_owed(session, by=case.by(name), program=case.keys())


def pending(case: Case, told: Told) -> list[str]:
    return [record.text for record in case.look(told, by=ADA).brief.pending]


def every_record(case: Case, told: Told) -> frozenset[RecordId]:
    return frozenset(record.record_id for record in case.look(told, by=ADA).brief.pending)


def test_a_recipient_reads_the_scrubbed_copy_and_not_a_word_of_the_reporter(case: Case) -> None:
    told = case.tell(COUSIN)

    case.dispatch(told, order(case))

    view = case.open(told, by=DANA)
    assert (briefs(view), texts(view), [desk.owner for desk in view.desks]) == ([SCRUBBED], [], [DANA])
    assert held_kinds(case, case.person(DANA)) == [KeyKind.BRIEF, KeyKind.DESK]
    assert view.given_to[0].original is False
    for name in (SAM, ROBIN):
        with pytest.raises(NoSuchTip):
            case.open(told, by=name)


def test_a_team_reads_it_each_member_with_their_own_key(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell(COUSIN)

    case.dispatch(told, Order(primary=case.division(), text=SCRUBBED))

    assert [briefs(case.open(told, by=name)) for name in (DANA, SAM)] == [[SCRUBBED], [SCRUBBED]]
    assert [texts(case.look(told, by=name)) for name in (DANA, SAM)] == [[], []]


def test_one_has_the_outcome_and_the_others_are_informed(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()

    case.dispatch(
        told, Order(primary=case.person(DANA), others=(case.person(ROBIN), case.division()), text=SCRUBBED)
    )

    assert [(one.holder, one.primary) for one in case.look(told, by=ADA).given_to] == [
        (DANA, True),
        ("51 Division", False),
        (ROBIN, False),
    ]
    row = case.row(told)
    assert (row.status, row.assignee_id, row.unit_id) == (Status.DISPATCHED, case.person(DANA), None)
    for name in (ROBIN, SAM):
        assert briefs(case.open(told, by=name)) == [SCRUBBED]
        with pytest.raises(NotPermitted):
            case.close(told, by=name)
    assert [line[:1] + line[3:] for line in case.trail()[:3]] == [
        ("dispatched", f"to {case.person(DANA).hex()}"),
        ("dispatched", f"for information to {case.person(ROBIN).hex()}"),
        ("dispatched", f"for information to {case.division().hex()}"),
    ]


def test_each_has_a_desk_of_their_own_that_the_other_does_not_read(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    case.dispatch(told, Order(primary=case.person(DANA), others=(case.person(ROBIN),), text=SCRUBBED))

    case.note(told, "Dana saw him.", by=DANA)
    case.note(told, "Robin saw nobody.", by=ROBIN)

    found = [notes(case.look(told, by=name)) for name in (DANA, ROBIN, ADA)]
    assert found == [["Dana saw him."], ["Robin saw nobody."], ["Dana saw him.", "Robin saw nobody."]]


def test_what_a_reporter_adds_waits_until_somebody_passes_it_on(case: Case) -> None:
    told = case.tell()
    case.dispatch(told, Order(primary=case.person(DANA), text=SCRUBBED, covers=every_record(case, told)))
    assert pending(case, told) == []

    case.add(told, "My cousin is back.", now=NOON + timedelta(hours=1))

    assert pending(case, told) == ["My cousin is back."]
    view = case.open(told, by=DANA)
    assert (briefs(view), texts(view), view.brief.pending) == ([SCRUBBED], [], ())
    more = Order(primary=case.person(DANA), text="He is back.", covers=every_record(case, told))
    case.dispatch(told, more, now=NOON + timedelta(hours=2))
    assert (pending(case, told), briefs(case.look(told, by=DANA))) == ([], [SCRUBBED, "He is back."])
    assert case.trail()[-1][0] == "brief-added-to"


def test_what_is_kept_back_waits_no_more_and_is_told_to_nobody_else(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    case.dispatch(told, Order(primary=case.person(DANA), text=SCRUBBED, covers=every_record(case, told)))
    case.add(told, "Thank you.")

    with case.at_work() as (tips, keys):
        keep_back(
            tips,
            keys,
            number=told.number,
            covers=every_record(case, told),
            by=case.by(GRACE),
            program=case.keys(),
            now=NOON,
        )

    assert pending(case, told) == []
    assert (briefs(case.look(told, by=DANA)), notes(case.look(told, by=DANA))) == ([SCRUBBED], [])


def test_who_is_withdrawn_from_has_no_grant_and_what_comes_after_is_not_sealed_to_them(case: Case) -> None:
    told = case.tell()
    case.dispatch(told, Order(primary=case.person(DANA), others=(case.division(),), text=SCRUBBED))
    with case.program.keys_store.read() as keys, case.program.tips.read() as tips:
        ours = tips.exec(select(TipKeyRow).where(TipKeyRow.kind == KeyKind.BRIEF)).one()
        kept = case.by(SAM).holdings.tip_key(tips, keys, ours.key_id)

    # By a clock that was set back: the new brief is the newest all the same.
    case.withdraw(told, case.division(), now=NOON - timedelta(minutes=5))
    case.dispatch(told, order(case, text="He is back."), now=NOON + timedelta(hours=1))

    assert briefs(case.look(told, by=DANA)) == [SCRUBBED, "He is back."]
    with pytest.raises(NoSuchTip):
        case.open(told, by=SAM)
    with case.program.tips.read() as tips:
        sealed = tips.exec(select(RecordRow).where(RecordRow.kind == "brief")).all()
        epochs = {epoch.epoch_id for epoch in case.keys().epochs.values() if epoch.team_id == case.division()}
        left = tips.exec(select(TipGrantRow).where(col(TipGrantRow.holder_id).in_(epochs))).all()
    assert (len({row.key_id for row in sealed}), kept.public().raw == ours.public_key, left) == (2, True, [])
    assert [row.key_id == ours.key_id for row in sealed].count(True) == 1
    detail = f"from {case.division().hex()}"
    assert [line[3] for line in case.trail() if line[0] == "dispatch-withdrawn"] == [detail]


def test_a_tip_whose_primary_was_withdrawn_has_none_until_it_is_dispatched_again(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    case.dispatch(told, order(case))

    case.withdraw(told, case.person(DANA))

    row = case.row(told)
    assert (row.status, row.assignee_id, case.look(told, by=ADA).given_to) == (Status.DISPATCHED, None, ())
    case.dispatch(told, order(case, ROBIN, text=""))
    assert briefs(case.open(told, by=ROBIN)) == [SCRUBBED]
    with pytest.raises(NoSuchTip):
        case.open(told, by=DANA)


def test_of_two_who_dispatch_at_once_one_is_told_and_nothing_of_theirs_is_done(case: Case) -> None:
    told = case.tell()
    since = state(case, told)

    def send(name: str, to: str) -> str:
        try:
            case.dispatch(told, order(case, to, text=COPIES[to]), since=since, by=name)
        except DispatchedMeanwhile as refused:
            return f"after {refused.who}"
        return "sent"

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(send, (ADA, GRACE), (DANA, ROBIN)))

    assert sorted(said) in [["after Ada Byron", "sent"], ["after Grace Hopper", "sent"]]
    view = case.look(told, by=ADA)
    (one,) = view.given_to
    assert briefs(view) == [COPIES[one.holder]]
    assert [line[0] for line in case.trail()] == ["dispatched"]


def test_a_withdrawal_and_a_new_original_are_seen_by_who_was_writing(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    case.dispatch(told, order(case))
    since = state(case, told)

    case.withdraw(told, case.person(DANA), by=GRACE)

    with pytest.raises(DispatchedMeanwhile) as refused:
        case.dispatch(told, order(case), since=since)
    assert refused.value.who == GRACE
    case.note(told, "A note changes nothing of it.")
    case.dispatch(told, order(case), since=state(case, told))


@pytest.mark.parametrize("where", ["thread", "copy", "word"])
def test_nobody_who_is_named_is_given_it_also_for_information(sqlite_case: Case, where: str) -> None:
    case = sqlite_case
    case.program.add("Lee Norwood", Role.INVESTIGATOR, confirmed_by=ADA)
    said = "Ask Norwood."
    told = case.tell(said if where == "thread" else GUNS)
    wanted = Order(
        primary=case.person(DANA),
        others=(case.person("Lee Norwood"),),
        text=said if where == "copy" else SCRUBBED,
        word=said if where == "word" else "",
    )

    with pytest.raises(NamedInTip) as refused:
        case.dispatch(told, wanted)

    assert (refused.value.names, case.look(told, by=ADA).given_to) == (("Lee Norwood",), ())
    assert [line[0] for line in case.trail()] == []


def test_who_has_it_and_is_named_in_what_came_later_is_not_sent_it(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    case.dispatch(told, order(case))
    case.add(told, "Kowalski is in it.")

    with pytest.raises(NamedInTip):
        case.dispatch(told, order(case, ROBIN, text="An officer is in it."))

    assert briefs(case.look(told, by=DANA)) == [SCRUBBED]
    case.withdraw(told, case.person(DANA))
    case.dispatch(told, order(case, ROBIN, text="An officer is in it."))
    with pytest.raises(NoSuchTip):
        case.open(told, by=DANA)


def test_without_a_copy_nothing_leaves_but_where_a_life_is_in_danger(sqlite_case: Case) -> None:
    case = sqlite_case
    calm, danger = case.tell(), case.tell("He has my sister.", danger=True)

    for told, asked in ((calm, True), (danger, False)):
        with pytest.raises(NotScrubbed):
            case.dispatch(told, order(case, text=" ", unscrubbed=asked))
    assert case.trail() == []

    case.dispatch(danger, order(case, text="", unscrubbed=True))

    assert owed(case, ADA) == (case.row(danger).number,)
    assert (owed(case, IDA), owed(case, DANA)) == ((), ())
    view = case.open(danger, by=DANA)
    assert (texts(view), view.brief.scrub_due) == (["He has my sister."], NOON + timedelta(days=1))
    assert case.trail()[0][3] == f"to {case.person(DANA).hex()}, before scrubbing"
    case.dispatch(danger, order(case))
    assert (case.look(danger, by=ADA).brief.scrub_due, owed(case, ADA)) == (None, ())


def test_what_is_too_long_is_not_sent(sqlite_case: Case) -> None:
    told = sqlite_case.tell()

    with pytest.raises(TextTooLong):
        sqlite_case.dispatch(told, order(sqlite_case, text="a" * 20_001))

    assert sqlite_case.trail() == []


@pytest.mark.parametrize("name", [DANA, SAM, IDA])
def test_only_those_whose_tip_it_is_dispatch(sqlite_case: Case, name: str) -> None:
    case = sqlite_case
    told = case.tell()
    case.dispatch(told, order(case))

    with pytest.raises((NotPermitted, NoSuchTip)):
        case.dispatch(told, order(case, ROBIN), by=name)
    with pytest.raises((NotPermitted, NoSuchTip)):
        case.withdraw(told, case.person(DANA), by=name)


def test_a_closed_tip_is_dispatched_to_nobody_and_can_be_taken_back(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    case.dispatch(told, order(case))
    case.close(told, by=DANA)

    with pytest.raises(UnlawfulMove):
        case.dispatch(told, order(case, ROBIN))
    case.withdraw(told, case.person(DANA))
    with pytest.raises(NoSuchTip):
        case.open(told, by=DANA)


def test_integrity_dispatches_what_is_about_us_to_persons(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell(about_us=True)

    case.dispatch(told, order(case, ROBIN), by=IDA)

    assert briefs(case.open(told, by=ROBIN)) == [SCRUBBED]
    with pytest.raises(NoSuchTip):
        case.open(told, by=ADA)
