"""`tipline import tips`: bring the open tips of another system, sealed as they come."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from cli.compose import Office, SystemClock, office
from cli.read_file import read_file
from cli.tell import Stopped, told
from crypto.signing import VerifyKey
from tipline import key_files
from tipline.access.programs import find_program
from tipline.errors import NothingHere, OpenedBefore
from tipline.intake import brought
from tipline.intake.brought_file import LIMIT, read_tips, template
from tipline.intake.programs import Desk, read_desk
from tipline.keyring import load
from tipline.lists import ListRefused
from tipline.store.program_tables import ProgramRow
from web.console.import_words import list_sentence


@told
def tips(
    file: Annotated[Path | None, typer.Argument(help="CSV, a line a tip.")] = None,
    *,
    program: Annotated[str | None, typer.Option(help="Its address; needed where there are several.")] = None,
    print_template: Annotated[
        bool, typer.Option("--template", help="Print an empty file with every column.")
    ] = False,
    show: Annotated[bool, typer.Option("--list", help="List what was brought.")] = False,
    take_back: Annotated[str | None, typer.Option("--undo", help="The id of a list to take back.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Keep it without asking.")] = False,
) -> None:
    """Bring open tips of another system: checked, sealed to the inbox, kept in one piece."""
    if print_template:
        print(template(), end="")
        return
    with office() as opened:
        with opened.tips.read() as session:
            found = find_program(session, program)
            kept = brought.lists(session, found.program_id)
        if show:
            for one in kept:
                print(f"{one.import_id.hex()}\t{_tips(one.count)}\tbrought {one.day}")
        elif take_back is not None:
            _undo(opened, found, take_back)
        elif file is not None:
            try:
                _bring(opened, _desk(opened, found), file, yes=yes)
            except ListRefused as refused:
                raise Stopped(list_sentence(refused)) from None
        else:
            raise Stopped("Name a file, or --template, --list or --undo.")


def _bring(opened: Office, desk: Desk, file: Path, *, yes: bool) -> None:
    """Needs the public site's key file, which opens nothing: by its pepper a file is known again."""
    now = SystemClock().now()
    pepper = key_files.load_public(opened.settings.key_folder(key_files.PUBLIC)).code_pepper
    asked = read_tips(read_file(file, LIMIT), today=desk.program.day(now))
    with opened.tips.read() as session:
        brought.check(session, desk.program.program_id, asked, pepper=pepper)
    print(f"{desk.program.name}: {_tips(len(asked.tips))}, received {asked.first} to {asked.last}.")
    print("  They are not counted as received here: bring the months' totals beside them.")
    if not yes and not typer.confirm("Seal and keep them?"):
        raise Stopped(f"Nothing was kept. {_still(file, len(asked.tips))}")
    sealed = brought.seal(asked, desk=desk, pepper=pepper, now=now)
    with opened.tips.transaction() as session:
        brought.keep(session, sealed, desk=desk, now=now)
    print(f"Sealed and kept. To take them back: tipline import tips --undo {sealed.import_id.hex()}")
    print(_still(file, len(asked.tips)))


def _still(file: Path, count: int) -> str:
    """What a clear file is, and how to be rid of it: nobody deletes it but who runs the command."""
    path = shlex.quote(str(file.resolve()))
    return (
        f"{path} still holds {_tips(count)} in the clear: destroy it now, with: shred -u {path}\n"
        "Every copy too: the other system's export, the mail, the stick, the backups. On a solid-state disk "
        "a file cannot be shredded for certain: there, destroy the key of the disk, or the disk."
    )


def _undo(opened: Office, program: ProgramRow, typed: str) -> None:
    try:
        import_id = bytes.fromhex(typed)
        with opened.tips.transaction() as session:
            count = brought.take_back(
                session, program.program_id, import_id=import_id, now=SystemClock().now()
            )
    except (ValueError, NothingHere):
        raise Stopped("There is no list with this id. --list shows them.") from None
    except OpenedBefore as refused:
        raise Stopped(
            f"{_tips(refused.count)} of it {'was' if refused.count == 1 else 'were'} opened already. Nothing "
            "was taken back: the coordinators close what does not belong here."
        ) from None
    print(f"Taken back: {_tips(count)} deleted. Run tipline tidy, so that nothing of them stays on the disk.")


def _desk(opened: Office, program: ProgramRow) -> Desk:
    root = opened.settings.roots.get(program.program_id)
    if root is None:
        raise Stopped(f"{program.name} has no root in roots.toml: nothing can be sealed. Nothing was kept.")
    with opened.tips.read() as session:
        keys = load(session.connection(), program.program_id, VerifyKey(root), watch_staff=False)
        return read_desk(session, program.program_id, keys=keys)


def _tips(count: int) -> str:
    return f"{count:,} tip{'' if count == 1 else 's'}"
