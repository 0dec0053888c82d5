"""What came of a tip, typed in: whole numbers of things, and dollars that become cents."""

import re
from collections.abc import Mapping
from typing import Final

from tipline.errors import FigureRefused
from tipline.figures import Figure
from web.forms import Form

AT_CLOSING: Final = (
    Figure.ARRESTS,
    Figure.CHARGES,
    Figure.CLEARED,
    Figure.FIREARMS,
    Figure.VEHICLES,
    Figure.PROPERTY,
    Figure.DRUGS,
    Figure.CASH,
)
"""What is asked when a tip is closed; the rest is added afterwards."""

WHOLE: Final = re.compile(r"[0-9]{1,3}(,[0-9]{3})+|[0-9]{1,12}", re.ASCII)
DOLLARS: Final = re.compile(rf"({WHOLE.pattern})(?:\.([0-9]{{2}}))?", re.ASCII)


def field(figure: Figure) -> str:
    """The name of a figure's field in a form."""
    return f"figure-{figure.value}"


def read_all(form: Form) -> Mapping[Figure, int]:
    """The figures of a closing that are not empty and not zero.

    Raises:
        FigureRefused: one of them is no number of its kind.
    """
    typed = {figure: form.get(field(figure)).strip() for figure in Figure}
    read = {figure: read_one(figure, text) for figure, text in typed.items() if text}
    return {figure: value for figure, value in read.items() if value}


def read_one(figure: Figure, text: str) -> int:
    """A figure as somebody types it: 3, or for an amount 1,250 or 1250.50; cents where it is an amount.

    Raises:
        FigureRefused: it is no number, below zero, or has a part of a cent or of a thing.
    """
    text = text.strip().removeprefix("$").strip() if figure.is_money else text.strip()
    found = (DOLLARS if figure.is_money else WHOLE).fullmatch(text)
    if found is None:
        raise FigureRefused(figure)
    if not figure.is_money:
        return int(text.replace(",", ""))
    return int(found[1].replace(",", "")) * 100 + int(found[3] or 0)


def typed_of(form: Form) -> dict[str, str]:
    """What stands in the fields, to be shown again."""
    return {field(figure): form.get(field(figure)) for figure in Figure}


def said(figure: Figure, value: int) -> str:
    """A figure as a person reads it: 3, or $1,250.50."""
    if not figure.is_money:
        return f"{value:,}"
    return f"${value // 100:,}.{value % 100:02d}" if value % 100 else f"${value // 100:,}"
