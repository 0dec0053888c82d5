import secrets
from datetime import date

import pytest

from tipline.casework.search.index import Entry, Index, IndexClosed, Seen, first_place, last_place
from tipline.casework.search.query import read_query
from tipline.vocabulary import TipId

DAY = date(2026, 11, 20)
SECRET = "Zanzibarquelle"


def an_entry(said: str, *, notes: str = "", day: date = DAY, tip_id: TipId | None = None) -> Entry:
    return Entry(tip_id or TipId(secrets.token_bytes(16)), day, bytes(16), said, notes)


def found(index: Index, typed: str, *, low: int = 0, high: int = 2**62) -> list[TipId]:
    query = read_query(typed)
    assert query is not None
    return [match.tip_id for match in index.find(query.match, low=low, high=high, limit=100)]


def test_all_words_must_stand_in_one_tip_wherever() -> None:
    index = Index.empty()
    both, one = an_entry("a grey van", notes="seen behind Sherbourne"), an_entry("a grey car")
    index.put([both, one])

    assert found(index, "grey sherbourne") == [both.tip_id]
    assert sorted(found(index, "grey")) == sorted([both.tip_id, one.tip_id])
    assert found(index, '"van grey"') == []


def test_the_newest_day_comes_first_and_days_bound_it() -> None:
    index = Index.empty()
    days = [date(2026, 11, day) for day in (3, 20, 11)]
    entries = [an_entry("van", day=day) for day in days]
    index.put(entries)

    assert found(index, "van") == [entries[1].tip_id, entries[2].tip_id, entries[0].tip_id]
    assert found(index, "van", low=first_place(days[2]), high=last_place(days[2])) == [entries[2].tip_id]


def test_what_a_tip_has_become_takes_the_place_of_what_it_was() -> None:
    index = Index.empty()
    before = an_entry("a grey van")
    index.put([before])

    index.put([an_entry("a red door", tip_id=before.tip_id)])

    assert found(index, "van") == []
    assert found(index, "door") == [before.tip_id]


def test_nothing_is_left_of_what_is_forgotten() -> None:
    index = Index.empty()
    kept, gone = an_entry("a grey van"), an_entry(f"he is called {SECRET}", notes=f"{SECRET} again")
    index.put([kept, gone])
    before = index.image().lower()

    index.forget([gone.tip_id])

    after = index.image().lower()
    assert SECRET.lower().encode() in before
    assert SECRET.lower().encode() not in after
    assert SECRET.lower().encode()[4:] not in after
    assert found(index, "van") == [kept.tip_id]


def test_an_image_gives_the_same_index_and_anything_else_none() -> None:
    index = Index.empty()
    entry = an_entry("a grey van")
    index.put([entry])

    again = Index.loaded(index.image())

    assert again is not None
    assert found(again, "van") == [entry.tip_id]
    assert again.seen() == {entry.tip_id: Seen(entry.state, DAY.toordinal())}
    again.put([an_entry(f"van {number}") for number in range(500)])
    assert [Index.loaded(image) for image in (b"", b"nonsense", bytes(8192))] == [None, None, None]


def test_a_closed_index_answers_nothing() -> None:
    index = Index.empty()

    index.close()

    with pytest.raises(IndexClosed):
        index.seen()
