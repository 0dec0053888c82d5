"""The words of the vocabulary in French, by what a measure is told apart by."""

from collections.abc import Mapping
from typing import Final

from tipline.reports.measures import Split
from tipline.vocabulary import Channel, Disposition, Offence, Status

_OFFENCES: Final[Mapping[Offence, str]] = {
    Offence.HOMICIDE: "Homicide",
    Offence.SHOOTING: "Fusillade",
    Offence.FIREARM: "Arme à feu",
    Offence.WEAPONS: "Armes",
    Offence.ROBBERY: "Vol qualifié",
    Offence.CARJACKING: "Vol de voiture avec violence",
    Offence.HOME_INVASION: "Invasion de domicile",
    Offence.ASSAULT: "Voies de fait",
    Offence.SEXUAL_ASSAULT: "Agression sexuelle",
    Offence.DOMESTIC_VIOLENCE: "Violence familiale",
    Offence.ELDER_ABUSE: "Maltraitance d’une personne aînée",
    Offence.HUMAN_TRAFFICKING: "Traite de personnes",
    Offence.CHILD_EXPLOITATION: "Exploitation d’enfants",
    Offence.THREAT: "Menace contre une école ou une foule",
    Offence.SELF_HARM: "Suicide ou automutilation",
    Offence.DRUG_TRAFFICKING: "Drogues : trafic",
    Offence.DRUG_POSSESSION: "Drogues : possession",
    Offence.DRUG_PRODUCTION: "Drogues : production",
    Offence.BREAK_AND_ENTER: "Introduction par effraction",
    Offence.THEFT: "Vol",
    Offence.THEFT_OF_VEHICLE: "Vol de véhicule",
    Offence.THEFT_FROM_VEHICLE: "Vol dans un véhicule",
    Offence.STOLEN_PROPERTY: "Biens volés",
    Offence.FRAUD: "Fraude",
    Offence.EXTORTION: "Extorsion",
    Offence.CORRUPTION: "Corruption",
    Offence.ARSON: "Incendie criminel",
    Offence.MISCHIEF: "Méfait et graffitis",
    Offence.HATE_CRIME: "Crime haineux",
    Offence.GANG: "Gang",
    Offence.TERRORISM: "Terrorisme",
    Offence.IMPAIRED_DRIVING: "Conduite avec facultés affaiblies",
    Offence.HIT_AND_RUN: "Délit de fuite",
    Offence.BREACH: "Non-respect de conditions",
    Offence.WANTED_PERSON: "Personne recherchée",
    Offence.MISSING_PERSON: "Personne disparue",
    Offence.ANIMAL_CRUELTY: "Cruauté envers les animaux",
    Offence.COLD_CASE: "Affaire non résolue",
    Offence.OTHER: "Autre",
}

PARTS: Final[Mapping[Split, Mapping[str, str]]] = {
    Split.CHANNEL: {
        Channel.TEXT: "Texto",
        Channel.WEB: "Web",
        Channel.LINK: "Lien",
        Channel.PHONE: "Téléphone",
    },
    Split.STATUS: {
        Status.NEW: "Nouveau",
        Status.TRIAGED: "Trié",
        Status.DISPATCHED: "Attribué",
        Status.INVESTIGATING: "À l’enquête",
        Status.CLOSED: "Fermé",
        Status.DUPLICATE: "Doublon",
        Status.SPAM: "Indésirable",
        Status.PASSED_ON: "Transmis",
        Status.WITHDRAWN: "Retiré",
    },
    Split.OFFENCE: {offence.value: words for offence, words in _OFFENCES.items()},
    Split.DISPOSITION: {
        Disposition.LED_TO_ARREST: "A mené à une arrestation",
        Disposition.LED_TO_CHARGES: "A mené à des accusations",
        Disposition.CLEARED: "Affaire résolue",
        Disposition.RECOVERED: "Récupération",
        Disposition.INTELLIGENCE: "Renseignement criminel",
        Disposition.ALREADY_KNOWN: "Déjà connu",
        Disposition.UNABLE_TO_PROCEED: "Impossible de poursuivre",
        Disposition.INCOMPLETE: "Incomplet",
        Disposition.FALSE: "Faux",
        Disposition.NO_ACTION: "Sans suite",
        Disposition.NO_ANSWER: "Sans réponse",
    },
}
