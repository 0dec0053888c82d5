"""Danger to life in English. An apostrophe parts words: "he's" is `he s`."""

from collections.abc import Mapping
from typing import Final

from tipline.intake.danger.kinds import Danger

CLASSES: Final[Mapping[str, str]] = {
    "kills": "kill murder stab strangle behead",
    "harms": "shoot execute drown poison burn hang",
    "killing": (
        "killing murdering shooting stabbing strangling choking drowning burning beating raping attacking"
    ),
    "killed": "killed murdered shot stabbed strangled choked beaten raped tortured attacked",
    "person": (
        "him her them me us you someone somebody people everyone everybody anyone his my our their kids "
        "children students teachers police cops officers"
    ),
    "whom": (
        "him her them me us you someone somebody people everyone everybody anyone his my our their the a "
        "an this that "
        "another kids children students teachers police cops officers"
    ),
    "intends": "going gonna about planning plans wants threatening threatens threatened tryna trying",
    "gun": (
        "gun guns handgun pistol rifle shotgun firearm ak ar15 glock knife knives machete sword axe "
        "weapon weapons "
        "grenade explosives"
    ),
    "crowd": (
        "school class classroom highschool college university campus daycare kindergarten mall store bus "
        "train subway "
        "station church mosque temple synagogue hospital airport concert stadium courthouse library parade"
    ),
    "body": "head neck throat face chest temple",
    "is": "is are s re hes shes theyre",
    "moment": "now currently rn",
}

PHRASES: Final[Mapping[Danger, tuple[str, ...]]] = {
    Danger.THREAT: (
        "<intends> to? <kills> <whom>",
        "<intends> to? <harms> <person>",
        "<intends> to? shoot up <whom>? <crowd>/place/house",
        "<intends> to? blow/burn up/down <whom>",
        "<intends> on <killing> <whom>",
        "will/ll/wanna <kills> <whom>",
        "will/ll/wanna <harms> <person>",
        "<is> gonna/going to? die tonight/today/now",
        "death threats/threat",
        "put/puts/putting/has a hit out? on",
        "school/mass shooting/attack planned/tomorrow/today/tonight",
    ),
    Danger.UNDER_WAY: (
        "active shooter",
        "being/getting <killed>",
        "just got/been <killed>",
        "just shot/stabbed/killed <whom>",
        "<is> <killing> <whom> <any>? <any>? right? <moment>",
        "<is> shooting/stabbing at? <person>",
        "shooting/shots/gunfire/stabbing fired? happening? right? <moment>",
        "held/holding/taken/taking/took/has/have <whom>? hostage/hostages/captive",
        "hostage situation",
        "kidnapped/abducted/kidnapping/abducting <whom>",
        "been/got/was/is/being kidnapped/abducted",
        "tied <person> up",
        "tied up and",
    ),
    Danger.ARMED: (
        "<gun> to/at/on/against/in <whom> <body>",
        "pointing/pointed/points/aiming/aimed/waving <whom>? <gun> at/around",
        "<gun> at/in/inside/on/to/into/outside <whom>? <crowd>",
        "at/in/inside/on/to/into/outside <whom>? <crowd> with <whom>? <gun>",
        "at/outside my/our door/house/apartment/place/window/home with <whom>? <gun>",
        "at/outside her/his/their/the door with <whom>? <gun>",
        "<gun> at/outside my/our/her/his/their/the door",
        "<gun> pointed at",
        "bomb/bombs/explosive/explosives at/in/inside/under/on/near/outside <any>",
        "has/have/got/made/making/building/planted/planting/hid/carrying a/the? pipe? bomb/bombs",
        "bomb threat",
        "pipe bomb",
    ),
    Danger.DYING: (
        "not/stopped/barely/isn/wasn t? breathing",
        "bleeding out/badly/heavily",
        "bleeding to death",
        "<is> dying",
        "overdosing/overdosed",
        "took/taken/taking an overdose",
        "od ing",
        "<is> unconscious/unresponsive",
    ),
}
