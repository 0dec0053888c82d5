from contextlib import suppress

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crypto.codes import (
    CODE_LANGUAGES,
    CODE_WORDS,
    LOOKUP_SIZE,
    ReporterCode,
    code_language,
    code_secrets,
    draw_code,
    read_code,
)
from crypto.errors import UnknownWords
from crypto.words import LIST_LENGTH, fold, word_list

PEPPER, PROGRAM = b"p" * 32, b"a program's id!!"
SPACES = st.sampled_from([" ", "  ", "\n", "\t", ", ", " - ", "\u3000", " 7. "])
INDEXES = st.lists(st.integers(0, LIST_LENGTH - 1), min_size=CODE_WORDS, max_size=CODE_WORDS)


def a_code(indexes: list[int], language: str = "en") -> ReporterCode:
    listed = word_list(language).words
    return ReporterCode(tuple(listed[index] for index in indexes), language, tuple(indexes))


ENGLISH = a_code([0, 1, 5, 9, 100, 1000, 2000, 2046])


@pytest.mark.parametrize("language", CODE_LANGUAGES)
@pytest.mark.parametrize("first", CODE_LANGUAGES)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_code_is_read_however_it_is_typed(language: str, first: str, data: st.DataObject) -> None:
    code = a_code(data.draw(INDEXES), language)
    typed = ""
    for word in code.words:
        written = word[: data.draw(st.integers(4, 12))] if language != "zh" else word
        written = data.draw(st.sampled_from([written, written.upper(), written.title()]))
        typed += data.draw(SPACES) + written

    others = (other for other in CODE_LANGUAGES if other != language)
    assume(all(None in map(word_list(other).index, fold(typed)) for other in others))

    # A word typed by its beginning may be a whole word of its own list: then that one is meant.
    expected = tuple(
        word_list(language).whole.get(part, index)
        for part, index in zip(fold(typed), code.indexes, strict=True)
    )
    assert read_code(typed, first=first) == a_code(list(expected), language)


def test_a_drawn_code_reads_as_itself() -> None:
    for language in CODE_LANGUAGES:
        code = draw_code(language)

        assert read_code(code.text, first=language) == code
        assert len(code.words) == CODE_WORDS


def test_two_drawn_codes_differ() -> None:
    assert draw_code("en") != draw_code("en")


@pytest.mark.parametrize(
    ("page", "language"),
    [
        ("fr", "fr"),
        ("fr-CA", "fr"),
        ("PT_br", "pt"),
        ("zh-Hans", "zh"),
        ("de", "en"),
        ("", "en"),
        ("x", "en"),
    ],
)
def test_a_page_in_a_language_without_a_list_gets_english(page: str, language: str) -> None:
    assert code_language(page) == language
    assert draw_code(page).language == language


def test_a_code_that_two_lists_know_is_of_the_pages_language() -> None:
    shared = sorted(set(word_list("en").whole) & set(word_list("fr").whole))[:CODE_WORDS]
    typed = " ".join(shared)

    assert read_code(typed, first="en").language == "en"
    assert read_code(typed, first="fr").language == "fr"


@given(place=st.integers(1, CODE_WORDS))
def test_a_word_in_no_list_is_pointed_at_by_its_place(place: int) -> None:
    words = list(ENGLISH.words)
    words[place - 1] = "qqqq"

    with pytest.raises(UnknownWords) as refused:
        read_code(" ".join(words), first="en")

    assert (refused.value.places, refused.value.count) == ((place,), CODE_WORDS)


def test_the_refusal_holds_no_word() -> None:
    with pytest.raises(UnknownWords) as refused:
        read_code("garage garagex", first="en")

    assert "garag" not in repr(refused.value) + str(refused.value) + str(vars(refused.value))


@pytest.mark.parametrize("count", [0, 1, 7, 9, 16])
def test_another_number_of_words_is_refused(count: int) -> None:
    with pytest.raises(UnknownWords) as refused:
        read_code("abandon " * count, first="en")

    assert (refused.value.places, refused.value.count) == ((), count)


