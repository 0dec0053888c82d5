"""What gives a reporter away in English, as lists.

How a phrase is written is told in `tipline/telltale/phrases.py`. An apostrophe parts words: "I'm" is `i m`.
"""

from collections.abc import Mapping
from typing import Final

from tipline.telltale.reasons import Reason

CLASSES: Final[Mapping[str, str]] = {
    "my": "my our",
    "mine": "mine ours",
    "teller": "reporter tipster caller informant source complainant writer",
    "be": "is was am are were",
    "which": (
        "older elder younger little big bigger best own ex step next door old good close closest "
        "former late upstairs downstairs first second third oldest youngest twin half grand great "
        "dear new only other current immediate back two three four same fellow real favourite "
        "favorite long time childhood school work"
    ),
    "kin": (
        "mother mom mum mommy mummy mama father dad daddy papa parent parents brother brothers "
        "bro sister sisters sis sibling siblings son sons daughter daughters kid kids child "
        "children cousin cousins aunt aunts auntie aunty uncle uncles nephew nephews niece nieces "
        "grandmother grandma granny nana grandfather grandpa grandparents grandson granddaughter "
        "grandchild grandkids stepfather stepdad stepmother stepmom stepson stepdaughter "
        "stepbrother stepsister wife husband hubby spouse fiance fiancee girlfriend gf boyfriend "
        "bf partner ex friend friends bestie buddy homie pal family relative relatives inlaws "
        "godfather godmother godson goddaughter"
    ),
    "near-by": (
        "neighbour neighbours neighbor neighbors roommate roommates flatmate flatmates housemate "
        "housemates landlord landlady tenant tenants lodger superintendent"
    ),
    "mate": (
        "colleague colleagues coworker coworkers workmate workmates boss bosses manager "
        "supervisor employer employee employees teammate teammates classmate classmates "
        "schoolmate teacher teachers student students coach client clients customer customers "
        "patient patients foreman principal professor tutor babysitter nanny hairdresser barber "
        "mechanic doctor dentist lawyer therapist sponsor pastor priest imam"
    ),
    "home": (
        "house home apartment apt flat condo townhouse building complex block street road lane "
        "avenue crescent court neighbourhood neighborhood porch balcony backyard yard driveway "
        "garage basement unit floor window hallway lobby door fence shed trailer farm place "
        "mailbox postcode address"
    ),
    "office": (
        "job workplace office shop store restaurant school school's class classroom college "
        "university campus shift gym church mosque temple synagogue daycare team union locker "
        "warehouse factory clinic"
    ),
    "at": (
        "at near beside behind above below opposite across upstairs downstairs next around by "
        "close over down under inside on here there"
    ),
    "trade": (
        "nurse doctor teacher student driver cashier cleaner janitor waiter waitress bartender "
        "security guard mechanic barber hairdresser lawyer paramedic firefighter pharmacist cook "
        "chef clerk superintendent contractor plumber electrician carpenter dealer addict "
        "prostitute stripper escort inmate prisoner officer cop policeman neighbour neighbor "
        "tenant landlord employee colleague coworker roommate"
    ),
    "number-word": (
        "fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy"
    ),
    "reach": "call text phone ring reach contact email dm message whatsapp",
    "account": (
        "instagram insta ig snap snapchat tiktok facebook fb twitter telegram whatsapp messenger "
        "discord gamertag username handle signal reddit kik"
    ),
    "vague": (
        "not irrelevant unimportant nobody unknown anonymous confidential private secret no never "
        "mentioned used kept out in on given being safe known hidden"
    ),
}

_I_AM: Final = ("i am/m", "im", "i was")

