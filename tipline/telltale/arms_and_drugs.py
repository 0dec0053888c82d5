"""Words of weapons and drugs, in every language of the site: what no text to a phone should say."""

from collections.abc import Iterator
from typing import Final

from tipline.telltale.tokens import Words, listed

_WEAPONS: Final = listed(
    """
    gun guns handgun handguns pistol pistols rifle rifles shotgun shotguns revolver firearm firearms weapon
    weapons ammo ammunition bullet bullets knife knives machete machetes bomb bombs grenade grenades
    explosive explosives taser silencer glock
    arme armes fusil fusils pistolet pistolets carabine munition munitions couteau couteaux bombe bombes
    arma armas pistola pistolas escopeta municion municiones bala balas cuchillo cuchillos navaja bomba bombas
    granada granadas explosivo explosivos
    espingarda espingardas municao municoes faca facas
    qori qoriga qoryo bastoolad hub hubka rasaas mindi bam
    سلاح اسلحه مسدس بندقيه رصاص سكين قنبله متفجرات
    ਬੰਦੂਕ ਪਿਸਤੌਲ ਹਥਿਆਰ ਗੋਲੀ ਚਾਕੂ ਬੰਬ
    """
)
"""English, French, Spanish, Portuguese, Somali, Arabic, Punjabi."""

_DRUGS: Final = listed(
    """
    drug drugs dope cocaine crack heroin fentanyl meth methamphetamine crystal weed marijuana cannabis hash
    hashish ecstasy mdma ketamine opioid opioids oxy oxycodone percocet xanax lsd khat
    drogue drogues heroine methamphetamine beuh haschich
    droga drogas cocaina heroina fentanilo metanfetamina marihuana maconha
    daroogo daroogada maandooriye xashiish jaad kookaayiin
    مخدرات مخدر كوكايين هيروين حشيش ماريجوانا فنتانيل
    ਨਸ਼ਾ ਨਸ਼ੇ ਚਿੱਟਾ ਹੈਰੋਇਨ ਅਫੀਮ ਭੰਗ ਚਰਸ
    """
)

_CHINESE_WEAPONS: Final = ("枪", "手枪", "步枪", "子弹", "武器", "刀", "炸弹", "爆炸物", "手榴弹")
_CHINESE_DRUGS: Final = ("毒品", "冰毒", "海洛因", "可卡因", "大麻", "芬太尼", "摇头丸", "鸦片")


def names_a_weapon(words: Words) -> bool:
    """Whether a text has a word of a weapon."""
    return _has(words, _WEAPONS, _CHINESE_WEAPONS)


def names_a_drug(words: Words) -> bool:
    """Whether a text has a word of a drug."""
    return _has(words, _DRUGS, _CHINESE_DRUGS)


def _has(words: Words, known: frozenset[str], unspaced: tuple[str, ...]) -> bool:
    return any(word in known for word in _bare(words)) or any(one in words.text for one in unspaced)


def _bare(words: Words) -> Iterator[str]:
    """Each word, and what is left of it without the "and" and the article that Arabic joins to it."""
    for word in words.words:
        yield word
        yield word.removeprefix("و").removeprefix("ال")
