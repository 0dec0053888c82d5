"""Danger to life in Somali, in the spellings of its dialects."""

from collections.abc import Mapping
from typing import Final

from tipline.intake.danger.kinds import Danger

CLASSES: Final[Mapping[str, str]] = {
    "dil": "dili dilaa dilo toogan toogto gawraci gowraci mindiyayn",
    "dilaya": (
        "dilayaa dilaya dilaysaa dilayso dilayaan tooganayaa tooganaya tooganayaan garaacayaa garaacaya"
    ),
    "doon": "doonaa doono doontaa doonaan rabaa rabo rabtaa rabaan lahaa",
    "qori": "qori qoriga qoryo bastoolad bastoolada buntukh mindi mindida toorey bam bambo qarax",
    "dadka": (
        "dugsiga dugsi iskuulka iskoolka iskuul iskool masaajidka masjidka kaniisadda isbitaalka suuqa "
        "baska tareenka "
        "jaamacadda xannaanada"
    ),
    "haysta": "haysta wata sita siday haystaa wataa sitaa keenay watay",
    "albaabka": "albaabka albaabkayga albaabkeena albaabkeenna gurigayga gurigeena gurigeenna",
    "baa": "baa ayaa oo ayuu ayay buu bay",
}

PHRASES: Final[Mapping[Danger, tuple[str, ...]]] = {
    Danger.THREAT: (
        "<dil> <doon>",
        "i/na/ku/la <dilaya>",
        "wuu/way/waxay/wuxuu i/na/ku/la? <dilaya>",
        "ku/ugu/igu/nagu hanjabay/hanjabaya/hanjabtay inuu/inay/dil <any>? <any>?",
    ),
    Danger.UNDER_WAY: (
        "hadda waa? la? <dilaya>",
        "rasaas <baa> socota/dhacaysa/ridaya",
        "toogasho <baa> socota/dhacaysa",
        "dadka <baa>? rasaas ku ridaya",
        "la/ayaa/baa afduubay/afduubtay/afduubeen",
        "la? haystayaal/haysteyaal",
        "xoog lagu/ku hayaa/haystaa/hayaan",
    ),
    Danger.ARMED: (
        "<qori> <haysta> <baa>? <dadka>",
        "<dadka> <baa>? <qori>",
        "<qori> <baa>? la? <haysta>? <dadka>",
        "<qori> <haysta>? <baa>? <albaabka>",
        "<albaabka> <baa>? <any>? <baa>? <qori>",
        "<qori> <baa>? madaxa/qoorta",
        "madaxa/qoorta <baa>? <qori> kaga/ku/kula",
        "bam/qarax <baa> ku/yaal/yaalla/yaala/yaallo",
    ),
    Danger.DYING: (
        "ma neefsanayo/neefsanayso/neefsado/neefsanaayo",
        "wuu/way/waa dhimanayaa/dhimanaysaa/dhimanayaan/dhimanayo",
        "dhiig badan <baa> ka baxaya/bixi/socda",
        "miyir la/doorsan/beelay",
    ),
}
