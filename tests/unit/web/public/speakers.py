"""A program that takes tips in every language of the site."""

from tests.unit.web.public.reporter import PublicSite
from tipline.languages import LANGUAGES
from tipline.store.program_tables import LanguageReaderRow
from tipline.vocabulary import PersonId

OTHERS = [tag for tag in LANGUAGES if tag != "en"]


def read_in(site: PublicSite, *tags: str, days: int = 2) -> None:
    """Let somebody read these languages."""
    with site.staff.stores.tips.transaction() as session:
        for tag in tags:
            session.add(
                LanguageReaderRow(
                    program_id=site.staff.program.program_id,
                    language=tag,
                    person_id=PersonId(b"r" * 16),
                    days=days,
                )
            )
