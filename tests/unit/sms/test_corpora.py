"""What people text, and what is sent to break things, comes in whole and is read as it was typed."""

import asyncio
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import Final

import httpx2
import pytest

from tests.unit.sms.corpora import everyday, hostile
from tests.unit.sms.gateway import Gateway, Heard, heard, params, post
from tipline.intake.normalise import clean
from tipline.intake.texts.keywords import read_text

pytestmark = pytest.mark.anyio

AT_ONCE: Final = 32
NUMBER_FIRST: Final = 14_165_000_000
RULING: Final = {"--help"}
"""What of these texts is answered and tells nothing: it is a word that rules, with marks round it."""


async def send(gateway: Gateway, texts: Sequence[str], *, first: int = 0, **changed: str) -> list[Heard]:
    """Text each from a number of its own, so many at once, as many people do."""

    async def one(client: httpx2.AsyncClient, place: int, text: str) -> Heard:
        sender = f"+{NUMBER_FIRST + first + place}"
        return heard(await post(client, params(text, From=sender, **changed)))

    answers: list[Heard] = []
    async with gateway.client() as client:
        for start in range(0, len(texts), AT_ONCE):
            some = enumerate(texts[start : start + AT_ONCE], start)
            answers += await asyncio.gather(*(one(client, place, text) for place, text in some))
    return answers


def read(gateway: Gateway) -> dict[str, str]:
    """What staff read of each tip, by its number; each is one report, signed by the gateway."""
    tips = gateway.tips()
    assert all(tip.proven for tip in tips)
    return {tip.number: text for tip in tips for (text,) in [tip.texts]}


def number_in(answer: Heard) -> str:
    """The number in a first reply, in whatever language that is."""
    found = re.search(r"TOR-\w{4}-\w{4}", answer.said or "")
    assert found is not None
    return found[0]


async def test_what_people_text_is_read_as_they_typed_it(gateway: Gateway) -> None:
    texts = everyday()

    answers = await send(gateway, texts)

    told = read(gateway)
    assert (len(texts), len(told)) == (5574, 5574)
    assert {answer.status for answer in answers} == {200}
    assert [told[number_in(answer)] for answer in answers] == [clean(text) for text in texts]


async def test_what_is_sent_to_break_things_is_read_as_it_was_typed(
    gateway: Gateway, capfd: pytest.CaptureFixture[str]
) -> None:
    texts = hostile()
    tells = [bool(clean(text)) and text not in RULING for text in texts]

    answers = await send(gateway, texts)

    told = read(gateway)
    assert {answer.status for answer in answers} == {200}
    assert [text for text in texts if text in RULING] == ["--help"]
    assert len(told) == sum(tells) > 3400
    assert [told[number_in(answer)] if tell else "" for answer, tell in zip(answers, tells, strict=True)] == [
        clean(text) if tell else "" for text, tell in zip(texts, tells, strict=True)
    ]
    assert [answer.said for answer, text in zip(answers, texts, strict=True) if not clean(text)] == (
        [None] * sum(not clean(text) for text in texts)
    )
    assert capfd.readouterr().err == ""


def test_behind_a_keyword_nothing_of_it_is_lost() -> None:
    texts = [clean(text) for text in chain(everyday(), hostile()) if clean(text)]

    read_after = [read_text(f"tor: {text}", ["TOR"]) for text in texts]

    assert [one.rest for one in read_after] == texts
    assert {one.keyword for one in read_after} == {"TOR"}


def test_no_text_loses_a_character_that_somebody_typed() -> None:
    """Only line ends of another kind, the white margin, and what the rules of `clean` name."""
    for text in chain(everyday(), hostile()):
        lines = "\n".join(text.replace("\r\n", "\n").replace("\r", "\n").splitlines())
        lost = Counter(lines.strip()) - Counter(clean(text))
        assert [letter for letter in lost if not _is_named(letter)] == []
        assert Counter(clean(text)) - Counter(lines) == Counter()


def _is_named(letter: str) -> bool:
    """Whether it is a control character, one that turns or hides what follows, or none of any script."""
    turns = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    return (
        unicodedata.category(letter) in {"Cc", "Cs", "Cn"}
        or unicodedata.bidirectional(letter) in turns
        or "\u206a" <= letter <= "\u206f"  # deprecated
        or "\ufff9" <= letter <= "\ufffb"  # annotations
        or letter == "\N{ZERO WIDTH NO-BREAK SPACE}"
    )
