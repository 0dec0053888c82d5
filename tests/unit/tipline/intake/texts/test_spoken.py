"""In which language a text is: said where it is plain, and not where it is a guess."""

import csv
from collections import Counter
from time import perf_counter

import pytest

from tests.material import material
from tipline.intake.texts.spoken import spoken
from tipline.languages import LANGUAGES


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("There is a man with a knife at the bus stop", "en"),
        ("he sells from the garage at night", "en"),
        ("Il y a un homme qui vend de la drogue dans le stationnement", "fr"),
        ("ils ont des armes chez eux", "fr"),
        ("quelqu'un vend de la coke au parc", "fr"),
        ("Hay un hombre con una pistola en la esquina", "es"),
        ("el vende droga en su casa", "es"),
        ("venden armas en el parque, yo los vi", "es"),
        ("tem um homem com uma arma na esquina, ele não é daqui", "pt"),
        ("Nin baa guriga ku haya qoryo badan", "so"),
        ("waxaan arkay nin qori wata oo jooga dukaanka", "so"),
        ("هناك رجل معه مسدس عند المدرسة", "ar"),
        ("楼下有人在卖枪", "zh"),
        ("ਇੱਕ ਬੰਦਾ ਨਸ਼ਾ ਵੇਚਦਾ ਹੈ", "pa"),
        ("TOR 12 Main St هناك رجل معه مسدس عند المدرسة كل يوم", "ar"),
    ],
)
def test_a_sentence_says_which_language_it_is(text: str, language: str) -> None:
    assert spoken(text) == language
    assert language in LANGUAGES


@pytest.mark.parametrize(
    "text",
    [
        "",
        "black jeep",
        "jeep noir",
        "AKBR 442",
        "🔫🔫",
        "a" * 1600,
        "12 rue Dundas",
        "کوئی بندوق لے کر اسکول میں ہے",
        "مردی با تفنگ پشت مدرسه است",
        "学校に銃を持った人がいます",
        "человек с ружьём у школы",
        "La Casa",
    ],
)
def test_what_is_not_plain_or_not_ours_is_not_guessed(text: str) -> None:
    assert spoken(text) is None


def test_english_texts_of_everyday_are_hardly_ever_taken_for_another_language() -> None:
    with material("texts", "sms_spam_collection.tsv").open(encoding="utf-8", newline="") as file:
        texts = [row[-1] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]

    found = Counter(spoken(text) for text in texts)

    others = sum(count for tag, count in found.items() if tag not in {"en", None})
    assert (others / len(texts) < 0.005, found["en"] / len(texts) > 0.7) == (True, True)


def test_the_longest_text_takes_some_milliseconds() -> None:
    text = "the man with " * 1_500
    begun = perf_counter()

    assert spoken(text) == "en"
    assert perf_counter() - begun < 0.5
