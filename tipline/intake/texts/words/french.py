"""The conversation in French, in words that need no letter outside the GSM alphabet (no ç, ê, â, î, ô, û, œ).

ARRET and AIDE are what Canadian carriers ask of every short code. Left out: FIN, which ends a story told in
several texts, and ARRETEZ, which may mean somebody else.
"""

from typing import Final

from tipline.intake.texts.transitions import Answer, Wants
from tipline.intake.texts.words.tongue import Tongue

FRENCH: Final = Tongue(
    tag="fr",
    keywords={
        Wants.STOP: "arrêt arrêter annuler désabonner désabonnement désinscrire désinscription",
        Wants.START: "recommencer reprendre",
        Wants.YES: "oui",
        Wants.OK: "daccord",
        Wants.HELP: "aide infos",
        Wants.NEW: "nouveau nouvelle",
        Wants.REWARD: "récompense récompenses",
        Wants.CODE: "",
    },
    says={
        Answer.RECEIVED: (
            "{number} : bien arrivé, merci. Danger maintenant? Appelez le 911. Ne donnez pas votre nom. "
            "Pour ajouter, textez encore. CODE : page privée, la voie vers une récompense. STOP : fin, nous "
            "oublions votre numéro. Effacez ces textos. Des frais de messagerie peuvent s'appliquer."
        ),
        Answer.ADDED: "Ajouté, merci. Danger maintenant? Appelez le 911. Effacez ces textos.",
        Answer.NAMELESS: (
            "Ajouté, merci. Nous n'avons jamais besoin de savoir qui écrit : ne donnez pas votre nom. "
            "Danger maintenant? Appelez le 911. Effacez ces textos."
        ),
        Answer.ASK: (
            "Que voulez-vous nous dire? Textez-le ici. Ne donnez pas votre nom. Danger maintenant? Appelez "
            "le 911. STOP : fin, nous oublions votre numéro. Des frais peuvent s'appliquer."
        ),
        Answer.MENU: (
            "Pour qui est-ce? Répondez {choices}. Nous gardons votre texto d'ici là. Danger maintenant? "
            "Appelez le 911."
        ),
        Answer.STOPPED: (
            "C'est fini et nous avons oublié votre numéro. Plus aucun texto de nous. Danger maintenant? "
            "Appelez le 911. Effacez ces textos."
        ),
        Answer.STARTED: (
            "Vous pouvez de nouveau nous texter. Ce que vous avez envoyé avant n'y est pas relié. Ne donnez "
            "pas votre nom. Danger maintenant? Appelez le 911. STOP : fin. Des frais peuvent s'appliquer."
        ),
        Answer.HELP: (
            "Informations par texto pour {name}.{phone} Pas pour les urgences : appelez le 911. STOP : fin, "
            "nous oublions votre numéro. Des frais peuvent s'appliquer."
        ),
        Answer.REWARD: (
            "Répondez CODE : page privée, la voie vers une récompense.{form} Danger? Appelez le 911. "
            "Effacez ces textos. Des frais peuvent s'appliquer."
        ),
        Answer.CODE: (
            "{address} ouvre une page privée, une fois, dans les 15 minutes. Ayez du papier : elle montre "
            "huit mots, votre code. Danger maintenant? Appelez le 911. Effacez ce texto."
        ),
        Answer.CODE_FIRST: (
            "Textez d'abord ce que vous voulez nous dire, puis répondez CODE pour une page privée. Ne "
            "donnez pas votre nom. Danger maintenant? Appelez le 911. STOP : fin, nous oublions votre "
            "numéro. Des frais peuvent s'appliquer."
        ),
        Answer.CODE_LATER: (
            "Pas de page privée en ce moment. Répondez CODE plus tard, ou demain. Danger maintenant? Appelez "
            "le 911. Effacez ce texto."
        ),
        Answer.CODE_NOWHERE: (
            "Il n'y a pas de page privée par texto ici. Danger maintenant? Appelez le 911. Effacez ce texto."
        ),
        Answer.OFFER: (
            "Nous oublions ce numéro dans une semaine. Pour continuer après, répondez CODE : page privée. "
            "STOP : fin tout de suite. Danger maintenant? Appelez le 911. Effacez ce texto."
        ),
        Answer.QUESTION_WAITS: "Il y a une question pour vous. Répondez OK quand c'est sans danger.",
        Answer.MESSAGE_WAITS: "Il y a un message pour vous. Répondez OK quand c'est sans danger.",
    },
    form=" Si vous n'avez encore rien dit, notre formulaire web donne aussi un code : {address}",
    no_form="",
    choice="{keyword} pour {name}",
    either=" ou ",
    more="par le mot de votre programme",
    phone=" Par téléphone : {phone}.",
)
