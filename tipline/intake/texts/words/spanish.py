"""The conversation in Spanish, in words that need no letter outside the GSM alphabet (no á, í, ó, ú).

Left out of the keywords: ALTO and BAJA, by which some carriers end a service, because "tall" and "short"
answer what somebody looks like; FIN, which ends a story told in several texts.
"""

from typing import Final

from tipline.intake.texts.transitions import Answer, Wants
from tipline.intake.texts.words.tongue import Tongue

SPANISH: Final = Tongue(
    tag="es",
    keywords={
        Wants.STOP: "parar pare cancelar detener desuscribir desuscribirme",
        Wants.START: "empezar comenzar iniciar reanudar",
        Wants.YES: "sí",
        Wants.OK: "vale deacuerdo",
        Wants.HELP: "ayuda información",
        Wants.NEW: "nuevo nueva",
        Wants.REWARD: "recompensa recompensas",
        Wants.CODE: "código",
    },
    says={
        Answer.RECEIVED: (
            "{number} ya lo tenemos, gracias. ¿Peligro ahora? Llame al 911. No diga su nombre. Para agregar, "
            "escriba otra vez. CODE: un enlace privado para la recompensa. STOP: se acaba, olvidamos su "
            "teléfono. Borre estos mensajes. Puede haber cargos por mensajes y datos."
        ),
        Answer.ADDED: "Agregado, gracias. ¿Peligro ahora? Llame al 911. Borre estos mensajes.",
        Answer.NAMELESS: (
            "Agregado, gracias. Nunca necesitamos saber quien escribe: no diga su nombre. ¿Peligro ahora? "
            "Llame al 911. Borre estos mensajes."
        ),
        Answer.ASK: (
            "¿Que nos quiere contar? Mande un mensaje. No diga su nombre. ¿Peligro ahora? Llame al 911. "
            "STOP: se acaba, olvidamos su teléfono. Puede haber cargos por mensajes y datos."
        ),
        Answer.MENU: (
            "¿Para quien es? Responda {choices}. Guardamos su mensaje hasta entonces. ¿Peligro ahora? "
            "Llame al 911."
        ),
        Answer.STOPPED: (
            "Se ha terminado y hemos olvidado su teléfono. No le escribiremos. ¿Peligro ahora? Llame al 911. "
            "Borre estos mensajes."
        ),
        Answer.STARTED: (
            "Puede escribirnos otra vez. Lo anterior queda aparte. No diga su nombre. ¿Peligro ahora? "
            "Llame al 911. STOP: se acaba. Puede haber cargos por mensajes y datos."
        ),
        Answer.HELP: (
            "Avisos por mensaje para {name}.{phone} No es para emergencias: llame al 911. STOP: se acaba, "
            "olvidamos su teléfono. Puede haber cargos por mensajes y datos."
        ),
        Answer.REWARD: (
            "Responda CODE: un enlace privado para la recompensa.{form} ¿Peligro? Llame al 911. Borre estos "
            "mensajes. Puede haber cargos por mensajes y datos."
        ),
        Answer.CODE: (
            "{address} se abre una sola vez, en 15 minutos. Tenga papel a mano: muestra ocho palabras, su "
            "clave. ¿Peligro ahora? Llame al 911. Borre este mensaje."
        ),
        Answer.CODE_FIRST: (
            "Primero mande lo que nos quiere contar, y luego responda CODE para un enlace privado. No diga "
            "su nombre. ¿Peligro ahora? Llame al 911. STOP: se acaba, olvidamos su teléfono. Puede haber "
            "cargos por mensajes y datos."
        ),
        Answer.CODE_LATER: (
            "Por ahora no hay enlace. Responda CODE luego, o mañana. ¿Peligro ahora? Llame al 911. Borre "
            "este mensaje."
        ),
        Answer.CODE_NOWHERE: (
            "No hay enlace privado por mensaje. ¿Peligro ahora? Llame al 911. Borre este mensaje."
        ),
        Answer.OFFER: (
            "En una semana olvidamos este teléfono. Para seguir, responda CODE: un enlace privado. STOP: se "
            "acaba ya. ¿Peligro ahora? Llame al 911. Borre este mensaje."
        ),
        Answer.QUESTION_WAITS: "Hay una pregunta para usted. Responda OK cuando pueda leer sin peligro.",
        Answer.MESSAGE_WAITS: "Hay un mensaje para usted. Responda OK cuando pueda leer sin peligro.",
    },
    form=" Si no nos ha contado nada, el formulario web tambien da una clave: {address}",
    no_form="",
    choice="{keyword} para {name}",
    either=" o ",
    more="con la palabra de su programa",
    phone=" Por teléfono: {phone}.",
)
