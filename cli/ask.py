"""Ask the person at the terminal, or take what a script sends; secrets are never arguments."""

import getpass
import sys

import typer


def for_value(given: str | None, question: str, *, default: str | None = None) -> str:
    """An answer: the option, else what the person types; a script that gives neither is told."""
    if given is not None:
        return given
    if not sys.stdin.isatty():
        if default is not None:
            return default
        raise typer.BadParameter(f"{question}: give it as an option, since nobody can be asked here.")
    answer: str = typer.prompt(question, default=default)
    return answer


def for_secret(question: str, *, twice: bool = False) -> str:
    """A secret, typed without being shown, or the next line of standard input.

    Raises:
        typer.BadParameter: nothing was typed, or not the same twice.
    """
    if sys.stdin.isatty():
        secret = getpass.getpass(f"{question}: ")
        if twice and secret != getpass.getpass("Once more: "):
            raise typer.BadParameter("The two were not the same.")
    else:
        secret = sys.stdin.readline().rstrip("\n")
    if not secret.strip():
        raise typer.BadParameter(f"{question}: nothing was given.")
    return secret


def for_lines(question: str) -> list[str]:
    """Lines until an empty one, or until standard input ends."""
    if not sys.stdin.isatty():
        return [line.strip() for line in sys.stdin if line.strip()]
    lines: list[str] = []
    while line := input(f"{question} {len(lines) + 1} (an empty line ends): ").strip():
        lines.append(line)
    return lines
