import pytest
from sqlmodel import Session, select

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, IDA, Case
from tipline.access.languages import (
    MOST_DAYS,
    Reading,
    readings,
    switch_off,
    switch_on,
    without_reader,
)
from tipline.errors import NothingHere, NotPermitted, Unsuitable
from tipline.intake.programs import read_desk
from tipline.languages import LANGUAGES
from tipline.store.program_tables import LanguageReaderRow, PersonRow
from tipline.vocabulary import PersonId, PersonState


def _on(case: Case, tag: str, days: int = 2, *, by: str = ADA) -> None:
    with case.program.stores.tips.transaction() as session:
        switch_on(session, language=tag, person_id=case.person(ADA), days=days, by=case.by(by), now=NOON)


def _rows(case: Case) -> list[LanguageReaderRow]:
    with case.program.stores.tips.read() as session:
        return list(session.exec(select(LanguageReaderRow)))


def _delays(session: Session, case: Case) -> dict[str, int]:
    return dict(read_desk(session, case.program.program_id, keys=case.program.keys()).program.reads)


def test_a_language_is_on_from_when_its_reader_is_named_until_it_is_switched_off(case: Case) -> None:
    _on(case, "so")
    _on(case, "so", 3)
    with case.program.stores.tips.read() as session:
        (somali,) = [one for one in readings(session, case.program.program_id) if one.on]
        told = _delays(session, case)
    with case.program.stores.tips.transaction() as session:
        switch_off(session, language="so", by=case.by(ADA), now=NOON)
        off = _delays(session, case)

    assert (somali.language, somali.reader and somali.reader.name, somali.days) == (LANGUAGES["so"], ADA, 3)
    assert (told, off) == ({"so": 3}, {})
    assert [line[0] for line in case.trail()] == ["language-on", "language-on", "language-off"]


@pytest.mark.parametrize("days", [0, -1, MOST_DAYS + 1])
def test_a_delay_that_is_none_or_too_long_is_refused(case: Case, days: int) -> None:
    with pytest.raises(Unsuitable):
        _on(case, "so", days)

    assert _rows(case) == []


def test_a_language_that_is_none_of_ours_and_a_reader_who_is_not_of_the_inbox_are_refused(case: Case) -> None:
    for tag, person in (("xx", case.person(ADA)), ("so", case.person(DANA)), ("so", PersonId(b"n" * 16))):
        with pytest.raises(NothingHere), case.program.stores.tips.transaction() as session:
            switch_on(session, language=tag, person_id=person, days=2, by=case.by(ADA), now=NOON)

    assert (_rows(case), case.trail()) == ([], [])


@pytest.mark.parametrize("who", [DANA, IDA])
def test_only_a_coordinator_switches_languages(case: Case, who: str) -> None:
    with pytest.raises(NotPermitted):
        _on(case, "so", by=who)
    with pytest.raises(NotPermitted), case.program.stores.tips.transaction() as session:
        switch_off(session, language="so", by=case.by(who), now=NOON)


def test_what_is_off_cannot_be_switched_off(case: Case) -> None:
    with pytest.raises(NothingHere), case.program.stores.tips.transaction() as session:
        switch_off(session, language="so", by=case.by(ADA), now=NOON)


def test_a_reader_who_has_gone_is_none(case: Case) -> None:
    _on(case, "fr")
    with case.program.stores.tips.transaction() as session:
        person = session.get_one(PersonRow, (case.program.program_id, case.person(ADA)))
        person.state = PersonState.GONE
        session.add(person)
        session.flush()
        (french,) = [one for one in readings(session, case.program.program_id) if one.on]
        unread = without_reader(session, case.program.program_id)

    assert french == Reading(LANGUAGES["fr"], None, 2)
    assert ("fr" in unread, "so" in unread, "en" in unread) == (True, True, False)
