"""What gives a reporter away in Somali, as lists.

How a phrase is written is told in `tipline/telltale/phrases.py`. Whose somebody is stands in the word's
ending ("walaalkay", my brother), so the lists have whole words, each with the spellings that people use.
"""

from collections.abc import Mapping
from typing import Final

from tipline.telltale.reasons import Reason

CLASSES: Final[Mapping[str, str]] = {
    "qaraabadayda": (
        "hooyaday hooyadey hooyadeen aabahay aabahey aabbahay aabaheen waalidkay waalidkey walaalkay "
        "walaalkey walaashay walaashey walaalahay walaalahey walaalkeen walaasheen wiilkayga wiilkeyga "
        "wiilkeenna gabadhayda gabadheyda gabadheenna ilmahayga carruurtayda caruurtayda ubadkayga "
        "ninkayga ninkeyga xaaskayga xaaskeyga afadayda afadeyda saygayga seygayga adeerkay adeerkey "
        "abtigay abtigey eeddaday edaday habaryartay habaryartey ayeeyday ayeydey awoowgay awowgey "
        "inaadeerkay inaabtigay saaxiibkay saaxiibkey saaxiibtay saaxiibtey saaxiibaday asxaabtayda "
        "qaraabadayda qaraabadeyda qoyskayga qoyskeyga reerkayga reerkeenna seeddigay seedigay soddohday "
        "sodohday soddoggay jaalkay xidigtay gacalkay"
    ),
    "dariskayga": (
        "dariskayga dariskeyga dariskeenna deriskayga deriskeyga deriskeenna jaarkayga jaarkeyga "
        "jaarkeena jaarkeenna mulkiilahayga milkiilahayga kireystahayga qolwadaagayga"
    ),
    "shaqaalaha": (
        "madaxdayda maamulahayga maareeyahayga macallinkayga macalinkayga macallimaddayda macalimadayda "
        "ardaygayga ardaydayda macmiilkayga shaqaalahayga dhakhtarkayga qareenkayga bukaankayga "
        "imaamkayga"
    ),
    "gurigayga": (
        "gurigayga gurigeyga gurigeenna gurigeena aqalkayga aqalkeena dhismahayga dhismaheenna "
        "waddadayda wadadayda waddadeenna wadadeena xaafaddayda xaafadayda xaafaddeenna xaafadeena "
        "daaqaddayda albaabkayga balakoonkayga barxaddayda geerashkayga cinwaankayga qolkayga jidkayga"
    ),
    "shaqadayda": (
        "shaqadayda shaqadeyda xafiiskayga dukaankayga iskuulkayga dugsigayga jaamacaddayda jaamacadayda "
        "fasalkayga warshaddayda masaajidkayga makhaayaddayda goobtayda"
    ),
    "xirfad": (
        "kalkaaliye kalkaaliso dhakhtar dhakhtarad macallin macalin macallimad arday ardayad darawal "
        "dereewal nadiifiye qareen booliis askari kariye jaar daris shaqaale waardiye"
    ),
}