def test_a_very_long_text_is_not_read_to_its_end() -> None:
    with pytest.raises(UnknownWords) as refused:
        read_code("abandon " * 10_000, first="en")

    assert refused.value.count == 64


@given(st.text(max_size=300))
def test_any_text_is_a_code_or_refused(typed: str) -> None:
    try:
        code = read_code(typed, first="en")
    except UnknownWords as error:
        refused = error
    else:
        assert read_code(code.text, first=code.language) == code
        return
    assert all(1 <= place <= refused.count for place in refused.places)


def test_each_word_is_looked_up_in_each_list_whatever_comes_out() -> None:
    # Counted where it is done: the lists are asked as often for a right code as for a wrong one.
    asked = {
        typed: look_ups(typed) for typed in (ENGLISH.text, "qqqq " * 8, ENGLISH.text.replace("abandon", "x"))
    }

    assert set(asked.values()) == {CODE_WORDS * len(CODE_LANGUAGES) * 2}


def look_ups(typed: str) -> int:
    counted = 0

    class Counted(dict[str, int]):
        def get(self, key: str, default: int | None = None) -> int | None:  # type: ignore[override]
            nonlocal counted
            counted += 1
            return super().get(key, default)

    lists = [word_list(language) for language in CODE_LANGUAGES]
    kept = [(listed.whole, listed.beginnings) for listed in lists]
    try:
        for listed in lists:
            object.__setattr__(listed, "whole", Counted(listed.whole))
            object.__setattr__(listed, "beginnings", Counted(listed.beginnings))
        with suppress(UnknownWords):
            read_code(typed, first="fr")
    finally:
        for listed, (whole, beginnings) in zip(lists, kept, strict=True):
            object.__setattr__(listed, "whole", whole)
            object.__setattr__(listed, "beginnings", beginnings)
    return counted


def test_one_code_gives_one_set_of_secrets() -> None:
    one = code_secrets(ENGLISH, pepper=PEPPER, program=PROGRAM)
    again = code_secrets(read_code(ENGLISH.text, first="zh"), pepper=PEPPER, program=PROGRAM)

    assert len(one.lookup) == LOOKUP_SIZE
    assert again.lookup == one.lookup
    assert again.key.public() == one.key.public()
    assert again.signing.verify_key() == one.signing.verify_key()


def test_another_code_pepper_program_or_language_gives_other_secrets() -> None:
    one = code_secrets(ENGLISH, pepper=PEPPER, program=PROGRAM)
    others = [
        code_secrets(a_code(list(reversed(ENGLISH.indexes))), pepper=PEPPER, program=PROGRAM),
        code_secrets(a_code(list(ENGLISH.indexes), "fr"), pepper=PEPPER, program=PROGRAM),
        code_secrets(ENGLISH, pepper=b"q" * 32, program=PROGRAM),
        code_secrets(ENGLISH, pepper=PEPPER, program=b"another program!"),
    ]

    assert len({secrets.lookup for secrets in (one, *others)}) == 5
    assert len({secrets.key.seed for secrets in (one, *others)}) == 5


def test_the_look_up_is_no_part_of_the_keys() -> None:
    secrets = code_secrets(ENGLISH, pepper=PEPPER, program=PROGRAM)

    assert secrets.lookup not in secrets.key.seed
    assert secrets.key.signing().verify_key() != secrets.signing.verify_key()


def test_a_pepper_of_another_size_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        code_secrets(ENGLISH, pepper=b"", program=PROGRAM)


def test_a_code_and_its_secrets_tell_nothing_of_themselves() -> None:
    secrets = code_secrets(ENGLISH, pepper=PEPPER, program=PROGRAM)

    assert f"{ENGLISH} {secrets}" == "ReporterCode(language='en') CodeSecrets()"
