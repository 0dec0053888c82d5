"""What the carrier's errors mean: one table, which decides, and from which docs/texting.md is printed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

SOURCE: Final = "https://www.twilio.com/docs/api/errors/{code}"
"""Where the carrier explains each."""

OPTED_OUT: Final = 21610


@dataclass(frozen=True, slots=True)
class Meaning:
    """An error of the carrier's, and what follows from it."""

    code: int
    means: str
    said: str
    """What staff read in the thread, after "An answer did not reach the reporter's phone"."""
    again: bool = False
    """We try again by ourselves, if it is said before the carrier has taken the text. After that the text is
    not kept, and staff can only answer once more."""
    closes: bool = False
    """Nobody can be texted there any more: the number is destroyed, as after STOP."""

    @property
    def source(self) -> str:
        """The carrier's own page on it."""
        return SOURCE.format(code=self.code)


_OURS: Final = "It is not the reporter's doing: tell whoever runs the gateway."

MEANINGS: Final[Mapping[int, Meaning]] = {
    one.code: one
    for one in (
        Meaning(
            20429,
            "Too many requests at once.",
            "the phone company had too much to do. You can answer again.",
            again=True,
        ),
        Meaning(21211, "The number is none.", "the phone company says that there is no such number."),
        Meaning(
            21408,
            "The account may not text this country.",
            f"our account may not text to that country. {_OURS}",
        ),
        Meaning(
            OPTED_OUT,
            "The recipient has opted out at the carrier.",
            "they have told the phone company STOP. Their number is forgotten, and they cannot be answered "
            "by text any more.",
            closes=True,
        ),
        Meaning(
            21611,
            "The sender's queue at the carrier is full.",
            "too many texts wait at the phone company. You can answer again.",
            again=True,
        ),
        Meaning(
            21612,
            "The recipient cannot be reached from this sender.",
            f"our number does not reach their phone. {_OURS}",
        ),
        Meaning(
            21614,
            "The number is no mobile number.",
            "the phone company says that the number is of no mobile phone.",
        ),
        Meaning(21606, "The sender may not send texts.", f"our number may not send texts. {_OURS}"),
        Meaning(
            21635,
            "The number is of a landline.",
            "the phone company says that the number is of a landline.",
        ),
        Meaning(
            21661,
            "The sender is not made for texts.",
            f"our number is not made for texts. {_OURS}",
        ),
        Meaning(21617, "The text is longer than 1,600 characters.", "it is too long for a text. Write less."),
        Meaning(
            30001,
            "It waited too long in the sender's queue.",
            "too many texts waited, and it was too late for this one. You can answer again.",
        ),
        Meaning(30002, "The account is suspended.", f"our account at the phone company is closed. {_OURS}"),
        Meaning(
            30003,
            "The phone is off or out of reach.",
            "the phone is switched off or has no reception, or takes no texts. You can answer again later.",
        ),
        Meaning(
            30004,
            "The recipient's carrier or phone blocks the sender.",
            "their phone or their phone company blocks our number. They may still text us.",
        ),
        Meaning(
            30005,
            "The recipient's carrier does not know the number.",
            "their phone company no longer knows the number. It may belong to somebody else soon: do not "
            "answer by text.",
        ),
        Meaning(
            30006,
            "A landline, or a carrier that takes no texts.",
            "the number is of a landline, or their phone company takes no texts.",
        ),
        Meaning(
            30007,
            "A carrier's filter took it for spam.",
            "a filter of the phone companies took it for spam. Write it in other words, without a link. "
            "If it happens again, tell whoever runs the gateway.",
        ),
        Meaning(
            30008, "The carrier does not know why.", "nobody knows why. You can answer again, in other words."
        ),
        Meaning(
            30032,
            "The toll-free sender is not verified.",
            f"the phone company has not verified our toll-free number. {_OURS}",
        ),
        Meaning(
            30034, "The sender is not registered (US A2P 10DLC).", f"our number is not registered. {_OURS}"
        ),
        Meaning(
            63016,
            "WhatsApp, Messenger: more than 24 hours since the recipient wrote.",
            "by an app they can be answered for 24 hours after they wrote, and that time is over. Wait "
            "until they write again.",
        ),
    )
}
"""Each code as the carrier's error dictionary explains it (`SOURCE`; read in its state of spring 2026).

The API's document has two of them, as examples, and the carrier changes what a code covers: so nothing is
decided by one but that a number is destroyed (`closes`) or a text tried again (`again`).
"""

_FIRST: Final = "An answer did not reach the reporter's phone"
_UNKNOWN: Final = "the phone company gives no reason that we know."
NOT_TAKEN: Final = (
    f"{_FIRST}: the phone company could not take it for a day. It stands on the page Answers, where it can "
    "be sent again."
)
"""After the last try."""
_KEPT: Final = "It stands on the page Answers, where it can be sent again."


def closes(code: int | None) -> bool:
    """Whether nobody can be texted there any more."""
    meaning = MEANINGS.get(code or 0)
    return meaning is not None and meaning.closes


def tried_again(code: int | None) -> bool:
    """Whether a refusal before the carrier has taken the text is no last word."""
    meaning = MEANINGS.get(code or 0)
    return meaning is not None and meaning.again


def notice(code: int | None, *, kept: bool = False) -> str:
    """What staff read in the thread; of an error that is not in the table, its number to ask with.

    Args:
        kept: the text was kept, so that it can be sent again.
    """
    meaning = MEANINGS.get(code or 0)
    why = meaning.said if meaning else _UNKNOWN
    number = f" Its number for it: {code}." if code and not meaning else ""
    return f"{_FIRST}: {why}{number}" + (f" {_KEPT}" if kept else "")


def as_table() -> Iterator[str]:
    """The table as docs/texting.md has it."""
    yield "| error | means | before the carrier took it | the thread | staff read |"
    yield "|---|---|---|---|---|"
    for one in sorted(MEANINGS.values(), key=lambda each: each.code):
        then = "tried again" if one.again else "given up"
        thread = "ends, as by STOP" if one.closes else "goes on"
        yield f"| [{one.code}]({one.source}) | {one.means} | {then} | {thread} | … {one.said} |"
