"""CODE: who has told something by text is given a link, once and for a quarter of an hour, to a private page.

The link names neither the program nor the tip. Nothing that was texted is reached by it: a code begins a
thread of its own. It is given for a tip that is finished too, because that is when a reward is due; not for
one that its reporter has taken back.
"""

from datetime import datetime
from typing import Final

from tipline.code_links import draw_token, make_link, write_token
from tipline.intake.code_links import keep_link
from tipline.intake.texts import wording
from tipline.intake.texts.deeds import Deeds
from tipline.intake.texts.manners import DAY, MOST_LINKS, Budget
from tipline.intake.texts.senders import Known, prepare_sender, write_sender
from tipline.intake.texts.speaking import Taken, tongue_of
from tipline.intake.texts.tips import StoredTip
from tipline.intake.texts.transitions import Answer
from tipline.languages import LANGUAGES, USUAL
from tipline.vocabulary import Status

PLACE: Final = "c"
"""Where the public site takes a link: `/c/…`, or `/fr/c/…`; no program has so short a name."""


class CodeLinks:
    """The links of all lines. Holds how many each tip was given lately."""

    def __init__(self, deeds: Deeds) -> None:
        """Give links for this gateway."""
        self._deeds = deeds
        self._given = Budget(most=MOST_LINKS, within=DAY)

    async def give(self, taken: Taken, *, now: datetime) -> str | None:
        """Answer CODE; the link that the tip had before is put out. A contact, so the way back lives on.

        The same text brought again gets another link, and is counted once: its first answer may be lost.

        Raises:
            ChangedMeanwhile: another process wrote of this sender.
            StoreUnavailable: a store cannot be written; no link was given.
        """
        sender, known, tip = taken.sender, taken.seen.known, taken.seen.tip
        tongue, runtime = tongue_of(taken.language), self._deeds.runtime
        if sender.address is None:
            return None
        if known is None or tip is None or not _is_theirs(known, tip):
            return wording.plain(Answer.CODE_FIRST, tongue)
        token, site = draw_token(), runtime.settings.public_origin
        text = site and wording.paging(address(site, taken.language, write_token(token)), tongue)
        if not text:
            return wording.plain(Answer.CODE_NOWHERE, tongue)
        if not self._given.allows(tip.tip_id, taken.told.record_id, now=now):
            return wording.plain(Answer.CODE_LATER, tongue)
        writing = prepare_sender(
            known,
            known.correspondent,
            self._deeds.names,
            line=sender.line,
            sender=sender.name,
            address=sender.address,
            now=now,
            way_back=[tip.tip_id],
        )
        await runtime.vault.write(lambda connection: write_sender(connection, writing))
        gateway = runtime.keys.signing()
        link = make_link(token, program_id=tip.program_id, tip_id=tip.tip_id, gateway=gateway, now=now)
        await runtime.tips.write(lambda connection: keep_link(connection, link))
        return text


def address(site: str, language: str, token: str) -> str:
    """The address of a link, in the language of its thread where the public site has it."""
    at = f"/{language}" if language in LANGUAGES and language != USUAL.tag else ""
    return f"{site}{at}/{PLACE}/{token}"


def _is_theirs(known: Known, tip: StoredTip) -> bool:
    """Whether a tip is the one that the sender writes to, with the key that it began with."""
    current = known.correspondent.current
    if current is None or tip.status is Status.WITHDRAWN:
        return False
    return current.tip_id == tip.tip_id and tip.thread(current) is not None
