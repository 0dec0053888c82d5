"""What stands above every page about alerts, for those who can do something about it."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tipline.alerts.standing import standing
from tipline.casework.reported import unreported
from tipline.casework.unsent import count_unsent
from tipline.holdings import Holder
from tipline.store.db import Store
from web.console.dates import exact, moment


def reports_due(tips: Store, *, by: Holder, today: date) -> Iterator[str]:
    """A sentence for each illegal picture that is still to be reported, for those who can say that it was."""
    with tips.read() as session:
        found = unreported(session, by=by)
    for one in found:
        late = (today - one.report_due).days
        when = (
            f"by {exact(one.report_due)}"
            if late < 0
            else "today"
            if late == 0
            else f"since {exact(one.report_due)}: it is late"
        )
        yield f"An illegal picture from {one.number} is to be reported {when}. Once it is, write it down."


def alarms(tips: Store, *, by: Holder, zone: ZoneInfo, now: datetime) -> Iterator[str]:
    """Sentences, the gravest first; none for somebody who neither triages nor manages."""
    role = by.role
    if not (role.may_triage or role.may_manage):
        return
    with tips.read() as session:
        found = standing(session, by=by, now=now)
        unsent = count_unsent(session, by=by)
    if found.paged:
        tips_wait = "A tip" if found.paged == 1 else f"{found.paged:,} tips"
        yield (
            f"Danger to life: {tips_wait} on which nobody has acted. Open it on top of the queue, then "
            "answer, assign, pass on, or say that you are on it; the pages go on until then."
        )
    if found.letters:
        letters = "A letter" if found.letters == 1 else f"{found.letters:,} letters"
        yield (
            f"{letters} to staff cannot be handed to the mail server. They are tried again and again, but "
            "nobody is told by mail meanwhile: look into the queue, and tell whoever runs the console."
        )
    if found.texts:
        yield (
            "Pages do not leave by text: the gateway is down, or the carrier takes none. Call who is on "
            "duty, and tell whoever runs the gateway now."
        )
    if unsent:
        answers = "An answer" if unsent == 1 else f"{unsent:,} answers"
        yield f"{answers} by text could not be sent. See the page Answers: send again, or let go."
    if not found.outside:
        yield (
            "There is no number outside: a page that nobody of us hears ends with us. A coordinator sets it "
            "on the page Roster."
        )
    if found.nobody:
        yield "Nobody who can be reached is on duty: a page goes to the number outside at once. See Roster."
    for one in found.scrub:
        by_then = moment(one.due, zone=zone)
        yield f"{one.number} was passed on before it was scrubbed: scrubbing is owed by {by_then}."
