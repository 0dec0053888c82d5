"""What a text asks for, by its first word or by being one word alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.intake.texts.keywords import Asked, Wants, read_text

KEYWORDS = ("TOR", "PEEL", "YORK")


@pytest.mark.parametrize(
    ("body", "keyword", "rest"),
    [
        ("TOR black jeep", "TOR", "black jeep"),
        ("tor:black jeep", "TOR", "black jeep"),
        ("Tor,black jeep", "TOR", "black jeep"),
        ("TOR\nblack jeep", "TOR", "black jeep"),
        ("TOR-black jeep", "TOR", "black jeep"),
        ("TOR—black jeep", "TOR", "black jeep"),
        ("TOR. Black jeep", "TOR", "Black jeep"),
        ('"TOR" black jeep', None, '"TOR" black jeep'),
        ("TOR", "TOR", ""),
        ("  tor  ", "TOR", ""),
        ("TOR!", "TOR", ""),
        ("TORONTO black jeep", None, "TORONTO black jeep"),
        ("Tor's jeep is black", None, "Tor's jeep is black"),
        ("Tor’s jeep is black", None, "Tor’s jeep is black"),
        ("TOR2 black jeep", None, "TOR2 black jeep"),
        ("black jeep TOR", None, "black jeep TOR"),
        ("TOR 🚗 black", "TOR", "🚗 black"),
        ("TOR🚗", "TOR", "🚗"),
        ("TOR 4 men", "TOR", "4 men"),
        ("york: black jeep", "YORK", "black jeep"),
        ("Yörk black jeep", "YORK", "black jeep"),
    ],
)
def test_a_keyword_is_the_first_word_before_a_separator(body: str, keyword: str | None, rest: str) -> None:
    assert read_text(body, KEYWORDS) == Asked(Wants.TELL, keyword=keyword, rest=rest)


def test_a_tip_number_at_the_beginning_calls_its_program_and_is_kept() -> None:
    said = "TOR-4F7K-92QX is my number"

    asked = read_text(said, KEYWORDS)

    assert (asked.keyword, asked.rest) in {("TOR", said), ("TOR", "4F7K-92QX is my number")}


@pytest.mark.parametrize(
    ("body", "new", "rest"),
    [
        ("NEW white van", True, "white van"),
        ("new", True, ""),
        ("New:white van", True, "white van"),
        ("new - white van", True, "white van"),
        ("New white van in the yard", False, "New white van in the yard"),
        ("news about the van", False, "news about the van"),
        ("NEWS about the van", False, "NEWS about the van"),
    ],
)
def test_new_is_ours_in_capitals_alone_or_set_apart(body: str, *, new: bool, rest: str) -> None:
    assert read_text(body, KEYWORDS) == Asked(Wants.TELL, new=new, rest=rest)


@pytest.mark.parametrize("body", ["TOR NEW white van", "NEW TOR white van", "new: tor: white van"])
def test_new_and_a_keyword_stand_in_either_order(body: str) -> None:
    assert read_text(body, KEYWORDS) == Asked(Wants.TELL, keyword="TOR", new=True, rest="white van")


@pytest.mark.parametrize(
    ("body", "wants"),
    [
        ("STOP", Wants.STOP),
        ("  stop.  ", Wants.STOP),
        ("Stop all", Wants.STOP),
        ("OPT-OUT", Wants.STOP),
        ("Arrêt", Wants.STOP),
        ("ARRE\u0302T", Wants.STOP),
        ("ＳＴＯＰ", Wants.STOP),
        ("TOR STOP", Wants.STOP),
        ("start", Wants.START),
        ("Yes!", Wants.YES),
        ("HELP?", Wants.HELP),
        ("aide", Wants.HELP),
        ("REWARD", Wants.REWARD),
        (" Reward? ", Wants.REWARD),
        ("rewards", Wants.REWARD),
        ("récompense", Wants.REWARD),
        ("RE\u0301COMPENSE!", Wants.REWARD),
        ("reward please", Wants.TELL),
        ("is there a reward", Wants.TELL),
        ("he was promised a reward", Wants.TELL),
        ("stop him at the corner", Wants.TELL),
        ("please stop", Wants.TELL),
        ("help me", Wants.TELL),
        ("yes he did", Wants.TELL),
        ("the end", Wants.TELL),
        ("", Wants.NOTHING),
        (" \n\t ", Wants.NOTHING),
        ("🛑", Wants.TELL),
        ("?", Wants.TELL),
    ],
)
def test_a_word_that_rules_the_conversation_counts_as_the_whole_text_alone(body: str, wants: Wants) -> None:
    assert read_text(body, KEYWORDS).wants is wants


@given(st.text())
def test_any_text_can_be_read_and_what_is_told_is_part_of_it(body: str) -> None:
    asked = read_text(body, KEYWORDS)

    assert asked.rest in body
    assert "rest" not in repr(asked)
