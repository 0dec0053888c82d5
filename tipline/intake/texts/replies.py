"""What staff read in a thread when a text could not be taken, answered or delivered as they would expect.

The words of the automatic replies are in `tipline/intake/texts/words/`.
"""

from datetime import timedelta
from typing import Final

STOPPED_NOTICE: Final = (
    "The reporter texted STOP. Their number is forgotten: they cannot be answered any more."
)
NO_ADDRESS_NOTICE: Final = (
    "The last answer could not be delivered: there is no number for this tip any more, because the reporter "
    "ended the conversation or has been silent for too long."
)
SAFE_NOTICE: Final = "The reporter has replied OK: what waited for it is being sent."
LATE_OK_NOTICE: Final = (
    "The reporter replied OK, and it reached us late: we ask them once more whether it is safe now."
)
NOT_SAFE_NOTICE: Final = (
    "An answer waited two weeks for the reporter's OK, and none came. It was not sent. You can write again."
)
MOVED_NOTICE: Final = (
    "An answer waited for the reporter's OK, and they have gone on to a private page meanwhile. It was not "
    "sent, and is not on that page: answer again, and it will be."
)
WAITED: Final = timedelta(minutes=15)
"""A text that waited longer at the carrier says so to who reads it."""

WAITED_NOTICE: Final = "[This was texted {ago} before it reached us: we could not be reached until then.]"


def late_notice(waited: timedelta) -> str:
    """What staff read above a text that waited at the carrier: its "now" is over. Else nothing."""
    if waited <= WAITED:
        return ""
    hours, minutes = divmod(round(waited.total_seconds() / 60), 60)
    days, hours = divmod(hours, 24)
    parts = [(days, "day"), (hours, "hour"), (0 if days else minutes, "minute")]
    ago = " and ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in parts if count)
    return WAITED_NOTICE.format(ago=ago)


def without_notices(told: str) -> str:
    """What a reporter told, without the lines in brackets that we have put to it in English."""
    return "\n".join(line for line in told.split("\n") if not (line.startswith("[") and line.endswith("]")))
