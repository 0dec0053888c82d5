"""What still waits in the spool of this machine, in a sentence for those who triage."""

from typing import Final

from tipline.spool_watch import tips_that_wait
from web.console.dates import moment
from web.console.desk import Signed

WHY: Final = "the store was away. They are delivered as soon as it can be written."


def spooled(signed: Signed) -> str:
    """How many wait, and since when; nothing where none does.

    Whose they are only the doors can open: where the machine serves several programs no count is told.
    """
    settings = signed.runtime.settings
    waiting = tips_that_wait(settings)
    if waiting.since is None:
        return ""
    since = moment(waiting.since, zone=signed.zone)
    if len(settings.roots) > 1:
        return f"Tips or messages to programs of this machine wait in the spool since {since}: {WHY}"
    many = "1 tip or message waits" if waiting.count == 1 else f"{waiting.count:,} tips or messages wait"
    return f"{many} in the spool since {since}: {WHY}"
