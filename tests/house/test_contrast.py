"""Every colour of a word stands out from every colour that it may lie on, in light and in dark."""

import re
from itertools import product
from typing import Final

import pytest

from tests.house.tree import ROOT

TOKENS: Final = ROOT / "web" / "static" / "tokens.css"
DARK: Final = "@media screen and (prefers-color-scheme: dark)"
COLOUR: Final = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")

WORDS: Final = ("ink", "quiet", "accent", "accent-strong", "attention", "danger")
PAPERS: Final = ("paper", "raised", "sunken", "accent-paper", "attention-paper", "danger-paper")
ON_BUTTONS: Final = (("on-accent", "accent"), ("on-accent", "accent-strong"), ("paper", "danger"))
EDGES: Final = ("edge", "attention-line")

FOR_WORDS: Final = 7.0
"""WCAG 2.2, 1.4.6 (AAA), at any size of letters."""
FOR_EDGES: Final = 3.0
"""WCAG 2.2, 1.4.11: what shows where a field begins."""


def _linear(part: int) -> float:
    share = part / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part) for part in bytes.fromhex(colour.removeprefix("#")))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How much two colours differ, from 1 to 21, as WCAG 2.2 counts it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _tokens(css: str) -> dict[str, dict[str, str]]:
    light, dark = css.split(DARK)
    return {"light": dict(COLOUR.findall(light)), "dark": dict(COLOUR.findall(dark))}


def too_faint(colours: dict[str, str]) -> list[str]:
    """The pairs that are told apart too badly, each with its contrast."""
    words = [*product(WORDS, PAPERS), *ON_BUTTONS]
    asked = [(pair, FOR_WORDS) for pair in words] + [
        (pair, FOR_EDGES) for pair in product(EDGES, ("paper", "raised", "sunken"))
    ]
    found = [(one, other, contrast(colours[one], colours[other]), least) for (one, other), least in asked]
    return [f"{one} on {other}: {ratio:.2f}" for one, other, ratio, least in found if ratio < least]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_and_edges_stand_out_from_every_paper(scheme: str) -> None:
    colours = _tokens(TOKENS.read_text("utf-8"))[scheme]

    assert too_faint(colours) == []


def test_contrast_is_counted_as_the_standard_counts_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#ffffff") == pytest.approx(1)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


def test_a_faint_colour_is_found() -> None:
    colours = _tokens(TOKENS.read_text("utf-8"))["light"]

    assert too_faint(colours | {"danger": "#9f1d20"}) == [
        "danger on sunken: 6.90",
        "danger on accent-paper: 6.81",
        "danger on danger-paper: 6.97",
    ]
    assert too_faint(colours | {"edge": "#a0a4aa"}) == [
        "edge on paper: 2.40",
        "edge on raised: 2.50",
        "edge on sunken: 2.20",
    ]
