"""Tips grouped by the name that they give; spelled a little differently it falls in the same group."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from tipline.casework.surge.spelling import alike
from tipline.telltale.people import people
from tipline.telltale.tokens import take_apart
from tipline.vocabulary import CaseId, TipId

LOOKED: Final = 20_000
"""Characters of a tip that are looked through."""
MARK: Final = 6
"""Bytes of a group's mark in an address."""

Name = tuple[str, ...]
"""The folded words of a name."""


@dataclass(frozen=True, slots=True)
class Group:
    """Tips that seem to name the same person."""

    name: str = field(repr=False)
    spellings: tuple[tuple[str, int], ...] = field(repr=False)
    """Each way in which it is written, and in how many tips; the most frequent first."""
    words: frozenset[Name] = field(repr=False)
    tips: frozenset[TipId]

    def mark(self, case_id: CaseId) -> str:
        """What stands for the group in an address: no name, and nothing by which one could be tried."""
        return sha256(case_id + self.name.casefold().encode()).hexdigest()[: 2 * MARK]


@dataclass(frozen=True, slots=True)
class ByName:
    """The groups, the largest first, and the tips in which nobody seems to be named."""

    groups: tuple[Group, ...]
    nobody: frozenset[TipId]


@dataclass(slots=True)
class _Said:
    """Who is named in some tips: in which, and how they write it."""

    tips: defaultdict[Name, set[TipId]] = field(default_factory=lambda: defaultdict(set))
    written: defaultdict[Name, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, name: Name, tip_id: TipId, written: str) -> None:
        if tip_id not in self.tips[name]:
            self.written[name][written] += 1
        self.tips[name].add(tip_id)


def by_name(texts: Mapping[TipId, str]) -> ByName:
    """Group tips by who is named in their words; a tip that names two people is in two groups."""
    said = _said(texts)
    full = sorted((name for name in said.tips if len(name) > 1), key=lambda name: _order(said, name))
    alone = sorted((name for name in said.tips if len(name) == 1), key=lambda name: _order(said, name))
    clusters: list[list[Name]] = []
    for name in full:
        cluster = next((each for each in clusters if _same(each[0], name)), None)
        if cluster is None:
            clusters.append([name])
        else:
            cluster.append(name)
    singles: list[list[Name]] = []
    for name in alone:
        # A first name alone is whoever bears it, while only one does.
        bearers = [each for each in clusters if any(alike(name[0], word) for word in each[0])]
        if len(bearers) == 1:
            bearers[0].append(name)
            continue
        cluster = next((each for each in singles if alike(each[0][0], name[0])), None)
        if cluster is None:
            singles.append([name])
        else:
            cluster.append(name)
    groups = [_group(said, cluster) for cluster in (*clusters, *singles)]
    named = {tip_id for group in groups for tip_id in group.tips}
    return ByName(
        tuple(sorted(groups, key=lambda group: (-len(group.tips), group.name.casefold()))),
        frozenset(texts) - named,
    )


def _said(texts: Mapping[TipId, str]) -> _Said:
    """Who is surely named; and whoever begins a sentence, where another place shows that it is a name."""
    said = _Said()
    maybe: list[tuple[Name, TipId, str]] = []
    for tip_id, text in texts.items():
        words = take_apart(text[:LOOKED])
        for named in people(words):
            name = tuple(words.words[named.first : named.last + 1])
            written = " ".join(words.text[words.starts[named.first] : words.ends[named.last]].split())
            if named.sure:
                said.add(name, tip_id, written)
            else:
                maybe.append((name, tip_id, written))
    known = {word for name in said.tips for word in name}
    for name, tip_id, written in maybe:
        if name[0] in known:
            said.add(name, tip_id, written)
    return said


def _same(one: Name, other: Name) -> bool:
    """Whether two full names may be one: the same words, or the first and the last of them."""
    ends = alike(one[0], other[0]) and alike(one[-1], other[-1])
    return ends and (len(one) != len(other) or all(map(alike, one, other)))


def _order(said: _Said, name: Name) -> tuple[int, int, Name]:
    return -len(said.tips[name]), -len(name), name


def _group(said: _Said, cluster: list[Name]) -> Group:
    written: Counter[str] = Counter()
    for name in cluster:
        written += said.written[name]
    full = [name for name in cluster if len(name) == max(map(len, cluster))]
    head = Counter({word: count for name in full for word, count in said.written[name].items()})
    (shown, _), *_ = sorted(head.items(), key=lambda one: (-one[1], one[0]))
    spellings = sorted(written.items(), key=lambda one: (-one[1], one[0]))
    tips = frozenset(tip_id for name in cluster for tip_id in said.tips[name])
    return Group(shown, tuple(spellings), frozenset(cluster), tips)
