"""The minutes of a meeting in French."""

from typing import Final

from tipline.reports.documents.minutes_words import MinutesWords
from tipline.reward_words import Outcome

FRENCH: Final = MinutesWords(
    title="Procès-verbal du conseil",
    so_far="La séance se poursuit : voici le procès-verbal jusqu’ici.",
    day="Date",
    kind="Séance",
    full="ordinaire",
    urgent="pour ce qui ne pouvait attendre",
    chair="À la présidence",
    present="Présences",
    quorum="Quorum",
    met="{quorum}, atteint avec {present}",
    gone="une personne qui n’est plus ici",
    awards="Récompenses",
    nothing="Rien n’était à l’ordre du jour.",
    heads=("Lettre", "Proposé", "Décision", "Montant", "Signé par", "Conflits et motifs"),
    outcomes={
        Outcome.APPROVED: "Approuvée",
        Outcome.REFUSED: "Refusée",
        Outcome.DEFERRED: "Reportée",
        Outcome.RATIFIED: "Ratifiée",
    },
    amended="Approuvée, modifiée",
    undecided="Non décidée",
    conflict="Conflit déclaré : {names}.",
    totals="Totaux",
    total_heads=("Décision", "Récompenses", "Montant"),
    signatures="Un nom sous « Signé par » tient lieu d’une signature, vérifiée lorsque ceci a été fait. "
    "Les récompenses refusées ou reportées comptent dans les totaux pour le montant proposé.",
    unprintable="Un \u25a1 remplace une lettre ou un signe que ce document ne peut imprimer; la page de la "
    "console l’a.",
)
