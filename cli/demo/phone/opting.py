"""Who has opted out at the demo's carrier, and the words by which it knows that they do."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from cli.demo.phone.handsets import is_whatsapp


class OptWord(StrEnum):
    """What the carrier has understood, as it writes it into `OptOutType`."""

    STOP = "STOP"
    START = "START"
    HELP = "HELP"


WORDS: Final[Mapping[OptWord, frozenset[str]]] = {
    OptWord.STOP: frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}),
    OptWord.START: frozenset({"START", "YES", "UNSTOP"}),
    OptWord.HELP: frozenset({"HELP", "INFO"}),
}
"""Twilio's own keywords ("Twilio support for opt-out keywords"): as the whole text, in any case."""

SAID: Final[Mapping[OptWord, str]] = {
    OptWord.STOP: "You will get no more texts from this number. START brings them back.",
    OptWord.START: "You will get texts from this number again. STOP ends them.",
    OptWord.HELP: "STOP ends texts from this number. In danger now? Call 911.",
}
"""What the carrier answers where it answers by itself."""


class OptOuts:
    """Which phone has opted out of which line."""

    def __init__(self) -> None:
        """Nobody has yet, and the carrier leaves the answers to us."""
        self.answers_itself = False
        """Advanced Opt-Out: it answers, and tells us by `OptOutType`."""
        self._out: set[tuple[str, str]] = set()

    def understood(self, body: str, *, phone: str, line: str) -> OptWord | None:
        """The word that a text is to the carrier: none by WhatsApp, and START only from who has opted out."""
        typed = body.strip().upper()
        word = next((word for word, known in WORDS.items() if typed in known), None)
        if is_whatsapp(line) or (word is OptWord.START and not self.is_out(phone, line)):
            return None
        return word

    def obey(self, word: OptWord | None, *, phone: str, line: str) -> None:
        """Do what a word asks for."""
        if word is OptWord.STOP:
            self._out.add((phone, line))
        elif word is OptWord.START:
            self._out.discard((phone, line))

    def is_out(self, phone: str, line: str) -> bool:
        """Whether nothing may be texted there by this line."""
        return (phone, line) in self._out