PHRASES: Final[Mapping[Reason, tuple[str, ...]]] = {
    Reason.FAMILY: (
        "<qaraabadayda>",
        "ina/ilma/inan adeerkay/abtigay/eeddaday/habartay/adeerkey/abtigey/adeer/abti",
        "waa qaraabadayda/saaxiibkay/walaalkay",
    ),
    Reason.NEIGHBOUR: (
        "<dariskayga>",
        "waxaan/aan daris/jaar/deris nahay/ahay",
        "i/iga ag/agteyda/agtayda/hor/dul/hoos deggan/degan/yaalla/jooga",
        "agtayda/agteyda/hortayda ayuu/ayay/buu/bay? deggan/degan ku?",
        "wuxuu/waxay ila/nala deggan/degan/nooshahay/noolyahay",
    ),
    Reason.COLLEAGUE: (
        "<shaqaalaha>",
        "saaxiibkay/saaxiibtay shaqada",
        "wuxuu/waxay/wuu/way? ila/nala shaqeeyaa/shaqaysaa/shaqeysaa/dhigtaa/dhigataa/bartaa",
        "waxaan wada shaqaynaa/shaqeynaa",
    ),
    Reason.BOND: (
        "waxaan ahay walaalkiis/walaasheed/walaashiis/walaalkeed/hooyadiis/hooyadeed/aabihiis/aabaheed",
        "waxaan ahay xaaskiisa/ninkeeda/saaxiibkiis/saaxiibteed/deriskiisa/jaarkiisa/macallinkiisa",
        "waan/waxaan aqaan/garanayaa ilaa/tan iyo/carruurnimadii/yaraantii",
        "waxaan isla soo? kornay/korray/barbaarnay",
    ),
    Reason.HOME: (
        "waxaan/aan ku noolahay/deggenahay/degganahay/degenahay/nool",
        "aan? ku noolahay/deggenahay/degganahay",
        "waxaan/aan/waxaannu ku nool/noolnahay/deggennahay/degganahay nahay?",
        "meesha aan ku? noolahay/deggenahay/degganahay/joogo/nool",
        "<gurigayga>",
        "agtayda/agteyda/hortayda/dushayda",
    ),
    Reason.WORK: (
        "waxaan/aan ka/u shaqeeyaa/shaqayn/shaqeyn/shaqaynayay jiray?",
        "waxaan/aan wax? ka/ku dhigtaa/bartaa/dhigan jiray?",
        "meesha aan ka/ku? shaqeeyo/shaqayo",
        "<shaqadayda>",
    ),
    Reason.NAME: (
        "magacaygu/magacaygo/magacayga/magaceygu/magaceyga waa <any>",
        "waxa/waxaa la? i/ii? yidhaahdaa/yiraahdaa/yirahdaa/dhahaa/magacaabaa <any>",
        "la i/ii yidhaahdo/yiraahdo/dhaho <any>",
    ),
    Reason.CONTACT: (
        "i/ii/iga soo? wac/waca/wacdo/garaac/farriin/qor",
        "waad/waa i/ii soo? wici/qori kartaa/kartaan",
        "i/ila soo? xiriir/xidhiidh/xiriira/xidhiidha",
        "lambarkayga/lambarkeyga/numberkayga/telefoonkayga/teleefankayga/mobilkayga",
        "emailkayga/emaylkayga/iimaylkayga",
    ),
    Reason.SELF: (
        "waxaan/aan jiraa <number> sano/jir?",
        "<number> jir/sano? ayaan/baan ahay/jiraa",
        "waxaan/aan ahay <xirfad>",
        "dhalashadayda",
    ),
    Reason.ONLY_ONE: (
        "aniga oo? kaliya/keliya/kaliyah/uun ayaa/baa? og/ogaa/arkay/garanaya?",
        "aniga uun/kaliya/keliya",
        "qof/cid kale ma/oo og/oga/arkin/garanayo?",
        "aniga oo? kaliya/keliya? buu/bay/ayuu/ayay ii/i? sheegay/tusay",
        "way/wuu/waxay ogaan/garan doonaan/doonaa/karaan inaan/inay/aniga",
    ),
    Reason.HANDLE: ("akoonkayga/akaawnkayga/bartayda instagram/facebook/snapchat/tiktok?",),
    Reason.PLATE: ("taargadayda/taargadeyda/taarikadayda", "taargada/taarikada baabuurkayga/gaarigayga"),
}

NO_NAMES: Final = "sir qarsoodi muhiim"
"""Words after "magacaygu waa" that are nobody's name."""

SIGN_OFFS: Final = "saxiixay saxiix mahadsanid mahadsanidiin"
"""Words before a name at the end of a text."""

MINE: Final = "kayga tayda keyga teyda gaarigayga baabuurkayga gaarigeyga"
"""Words that say whose a plate is."""

SAW: Final = "arkay joogay maqlay marayay socday imid"
"""Words after "waxaan" or "aan" that tell where the reporter was."""

SAW_ALONE: Final = "arkay maqlay"
"""Words that say "I" by themselves and tell where the reporter was."""

FIRST: Final = "waxaan aan waan baan ayaan anigu aniga"
"""Who saw."""
