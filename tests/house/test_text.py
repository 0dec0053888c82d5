"""What no file of the project may hold, whatever it is written in."""

import re
from collections.abc import Iterator
from typing import Final

import pytest

from tests.house.tree import PACKAGES, Rule, Source, faults, sample, sources

MOST_LINES: Final = 399
COUNTED: Final = frozenset({".py", ".html", ".css", ".js", ".sh", ".svg", ".toml", ".xml"})

NOTES: Final = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
MACHINE: Final = re.compile(r"(?<![\w.])/(work|root|Users)/|/home/\w+/")
HOSTS: Final = re.compile(r"pypi\.org|pythonhosted|npmjs\.(org|com)|deb\.debian|anaconda\.org")
SKIPPED: Final = re.compile(r"pytest\.(skip|mark\.skip|mark\.xfail|xfail|importorskip)")
FAKED: Final = re.compile(r"unittest\.mock|MagicMock|create_autospec")

THIS_FILE: Final = "tests/house/test_text.py"
"""It holds what it looks for."""

PUBLISHED: Final = "tests/material.py"
"""Skips, and says why, what compares us with data of others that is not there and not ours to ship."""


def _too_long(source: Source) -> Iterator[str]:
    if source.path.suffix in COUNTED and len(source.lines) > MOST_LINES:
        yield f"1: {len(source.lines)} lines; the file has more than one idea"


def _lines_with(pattern: re.Pattern[str], what: str) -> Rule:
    def rule(source: Source) -> Iterator[str]:
        for number, line in enumerate(source.lines, start=1):
            if pattern.search(line):
                yield f"{number}: {what}: {line.strip()[:80]}"

    return rule


_note_to_self = _lines_with(NOTES, "a note to self; say it in an issue")
_machine_path = _lines_with(MACHINE, "a path of somebody's machine")
_registry_host = _lines_with(HOSTS, "the host of a registry")
_skipped_test = _lines_with(SKIPPED, "a test that may not run")
_mock = _lines_with(FAKED, "a mock; write a fake that obeys the contract of the real one")
_unescaped = _lines_with(re.compile(r"\|\s*safe\b|{%-?\s*autoescape\s+false"), "text that is not escaped")
_inline_style = _lines_with(
    re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:"), "refused by the page's own CSP"
)


@pytest.mark.parametrize(
    ("rule", "places", "kind"),
    [
        pytest.param(_too_long, (), "", id="a file has one idea and fewer than 400 lines"),
        pytest.param(_note_to_self, (), "", id="no notes to self"),
        pytest.param(_machine_path, (), "", id="no path of a machine"),
        pytest.param(_registry_host, (), "", id="no host of a registry"),
        pytest.param(_skipped_test, ("tests",), ".py", id="no test is skipped"),
        pytest.param(_mock, ("tests",), ".py", id="fakes and no mocks"),
        pytest.param(_unescaped, PACKAGES, ".html", id="pages escape what they show"),
        pytest.param(_inline_style, PACKAGES, ".html", id="pages hold no script and no style"),
    ],
)
def test_no_file_breaks_the_rule(rule: Rule, places: tuple[str, ...], kind: str) -> None:
    own = [source for source in sources() if not source.within(THIS_FILE, PUBLISHED)]
    read = [
        source for source in own if source.path.suffix.endswith(kind) and source.within(*(places or ("",)))
    ]

    assert read
    assert "\n".join(faults(rule, read)) == ""


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        (_too_long, "\n" * 400),
        (_note_to_self, "# TODO: later"),
        (_note_to_self, "a HACK that works"),
        *[(_machine_path, f"open('/{folder}/tipline')") for folder in ("work", "root", "Users", "home/ann")],
        (_registry_host, "https://pypi.org/simple"),
        (_registry_host, "files.pythonhosted.org"),
        (_skipped_test, "pytest.skip('no browser')"),
        (_skipped_test, "@pytest.mark.skipif(True)"),
        (_mock, "from unittest.mock import Mock"),
        (_mock, "sender = MagicMock()"),
        (_unescaped, "{{ text | safe }}"),
        (_inline_style, '<p style="color: red">'),
        (_inline_style, '<button onclick="go()">'),
    ],
)
def test_the_rule_sees_a_file_that_breaks_it(rule: Rule, broken: str) -> None:
    assert len(list(rule(sample(broken)))) == 1


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        (_too_long, "\n" * 399),
        (_note_to_self, "todo"),
        (_machine_path, "https://tips.example/work/hours"),
        (_machine_path, "framework/hours"),
        (_inline_style, '<button class="on" name="one">'),
    ],
)
def test_the_rule_lets_a_good_file_be(rule: Rule, kept: str) -> None:
    assert list(rule(sample(kept))) == []
