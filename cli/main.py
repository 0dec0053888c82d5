"""The `tipline` command."""

import typer

from cli import audit, imports, keys, ledger, programs, staff
from cli.demo import stage
from cli.doctor import doctor
from cli.leave import leave
from cli.migrate import migrate
from cli.report import report
from cli.serve import serve
from cli.tidy import tidy
from tipline import log

app = typer.Typer(
    name="tipline",
    help="An anonymous tip line. Stores and keys are in the folder that TIPLINE_DATA names.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(serve)
app.command()(migrate)
app.command()(tidy)
app.command()(doctor)
app.command()(report)
app.command()(leave)
app.add_typer(keys.app, name="keys")
app.add_typer(programs.app, name="program")
app.add_typer(staff.app, name="staff")
app.add_typer(audit.app, name="audit")
app.add_typer(imports.app, name="import")
app.add_typer(ledger.app, name="ledger")


@app.callback()
def prepare() -> None:
    """Send what libraries log, and every uncaught error, through our log, which quotes nothing."""
    log.configure()


@app.command()
def demo(reset: bool = False) -> None:
    """Run the whole of it on this machine, with sample data and a phone on a page."""
    raise typer.Exit(stage.run(reset=reset))


if __name__ == "__main__":
    app()
