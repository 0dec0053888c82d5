"""The conversation in Arabic: 134 letters in two segments, so every word is weighed.

Each text begins with an Arabic word, so that phones lay it out from the right. Left out of the keywords:
"توقف", which is "he stopped" as well as "stop", and "ابدأ", which without marks is also "never".
"""

from typing import Final

from tipline.intake.texts.transitions import Answer, Wants
from tipline.intake.texts.words.tongue import Tongue

ARABIC: Final = Tongue(
    tag="ar",
    keywords={
        Wants.STOP: "إيقاف إلغاء إلغاءالاشتراك",
        Wants.START: "بدء",
        Wants.YES: "نعم",
        Wants.OK: "حسنا تمام أوكي موافق",
        Wants.HELP: "مساعدة مساعده",
        Wants.NEW: "جديد جديدة",
        Wants.REWARD: "مكافأة مكافأه المكافأة المكافأه",
        Wants.CODE: "رمز الرمز كود الكود",
    },
    says={
        Answer.RECEIVED: (
            "وصل {number}، شكرا. خطر؟ اتصل 911. لا تكتب اسمك. أضف هنا. CODE: صفحة للمكافأة. "
            "STOP: ننسى رقمك. امسح الرسائل. قد تدفع رسوما."
        ),
        Answer.ADDED: "أضفناها، شكرا. خطر الآن؟ اتصل على 911. امسح هذه الرسائل.",
        Answer.NAMELESS: (
            "أضفناها، شكرا. لا نحتاج أن نعرف من يكتب: لا تكتب اسمك. خطر الآن؟ اتصل على 911. امسح الرسائل."
        ),
        Answer.ASK: (
            "ماذا تريد أن تخبرنا؟ اكتبه هنا بلا اسمك. خطر الآن؟ اتصل على 911. STOP: ننسى رقمك. قد تدفع رسوما."
        ),
        Answer.MENU: "لمن هي؟ أجب {choices}. نحفظ رسالتك حتى ذلك. خطر الآن؟ اتصل على 911.",
        Answer.STOPPED: (
            "انتهى الأمر ونسينا رقمك. لن نرسل شيئا بعد الآن. خطر الآن؟ اتصل على 911. امسح هذه الرسائل."
        ),
        Answer.STARTED: (
            "يمكنك مراسلتنا من جديد، بلا صلة بما سبق. لا تكتب اسمك. خطر الآن؟ اتصل على 911. STOP: إنهاء. "
            "قد تدفع رسوما."
        ),
        Answer.HELP: "معلومات بالرسائل: {name}.{phone} للطوارئ اتصل على 911. STOP: ننسى رقمك. قد تدفع رسوما.",
        Answer.REWARD: ("أجب CODE: صفحة خاصة للمكافأة.{form} خطر؟ اتصل 911. امسح الرسائل. قد تدفع رسوما."),
        Answer.CODE: "صفحتك {address} مرة، 15 دقيقة. خطر؟ اتصل 911. امسح هذه الرسالة.",
        Answer.CODE_FIRST: (
            "اكتب أولا ما تريد أن تخبرنا به بلا اسمك، ثم أجب CODE لصفحة خاصة. خطر؟ اتصل 911. STOP: ننسى "
            "رقمك. قد تدفع رسوما."
        ),
        Answer.CODE_LATER: (
            "لا صفحة خاصة الآن. أجب CODE لاحقا أو غدا. خطر الآن؟ اتصل على 911. امسح هذه الرسالة."
        ),
        Answer.CODE_NOWHERE: ("لا توجد صفحة خاصة بالرسائل هنا. خطر الآن؟ اتصل على 911. امسح هذه الرسالة."),
        Answer.OFFER: (
            "سننسى هذا الرقم بعد أسبوع. لتتابع بعده أجب CODE: صفحة خاصة. STOP: إنهاء. خطر؟ اتصل 911. امسح "
            "الرسالة."
        ),
        Answer.QUESTION_WAITS: "لدينا سؤال لك. أجب OK عندما تكون القراءة آمنة.",
        Answer.MESSAGE_WAITS: "لدينا رسالة لك. أجب OK عندما تكون القراءة آمنة.",
    },
    form=" أو {address}",
    no_form="",
    choice="{keyword} {name}",
    comma="، ",
    either=" أو ",
    more="بكلمة برنامجك",
    phone=" هاتف: {phone}.",
    wide=True,
)
