"""What a text asks for, by its first word or by being one word alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.intake.texts.keywords import Asked, read_text
from tipline.intake.texts.transitions import Wants

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
        ("TOR - black jeep", "TOR", "black jeep"),
        ("TOR : black jeep", "TOR", "black jeep"),
        ("TOR ...", "TOR", ""),
        ("TOR (he has it)", "TOR", "(he has it)"),
        ("TOR +14165550142 sells", "TOR", "+14165550142 sells"),
        ("TOR: #4 Main St", "TOR", "#4 Main St"),
        ('TOR "Red" sells', "TOR", '"Red" sells'),
        ("TOR -- -5 degrees", "TOR", "-5 degrees"),
        ("TOR<b>", "TOR", "<b>"),
        ("york: black jeep", "YORK", "black jeep"),
        ("Yörk black jeep", "YORK", "black jeep"),
    ],
)
def test_a_keyword_is_the_first_word_before_a_separator(body: str, keyword: str | None, rest: str) -> None:
    wants = Wants.TELL if rest else Wants.CALL
    assert read_text(body, KEYWORDS) == Asked(wants, keyword=keyword, rest=rest)


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
        ("nuevo: una furgoneta", True, "una furgoneta"),
        ("NUEVO COCHE EN LA CALLE", False, "NUEVO COCHE EN LA CALLE"),
        ("Nouveau\ncamion blanc", True, "camion blanc"),
        ("nouvelle voiture", False, "nouvelle voiture"),
        ("CUSUB", True, ""),
        ("جديد: سيارة بيضاء", True, "سيارة بيضاء"),
        ("جديد هنا كل يوم", False, "جديد هنا كل يوم"),
    ],
)
def test_new_is_ours_alone_or_set_apart_and_in_english_in_capitals_too(
    body: str, *, new: bool, rest: str
) -> None:
    asked = read_text(body, KEYWORDS)

    wants = Wants.TELL if not new else Wants.NEW if rest else Wants.CALL
    assert (asked.wants, asked.new, asked.rest) == (wants, new, rest)


@pytest.mark.parametrize("body", ["TOR NEW white van", "NEW TOR white van", "new: tor: white van"])
def test_new_and_a_keyword_stand_in_either_order(body: str) -> None:
    assert read_text(body, KEYWORDS) == Asked(Wants.NEW, keyword="TOR", new=True, rest="white van")


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
        ("desabonner", Wants.STOP),
        ("Parar!", Wants.STOP),
        ("cancelar", Wants.STOP),
        ("jooji", Wants.STOP),
        ("إيقاف", Wants.STOP),
        ("ايقاف", Wants.STOP),
        ("TOR arrêt", Wants.STOP),
        ("sí", Wants.YES),
        ("Haa.", Wants.YES),
        ("ok.", Wants.OK),
        ("O.K.", Wants.OK),
        ("Okay!", Wants.OK),
        ("d'accord", Wants.OK),
        ("De acuerdo", Wants.OK),
        ("waa hagaag", Wants.OK),
        ("تمام", Wants.OK),
        ("ayuda", Wants.HELP),
        ("مساعدة", Wants.HELP),
        ("recompensa", Wants.REWARD),
        ("abaalmarin", Wants.REWARD),
        ("المكافأة", Wants.REWARD),
        ("Code", Wants.CODE),
        ("CÓDIGO", Wants.CODE),
        ("koodh", Wants.CODE),
        ("رمز", Wants.CODE),
        ("alto", Wants.TELL),
        ("baja", Wants.TELL),
        ("fin", Wants.TELL),
        ("arrêtez", Wants.TELL),
        ("توقف", Wants.TELL),
        ("أبدا", Wants.TELL),
        ("ok he left", Wants.TELL),
        ("code on the door is 4411", Wants.TELL),
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


@pytest.mark.parametrize(
    ("body", "speaks"),
    [
        ("STOP", None),
        ("info", None),
        ("OK", None),
        ("arret", "fr"),
        ("AIDE", "fr"),
        ("ayuda", "es"),
        ("jooji", "so"),
        ("رمز", "ar"),
        ("TOR parar", "es"),
        ("nuevo: una furgoneta", "es"),
        ("NEW white van", None),
        ("TOR white van", None),
    ],
)
def test_a_word_of_one_language_says_which_and_an_english_one_says_nothing(
    body: str, speaks: str | None
) -> None:
    assert read_text(body, KEYWORDS).speaks == speaks
