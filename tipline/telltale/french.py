"""What gives a reporter away in French, as lists.

How a phrase is written is told in `tipline/telltale/phrases.py`. An apostrophe parts words: "j'habite" is
`j habite`; accents do not count.
"""

from collections.abc import Mapping
from typing import Final

from tipline.telltale.reasons import Reason

CLASSES: Final[Mapping[str, str]] = {
    "mon": "mon ma mes notre nos",
    "denonciateur": (
        "denonciateur denonciatrice indicateur informateur informatrice appelant appelante source"
    ),
    "est": "est etait",
    "quel": (
        "grand grande petit petite vieux vieil vieille ancien ancienne ex meilleur meilleure "
        "meilleurs beau belle demi propre jeune aine ainee cadet cadette autre nouveau nouvelle "
        "bon bonne seul seule cher chere premier premiere deux trois"
    ),
    "parent": (
        "mere maman pere papa parent parents frere freres soeur sœur soeurs sœurs fils fille "
        "filles enfant enfants cousin cousine cousins cousines tante tantes oncle oncles matante "
        "mononcle neveu neveux niece nieces grand-mere grands-parents mamie papi mari femme epoux "
        "epouse conjoint conjointe chum blonde copain copine copains copines compagnon compagne "
        "fiance fiancee ex ami amie amis amies famille gendre bru parrain marraine filleul "
        "filleule jumeau jumelle"
    ),
    "voisin": (
        "voisin voisine voisins voisines coloc colocs colocataire colocataires proprietaire "
        "proprio locataire locataires concierge voisinage"
    ),
    "collegue": (
        "collegue collegues patron patronne boss chef gerant gerante superviseur superviseure "
        "employeur employe employee employes coequipier prof professeur professeure eleve eleves "
        "etudiant etudiante client cliente clients clientes patient patiente patients entraineur "
        "medecin avocat avocate coiffeur coiffeuse"
    ),
    "logis": (
        "maison logement appartement appart condo immeuble bloc rue ruelle quartier balcon cour "
        "terrain entree garage fenetre porte etage sous-sol chalet ferme adresse loyer"
    ),
    "travail": (
        "travail job boulot bureau magasin restaurant ecole classe cegep college universite usine "
        "atelier equipe quart garderie eglise mosquee entrepot clinique commerce"
    ),
    "chez": "a au aux pres chez sur en dans avec cote juste la ici dessus dessous face derriere proche",
    "metier": (
        "infirmier infirmiere medecin professeur professeure enseignant enseignante etudiant "
        "etudiante chauffeur caissier caissiere concierge serveur serveuse gardien gardienne "
        "mecanicien coiffeur coiffeuse avocat avocate ambulancier ambulanciere pompier pharmacien "
        "pharmacienne cuisinier cuisiniere commis plombier electricien voisin voisine locataire "
        "proprietaire employe employee collegue colocataire policier policiere"
    ),
}

PHRASES: Final[Mapping[Reason, tuple[str, ...]]] = {
    Reason.FAMILY: (
        "<mon> <quel>? <quel>? <parent>",
        "<mon> <quel>? grand/beau/belle mere/pere/frere/soeur/sœur/fils/fille/parents",
        "<parent> a/de moi/nous",
        "<denonciateur> <est> son/sa/le/la/un/une <quel>? <parent>",
    ),
    Reason.NEIGHBOUR: (
        "<mon> <quel>? <quel>? <voisin>",
        "<voisin> a/de moi/nous",
        "habite/habitent/vit/demeure/reste avec/pres/chez/cote/face de/d? moi/nous",
        "habite/vit/demeure/reste a/en cote/face de chez? moi/nous",
        "<denonciateur> <est> son/sa/le/la/un/une <quel>? <voisin>",
    ),
    Reason.COLLEAGUE: (
        "<mon> <quel>? <quel>? <collegue>",
        "<collegue> a/de moi/nous",
        "travaille/travaillent avec/pour/chez moi/nous",
        "<denonciateur> <est> son/sa/le/la/un/une <quel>? <collegue>",
    ),
    Reason.BOND: (
        "je suis son/sa/ses/leur/leurs <any>",
        "j etais son/sa/ses/leur/leurs <any>",
        "je suis/etais le/la/l/un/une <quel>? <parent>/<voisin>/<collegue> de/du/des/d",
        "c est <mon> <any>",
        "en tant que son/sa/leur? <any>",
        "je sors/sortais avec",
        "j ai grandi avec",
        "je le/la/les connais depuis/de",
        "je le/la connais personnellement",
    ),
    Reason.HOME: (
        "j habite/habitais <chez>",
        "je vis/vivais/demeure/demeurais/reste/restais/loge <chez>",
        "nous habitons <chez>",
        "on habite <chez>",
        "<mon> <quel>? <quel>? <logis>",
        "chez moi/nous",
        "a cote de moi/nous",
        "en face de moi/nous",
        "au dessus/dessous de moi/nous",
        "pres de moi/nous",
        "la ou j habite",
    ),
    Reason.WORK: (
        "je travaille/travaillais/bosse/etudie/etudiais <chez>/pour",
        "<mon> <quel>? <travail>",
        "<mon> lieu de travail",
        "la ou je travaille",
    ),
    Reason.NAME: (
        "<mon> nom/prenom est/complet/c? <any>",
        "je m appelle <any>",
        "moi c est <any>",
    ),
    Reason.CONTACT: (
        "appelez/appelle/textez/texte/contactez/contacte/rejoignez/ecrivez/rappelez moi",
        "<mon> numero de? telephone/cell/cellulaire/tel?",
        "<mon> courriel/adresse courriel?",
        "<mon> cellulaire",
        "vous pouvez m appeler/ecrire/contacter/joindre/rejoindre/texter",
    ),
    Reason.SELF: (
        "j ai <number> ans",
        "je suis un/une? <quel>? <metier>",
        "en tant que/qu un/une? <metier>",
        "<mon> anniversaire/fete",
        "<mon> numero d/de employe/matricule/badge/assurance/etudiant",
    ),
    Reason.ONLY_ONE: (
        "je suis/etais le/la seul/seule",
        "j etais le/la seul/seule",
        "seul/seule moi sait/sais/savait",
        "moi seul/seule",
        "il/elle y? a que moi",
        "y a que moi",
        "personne d autre ne? le/l? sait/savait/a/est",
        "il/elle l? a dit qu a moi",
        "il/elle me l? a dit qu? a? moi? seulement",
        "il/elle/ils va/vont savoir que/qui c est moi",
    ),
    Reason.HANDLE: (
        "<mon> compte/profil/pseudo/page/identifiant instagram/facebook/snapchat/tiktok/twitter? est/c?",
    ),
    Reason.PLATE: (
        "<mon> plaque/plaques d/de? immatriculation/auto?",
        "<mon> immatriculation",
    ),
}

NO_NAMES: Final = "pas sans important inconnu confidentiel anonyme jamais secret"
"""Words after "mon nom est" that are nobody's name."""

SIGN_OFFS: Final = "signe cordialement salutations merci"
"""Words before a name at the end of a text."""

SAW: Final = "ai etais suis passais marchais revenais regardais"
"""Words after "je" or "j" that tell where the reporter was."""

SAW_ALONE: Final = ""
"""No verb says "I" by its ending."""

FIRST: Final = "j je"
"""Who saw."""

MINE: Final = "mon ma mes notre nos moi"
"""Words that say whose a plate is."""
