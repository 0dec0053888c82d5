"""What holds for every form of the public pages, as it stands in their templates."""

import re

from web.templating import TEMPLATES

PAGES = sorted([*(TEMPLATES / "public").glob("*.html"), *(TEMPLATES / "components").glob("*.html")])
FORMS = [(path.name, form) for path in PAGES for form in re.findall(r"<form [^>]*>", path.read_text("utf-8"))]


def test_every_form_posts_and_asks_the_browser_to_fill_in_nothing() -> None:
    wanted = ('method="post"', 'autocomplete="off"')

    assert [(name, form) for name, form in FORMS if not all(one in form for one in wanted)] == []


def test_there_are_forms_and_no_link_leads_to_an_onion_address() -> None:
    assert len(FORMS) > 10
    assert [path.name for path in PAGES if re.search(r'href="[^"]*onion', path.read_text("utf-8"))] == []
