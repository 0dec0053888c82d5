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
