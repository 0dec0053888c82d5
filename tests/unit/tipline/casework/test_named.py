import pytest

from tipline.casework.named import named_in


@pytest.mark.parametrize(
    "text",
    [
        "Ask Dana Kowalski, she knows",
        "kowalski, dana is on the take",
        "constable KOWALSKI's brother",
        "Dana M. Kowálski",
        "it was kowalski.",
    ],
)
def test_a_name_is_found_whole_turned_round_or_by_the_surname(text: str) -> None:
    assert named_in(["Dana Kowalski", "Ann Other"], ["nothing here", text]) == ("Dana Kowalski",)


@pytest.mark.parametrize(
    "text", ["", "Dana did it", "Kowalskiego street", "the Dana and the other Kowal ski"]
)
def test_a_first_name_or_a_part_of_a_word_is_no_name(text: str) -> None:
    assert named_in(["Dana Kowalski"], [text]) == ()


def test_a_short_surname_counts_beside_its_first_name_alone() -> None:
    texts = ("li was there", "Kim Li was there", "Li, Kim")

    assert [named_in(["Kim Li"], [text]) for text in texts] == [(), ("Kim Li",), ("Kim Li",)]


def test_a_name_without_letters_is_in_nothing() -> None:
    assert named_in(["…"], ["…"]) == ()


@pytest.mark.parametrize(
    "text",
    [
        "ask for K. Li",
        "K Li sold it",
        "Li, K.",
        "K.M. Li was seen",
        "k m li",
        "Kim M. Li",
        "Kim Li",
        "Kіm Lі",  # a Cyrillic letter in each
        "Kim\u200b L\u200di",
        "Ｋｉｍ Ｌｉ",
        "Kım Lí",
    ],
)
def test_a_short_surname_counts_beside_initials_and_whatever_its_letters_are_made_of(text: str) -> None:
    assert named_in(["Kim Mae Li"], [text]) == ("Kim Mae Li",)


@pytest.mark.parametrize(
    "text",
    ["Jørn Åkesson", "Jorn Akesson", "ÅKESSON", "Аkesson", "A\u200bkesson", "A\u00adkesson", "j. akesson"],
)
def test_accents_look_alikes_and_what_cannot_be_seen_hide_no_surname(text: str) -> None:
    assert named_in(["Jørn Åkesson"], [f"It was {text} who did it"]) == ("Jørn Åkesson",)


@pytest.mark.parametrize("text", ["Sean O'Brien", "Sean OBrien", "O’Brien, Sean", "S. O'Brien", "obrien"])
def test_an_apostrophe_may_be_left_out(text: str) -> None:
    assert named_in(["Sean O'Brien"], [text]) == ("Sean O'Brien",)


def test_an_initial_alone_or_another_initial_names_nobody() -> None:
    assert named_in(["Kim Li"], ["J. Li, and K. Lin, and K"]) == ()
