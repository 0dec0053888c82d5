"""No text makes the linter fail or contradict itself, whoever wrote it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.material import material
from tipline.intake.normalise import TEXT_LIMIT
from tipline.telltale.linter import marks
from tipline.telltale.reasons import Mark, Profile, Reason

PIECES = st.sampled_from(
    """
    my cousin mon voisin I saw at 3:15 416 555 0134 + ( ) - . @ $ 1,250 King St rue de la A12 BCD 51 Division
    TOR-4F7K-92QX signed, ago il y a \u0301 \u200d ﷺ ４ ٤ İ ß œ \ud800 😀
    """.split(" ")  # noqa: SIM905 - a list to read
)
"""Words and signs that the lists know, in any order; one of them is a line's end."""
TEXTS = st.one_of(
    st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES).map("".join)
)


def agree(found: tuple[Mark, ...], text: str) -> bool:
    """Marks point into the text, stand in order, and two of one reason never overlap."""
    of_reason = {reason: [mark for mark in found if mark.reason is reason] for reason in Reason}
    return (
        all(0 <= mark.start < mark.end <= len(text) for mark in found)
        and all(mark.words == text[mark.start : mark.end] for mark in found)
        and list(found) == sorted(found)
        and all(one.end <= two.start for same in of_reason.values() for one, two in pairwise(same))
    )


@given(text=TEXTS, profile=st.sampled_from(Profile))
def test_marks_of_any_text_agree_with_it(text: str, profile: Profile) -> None:
    assert agree(marks(text, profile=profile), text)


@given(text=TEXTS)
def test_a_summary_has_every_mark_that_a_reporter_s_text_has(text: str) -> None:
    covered = marks(text, profile=Profile.SUMMARY)

    missing = [
        mark
        for mark in marks(text)
        if not any(
            wide.reason is mark.reason and wide.start <= mark.start and mark.end <= wide.end
            for wide in covered
        )
    ]

    assert missing == []


@given(text=TEXTS)
def test_a_sentence_before_it_does_not_hide_a_mark(text: str) -> None:
    before = "nothing to see here.\n\n"
    marked = {(mark.start, mark.reason) for mark in marks(before + "my cousin, 416-555-0134. " + text)}

    assert {(len(before), Reason.FAMILY), (len(before) + 11, Reason.PHONE)} <= marked


@pytest.mark.parametrize("folder", ["blns", "fuzzdb"])
def test_hostile_lists_do_no_harm(folder: str) -> None:
    files = [
        path for path in sorted(material("hostile", folder).rglob("*")) if path.suffix in {".txt", ".json"}
    ]
    texts = [path.read_text(encoding="utf-8", errors="replace")[:TEXT_LIMIT] for path in files]

    assert texts
    assert [text for text in texts if not agree(marks(text, profile=Profile.SUMMARY), text)] == []
