"""Data that none of us wrote, read where it lies; without it only the tests that need it are skipped."""

import os
from pathlib import Path
from typing import Final

import pytest

_BESIDE_THE_PROJECT: Final = Path(__file__).resolve().parent.parent.parent / "shared" / "material"


def material(*parts: str) -> Path:
    """Find a file or folder of the material, or skip the test that asked for it.

    It lies where `TIPLINE_MATERIAL` says, else in `../shared/material`.
    """
    root = Path(os.environ.get("TIPLINE_MATERIAL") or _BESIDE_THE_PROJECT)
    if not root.is_dir():
        pytest.skip(f"the test material is not here: no folder {root} (TIPLINE_MATERIAL names another)")
    return root.joinpath(*parts)
