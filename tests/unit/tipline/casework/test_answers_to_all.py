"""One answer to every reporter of a case."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, Case, Told, texts
from tests.unit.tipline.casework.folders import make, put
from tipline.casework import claiming
from tipline.casework.surge import answers
from tipline.casework.surge.answers import Answer, Reach, Why
from tipline.casework.surge.told_again import tells_again
from tipline.errors import NoSuchCase, NotPermitted
from tipline.store.tip_tables import TipRow
from tipline.store.work_tables import OutboxRow
from tipline.vocabulary import Channel, Priority, Status

THANKS = "Thank you. We have read it, and somebody works on it."
ALL = Answer({"en": THANKS, "fr": "Merci. Nous l'avons lu."})


def reach(case: Case, number: str, answer: Answer = ALL, *, by: str = ADA, limit: int = 2) -> Reach:
    with case.at_work() as (tips, keys):
        return answers.reach_of(
            tips,
            keys,
            number=number,
            answer=answer,
            segment_limit=limit,
            by=case.by(by),
            program=case.keys(),
            now=NOON,
        )


def send(case: Case, number: str, answer: Answer = ALL, *, by: str = ADA) -> int:
    with case.program.keys_store.read() as keys:
        return answers.send_all(
            case.program.tips.transaction,
            keys,
            number=number,
            answer=answer,
            segment_limit=2,
            by=case.by(by),
            program=case.keys(),
            now=NOON,
        )


def spoken(case: Case, told: Told, language: str) -> None:
    """The tip's page was in another language."""
    with case.program.tips.transaction() as session:
        row = session.exec(select(TipRow).where(TipRow.tip_id == told.tip_id)).one()
        row.language = language
        session.add(row)


def claim(case: Case, told: Told, *, by: str) -> None:
    with case.at_work() as (tips, keys):
        claiming.claim(tips, keys, number=told.number, by=case.by(by), now=NOON)


def test_who_gets_it_and_who_does_not_and_why_is_shown_before(case: Case) -> None:
    web, text, french = case.tell(), case.tell(channel=Channel.TEXT), case.tell()
    closed, stopped, danger = case.tell(), case.tell(channel=Channel.TEXT), case.tell(danger=True)
    held, somali, claimed = case.tell(THANKS.replace("Thank", "I thank")), case.tell(), case.tell()
    case.close(closed)
    case.stop(stopped)
    spoken(case, french, "fr")
    spoken(case, somali, "so")
    claim(case, claimed, by=GRACE)
    number = make(case, web, text, french, closed, stopped, danger, held, somali, claimed)

    before = reach(case, number)
    sent = send(case, number)
    after = reach(case, number)

    assert before.goes == tuple(sorted(one.number for one in (web, text, french)))
    assert before.languages == {"en": 2, "fr": 1, "so": 1}
    assert before.not_to == {
        Why.CLOSED: (closed.number,),
        Why.NO_WORDS: (somali.number,),
        Why.DANGER: (danger.number,),
        Why.REPEATS: (held.number,),
        Why.NO_RETURN: (stopped.number,),
        Why.ON_IT: (claimed.number,),
    }
    assert (sent, after.goes) == (3, ())
    assert after.not_to[Why.HAS_IT] == before.goes
    assert [texts(case.look(one, by=ADA))[-1] for one in (web, french)] == [THANKS, ALL.words["fr"]]
    assert [texts(case.look(one, by=ADA))[-1] == THANKS for one in (danger, held, claimed)] == [False] * 3


def test_pressed_twice_and_by_two_nobody_is_told_twice(case: Case) -> None:
    tips = [case.tell() for _ in range(3)]
    number = make(case, *tips)

    counts = [send(case, number, by=by) for by in (ADA, GRACE, ADA)]

    assert counts == [3, 0, 0]
    assert [texts(case.look(told, by=ADA)).count(THANKS) for told in tips] == [1, 1, 1]
    assert [entry[0] for entry in case.trail()].count("answered") == 3
    # What joins later gets it too, and only that.
    later = case.tell()
    put(case, number, later)
    assert send(case, number) == 1


def test_it_is_read_for_its_reporter_and_still_unread_for_us(case: Case) -> None:
    told = case.tell()
    number = make(case, told)

    send(case, number)

    row = case.row(told)
    assert (row.status, row.unread) == (Status.TRIAGED, True)


def test_a_press_answers_so_many_and_the_next_goes_on(
    sqlite_case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = sqlite_case
    number = make(case, *[case.tell() for _ in range(5)])
    monkeypatch.setattr(answers, "MOST", 2)

    assert [send(case, number) for _ in range(4)] == [2, 2, 1, 0]


def test_a_texter_s_answer_waits_for_the_gateway_once(case: Case) -> None:
    number = make(case, case.tell(channel=Channel.TEXT))

    send(case, number)
    send(case, number)

    with case.program.tips.read() as session:
        assert len(session.exec(select(OutboxRow)).all()) == 1


def test_a_long_one_is_not_texted(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell(channel=Channel.TEXT)
    number = make(case, told)

    assert reach(case, number, Answer({"en": "Thank you so much. " * 40})).not_to == {
        Why.TOO_LONG: (told.number,)
    }


def test_who_may_not_answer_all(sqlite_case: Case) -> None:
    case = sqlite_case
    number = make(case, case.tell())

    for by in (DANA, "Ida Wells"):
        with pytest.raises((NoSuchCase, NotPermitted)):
            send(case, number, by=by)
        with pytest.raises((NoSuchCase, NotPermitted)):
            reach(case, number, by=by)
    with pytest.raises(NoSuchCase):
        send(case, "CASE-0000-0000")
    assert [entry[0] for entry in case.trail()].count("answered") == 0


def test_danger_to_life_is_never_answered_with_the_others(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell(danger=True)
    number = make(case, told)

    send(case, number)

    row = case.row(told)
    assert (row.priority, row.status, row.unread) == (Priority.DANGER, Status.NEW, True)


@pytest.mark.parametrize(
    ("answer", "told", "again"),
    [
        ("Thank you.", "A man sells guns.", False),
        ("Is the van still there?", "The van is still there, I think.", False),
        ("Does the man still sells guns behind there?", "a man still SELLS, guns", True),
        ("Have you seen Marcus?", "marcus did it", True),
        ("Have you seen Marcus?", "Somebody did it", False),
        ("Is it ABCD 123?", "plate abcd-123", True),
        ("Was it on Jane Street?", "on jane street", True),
        ("Call 416 555 0134?", "his number is 4165550134", True),
        ("", "", False),
    ],
)
def test_what_repeats_what_was_told(answer: str, told: str, *, again: bool) -> None:
    assert tells_again(answer, [told]) is again


def test_the_next_day_it_can_be_said_anew_in_other_words(sqlite_case: Case) -> None:
    case = sqlite_case
    number = make(case, case.tell())
    send(case, number)

    with case.program.keys_store.read() as keys:
        sent = answers.send_all(
            case.program.tips.transaction,
            keys,
            number=number,
            answer=Answer({"en": "It is over. Thank you."}),
            segment_limit=2,
            by=case.by(ADA),
            program=case.keys(),
            now=NOON + timedelta(days=1),
        )

    assert sent == 1
