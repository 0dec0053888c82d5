import pytest

from crypto.words import LANGUAGES, LEAST_PREFIX, LIST_LENGTH, fold, word_list


@pytest.mark.parametrize("language", LANGUAGES)
def test_folding_is_injective_in_the_list(language: str) -> None:
    listed = word_list(language)

    folded = [tuple(fold(word)) for word in listed.words]

    assert len(set(listed.words)) == len(set(folded)) == len(listed.whole) == LIST_LENGTH
    assert all(len(parts) == 1 for parts in folded)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_found_by_itself_and_by_each_beginning_of_four_or_more(language: str) -> None:
    listed = word_list(language)

    for index, word in enumerate(listed.words):
        [folded] = fold(word)
        assert listed.index(folded) == index
        for length in range(LEAST_PREFIX, len(folded)):
            whole = listed.whole.get(folded[:length])
            assert listed.index(folded[:length]) == (index if whole is None else whole)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_beginning_of_three_is_no_word_unless_it_is_one(language: str) -> None:
    listed = word_list(language)

    for word in listed.words:
        [folded] = fold(word)
        beginning = folded[: LEAST_PREFIX - 1]
        assert listed.index(beginning) == listed.whole.get(beginning)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("abandon ability", ["abandon", "ability"]),
        ("  Abandon,\tABILITY!\n", ["abandon", "ability"]),
        ("1. abandon 2) ability", ["abandon", "ability"]),
        ("ábaco Énergie MAÇÃ", ["abaco", "energie", "maca"]),
        ("a\u0301baco", ["abaco"]),
        ("ａｂａｎｄｏｎ　ａｂｉｌｉｔｙ", ["abandon", "ability"]),
        ("的一是", ["的", "一", "是"]),
        ("的、一，是abc", ["的", "一", "是", "abc"]),
        ("aban\u00addon", ["aban", "don"]),
        ("ﬁnal", ["final"]),
        ("", []),
        ("123 !? 😀", []),
    ],
)
def test_what_is_typed_is_folded_and_split(typed: str, words: list[str]) -> None:
    assert list(fold(typed)) == words


def test_words_are_shown_composed() -> None:
    assert "ábaco" in word_list("es").words


def test_a_list_is_loaded_once() -> None:
    assert word_list("fr") is word_list("fr")
