"""`tipline demo`: run the whole of it on this machine."""

import typer

from cli.demo import stage


def demo(reset: bool = False) -> None:
    """Run the whole of it on this machine, with sample data and a phone on a page."""
    raise typer.Exit(stage.run(reset=reset))
