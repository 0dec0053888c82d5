"""Words that mark danger to life, in every language of the site; and those that only sound like it."""

import csv
from datetime import timedelta
from time import perf_counter

import pytest

from tests.material import material
from tipline.intake.danger import arabic, chinese, english, french, portuguese, punjabi, somali, spanish
from tipline.intake.danger.kinds import Danger
from tipline.intake.danger.words import tells_of_danger

IN_DANGER = {
    "en": [
        "He is going to kill her tonight",
        "he's gonna shoot someone at the party",
        "my ex will kill me if he finds out",
        "they are planning to shoot up the school",
        "a kid has a gun at school right now",
        "There's a man with a knife in the mall",
        "he is holding a gun to her head",
        "pointing a gun at people on king st",
        "active shooter",
        "she is being beaten right now apt 4",
        "hes beating her right now",
        "they are holding him hostage",
        "someone put a bomb under the bridge",
        "shes not breathing",
        "she isn't breathing hurry",
        "he is overdosing in the stairwell",
        "someone just got stabbed behind the store",
        "HE IS GOING TO KILL HER",
        "threatening to kill his wife",
        "he threatened to stab me",
        "he is at my door with a gun",
        "He's outside my house with a knife",
        "theres a man with a gun outside the school",
        "he has a gun at the door right now",
    ],
    "fr": [
        "il va la tuer",
        "Il va tuer sa femme ce soir",
        "ils veulent tirer sur des gens",
        "il menace de me tuer",
        "un gars a une arme à l'école",
        "il a un couteau dans la classe",
        "il lui met un fusil sur la tempe",
        "il est en train de la battre",
        "elle se fait battre",
        "ils l'ont pris en otage",
        "il y a une bombe dans le métro",
        "elle ne respire plus",
        "il fait une overdose",
        "menaces de mort",
        "il est à ma porte avec une arme",
        "il est chez moi avec un couteau",
    ],
    "es": [
        "la va a matar",
        "va a matar a su esposa",
        "quiere matarla esta noche",
        "hay un hombre con una pistola en la escuela",
        "tiene una pistola en la escuela",
        "le puso el cuchillo en el cuello",
        "están disparando en la calle",
        "la está golpeando",
        "tienen rehenes",
        "hay una bomba en el edificio",
        "no respira",
        "se está muriendo",
        "me amenazó con matarme",
        "está en mi puerta con una pistola",
        "está afuera de mi casa con un cuchillo",
    ],
    "pt": [
        "ele vai matar a mulher",
        "vai me matar",
        "ele tem uma arma na escola",
        "está batendo nela agora",
        "tem uma bomba no prédio",
        "ela não está respirando",
        "com a faca no pescoço",
        "reféns",
        "ele está na minha porta com uma arma",
        "está em frente da minha casa com uma faca",
    ],
    "so": [
        "wuu dili doonaa",
        "nin qori wata ayaa iskuulka jooga",
        "wuxuu rabaa inuu dilo doonaa",
        "hadda wuu dilayaa",
        "rasaas baa socota",
        "bam baa ku yaalla dhismaha",
        "ma neefsanayso",
        "waa la afduubay, la haystayaal",
        "nin qori wata ayaa albaabka taagan",
        "albaabkayga ayuu qori la taagan yahay",
    ],
    "ar": [
        "سيقتلها الليلة",
        "رح يقتلها",
        "يريد أن يقتل زوجته",
        "هناك رجل معه مسدس في المدرسة",
        "وضع السكين على رقبتها سكين على رقبتها",
        "يطلق النار على الناس",
        "يضربها الآن",
        "عندهم رهائن",
        "قنبلة في المبنى",
        "لا تتنفس",
        "يهدد بقتلها",
        "هو على بابي ومعه سلاح",
        "يقف أمام بيتي ومعه سكين",
    ],
    "zh": [
        "他要杀她",
        "他說他會殺了她",
        "有人带枪去学校",
        "學校裡有人帶刀",
        "用枪指着她的头",
        "正在开枪",
        "有炸弹",
        "她没有呼吸了",
        "有人被绑架",
        "他在我家门口拿着枪",
        "有人拿着刀站在门外",
    ],
    "pa": [
        "ਉਹ ਉਸਨੂੰ ਮਾਰ ਦੇਵੇਗਾ",
        "ਸਕੂਲ ਵਿੱਚ ਬੰਦੂਕ ਹੈ",
        "ਗੋਲੀਆਂ ਚੱਲ ਰਹੀਆਂ ਹਨ",
        "ਉਹ ਉਸਨੂੰ ਕੁੱਟ ਰਿਹਾ ਹੈ",
        "ਉਹ ਸਾਹ ਨਹੀਂ ਲੈ ਰਹੀ",
        "ਮਾਰਨ ਦੀ ਧਮਕੀ",
        "ਉਹ ਮੇਰੇ ਦਰਵਾਜ਼ੇ ਤੇ ਬੰਦੂਕ ਲੈ ਕੇ ਖੜ੍ਹਾ ਹੈ",
        "ਉਹ ਚਾਕੂ ਲੈ ਕੇ ਸਾਡੇ ਬੂਹੇ ਅੱਗੇ ਹੈ",
    ],
}
NOT_NOW = {
    "en": [
        "black jeep outside the laundromat",
        "he sells guns from his garage",
        "He keeps a handgun under the seat of his car",
        "there was a shooting last year on Dundas",
        "I know who killed him in 2019",
        "he deals drugs behind the school",
        "the school is near his house, he has a gun",
        "he shot the video himself",
        "he is going to sell a rifle",
        "they robbed the store with no weapons",
        "he stabbed a man in march and hides at his aunt's",
        "he makes a killing selling pills",
        "they will meet at the mall",
        "he knocked me out of the team",
    ],
    "fr": [
        "il vend des armes de son garage",
        "il y a eu un meurtre l'an dernier",
        "je sais qui a tué cet homme",
        "il vend de la drogue près de l'école",
        "il garde un fusil dans son auto",
    ],
    "es": [
        "vende armas en su casa",
        "sé quién mató a ese hombre",
        "vende droga cerca de la escuela",
        "guarda una pistola en el carro",
        "hubo un tiroteo el año pasado",
    ],
    "pt": ["vende armas em casa", "sei quem matou o homem", "guarda uma pistola no carro"],
    "so": ["wuxuu iibiyaa qoryo", "waan ogahay cidda dishay", "daroogo ayuu iskuulka agtiisa ku iibiyaa"],
    "ar": ["يبيع السلاح في بيته", "أعرف من قتله قبل سنة", "يبيع المخدرات قرب المدرسة"],
    "zh": ["他在家里卖枪", "我知道去年是谁杀的", "他在学校附近卖毒品"],
    "pa": ["ਉਹ ਘਰ ਵਿੱਚ ਹਥਿਆਰ ਵੇਚਦਾ ਹੈ", "ਉਹ ਨਸ਼ਾ ਵੇਚਦਾ ਹੈ"],
}


