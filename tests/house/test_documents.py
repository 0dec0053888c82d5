"""The documents say what there is, and name nothing that there is not."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

import pytest
import typer

from cli.main import app
from tests.house.tree import PACKAGES, ROOT, Source, faults, sample, sources
from tipline.settings import Settings

LINK: Final = re.compile(r"\]\((?!https?:|mailto:|#)(?P<target>[^)#\s]+)(#[^)]*)?\)")
NAMED: Final = re.compile(
    rf"`(?P<path>(?:{'|'.join(PACKAGES)}|tests|docs|bench|tools)/[\w/.-]*\.(?:py|md|html|css|sh|json))`"
)


def _commands(command: object, path: str) -> Iterator[str]:
    inner: Mapping[str, object] = getattr(command, "commands", {})
    if not inner:
        yield path
    for name, deeper in inner.items():
        yield from _commands(deeper, f"{path} {name}")


def _read(*names: str) -> str:
    return "\n".join((ROOT / name).read_text() for name in names)


def _dead_link(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.lines, start=1):
        for found in LINK.finditer(line):
            if not (ROOT / source.path.parent / found["target"]).exists():
                yield f"{number}: leads nowhere: {found['target']}"


def _missing_file(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.lines, start=1):
        for found in NAMED.finditer(line):
            if not (ROOT / found["path"]).exists():
                yield f"{number}: is not there: {found['path']}"


def test_every_setting_is_in_the_operations_page() -> None:
    page = _read("docs/operations.md")

    names = [name for name in Settings.model_fields if name not in {"roots", "credentials"}]

    assert [name for name in names if f"`TIPLINE_{name.upper()}`" not in page] == []


def test_every_command_is_in_the_readme_or_the_operations_page() -> None:
    pages = _read("README.md", "docs/operations.md")

    commands = list(_commands(typer.main.get_command(app), "tipline"))

    assert commands
    assert [command for command in commands if command not in pages] == []


def test_no_document_has_a_dead_link() -> None:
    assert (
        "\n".join(faults(_dead_link, [source for source in sources() if source.path.suffix == ".md"])) == ""
    )


def test_no_document_names_a_file_that_is_not_there() -> None:
    assert (
        "\n".join(faults(_missing_file, [source for source in sources() if source.path.suffix == ".md"]))
        == ""
    )


@pytest.mark.parametrize(
    "broken",
    ["see [the guide](docs/no-guide.md)", "[a](../../up.md#part)", "![picture](docs/none.png)"],
)
def test_a_dead_link_is_seen(broken: str) -> None:
    assert len(list(_dead_link(sample(broken, path="README.md")))) == 1


def test_a_file_that_is_not_there_is_seen() -> None:
    assert len(list(_missing_file(sample("it is in `crypto/magic.py`", path="README.md")))) == 1


@pytest.mark.parametrize("kept", ["[the makefile](Makefile)", "[law](https://law.example)", "[below](#part)"])
def test_a_link_that_leads_somewhere_is_let_be(kept: str) -> None:
    assert list(_dead_link(sample(kept, path="README.md"))) == []
