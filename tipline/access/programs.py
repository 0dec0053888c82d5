"""Open a program: a tip line with a name, an address, a keyword and the numbers that it is texted on."""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from typing import Final
from zoneinfo import available_timezones

from sqlmodel import Session, col, select

from tipline.errors import NameTaken, NoSuchProgram, Unsuitable
from tipline.hours import USUAL_HOURS, Hours
from tipline.languages import LANGUAGES
from tipline.private import Address, PhoneNumber
from tipline.store.program_tables import LineRow, ProgramRow, TeamRow
from tipline.vocabulary import ID_SIZE, SLUG, ProgramId, TeamKind, team_id

SLUG_LIMIT: Final = 40
NAME_LIMIT: Final = 120
PHONE_LIMIT: Final = 24
_KEYWORD: Final = re.compile(r"[A-Z]{2,12}", re.ASCII)
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)

PATHS: Final = frozenset(
    [
        *("about", "anonymous", "appeals", "c", "claim", "feeds", "follow-up", "healthz", "help", "how", "l"),
        *("how-anonymous", "numbers", "robots", "favicon"),
        *(
            "leave",
            "links",
            "outcomes",
            "report",
            "sign-in",
            "sign-out",
            "sms",
            "static",
            "tips",
            "well-known",
        ),
    ]
)
"""First parts of addresses on the public site that are no program's."""

COMMANDS: Final = frozenset(
    [
        *("AIDE", "ARRET", "CANCEL", "CODE", "END", "HELP", "INFO", "NEW", "NO", "OK", "OPTOUT", "QUIT"),
        *(
            "RECOMPENSE",
            "REVOKE",
            "REWARD",
            "REWARDS",
            "START",
            "STOP",
            "STOPALL",
            "UNSTOP",
            "UNSUBSCRIBE",
            "YES",
        ),
    ]
)
"""Words that mean something else in a text message."""


def add_program(
    tips: Session,
    *,
    name: str,
    time_zone: str,
    keyword: str,
    outside: PhoneNumber,
    numbers: Sequence[Address] = (),
    slug: str | None = None,
    languages: Sequence[str] = ("en", "fr"),
    phone: str = "",
    hours: Hours = USUAL_HOURS,
    program_id: ProgramId | None = None,
) -> ProgramRow:
    """Open a program, with its inbox and its integrity team, in which nobody is yet.

    A number that another program has too becomes shared, and texts on it are told apart by their keyword; one
    without a keyword goes in the end to the program that had the number first.

    Args:
        outside: a number that is always staffed and takes texts, for a page that nobody of ours hears.
        hours: when answers leave by text.
        program_id: given where the root was made before the program.

    Raises:
        Unsuitable: a value cannot be used; which one.
        NameTaken: the address, or the keyword on one of the numbers, is another program's.
    """
    name = " ".join(unicodedata.normalize("NFC", name).split())
    slug = slug if slug is not None else slug_of(name)
    keyword = keyword.strip().upper()
    if outside.is_short_code:
        raise Unsuitable("outside")
    _check(name=name, slug=slug, keyword=keyword, time_zone=time_zone, languages=languages, phone=phone)
    if tips.exec(select(ProgramRow.slug).where(ProgramRow.slug == slug)).first() is not None:
        raise NameTaken
    program = ProgramRow(
        program_id=program_id or ProgramId(secrets.token_bytes(ID_SIZE)),
        slug=slug,
        name=name,
        time_zone=time_zone,
        keyword=keyword,
        languages=",".join(dict.fromkeys(languages)),
        phone=phone.strip(),
        outside=outside.e164,
        answers_from=hours.first,
        answers_until=hours.last,
    )
    tips.add(program)
    for number in dict.fromkeys(numbers):
        _add_line(tips, program, number)
    for kind in (TeamKind.INBOX, TeamKind.INTEGRITY):
        team = team_id(program.program_id, kind)
        tips.add(TeamRow(program_id=program.program_id, team_id=team, kind=kind, name=kind.label))
    tips.flush()
    return program


def add_line(tips: Session, program: ProgramRow, number: Address) -> bool:
    """Let a program be texted on another number of ours; False if it is already.

    What is texted there by somebody whom another program knows on it goes on going to that one.

    Raises:
        NameTaken: another program on the number has the same keyword.
    """
    if tips.get(LineRow, (program.program_id, number.wire)) is not None:
        return False
    _add_line(tips, program, number)
    return True


def programs(tips: Session) -> list[ProgramRow]:
    """Every program of the deployment, by name."""
    return list(tips.exec(select(ProgramRow).order_by(ProgramRow.name, col(ProgramRow.slug))))


def find_program(tips: Session, slug: str | None) -> ProgramRow:
    """The program with this address, or the only one there is.

    Raises:
        NoSuchProgram: there is none, or several and none is named.
    """
    found = [program for program in programs(tips) if slug is None or program.slug == slug]
    if len(found) != 1:
        raise NoSuchProgram
    return found[0]


def slug_of(name: str) -> str:
    """An address made from a name: `Toronto Crime Stoppers` is at `toronto-crime-stoppers`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SLUG_LIMIT].strip("-")


def _check(
    *, name: str, slug: str, keyword: str, time_zone: str, languages: Sequence[str], phone: str
) -> None:
    suitable = {
        "name": 0 < len(name) <= NAME_LIMIT and name.isprintable(),
        "slug": bool(SLUG.fullmatch(slug)) and len(slug) <= SLUG_LIMIT and not is_ours(slug),
        "keyword": bool(_KEYWORD.fullmatch(keyword)) and keyword not in COMMANDS,
        "time_zone": time_zone in available_timezones(),
        "languages": bool(languages) and all(_LANGUAGE.fullmatch(language) for language in languages),
        "phone": len(phone.strip()) <= PHONE_LIMIT and phone.isprintable(),
    }
    for what, good in suitable.items():
        if not good:
            raise Unsuitable(what)


def is_ours(slug: str) -> bool:
    """Whether an address is the site's own. Two letters are a language's pages, now or later."""
    return slug in PATHS or slug in LANGUAGES or len(slug) <= len("en")


def _add_line(tips: Session, program: ProgramRow, number: Address) -> None:
    others = tips.exec(select(LineRow).where(LineRow.number == number.wire)).all()
    if others:
        keywords = select(ProgramRow.keyword).where(
            col(ProgramRow.program_id).in_([line.program_id for line in others])
        )
        if program.keyword in tips.exec(keywords).all():
            raise NameTaken
    tips.add(LineRow(program_id=program.program_id, number=number.wire, first=not others))
