import re

import pytest
from starlette.testclient import TestClient

from tests.unit.web.public.reporter import SLUG, WORDS, fresh_form, read_page


@pytest.mark.parametrize("box", ["when", "where", "who", "vehicle"])
def test_a_box_that_holds_too_much_is_called_by_what_stands_above_it(
    quick_browser: TestClient, box: str
) -> None:
    answer = quick_browser.post(
        f"/{SLUG}", data=fresh_form(quick_browser) | {"what": WORDS, box: "a" * 20_001}
    )

    label = re.search(f'<label for="{box}">([^<]+)</label>', answer.text)
    field = re.search(f'<(?:input|textarea)[^>]* id="{box}"[^>]*>', answer.text)
    great = re.search('<textarea[^>]* id="what"[^>]*>', answer.text)
    assert (label is not None, field is not None, great is not None) == (True, True, True)
    said = read_page(answer.text).texts["error"]
    assert f"In the box “{label and label[1]}” you wrote 20,001 characters, and 20,000 fit." in said
    assert f'<a href="#{box}">Go to the box</a>' in answer.text
    assert ['aria-invalid="true"' in str(one and one[0]) for one in (field, great)] == [True, False]