@pytest.mark.parametrize("text", [text for texts in IN_DANGER.values() for text in texts])
def test_who_says_that_a_life_is_in_danger_is_heard(text: str) -> None:
    assert tells_of_danger([text])
    assert tells_of_danger(["black jeep", f"Hello. {text}, please come"])


@pytest.mark.parametrize("text", [text for texts in NOT_NOW.values() for text in texts])
def test_a_weapon_or_a_death_alone_wakes_nobody(text: str) -> None:
    assert not tells_of_danger([text])


def test_every_language_of_the_site_has_phrases_of_every_kind() -> None:
    lists = (english, french, spanish, portuguese, somali, arabic, chinese, punjabi)

    assert [set(language.PHRASES) for language in lists] == [set(Danger)] * 8
    names = [name for language in lists for name in language.CLASSES]
    assert len(names) == len(set(names))


def test_of_five_thousand_texts_of_everyday_hardly_one_wakes_anybody() -> None:
    with material("texts", "sms_spam_collection.tsv").open(encoding="utf-8", newline="") as file:
        texts = [row[-1] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]

    found = [text for text in texts if tells_of_danger([text])]

    assert len(found) / len(texts) < 0.001


def test_the_longest_text_takes_some_tens_of_milliseconds() -> None:
    begun = perf_counter()

    assert not tells_of_danger(["he is going to the school with a " * 600])
    assert timedelta(seconds=perf_counter() - begun) < timedelta(seconds=0.5)
