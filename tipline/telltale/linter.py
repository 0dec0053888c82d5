"""Look a text through, and mark the words that may tell who wrote it or which case it is about.

A mark is a question to whoever is writing, never a refusal: who sends it anyway may. It is found by lists and
shapes, so it misses much, and what it does not mark is not therefore safe.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Final

from tipline.telltale import moments, numbers, places, sums
from tipline.telltale.languages import FIRST, MINE, NO_NAMES, SAW, SAW_ALONE, SIGN_OFFS
from tipline.telltale.phrases import phrases
from tipline.telltale.reasons import Mark, Profile, Reason
from tipline.telltale.tokens import Words, take_apart

_Span = tuple[int, int, Reason]

_OPENERS: Final = frozenset({"i", "je", "call"})
_MOST_TO_TIME: Final = 10
"""Words between "I saw" and the time."""
_MOST_TO_MINE: Final = 6
"""Words between "my" and a plate or a social name."""
_LONGEST_SIGNATURE: Final = 3


def marks(text: str, *, profile: Profile = Profile.REPORTER) -> tuple[Mark, ...]:
    """Mark a text, in the order of the marks; two of one reason that overlap are one.

    Args:
        text: up to 20,000 code points, as it was typed; what it costs grows with its length alone.
        profile: what it is looked through for.
    """
    words = take_apart(text)
    found = [*_in_words(words, _of_reporters(words)), *_of_text(text, words)]
    if profile is Profile.SUMMARY:
        found += [*_in_words(words, _of_cases(words)), *_of_case_text(text)]
    return tuple(Mark(start, end, reason, text[start:end]) for start, end, reason in sorted(_united(found)))


def _united(spans: Iterable[_Span]) -> Iterator[_Span]:
    last: dict[Reason, tuple[int, int]] = {}
    for start, end, reason in sorted(spans):
        begun, ended = last.get(reason, (start, start))
        if start < ended:
            last[reason] = (begun, max(end, ended))
            continue
        if reason in last:
            yield begun, ended, reason
        last[reason] = (start, end)
    for reason, (start, end) in last.items():
        yield start, end, reason


def _in_words(words: Words, spans: Iterable[_Span]) -> Iterator[_Span]:
    return ((words.starts[first], words.ends[last], reason) for first, last, reason in spans)


def _of_reporters(words: Words) -> Iterator[_Span]:
    for first, last, reason in phrases(words):
        if not (reason is Reason.NAME and words.words[last] in NO_NAMES):
            yield first, last, reason
    yield from ((first, last, Reason.PHONE) for first, last in numbers.phones(words))
    yield from ((first, last, Reason.EMAIL) for first, last in numbers.spelled_emails(words))
    yield from (
        (first, last, Reason.PLATE) for first, last in numbers.plates(words) if _is_mine(words, first)
    )
    yield from _full_names(words)
    yield from _signature(words)


def _is_mine(words: Words, place: int) -> bool:
    return any(
        words.words[near] in MINE for near in words.near(place, before=_MOST_TO_MINE, after=_MOST_TO_MINE)
    )


def _full_names(words: Words) -> Iterator[_Span]:
    """Two capitals after "I am" or "this is"; not where everything is in capitals."""
    said = words.words
    for place in [place for place in words.places_of(_OPENERS) if place < len(said) - 3]:
        opened = (said[place], said[place + 1]) in {("i", "am"), ("i", "m"), ("je", "suis"), ("call", "me")}
        if opened and all(words.joined(place + step) for step in range(3)):
            first, last = words.written(place + 2), words.written(place + 3)
            if first.istitle() and last.istitle() and len(first) > 1:
                yield place, place + 3, Reason.NAME


def _signature(words: Words) -> Iterator[_Span]:
    """A sign-off with one to three words behind it, at the end."""
    last = len(words.words) - 1
    for place in range(max(0, last - _LONGEST_SIGNATURE), last):
        if words.words[place] in SIGN_OFFS and any(mark in words.between(place) for mark in ",:\n-—–"):
            yield place, last, Reason.NAME
            return


def _of_text(text: str, words: Words) -> Iterator[_Span]:
    yield from ((start, end, Reason.EMAIL) for start, end in numbers.emails(text))
    for start, end in numbers.handles(text):
        place = bisect_left(words.starts, start)
        if place < len(words.words) and _is_mine(words, place):
            yield start, end, Reason.HANDLE
    yield from _presence(text, words)


def _presence(text: str, words: Words) -> Iterator[_Span]:
    said = words.words
    told = _seen(words)
    seen = [first for first, _ in told]
    if not seen:
        return
    for start, end in moments.clocks(text):
        place = bisect_left(words.starts, start)
        if place >= len(said):
            continue
        after = bisect_left(seen, place)
        for near, last in told[max(0, after - 1) : after + 1]:
            if near in words.near(place, before=_MOST_TO_TIME, after=_MOST_TO_TIME):
                yield min(start, words.starts[near]), max(end, words.ends[last]), Reason.PRESENCE


def _seen(words: Words) -> list[tuple[int, int]]:
    """Where somebody tells what they saw, as first and last words, in order."""
    said = words.words
    pairs = [
        (place, place + 1)
        for place in words.places_of(FIRST)
        if place + 1 < len(said) and said[place + 1] in SAW
    ]
    return sorted(pairs + [(place, place) for place in words.places_of(SAW_ALONE)])


def _of_cases(words: Words) -> Iterator[_Span]:
    for reason, found in (
        (Reason.PLATE, numbers.plates(words)),
        (Reason.TIP_NUMBER, numbers.tip_numbers(words)),
        (Reason.STREET, places.streets(words)),
        (Reason.UNIT, places.units(words)),
        (Reason.DAY, moments.days(words)),
        (Reason.TIME, moments.halves(words)),
        (Reason.SUM, sums.spoken_sums(words)),
    ):
        yield from ((first, last, reason) for first, last in found)


def _of_case_text(text: str) -> Iterator[_Span]:
    for reason, found in (
        (Reason.HANDLE, numbers.handles(text)),
        (Reason.STREET, places.postcodes(text)),
        (Reason.DAY, moments.dates(text)),
        (Reason.TIME, moments.clocks(text)),
        (Reason.SUM, sums.sums(text)),
    ):
        yield from ((start, end, reason) for start, end in found)
