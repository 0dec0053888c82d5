"""The judge of forms, on HTML with one fault each: it must see every one."""

import pytest

from tests.browser.form_faults import faults_of

WELL = """<form method="post" autocomplete="off"><label for="a">A</label><input id="a" name="a">
<label><input type="radio" name="b"> B</label><input type="hidden" name="c">
<input type="password" hidden></form>
<p>http://example.onion</p><a href="/elsewhere">Elsewhere</a>"""


def test_a_page_as_it_should_be_has_no_fault() -> None:
    assert list(faults_of(WELL)) == []


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('<label for="a">', '<label for="b">', "a field without an id and a label"),
        ('id="a" name', "name", "a field without an id and a label"),
        (
            '<label><input type="radio" name="b"> B</label>',
            '<input type="radio" name="b"> B',
            "a field without",
        ),
        ('method="post"', 'method="get"', "a form that is sent by its address"),
        (' autocomplete="off"', "", "a form that is sent by its address"),
        ('href="/elsewhere"', 'href="http://example.onion/"', "an onion address that is a link"),
    ],
)
def test_each_fault_is_seen(right: str, wrong: str, said: str) -> None:
    (found,) = faults_of(WELL.replace(right, wrong, 1))

    assert found.startswith(said)
