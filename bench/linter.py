"""The linter on the longest text that a tip may have, of prose and of what would cost it most."""

from collections.abc import Iterator, Mapping
from statistics import median
from time import process_time
from typing import Final

from bench.tables import Row, at_most
from tipline.intake.normalise import TEXT_LIMIT
from tipline.telltale.linter import marks
from tipline.telltale.reasons import Profile

TITLE: Final = "The linter, 20,000 code points"
RUNS: Final = 11
PROSE_MS: Final = 20
HOSTILE_MS: Final = 200
"""No text may cost many times what prose does: then it would not be linear."""

PROSE: Final = "He sells from the garage and my cousin saw it at 3 pm on King Street with $1,250. "
HOSTILE: Final[Mapping[str, str]] = {
    "one word that begins a phrase": "i ",
    "one-letter words with marks": "a\u0301\u0323 ",
    "one word": "a",
    "digits": "1 ",
    "numbers that are nearly phones": "12345 ",
    "dates that never end": "1/1/1",
    "times": "I saw 3pm ",
    "signs of addresses": "a@",
    "sums": "$1 1 1",
    "hours": "1h ",
}


def rows() -> Iterator[Row]:
    """Processor time of one look, both profiles; of the hostile texts the slowest."""
    for profile in Profile:
        yield at_most(f"{profile.value}: prose", _milliseconds(PROSE, profile), PROSE_MS, "ms")
        slowest, name = max((_milliseconds(text, profile), name) for name, text in HOSTILE.items())
        yield at_most(f"{profile.value}: {name}", slowest, HOSTILE_MS, "ms")


def _milliseconds(piece: str, profile: Profile) -> float:
    text = (piece * TEXT_LIMIT)[:TEXT_LIMIT]
    taken = []
    for _ in range(RUNS):
        begun = process_time()
        marks(text, profile=profile)
        taken.append((process_time() - begun) * 1000)
    return median(taken)
