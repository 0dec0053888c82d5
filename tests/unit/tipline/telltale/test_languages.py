"""The languages of the public site beyond English and French: what is marked, and what is left alone."""

import pytest

from tipline.telltale.languages import LISTS
from tipline.telltale.linter import marks
from tipline.telltale.reasons import Reason

MARKED = [
    (Reason.FAMILY, "Mi prima lo sabe", "Mi prima"),
    (Reason.FAMILY, "un amigo mío", "amigo mío"),
    (Reason.NEIGHBOUR, "es mi vecino", "mi vecino"),
    (Reason.NEIGHBOUR, "vive al lado de mí", "vive al lado de mí"),
    (Reason.COLLEAGUE, "mi compañero de trabajo", "mi compañero de trabajo"),
    (Reason.BOND, "soy su hermana", "soy su hermana"),
    (Reason.HOME, "vivo en la calle Quinta", "vivo en"),
    (Reason.WORK, "yo trabajo en el bar", "yo trabajo en"),
    (Reason.NAME, "me llamo Ana", "me llamo Ana"),
    (Reason.CONTACT, "mi número de teléfono", "mi número de teléfono"),
    (Reason.SELF, "tengo 17 años", "tengo 17 años"),
    (Reason.ONLY_ONE, "sólo yo lo sé", "sólo yo lo sé"),
    (Reason.PRESENCE, "lo vi a las 3:15", "vi a las 3:15"),
    (Reason.FAMILY, "meu irmão vende", "meu irmão"),
    (Reason.NEIGHBOUR, "minha vizinha", "minha vizinha"),
    (Reason.COLLEAGUE, "trabalha comigo", "trabalha comigo"),
    (Reason.BOND, "sou a irmã dele", "sou a irmã dele"),
    (Reason.HOME, "moro na rua cinco", "moro na"),
    (Reason.NAME, "meu nome é Ana", "meu nome é Ana"),
    (Reason.SELF, "tenho 17 anos", "tenho 17 anos"),
    (Reason.ONLY_ONE, "só eu sei", "só eu sei"),
    (Reason.FAMILY, "walaalkay ayaa haysta", "walaalkay"),
    (Reason.NEIGHBOUR, "Deriskayga ayaa iibiya", "Deriskayga"),
    (Reason.HOME, "waxaan ku noolahay agagaarka", "waxaan ku noolahay"),
    (Reason.WORK, "meesha aan ka shaqeeyo", "meesha aan ka shaqeeyo"),
    (Reason.NAME, "magacaygu waa Asha", "magacaygu waa Asha"),
    (Reason.CONTACT, "i soo wac", "i soo wac"),
    (Reason.SELF, "waxaan ahay kalkaaliye", "waxaan ahay kalkaaliye"),
    (Reason.FAMILY, "ابن عمي يبيع", "ابن عمي"),
    (Reason.FAMILY, "وأَخِي يعرف", "وأَخِي"),
    (Reason.NEIGHBOUR, "هو جاري", "جاري"),
    (Reason.COLLEAGUE, "يعمل معي", "يعمل معي"),
    (Reason.BOND, "أنا أخته", "أنا أخته"),
    (Reason.HOME, "أسكن في نفس العمارة", "أسكن في"),
    (Reason.NAME, "اسمي أحمد", "اسمي أحمد"),
    (Reason.CONTACT, "رقم هاتفي", "رقم هاتفي"),
    (Reason.SELF, "عمري ١٧ سنة", "عمري ١٧ سنة"),
    (Reason.ONLY_ONE, "أنا الوحيد الذي رأى", "أنا الوحيد الذي"),
    (Reason.FAMILY, "他是我表哥。", "我表哥"),
    (Reason.FAMILY, "我的女朋友知道", "我的女朋友"),
    (Reason.NEIGHBOUR, "我的邻居卖毒品", "我的邻居"),
    (Reason.NEIGHBOUR, "我們的鄰居", "我們的鄰居"),
    (Reason.COLLEAGUE, "和我一起工作", "和我一起工作"),
    (Reason.BOND, "我是他姐姐", "我是他姐姐"),
    (Reason.HOME, "我住在同一栋楼", "我住在"),
    (Reason.WORK, "我在酒吧工作", "我在酒吧工作"),
    (Reason.NAME, "我叫王小明", "我叫王小"),
    (Reason.CONTACT, "请打电话给我", "打电话给我"),
    (Reason.SELF, "我今年17岁", "我今年17岁"),
    (Reason.ONLY_ONE, "只有我知道", "只有我知道"),
    (Reason.PRESENCE, "我在3点15分到那里", "我在3点15分"),
    (Reason.FAMILY, "ਮੇਰਾ ਵੱਡਾ ਭਰਾ ਵੇਚਦਾ ਹੈ", "ਮੇਰਾ ਵੱਡਾ ਭਰਾ"),
    (Reason.FAMILY, "ਮੇਰੇ ਚਾਚੇ ਦਾ ਮੁੰਡਾ", "ਮੇਰੇ ਚਾਚੇ ਦਾ ਮੁੰਡਾ"),
    (Reason.NEIGHBOUR, "ਸਾਡਾ ਗੁਆਂਢੀ", "ਸਾਡਾ ਗੁਆਂਢੀ"),
    (Reason.HOME, "ਮੈਂ ਬਰੈਂਪਟਨ ਵਿੱਚ ਰਹਿੰਦਾ ਹਾਂ", "ਮੈਂ ਬਰੈਂਪਟਨ ਵਿੱਚ ਰਹਿੰਦਾ"),
    (Reason.WORK, "ਮੈਂ ਬੈਂਕ ਵਿਚ ਕੰਮ ਕਰਦੀ ਹਾਂ", "ਮੈਂ ਬੈਂਕ ਵਿਚ ਕੰਮ ਕਰਦੀ"),
    (Reason.NAME, "ਮੇਰਾ ਨਾਮ ਅਮਨ ਹੈ", "ਮੇਰਾ ਨਾਮ ਅਮਨ"),
    (Reason.CONTACT, "ਮੈਨੂੰ ਫ਼ੋਨ ਕਰੋ", "ਮੈਨੂੰ ਫ਼ੋਨ ਕਰੋ"),
    (Reason.SELF, "ਮੈਂ ਇੱਕ ਨਰਸ ਹਾਂ", "ਮੈਂ ਇੱਕ ਨਰਸ"),
    (Reason.ONLY_ONE, "ਸਿਰਫ਼ ਮੈਨੂੰ ਪਤਾ ਹੈ", "ਸਿਰਫ਼ ਮੈਨੂੰ ਪਤਾ"),
]

