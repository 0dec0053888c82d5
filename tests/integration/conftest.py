"""Fixtures of the proofs: tip lines that really run."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.integration.deployment import SERVERS, Deployment, deploy


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """A tip line with everybody in it and no tips, which nobody starts: one for each worker, to copy from."""
    with closing(deploy(tmp_path_factory.mktemp("made") / "line")) as line:
        yield line


@pytest.fixture(scope="module")
def deployment(made: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """A tip line without tips whose three processes run: one for each module that asks."""
    with closing(made.copy(tmp_path_factory.mktemp("tipline") / "line")) as line:
        line.start(*SERVERS)
        yield line