PHRASES: Final[Mapping[Reason, tuple[str, ...]]] = {
    Reason.FAMILY: (
        "<my> <which>? <which>? <kin>",
        "<my> <which>? <which>? <kin> in law/laws",
        "<my> significant other",
        "<my> other half",
        "<kin> of <mine>",
        "<kin> to me/us",
        "related to me/us/mine",
        "<teller> <be> his/her/their/the/a <which>? <kin>",
        "<teller> s <which>? <kin>",
    ),
    Reason.NEIGHBOUR: (
        "<my> <which>? <which>? <near-by>",
        "<near-by> of <mine>",
        "lives/live/living next/across/opposite/beside/above/below/behind/near/with to/from? me/us",
        "lives/live/living in? <my> <which>? <home>",
        "next door to me/us",
        "<teller> <be> his/her/their/the/a <which>? <which>? <near-by>",
        "<teller> s <which>? <near-by>",
    ),
    Reason.COLLEAGUE: (
        "<my> <which>? <which>? <mate>",
        "<my> <which>? co worker/workers",
        "<mate> of <mine>",
        "co worker/workers of <mine>",
        "works/work/working with/under/beside me/us",
        "works/work/working at <my> <office>",
        "goes to school with me/us",
        "guy/girl/man/woman i work with",
        "<teller> <be> his/her/their/the/a <which>? <mate>",
        "<teller> <be> his/her/their/a co worker",
        "<teller> s <which>? <mate>",
    ),
    Reason.BOND: (
        *(f"{i} his/her/their <any>" for i in _I_AM),
        *(f"{i} a/an/the/one <which>? <kin>/<near-by>/<mate> of/to" for i in _I_AM),
        *(f"{i} dating/seeing/married/engaged/related to/with? him/her/them" for i in _I_AM),
        "i used to date/know/live/work",
        "as his/her/their <which>? <kin>/<near-by>/<mate>",
        "i grew up with",
        "i know him/her/them from",
        "he/she is/s <my> <any>",
        "i dated him/her",
    ),
    Reason.HOME: (
        "i live/lived/stay/reside <at>",
        "i live/lived/stay/reside in the/this/that/his/her/their/same/an",
        "i live/lived/stay/reside in apartment/apt/unit/room/house/number",
        "i live/lived/stay/reside with/right/just/directly/two/three/four/a/one/literally/also/close <any>",
        "i live/lived/stay in <number>",
        *(f"{i} living <at>/with" for i in _I_AM),
        "we live/lived <at>",
        "i moved in/into/next/across",
        "<my> <which>? <which>? <home>",
        "across from me/us",
        "beside/behind/above/below/opposite/near me/us",
        "next to me/us",
        "where i live/lived/stay",
    ),
    Reason.WORK: (
        "i work/worked/volunteer at/for/near/there/here/beside/across/with/next",
        "i work/worked in the/this/that/his/her same? <office>/<home>",
        *(f"{i} working at/for/near/there/here/beside/with" for i in _I_AM),
        "i study/studied at/with",
        "i go/went to school/church/college/university with/at/near",
        "<my> <which>? <office>",
        "at <my> work",
        "on <my> way from/to job/work/school/church/class/home",
        "where i work/worked/study",
    ),
    Reason.NAME: (
        "<my> full/real/first/last? name is/s/are? <any>",
        "<my> full/real/first/last name",
    ),
    Reason.CONTACT: (
        "<reach> me at/on/back/anytime/if/when/here",
        "<my> phone/cell/mobile/telephone/home/work? number",
        "<my> phone/cell/mobile/number is/s <number>",
        "<my> e? mail address?",
        "<my> email address?",
    ),
    Reason.SELF: (
        *(f"{i} <number>/<number-word> years/yrs/yr/year/yo/y old?" for i in _I_AM),
        *(f"{i} a/an <number> year/yr/yo/y old" for i in _I_AM),
        *(f"{i} a/an/the <which>? <trade>" for i in _I_AM),
        "as a/an <which>? <trade> i",
        "<my> birthday",
        "<my> badge/health/student/employee/social number/card/id/insurance",
    ),
    Reason.ONLY_ONE: (
        "only i/me know/knew/knows/saw/was",
        "only him/her/me and me/him/her/i? know/knew?",
        "i am/m/was the only one/person/witness",
        "im the only one/person/witness",
        "only person/one who/that knows/knew/saw",
        "nobody/noone else/but knows/knew/saw/me",
        "no one else/but knows/knew/saw/me",
        "nobody else was there/home/around",
        "he/she/they only told/showed me",
        "he/she/they told/showed only me",
        "told nobody/noone else/but",
        "told no one else/but",
        "he/she/they will/would/ll know it/its/that/who/i s/was? me?",
    ),
    Reason.HANDLE: (
        "<my> <account> handle/name/account/profile/page/id? is/s?",
        "follow/add me on/at <account>?",
    ),
    Reason.PLATE: (
        "<my> <which>? licence/license/number/car/truck/van? plate/plates",
        "<my> <which>? licence/license plate/plates? number",
    ),
}

NO_NAMES: Final = CLASSES["vague"]
"""Words after "my name is" that are nobody's name."""

SIGN_OFFS: Final = "signed sincerely regards yours truly faithfully thanks cheers"
"""Words before a name at the end of a text."""

SAW: Final = (
    "saw was heard watched met went walked drove got left came arrived passed noticed "
    "witnessed looked stood called"
)
"""Words after "I" that tell where the reporter was."""

SAW_ALONE: Final = ""
"""No verb says "I" by its ending."""

FIRST: Final = "i"
"""Who saw."""

MINE: Final = "my our me mine"
"""Words that say whose a plate is."""