LEFT_ALONE = [
    "El hombre vende drogas en la calle Quinta todas las noches.",
    "Su primo tiene una pistola en el coche rojo.",
    "O homem vende drogas na rua cinco, o primo dele tem uma arma.",
    "Ninku wuxuu daroogo ku iibiyaa jidka shanaad habeen kasta.",
    "الرجل يبيع المخدرات في الشارع الخامس كل ليلة، وابن عمه معه سلاح.",
    "那个男人每天晚上在第五街卖毒品，他的表哥有枪。",
    "ਉਹ ਆਦਮੀ ਹਰ ਰਾਤ ਪੰਜਵੀਂ ਗਲੀ ਵਿੱਚ ਨਸ਼ਾ ਵੇਚਦਾ ਹੈ, ਉਸਦੇ ਭਰਾ ਕੋਲ ਬੰਦੂਕ ਹੈ।",
]


@pytest.mark.parametrize(("reason", "text", "words"), MARKED)
def test_what_gives_a_reporter_away_is_marked_in_every_language(
    reason: Reason, text: str, words: str
) -> None:
    assert (reason, words) in {(mark.reason, mark.words) for mark in marks(text)}


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_told_of_others_is_left_alone(text: str) -> None:
    assert marks(text) == ()


def test_a_class_belongs_to_one_language() -> None:
    names = [name for language in LISTS for name in language.CLASSES]

    assert len(names) == len(set(names))


def test_every_class_that_a_phrase_names_is_one_of_its_own_language() -> None:
    for language in LISTS:
        named = {
            part.strip("<>?")
            for phrases in language.PHRASES.values()
            for phrase in phrases
            for slot in phrase.split()
            for part in slot.removesuffix("?").split("/")
            if part.startswith("<")
        }

        assert named - {"number", "any"} <= set(language.CLASSES)


@pytest.mark.parametrize("text", ["我邻居", "ਮੇਰਾ ਭਰਾ", "ਮੇਰਾ ਪਤਾ"])
def test_a_mark_ends_where_the_words_end(text: str) -> None:
    assert [mark.words for mark in marks(text)] == [text]
