"""The catalogues are complete; and the check that says so sees each way in which one may not be."""

import pytest
from babel.messages.catalog import Catalog

from tools.catalogues import faults, words


def _catalog(**said: str) -> Catalog:
    catalog = Catalog(locale="fr", fuzzy=False)
    for message, words_of_it in said.items():
        catalog.add(message, words_of_it)
    return catalog


def _said(*messages: str) -> Catalog:
    catalog = Catalog()
    for message in messages:
        catalog.add(message)
    return catalog


@pytest.mark.parametrize(
    ("english", "french", "fault"),
    [
        ("Leave", "Quitter", ""),
        ("Leave", "", "missing"),
        ("You typed {count}.", "Vous en avez tapé.", "places differ"),
        ("You typed {count}.", "Vous en avez tapé {number}.", "places differ"),
        ("Your award: %(sum)s", "Votre récompense", "places differ"),
        ("<b>Yes</b>", "Oui", "tags differ"),
        ("<b>Yes</b>", "<b>Oui</b>", ""),
        ("Leave", 'Quitter "tout"', 'a " or a space'),
        ("Leave", " Quitter", 'a " or a space'),
    ],
)
def test_what_is_wrong_with_a_translation_is_seen(english: str, french: str, fault: str) -> None:
    found = list(faults(_said(english), _catalog(**{english: french})))

    assert [each.startswith(fault) for each in found] == ([True] if fault else [])


def test_words_that_are_fuzzy_stale_or_not_there_at_all_are_seen() -> None:
    kept = _catalog(Old="Vieux")
    kept.add("Leave", "Quitter", flags={"fuzzy"})

    assert list(faults(_said("Leave", "New"), kept)) == ["fuzzy: 'Leave'", "missing: 'New'", "stale: 'Old'"]


def test_every_kind_of_number_needs_its_words() -> None:
    said, kept = Catalog(), Catalog(locale="ar", fuzzy=False)
    said.add(("a day", "%(days)s days"))
    kept.add(("a day", "%(days)s days"), ("", "", "", "", "", ""))

    assert list(faults(said, kept)) == ["missing: 'a day'"]


def test_the_words_of_templates_tables_and_modules_are_all_found() -> None:
    found = words()

    for said in (
        "Send the tip",
        "Your tip was NOT received",
        "Homicide",
        "Firearms seized",
        "Where?",
        "yesterday",
    ):
        assert found.get(said) is not None
