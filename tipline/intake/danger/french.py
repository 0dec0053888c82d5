"""Danger to life in French. An apostrophe parts words: "l'école" is `l ecole`; accents do not count."""

from collections.abc import Mapping
from typing import Final

from tipline.intake.danger.kinds import Danger

CLASSES: Final[Mapping[str, str]] = {
    "tuer": "tuer assassiner poignarder abattre etrangler egorger flinguer noyer",
    "frapper": (
        "tuer assassiner poignarder abattre etrangler egorger battre frapper tabasser violer torturer"
    ),
    "qui": "le la les l lui me m nous te vous",
    "va": "va vont vas veut veulent allait compte comptent prevoit",
    "arme": "arme armes fusil pistolet revolver gun couteau machette carabine grenade hache",
    "foule": (
        "ecole classe cegep college universite garderie mosquee eglise synagogue temple hopital metro "
        "autobus bus "
        "train gare aeroport centre magasin concert aréna"
    ),
    "corps": "tete gorge cou tempe poitrine visage",
}

PHRASES: Final[Mapping[Danger, tuple[str, ...]]] = {
    Danger.THREAT: (
        "<va> <qui>? <tuer>",
        "<va> tirer sur",
        "<va> tout? faire? sauter/exploser",
        "menace/menacent/menacait/menacer de/d <qui>? <tuer>",
        "menace/menaces/menacee de mort",
        "menace/menacent <qui>? de mort",
        "fusillade/tuerie prevue/demain/ce",
    ),
    Danger.UNDER_WAY: (
        "en train de/d <qui>? <frapper>",
        "en train de tirer",
        "se fait/font <frapper>",
        "tire/tirent sur des/les/la/le/tout/nous/du",
        "tireur actif",
        "coups/coup de feu en/maintenant/presentement",
        "fusillade en/maintenant/presentement",
        "en otage/otages",
        "prise d otage/otages",
        "kidnappe/kidnappee/kidnappes/enleve/enlevee/sequestre/sequestree/sequestrent",
        "vient/viennent de se? <qui>? faire? <frapper>",
    ),
    Danger.ARMED: (
        "<arme> sur/contre/a la/sa/ma/leur/le/son/mon? <corps>",
        "braque/pointe/pointent/braquent une/un/son/l? <arme> sur",
        "<arme> a/dans/au/en/de l/la/le/une/un/notre/son? <foule>",
        "a/dans/au l/la/le/une/un/notre/son? <foule> avec/a un/une/des/l? <arme>",
        "a/devant ma/notre/la/sa porte/maison avec un/une/des? <arme>",
        "chez moi/nous avec un/une/des? <arme>",
        "<arme> a/devant ma/notre/la/sa porte",
        "bombe/bombes/explosif/explosifs dans/sous/a/au/sur/pres/devant <any>",
        "pose/fabrique/fabriquent/a une bombe",
        "alerte a la bombe",
    ),
    Danger.DYING: (
        "respire/respirent/respirait plus/pas",
        "en train de mourir",
        "va/vont mourir",
        "se vide de son sang",
        "fait/faire/fais une overdose/surdose",
        "est inconscient/inconsciente",
    ),
}
