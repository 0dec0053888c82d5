"""What staff read in a thread when a text could not be taken, answered or delivered as they would expect.

The words of the automatic replies are in `tipline/intake/texts/words/`.
"""

from typing import Final

STOPPED_NOTICE: Final = (
    "The reporter texted STOP. Their number is forgotten: they cannot be answered any more."
)
NOT_DELIVERED_NOTICE: Final = "The last answer could not be delivered to the reporter's phone."
NO_ADDRESS_NOTICE: Final = (
    "The last answer could not be delivered: there is no number for this tip any more, because the reporter "
    "ended the conversation or has been silent for too long."
)
SAFE_NOTICE: Final = "The reporter has replied OK: what waited for it is being sent."
NOT_SAFE_NOTICE: Final = (
    "An answer waited two weeks for the reporter's OK, and none came. It was not sent. You can write again."
)
