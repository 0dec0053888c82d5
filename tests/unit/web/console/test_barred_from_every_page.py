"""Every address that has a tip's or a case's number answers who is barred as for one that is not there."""

import re
from collections.abc import Mapping

from starlette.routing import Route
from starlette.testclient import TestClient

from tests.routes import routes_of
from tests.unit.tipline.casework import folders
from tests.unit.tipline.casework.case import ADA, DANA, GRACE
from tests.unit.tipline.casework.lent import lend
from tests.unit.web.console.console import Console
from tests.unit.web.console.test_barring_page import bars, sitting

GUNS = "Viktor Lind sells guns from a grey van, plate CKLM 214."
NO_TIP, NO_CASE = "TOR-0000-0000", "CASE-0000"


def typed(console: Console, number: str) -> Mapping[str, str]:
    """A form with something in each field that a deed asks for."""
    ada = console.case.person(ADA).hex()
    names = ("text", "title", "note", "reason", "what", "where", "when", "whom", "at", "event", "answer")
    return dict.fromkeys(names, "Words.") | {
        "person": ada,
        "to": ada,
        "primary": f"person:{ada}",
        "recipient": ada,
        "tip": number,
        "other": number,
        "of": number,
        "case": number,
        "file": "00" * 16,
        "offence": "firearm",
        "priority": "routine",
        "disposition": "unfounded",
        "kind": "useful",
        "language": "en",
        "text-en": "Words.",
        "looked": "yes",
    }


DEEDS = ("", "bar", "relate", "put", "lend", "send", "keep")
"""Words of buttons, of one page or another."""


def with_number(console: Console) -> list[tuple[str, str]]:
    """Method and path of each route of the console that takes a number, found by walking."""
    return sorted(
        (method, route.path)
        for route in routes_of(console.app)
        if isinstance(route, Route) and "{number}" in route.path
        for method in route.methods or ()
        if method != "HEAD"
    )


def answer(
    browser: TestClient, method: str, path: str, form: Mapping[str, str], number: str
) -> tuple[int, str, str]:
    """What is answered, with the number out of it."""
    address = re.sub(r"\{(?!number)\w+\}", "0" * 12, path).replace("{number}", number)
    got = browser.request(method, address, data=form if method == "POST" else None)
    place = got.headers.get("location", "")
    return got.status_code, got.text.replace(number, "NUMBER"), place.replace(number, "NUMBER")


def test_who_is_barred_is_answered_everywhere_as_if_there_were_no_such_tip_or_case(console: Console) -> None:
    case = console.case
    told, filed = case.tell(GUNS), case.tell("The van again.")
    folder = folders.make(case, filed, title="The garage")
    lend(case, folder, DANA)
    routes = with_number(console)
    for name in (GRACE, DANA):
        assert bars(console, f"/tips/{told.number}", name) == 303
        assert bars(console, f"/cases/{folder}", name) == 303
    entries = len(case.trail())

    different, shown = [], []
    for name in (GRACE, DANA):
        with sitting(console, name) as browser:
            for method, path in routes:
                real, none = (told.number, NO_TIP) if path.startswith("/tips/") else (folder, NO_CASE)
                for deed in DEEDS if method == "POST" else DEEDS[:1]:
                    seen, blank = (
                        answer(browser, method, path, {**typed(console, number), "deed": deed}, number)
                        for number in (real, none)
                    )
                    if seen != blank:
                        different.append((name, method, path, deed, seen[0], blank[0]))
                    if seen[0] == 200 or "Viktor" in seen[1] or "garage" in seen[1]:
                        shown.append((name, method, path, deed, seen[0]))

    assert len(routes) > 40
    assert different == []
    assert shown == []
    assert [line[0] for line in case.trail()[entries:] if line[2] in {told.tip_id, filed.tip_id}] == []
