"""The demo's program takes tips in every language of the site: each has a reader of its own."""

from datetime import datetime
from typing import Final

from cli.demo.founding import Founded, Stage
from tipline.access.languages import readers, switch_on
from tipline.languages import LANGUAGES
from tipline.vocabulary import Role

DAYS: Final = {"en": 1, "fr": 1}
"""The usual ones are read within a day, the others within two."""


def offer_languages(stage: Stage, founded: Founded, *, now: datetime) -> None:
    """Name a reader for each language, in turn."""
    coordinator = founded.of_role(Role.COORDINATOR)
    with stage.tips.transaction() as session:
        found = readers(session, founded.program_id)
        for place, tag in enumerate(LANGUAGES):
            switch_on(
                session,
                language=tag,
                person_id=found[place % len(found)].person_id,
                days=DAYS.get(tag, 2),
                by=coordinator,
                now=now,
            )
