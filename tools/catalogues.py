"""Hold the words of the public pages complete in every language; `--update` brings the catalogues up to date.

An update adds what is missing, empty, and removes what nobody says any more; it translates nothing.
"""

import io
import re
import string
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_python
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from tipline.languages import LANGUAGES, USUAL
from tipline.reports.coarsening import RESULTS
from tipline.reports.measures import RULES
from tipline.vocabulary import Offence
from web.public import wording
from web.tongues import catalogue_file

ROOT: Final = Path(__file__).resolve().parents[1]
TEMPLATES: Final = ("web/templates/public", "web/templates/components")
MODULES: Final = ("web/public", "web/numbers.py", "web/tongues.py")
NOTE: Final = "Say it as somebody would who grew up with the language: short, plain, for a reader of ten."

JINJA: Final = {
    "extensions": "jinja2.ext.i18n",
    "trimmed": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "silent": "false",
}
KEYWORDS: Final = {"_": None, "gettext": None, "ngettext": (1, 2), "marked": None}

_TAG: Final = re.compile(r"</?\w+[^>]*>")
_NOISE: Final = re.compile(r'"(Report|POT|PO-R|Last|Language-T|Generated|Project)')
_IN_PAGES: Final = re.compile(r"%\((\w+)\)[sd]")


def words() -> Catalog:
    """Every word that a public page can say, and in which file it stands."""
    found = Catalog(project="tipline", header_comment=f"# {NOTE}", fuzzy=False)
    for path in sorted(path for folder in TEMPLATES for path in (ROOT / folder).glob("*.html")):
        _take(found, path, babel_extract, JINJA)
    for place in MODULES:
        at = ROOT / place
        for path in sorted(at.glob("*.py")) if at.is_dir() else [at]:
            _take(found, path, extract_python, {})
    for said, where in _tables():
        if said:
            found.add(said, locations=[(where, 0)])
    return found


def _take(found: Catalog, path: Path, method: object, options: dict[str, str]) -> None:
    place = path.relative_to(ROOT).as_posix()
    with path.open("rb") as file:
        # The type of `method` is not exported by Babel.
        taken = extract(method, file, keywords=KEYWORDS, options=options)  # type: ignore[arg-type]
        for _, message, _, _ in taken:
            found.add(message, locations=[(place, 0)])


def _tables() -> Iterator[tuple[str, str]]:
    """What stands in tables and is looked up by what happened."""
    beside = (wording.OUT_OF_ORDER, wording.MESSAGE_NOT_RECEIVED, wording.NO_PAGE_YET)
    answers = (*wording.ANSWERS.table.values(), *beside)
    for answer in answers:
        yield answer.title, "web/public/wording.py"
        yield answer.words, "web/public/wording.py"
    for pair in wording.STATES.values():
        yield pair[0], "web/public/wording.py"
        yield pair[1], "web/public/wording.py"
    for detail in wording.DETAILS.values():
        yield detail, "web/public/wording.py"
    for offence in Offence:
        yield offence.label, "tipline/vocabulary.py"
    for measure in RESULTS:
        yield RULES[measure].label, "tipline/reports/measures.py"


def faults(said: Catalog, kept: Catalog) -> Iterator[str]:
    """What is wrong with a catalogue: words that are missing, fuzzy, stale, or whose places differ."""
    for message in said:
        if not message.id:
            continue
        translated = kept.get(message.id)
        if translated is None:
            yield f"missing: {_short(message)}"
        elif translated.fuzzy:
            yield f"fuzzy: {_short(message)}"
        else:
            yield from _differences(translated, kept.num_plurals)
    for message in kept:
        if message.id and said.get(message.id) is None:
            yield f"stale: {_short(message)}"


def _differences(message: Message, plurals: int) -> Iterator[str]:
    forms, original = _forms(message.string), _forms(message.id)[-1]
    if len(forms) != (plurals if message.pluralizable else 1) or not all(forms):
        yield f"missing: {_short(message)}"
        return
    places = _places(original)
    for form in forms:
        theirs = _places(form)
        # One and two of something may be said without the number.
        missing, strange = places - theirs, theirs - places
        if strange or (missing and not message.pluralizable):
            yield f"places differ: {_short(message)}: {sorted(missing)} {sorted(strange)}"
        if Counter(_TAG.findall(form)) != Counter(_TAG.findall(original)):
            yield f"tags differ: {_short(message)}"
        if form.count('"') != original.count('"') or form.strip() != form:
            yield f'a " or a space that does not belong: {_short(message)}'


def _forms(said: object) -> tuple[str, ...]:
    """The forms of a message: one, or one for each kind of number."""
    return tuple(form or "" for form in said) if isinstance(said, tuple | list) else (str(said or ""),)


def _places(form: str) -> set[str]:
    in_pages = set(_IN_PAGES.findall(form))
    if in_pages or "%" in form:
        return in_pages
    return {name for _, name, _, _ in string.Formatter().parse(form) if name is not None}


def _short(message: Message) -> str:
    return repr(message.id[0] if isinstance(message.id, tuple) else message.id)[:90]


def _read(tag: str) -> Catalog:
    path = catalogue_file(tag)
    locale = LANGUAGES[tag].lang.replace("-", "_")
    if not path.exists():
        return Catalog(locale=locale, project="tipline", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


def update(tag: str, said: Catalog) -> None:
    """Bring a catalogue up to date; what is translated stays as it is."""
    kept = _read(tag)
    fresh = Catalog(locale=kept.locale, project="tipline", header_comment=f"# {NOTE}", fuzzy=False)
    for message in said:
        if message.id:
            old = kept.get(message.id)
            fresh.add(message.id, old.string if old else None, locations=message.locations)
    _write(tag, fresh)


def _write(tag: str, catalog: Catalog) -> None:
    """Write a catalogue without what changes by itself: dates, versions, names."""
    written = io.BytesIO()
    write_po(written, catalog, width=110, include_lineno=False)
    path = catalogue_file(tag)
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = written.getvalue().decode().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not _NOISE.match(line)), "utf-8")


def main() -> int:
    """Check every catalogue, or bring it up to date."""
    said, wrong = words(), 0
    for tag in LANGUAGES:
        if tag == USUAL.tag:
            continue
        if "--update" in sys.argv[1:]:
            update(tag, said)
            continue
        for fault in faults(said, _read(tag)):
            wrong += 1
            print(f"{catalogue_file(tag).relative_to(ROOT)}: {fault}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
