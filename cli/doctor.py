"""`tipline doctor`: look at a deployment and say honestly what is not as it should be."""

from collections.abc import Iterator

import typer

from cli.compose import SystemClock
from cli.doctor_files import OTHERS, look_at_files
from cli.doctor_mail import look_at_mail
from cli.doctor_origin import look_at_origin
from cli.doctor_programs import look_at_programs
from cli.doctor_spool import look_at_spools
from cli.findings import Finding, Grade, good, note, problem
from cli.tell import sentence, told
from tipline.errors import StoreTrouble
from tipline.settings import Settings
from tipline.store.db import open_store
from tipline.store.engine import sqlite_file
from tipline.vocabulary import StoreName


@told
def doctor() -> None:
    """Look at settings, key files, stores and programs; exit status 1 if something must be put right."""
    settings = Settings.load()
    found = list(_look(settings))
    for finding in found:
        print(finding)
    if any(finding.grade is Grade.PROBLEM for finding in found):
        raise typer.Exit(1)


def _look(settings: Settings) -> Iterator[Finding]:
    if not settings.data.is_dir():
        yield problem(f"There is no folder {settings.data}. Run: tipline migrate")
        return
    yield from look_at_files(settings)
    yield from look_at_mail(settings)
    yield from look_at_origin(settings)
    yield from look_at_spools(settings)
    for name in StoreName:
        yield from _store(settings, name)
    try:
        tips = open_store(StoreName.TIPS, settings.store_url(StoreName.TIPS))
    except StoreTrouble:
        return
    try:
        yield from look_at_programs(settings, tips, now=SystemClock().now())
    except StoreTrouble as error:
        yield problem(sentence(error))
    finally:
        tips.close()


def _store(settings: Settings, name: StoreName) -> Iterator[Finding]:
    url = settings.store_url(name)
    try:
        open_store(name, url).close()
    except StoreTrouble as error:
        yield problem(sentence(error))
        return
    yield good(f"The {name.value} store is at this program's version.")
    path = sqlite_file(name, url)
    if path is None:
        return
    if path.stat().st_mode & OTHERS and settings.data.stat().st_mode & OTHERS:
        yield problem(f"{path} can be read by others. Run: chmod 600 {path}")
    if name is StoreName.TIPS:
        yield note(
            "The stores are SQLite files: who may do what is a rule of the code, and not of the database, "
            "and all processes must run on this machine. For more than one program: PostgreSQL."
        )
