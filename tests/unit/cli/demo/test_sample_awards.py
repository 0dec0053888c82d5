"""The awards of the demo tell every end that an award can have, and none of them tells too much."""

from collections import Counter

from cli.demo.bookkeeping import MONTHS, scoring_table
from cli.demo.rewarded import rewarded
from cli.demo.sample_awards import read_awards
from tests.program import NOON
from tipline.reward_words import AwardState
from tipline.rewards.score_table import Factor
from tipline.telltale.linter import marks
from tipline.telltale.reasons import Profile
from tipline.vocabulary import Wish


def test_the_linter_marks_no_word_of_what_the_board_reads() -> None:
    found = {
        mark.words
        for award in read_awards()
        for text in (award.summary, award.reason)
        for mark in marks(text, profile=Profile.SUMMARY)
    }

    assert found == set()


def test_awards_have_every_end_one_is_shown_and_one_waits_for_the_board() -> None:
    awards = read_awards()
    decided = Counter(award.outcome for award in awards if award.met)

    assert {award.met for award in awards} == set(range(MONTHS))
    assert (decided[AwardState.REFUSED], decided[AwardState.DEFERRED], decided[AwardState.COMMUNITY]) == (
        1,
        1,
        1,
    )
    assert {award.wish for award in awards} == set(Wish)
    assert [award.met for award in awards if award.shown] == [1]
    assert [award.shown for award in awards if award.collected is not None] == [False] * 4
    assert len([award for award in awards if award.met == 0]) == 1


def test_each_sheet_can_be_filled_in_and_each_tip_came_before_it_was_decided() -> None:
    levels = {rule.factor: len(rule.levels) for rule in scoring_table(NOON.date()).factors}
    stories = rewarded(now=NOON, today=NOON.date())

    assert all(
        award.chosen[factor] < levels[factor]
        for award in read_awards()
        for factor in (Factor.SERIOUSNESS, Factor.RISK, Factor.VALUE)
    )
    assert all(story.received < story.fate_at < NOON for story in stories)
    assert len({story.fate_at for story in stories}) == len(stories) == len(read_awards())
