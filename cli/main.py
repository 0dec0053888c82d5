"""The `tipline` command."""

import importlib
from collections.abc import Iterator, MutableMapping
from typing import Any, Final, TypeAlias

import typer
from typer.core import TyperGroup
from typer.main import get_group

from tipline import log

COMMANDS: Final = {
    "serve": "cli.serve",
    "migrate": "cli.migrate",
    "tidy": "cli.tidy",
    "doctor": "cli.doctor",
    "report": "cli.report",
    "leave": "cli.leave",
    "demo": "cli.demo.command",
    "keys": "cli.keys",
    "program": "cli.programs",
    "staff": "cli.staff",
    "audit": "cli.audit",
    "import": "cli.imports",
    "ledger": "cli.ledger",
    "sms": "cli.sms",
}
"""Where each is: a function of its name, or `app`, which has several under it."""


_Command: TypeAlias = Any  # Typer keeps the class of its commands to itself


class _Shelf(MutableMapping[str, _Command]):
    """The commands by their names; the code of one is loaded when it is taken.

    So a server has none of the others' in its memory: the public site knows neither demo nor reports.
    """

    def __init__(self) -> None:
        self._taken: dict[str, _Command] = {}

    def __getitem__(self, name: str) -> _Command:
        if name not in self._taken:
            self._taken[name] = _loaded(name, COMMANDS[name])
        return self._taken[name]

    def __setitem__(self, name: str, command: _Command) -> None:
        self._taken[name] = command

    def __delitem__(self, name: str) -> None:
        del self._taken[name]

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class _Commands(TyperGroup):
    """Takes its commands from the shelf."""

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 - whatever Typer says of a group
        super().__init__(**attributes)
        self.commands = _Shelf()


app = typer.Typer(
    name="tipline",
    cls=_Commands,
    help="An anonymous tip line. Stores and keys are in the folder that TIPLINE_DATA names.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def prepare() -> None:
    """Send what libraries log, and every uncaught error, through our log, which quotes nothing."""
    log.configure()


def _loaded(name: str, module: str) -> _Command:
    found = importlib.import_module(module)
    shelf = typer.Typer(pretty_exceptions_enable=False)
    if hasattr(found, "app"):
        shelf.add_typer(found.app, name=name)
    else:
        shelf.command(name)(getattr(found, name))
    return get_group(shelf).commands[name]


if __name__ == "__main__":
    app()
