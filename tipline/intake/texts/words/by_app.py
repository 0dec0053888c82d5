"""What is said by WhatsApp and Messenger: that the app knows who writes, and where the form is.

Nothing is said of rewards there. An app has no segments, so nothing is cut. What is missing here is said
in the words of texts.
"""

from collections.abc import Mapping
from typing import Final

from tipline.intake.texts.transitions import Answer

BY_APP: Final[Mapping[str, Mapping[Answer, str]]] = {
    "en": {
        Answer.RECEIVED: (
            "{number} received, thank you. {app} knows who you are. Our form does not{form} Danger now? Call "
            "911. Do not give your name. Write again to add. STOP: ends this, we forget your account. "
            "Delete this chat."
        ),
        Answer.ASK: (
            "What do you want to tell us? {app} knows who you are. Our form does not{form} Or write it here, "
            "without your name. Danger now? Call 911. STOP: ends this, we forget your account."
        ),
        Answer.MENU: (
            "Who is it for? Reply {choices}. We keep your message until then. {app} knows who you are. Our "
            "form does not{form} Danger now? Call 911."
        ),
        Answer.STOPPED: (
            "This is ended and we have forgotten your account. {app} still knows that you wrote. Danger now? "
            "Call 911. Delete this chat."
        ),
        Answer.STARTED: (
            "You can write to us again. What you sent before is not connected to it. {app} knows who you "
            "are. Our form does not{form} Danger now? Call 911. STOP ends this."
        ),
        Answer.HELP: (
            "Tips for {name}.{phone} {app} knows who you are. Our form does not{form} Not for emergencies: "
            "call 911. STOP: ends this, we forget your account."
        ),
        Answer.REWARD: (
            "We do not talk about that here: {app} knows who you are. Our form does not{form} Danger now? "
            "Call 911. Delete this chat."
        ),
        Answer.CLOSED: (
            "We take no tips by {app}: it knows who you are. Our form does not{form} Danger now? Call 911. "
            "Delete this chat."
        ),
        Answer.KEPT: (
            "We take no tips by {app}: it knows who you are. Our form does not{form} We have what you wrote, "
            "but kept nothing of who wrote it, and cannot answer you here. Danger now? Call 911. Delete this "
            "chat."
        ),
    },
    "fr": {
        Answer.RECEIVED: (
            "{number} : bien arrivé, merci. {app} sait qui vous êtes. Notre formulaire ne le sait pas{form} "
            "Danger maintenant? Appelez le 911. Ne donnez pas votre nom. Pour ajouter, écrivez encore. "
            "STOP : fin, nous oublions votre compte. Effacez cette conversation."
        ),
        Answer.ASK: (
            "Que voulez-vous nous dire? {app} sait qui vous êtes. Notre formulaire ne le sait pas{form} Ou "
            "écrivez-le ici, sans votre nom. Danger maintenant? Appelez le 911. STOP : fin, nous oublions "
            "votre compte."
        ),
        Answer.MENU: (
            "Pour qui est-ce? Répondez {choices}. Nous gardons votre message d'ici là. {app} sait qui vous "
            "êtes. Notre formulaire ne le sait pas{form} Danger maintenant? Appelez le 911."
        ),
        Answer.STOPPED: (
            "C'est fini et nous avons oublié votre compte. {app} sait toujours que vous avez écrit. Danger "
            "maintenant? Appelez le 911. Effacez cette conversation."
        ),
        Answer.STARTED: (
            "Vous pouvez de nouveau nous écrire. Ce que vous avez envoyé avant n'y est pas relié. {app} sait "
            "qui vous êtes. Notre formulaire ne le sait pas{form} Danger maintenant? Appelez le 911. "
            "STOP : fin."
        ),
        Answer.HELP: (
            "Informations pour {name}.{phone} {app} sait qui vous êtes. Notre formulaire ne le sait "
            "pas{form} Pas pour les urgences : appelez le 911. STOP : fin, nous oublions votre compte."
        ),
        Answer.REWARD: (
            "Nous n'en parlons pas ici : {app} sait qui vous êtes. Notre formulaire ne le sait pas{form} "
            "Danger maintenant? Appelez le 911. Effacez cette conversation."
        ),
        Answer.CLOSED: (
            "Nous ne prenons rien par {app}, qui sait qui vous êtes. Notre formulaire ne le sait pas{form} "
            "Danger maintenant? Appelez le 911. Effacez cette conversation."
        ),
        Answer.KEPT: (
            "Nous ne prenons rien par {app}, qui sait qui vous êtes. Notre formulaire ne le sait pas{form} "
            "Nous avons ce que vous avez écrit, sans rien garder de vous, et ne pouvons pas vous répondre "
            "ici. Danger maintenant? Appelez le 911. Effacez cette conversation."
        ),
    },
    "es": {
        Answer.RECEIVED: (
            "{number} ya lo tenemos, gracias. {app} sabe quién es usted. Nuestro formulario no{form} "
            "¿Peligro ahora? Llame al 911. No diga su nombre. Para agregar, escriba otra vez. STOP: se "
            "acaba, olvidamos su cuenta. Borre este chat."
        ),
        Answer.ASK: (
            "¿Qué nos quiere contar? {app} sabe quién es usted. Nuestro formulario no{form} O escríbalo "
            "aquí, sin su nombre. ¿Peligro ahora? Llame al 911. STOP: se acaba, olvidamos su cuenta."
        ),
        Answer.MENU: (
            "¿Para quién es? Responda {choices}. Guardamos su mensaje hasta entonces. {app} sabe quién es "
            "usted. Nuestro formulario no{form} ¿Peligro ahora? Llame al 911."
        ),
        Answer.STOPPED: (
            "Se ha terminado y hemos olvidado su cuenta. {app} todavía sabe que usted escribió. ¿Peligro "
            "ahora? Llame al 911. Borre este chat."
        ),
        Answer.STARTED: (
            "Puede escribirnos otra vez. Lo anterior queda aparte. {app} sabe quién es usted. Nuestro "
            "formulario no{form} ¿Peligro ahora? Llame al 911. STOP: se acaba."
        ),
        Answer.HELP: (
            "Avisos para {name}.{phone} {app} sabe quién es usted. Nuestro formulario no{form} No es para "
            "emergencias: llame al 911. STOP: se acaba, olvidamos su cuenta."
        ),
        Answer.REWARD: (
            "De eso no hablamos aquí: {app} sabe quién es usted. Nuestro formulario no{form} ¿Peligro ahora? "
            "Llame al 911. Borre este chat."
        ),
        Answer.CLOSED: (
            "No recibimos avisos por {app}, que sabe quién es usted. Nuestro formulario no{form} ¿Peligro "
            "ahora? Llame al 911. Borre este chat."
        ),
        Answer.KEPT: (
            "No recibimos avisos por {app}, que sabe quién es usted. Nuestro formulario no{form} Tenemos lo "
            "que escribió, pero no guardamos nada de quién lo escribió, y aquí no podemos contestarle. "
            "¿Peligro ahora? Llame al 911. Borre este chat."
        ),
    },
    "so": {
        Answer.RECEIVED: (
            "{number} waa na soo gaadhay, mahadsanid. {app} way og tahay cidda aad tahay. Foomkeennu ma "
            "oga{form} Khatar hadda? Wac 911. Magacaaga ha sheegin. Si aad wax ugu darto, mar kale soo qor. "
            "STOP: waa dhammaad, akoonkaaga waan ilownaa. Tirtir wadahadalkan."
        ),
        Answer.ASK: (
            "Maxaad noo sheegi rabtaa? {app} way og tahay cidda aad tahay. Foomkeennu ma oga{form} Ama "
            "halkan ku soo qor, magacaaga la'aantiis. Khatar hadda? Wac 911. STOP: waa dhammaad, akoonkaaga "
            "waan ilownaa."
        ),
        Answer.MENU: (
            "Yaa loogu talagalay? Ku jawaab {choices}. Fariintaada waan haynaa ilaa markaas. {app} way og "
            "tahay cidda aad tahay. Foomkeennu ma oga{form} Khatar hadda? Wac 911."
        ),
        Answer.STOPPED: (
            "Way dhammaatay, akoonkaagana waan ilownay. {app} weli way og tahay inaad soo qortay. Khatar "
            "hadda? Wac 911. Tirtir wadahadalkan."
        ),
        Answer.STARTED: (
            "Mar kale waad noo soo qori kartaa. Wixii aad hore u soo dirtay kuma xidhna. {app} way og tahay "
            "cidda aad tahay. Foomkeennu ma oga{form} Khatar hadda? Wac 911. STOP: waa dhammaad."
        ),
        Answer.HELP: (
            "War loogu talagalay {name}.{phone} {app} way og tahay cidda aad tahay. Foomkeennu ma oga{form} "
            "Ma aha xaalad degdeg ah: wac 911. STOP: waa dhammaad, akoonkaaga waan ilownaa."
        ),
        Answer.REWARD: (
            "Arrintaas halkan kagama hadalno: {app} way og tahay cidda aad tahay. Foomkeennu ma oga{form} "
            "Khatar hadda? Wac 911. Tirtir wadahadalkan."
        ),
        Answer.CLOSED: (
            "War kuma qaadanno {app}: way og tahay cidda aad tahay. Foomkeennu ma oga{form} Khatar hadda? "
            "Wac 911. Tirtir wadahadalkan."
        ),
        Answer.KEPT: (
            "War kuma qaadanno {app}: way og tahay cidda aad tahay. Foomkeennu ma oga{form} Waxaad qortay "
            "waan haynaa, laakiin cidda qortay waxba kama hayno, halkanna kuguma jawaabi karno. Khatar "
            "hadda? Wac 911. Tirtir wadahadalkan."
        ),
    },
    "ar": {
        Answer.RECEIVED: (
            "وصل {number}، شكرا. تطبيق {app} يعرف من أنت. نموذجنا لا يعرف{form} خطر الآن؟ اتصل على 911. لا "
            "تكتب اسمك. اكتب مرة أخرى للإضافة. STOP: إنهاء، وننسى حسابك. امسح هذه المحادثة."
        ),
        Answer.ASK: (
            "ماذا تريد أن تخبرنا؟ تطبيق {app} يعرف من أنت. نموذجنا لا يعرف{form} أو اكتبه هنا بلا اسمك. خطر "
            "الآن؟ اتصل على 911. STOP: إنهاء، وننسى حسابك."
        ),
        Answer.MENU: (
            "لمن هي؟ أجب {choices}. نحفظ رسالتك حتى ذلك. تطبيق {app} يعرف من أنت. نموذجنا لا يعرف{form} خطر "
            "الآن؟ اتصل على 911."
        ),
        Answer.STOPPED: (
            "انتهى الأمر ونسينا حسابك. تطبيق {app} ما زال يعرف أنك كتبت. خطر الآن؟ اتصل على 911. امسح هذه "
            "المحادثة."
        ),
        Answer.STARTED: (
            "يمكنك مراسلتنا من جديد، بلا صلة بما سبق. تطبيق {app} يعرف من أنت. نموذجنا لا يعرف{form} خطر "
            "الآن؟ اتصل على 911. STOP: إنهاء."
        ),
        Answer.HELP: (
            "معلومات لبرنامج {name}.{phone} تطبيق {app} يعرف من أنت. نموذجنا لا يعرف{form} للطوارئ اتصل على "
            "911. STOP: إنهاء، وننسى حسابك."
        ),
        Answer.REWARD: (
            "لا نتكلم عن ذلك هنا: تطبيق {app} يعرف من أنت. نموذجنا لا يعرف{form} خطر الآن؟ اتصل على 911. "
            "امسح هذه المحادثة."
        ),
        Answer.CLOSED: (
            "لا نستقبل المعلومات عبر {app} لأنه يعرف من أنت. نموذجنا لا يعرف{form} خطر الآن؟ اتصل على 911. "
            "امسح هذه المحادثة."
        ),
        Answer.KEPT: (
            "لا نستقبل المعلومات عبر {app} لأنه يعرف من أنت. نموذجنا لا يعرف{form} وصلنا ما كتبته، ولم نحفظ "
            "شيئا عمن كتبه، ولا نستطيع الرد هنا. خطر الآن؟ اتصل على 911. امسح هذه المحادثة."
        ),
    },
}
"""By the tag of each tongue. `{app}` is the name of the app."""

FORM: Final[Mapping[str, str]] = dict.fromkeys(BY_APP, ": {address}") | {"fr": " : {address}"}
NO_FORM: Final = "."
"""Where the gateway does not know the form's address."""
