"""The conversation in Somali, which the GSM alphabet holds whole.

JOOJI is what one says to end something; no carrier has words of this language.
"""

from typing import Final

from tipline.intake.texts.transitions import Answer, Wants
from tipline.intake.texts.words.tongue import Tongue

SOMALI: Final = Tongue(
    tag="so",
    keywords={
        Wants.STOP: "jooji",
        Wants.START: "bilow",
        Wants.YES: "haa",
        Wants.OK: "haye waahagaag",
        Wants.HELP: "caawimaad caawimo",
        Wants.NEW: "cusub",
        Wants.REWARD: "abaalmarin abaalmarinta",
        Wants.CODE: "koodh kood",
    },
    says={
        Answer.RECEIVED: (
            "{number} waa na soo gaadhay, mahadsanid. Khatar hadda? Wac 911. Magacaaga ha sheegin. Fariin "
            "kale ku dar. CODE: bog gaar ah, jidka abaalmarinta. STOP: waa dhammaad, lambarkaaga waan "
            "ilownaa. Tirtir fariimahan. Kharash baa jiri kara."
        ),
        Answer.ADDED: "Waa lagu daray, mahadsanid. Khatar hadda? Wac 911. Tirtir fariimahan.",
        Answer.NAMELESS: (
            "Waa lagu daray, mahadsanid. Uma baahnin inaan ogaanno cidda wax soo qortay: magacaaga ha "
            "sheegin. Khatar hadda? Wac 911. Tirtir fariimahan."
        ),
        Answer.ASK: (
            "Maxaad noo sheegi rabtaa? Halkan ku soo qor. Magacaaga ha sheegin. Khatar hadda? Wac 911. STOP: "
            "waa dhammaad, lambarkaaga waan ilownaa. Kharash baa jiri kara."
        ),
        Answer.MENU: (
            "Yaa loogu talagalay? Ku jawaab {choices}. Fariintaada waan haynaa ilaa markaas. Khatar hadda? "
            "Wac 911."
        ),
        Answer.STOPPED: (
            "Way dhammaatay, lambarkaagana waan ilownay. Fariin dambe kuuma soo dirayno. Khatar hadda? Wac "
            "911. Tirtir fariimahan."
        ),
        Answer.STARTED: (
            "Mar kale waad noo soo qori kartaa. Wixii aad hore u soo dirtay kuma xidhna. Magacaaga ha "
            "sheegin. Khatar hadda? Wac 911. STOP: waa dhammaad. Kharash baa jiri kara."
        ),
        Answer.HELP: (
            "War fariin qoraal ah oo loogu talagalay {name}.{phone} Ma aha xaalad degdeg ah: wac 911. STOP: "
            "waa dhammaad, lambarkaaga waan ilownaa. Kharash baa jiri kara."
        ),
        Answer.REWARD: (
            "Ku jawaab CODE: bog gaar ah, jidka abaalmarinta.{form} Khatar hadda? Wac 911. Tirtir "
            "fariimahan. Kharash baa jiri kara."
        ),
        Answer.CODE: (
            "{address} wuxuu furaa bog gaar ah, hal mar, 15 daqiiqo gudahood. Warqad diyaarso: wuxuu tusaa "
            "siddeed erey, koodhkaaga. Khatar hadda? Wac 911. Tirtir fariintan."
        ),
        Answer.CODE_FIRST: (
            "Marka hore soo qor waxaad noo sheegi rabto, dabadeedna ku jawaab CODE si aad bog gaar ah u "
            "hesho. Magacaaga ha sheegin. Khatar hadda? Wac 911. STOP: waa dhammaad, lambarkaaga waan "
            "ilownaa. Kharash baa jiri kara."
        ),
        Answer.CODE_LATER: (
            "Hadda bog gaar ah ma jiro. Mar dambe ama berri ku jawaab CODE. Khatar hadda? Wac 911. Tirtir "
            "fariintan."
        ),
        Answer.CODE_NOWHERE: (
            "Halkan bog gaar ah fariin laguma helo. Khatar hadda? Wac 911. Tirtir fariintan."
        ),
        Answer.OFFER: (
            "Toddobaad gudihiis lambarkan waan ilownaynaa. Si aad u sii waddo, ku jawaab CODE: bog gaar ah. "
            "STOP: hadda waa dhammaad. Khatar hadda? Wac 911. Tirtir fariintan."
        ),
        Answer.QUESTION_WAITS: "Su'aal baa kuu taalla. Ku jawaab OK markay ammaan tahay.",
        Answer.MESSAGE_WAITS: "Fariin baa kuu taalla. Ku jawaab OK markay ammaan tahay.",
    },
    form=" Haddii aadan weli waxba sheegin, foomka webka ayaa isna koodh bixiya: {address}",
    no_form="",
    choice="{keyword} oo ah {name}",
    either=" ama ",
    more="erayga barnaamijkaaga",
    phone=" Taleefan: {phone}.",
)
