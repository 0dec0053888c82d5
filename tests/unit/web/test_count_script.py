"""The script that counts while somebody types knows the alphabet that the counter knows."""

import json
import re
from pathlib import Path
from typing import Final

import web
from tipline.segments import GSM_ALONE, GSM_BASIC, GSM_EXTENDED, GSM_JOINED, WIDE_ALONE, WIDE_JOINED

SCRIPT: Final = (Path(web.__file__).parent / "static" / "count.js").read_text()


def constant(name: str) -> str:
    [found] = re.findall(rf"const {name} = (\".*\");", SCRIPT)
    return str(json.loads(found))


def test_the_alphabets_are_the_same() -> None:
    assert frozenset(constant("basic")) == GSM_BASIC
    assert frozenset(constant("extended")) == GSM_EXTENDED


def test_the_lengths_are_the_same() -> None:
    assert f"plain ? [{GSM_ALONE}, {GSM_JOINED}] : [{WIDE_ALONE}, {WIDE_JOINED}]" in SCRIPT
