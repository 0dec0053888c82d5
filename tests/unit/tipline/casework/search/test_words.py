import pytest

from tipline.casework.search.query import Phrase, read_query
from tipline.casework.search.snippets import snippet
from tipline.casework.search.words import places_of, words_of


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("ÉTIENNE Tremblay", "etienne"),
        ("cafe\u0301", "café"),
        ("Straße", "STRASSE"),
        ("ŁÓDŹ", "łódź"),
        ("Ёлка", "елка"),
        ("ＡＢＣ-123", "abc 123"),
        ("\u0645\u064f\u062d\u064e\u0645\u064e\u0651\u062f", "\u0645\u062d\u0645\u062f"),
        ("\u0645\u0640\u0640\u062d\u0645\u062f", "\u0645\u062d\u0645\u062f"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u062e\u0648\u0627\u0647\u0645"),
        ("\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd", "\u05e9\u05dc\u05d5\u05dd"),
        ("٤١٦", "416"),
        ("re\u00adward", "reward"),
    ],
)
def test_a_word_is_the_same_however_it_is_written(written: str, typed: str) -> None:
    assert words_of(written)[: len(words_of(typed))] == words_of(typed)


def test_scripts_without_spaces_are_taken_letter_by_letter() -> None:
    assert words_of("他在房间里藏了枪") == list("他在房间里藏了枪")
    assert words_of("ยาเสพติด")[0] == "ย"
    assert words_of("한국어 총") == ["한국어", "총"] or len(words_of("한국어 총")) == 2


@pytest.mark.parametrize(
    "text", ["Café\u0301 noir, two", "他 has a gun", "ﬀ ligature", "", " \u200b ", "ﷺ said"]
)
def test_places_are_those_of_the_words(text: str) -> None:
    places = list(places_of(text))

    assert [place.word for place in places] == words_of(text)
    assert all(words_of(text[place.start : place.end])[0][:1] == place.word[:1] for place in places)


def marked(text: str, typed: str) -> str:
    query = read_query(typed)
    assert query is not None
    return "".join(
        f"[{piece.text}]" if piece.marked else piece.text for piece in snippet(text, query.phrases)
    )


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [
        ("Grey vans behind the shop", "van", "Grey [vans] behind the shop"),
        ("Grey vans behind the shop", '"van"', "Grey vans behind the shop"),
        ("Deux CAFÉS là-bas", "cafe", "Deux [CAFÉS] là-bas"),
        ("他在房间里藏了枪", "藏了枪", "他在房间里[藏了枪]"),
        ("<b>van</b> & van", "van", "<b>[van]</b> & [van]"),
        ("a grey van, a grey car", '"grey van"', "a [grey van], a grey car"),
    ],
)
def test_what_was_found_is_marked_in_the_words_as_they_were_written(
    text: str, typed: str, shown: str
) -> None:
    assert marked(text, typed) == shown


def test_a_snippet_of_a_long_text_is_short_and_cuts_no_word() -> None:
    shown = marked("word " * 3000 + "needle " + "after " * 900, "needle")

    assert shown.startswith("… word")
    assert shown.endswith("after …")
    assert "[needle]" in shown
    assert len(shown) < 300


def test_a_text_in_one_line_without_spaces_is_cut_all_the_same() -> None:
    text = "x" * 20_000

    assert len("".join(piece.text for piece in snippet(text, (Phrase(("x" * 20_000,)),)))) < 300
