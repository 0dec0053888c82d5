"""What is measured, in French: the name of each measure, and its rule."""

from collections.abc import Mapping
from typing import Final

from tipline.reports.measures import FLOOR, Measure

_RECEIVED: Final = "Parmi les renseignements reçus dans le mois"
_UNIT: Final = "confié, ou de la personne à qui il a été confié. Une copie pour information ne compte pas."
_FIGURE: Final = "dans le mois de la saisie, quelle que soit la date du renseignement."
_NUMBER: Final = f"Le nombre déclaré par la police à la suite de renseignements, {_FIGURE}"
_VALUE: Final = f"La valeur déclarée par la police à la suite de renseignements, {_FIGURE}"
_FROM: Final = f"Donnés à partir de {FLOOR}."

_IN_FRENCH: Final[Mapping[Measure, tuple[str, str]]] = {
    Measure.TIPS: (
        "Renseignements",
        "Tout renseignement reçu dans le mois, y compris ceux qui visent la police ou ce programme.",
    ),
    Measure.FOLLOW_UPS: (
        "Suivis",
        "Les messages ultérieurs d’un auteur, dans le mois de leur arrivée, et non des renseignements.",
    ),
    Measure.BY_CHANNEL: ("Par voie", "Chaque renseignement sous la voie par laquelle il est arrivé."),
    Measure.BY_ACCOUNT: (
        "Par compte de réseau social",
        f"Les renseignements venus par un lien d’un compte de réseau social, sous ce compte. {_FROM}",
    ),
    Measure.DUPLICATES: ("Doublons", f"{_RECEIVED}, ceux qui portaient sur une chose déjà signalée."),
    Measure.SPAM: ("Indésirables", f"{_RECEIVED}, ceux qui n’en étaient pas."),
    Measure.PASSED_ON: (
        "Hors secteur, transmis",
        f"{_RECEIVED}, ceux qui revenaient à un autre programme.",
    ),
    Measure.WITHDRAWN: ("Retirés par leur auteur", f"{_RECEIVED}, ceux que leur auteur a repris."),
    Measure.BY_STATUS: (
        "Par état",
        f"{_RECEIVED}, l’état de chacun à présent; d’un mois clos, son état à la clôture.",
    ),
    Measure.BY_OFFENCE: ("Par infraction", "Chaque renseignement sous l’unique infraction dont il traite."),
    Measure.BY_AGENCY: (
        "Par organisme",
        f"Chaque renseignement sous l’organisme à qui il a été {_UNIT}",
    ),
    Measure.BY_DIVISION: (
        "Par division",
        f"Chaque renseignement sous la division à qui il a été {_UNIT}",
    ),
    Measure.BY_APPEAL: (
        "Par appel à témoins",
        f"Les renseignements venus par les liens d’un appel à témoins, affiches comprises. {_FROM}",
    ),
    Measure.BY_LINK: (
        "Par lien",
        f"Les renseignements venus par un seul lien d’un compte de réseau social. {_FROM}",
    ),
    Measure.ARRESTS: ("Arrestations", _NUMBER),
    Measure.CHARGES: ("Accusations", _NUMBER),
    Measure.CLEARED: ("Affaires résolues", _NUMBER),
    Measure.HOMICIDES: ("Homicides résolus", _NUMBER),
    Measure.WARRANTS: ("Mandats exécutés", _NUMBER),
    Measure.FIREARMS: ("Armes à feu saisies", _NUMBER),
    Measure.WEAPONS: ("Autres armes saisies", _NUMBER),
    Measure.VEHICLES: ("Véhicules retrouvés", _NUMBER),
    Measure.FUGITIVES: ("Fugitifs retrouvés", _NUMBER),
    Measure.MISSING: ("Personnes disparues retrouvées", _NUMBER),
    Measure.PROPERTY: ("Biens récupérés", _VALUE),
    Measure.DRUGS: ("Drogues saisies", _VALUE),
    Measure.CASH: ("Argent comptant saisi", _VALUE),
    Measure.RECOVERED: ("Total récupéré", "Biens, drogues et argent comptant ensemble."),
    Measure.BY_DISPOSITION: (
        "Par suite donnée",
        (
            "Les renseignements fermés dans le mois, quelle que soit la date de leur arrivée, "
            "sous la suite qui leur a été donnée."
        ),
    ),
    Measure.NO_ANSWER: (
        "Par organisme et division",
        (
            "Les renseignements fermés dans le mois parce que l’organisme ou la division qui les avait "
            "n’a jamais répondu."
        ),
    ),
    Measure.AWARDS_APPROVED: (
        "Récompenses approuvées",
        "Les récompenses que le conseil a approuvées dans le mois.",
    ),
    Measure.APPROVED: ("Récompenses approuvées, montant", "Le montant de ces récompenses."),
    Measure.AWARDS_PAID: (
        "Récompenses versées",
        "Les récompenses remises dans le mois, quelle que soit la date de leur approbation.",
    ),
    Measure.PAID: ("Récompenses versées, montant", "Le montant remis."),
    Measure.AWARDS_UNCLAIMED: (
        "Récompenses non réclamées",
        "Les récompenses approuvées et ni versées ni retournées à la fin de la période.",
    ),
    Measure.UNCLAIMED: ("Récompenses non réclamées, montant", "Le montant de ces récompenses."),
    Measure.DAYS_TO_DISPATCH: (
        "Jours du renseignement à l’attribution",
        (
            "Parmi les renseignements confiés à un enquêteur ou à une équipe dans le mois : "
            "la moitié a attendu ce nombre de jours ou moins."
        ),
    ),
    Measure.DAYS_TO_DISPOSITION: (
        "Jours du renseignement à la suite donnée",
        (
            "Parmi les renseignements fermés dans le mois avec une suite donnée : "
            "la moitié a pris ce nombre de jours ou moins."
        ),
    ),
}

LABELS: Final[Mapping[Measure, str]] = {measure: label for measure, (label, _) in _IN_FRENCH.items()}
RULES: Final[Mapping[Measure, str]] = {measure: words for measure, (_, words) in _IN_FRENCH.items()}
