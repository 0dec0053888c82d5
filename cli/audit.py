"""`tipline audit`: verify the trail of who did what."""

from typing import Annotated

import typer

from cli.compose import office
from cli.tell import Stopped, sentence, told
from crypto.signing import VerifyKey
from tipline import audit
from tipline.access.programs import find_program, programs
from tipline.errors import AuditBroken
from tipline.keyring import load
from tipline.reports.closing import broken_months
from tipline.reports.months import written

app = typer.Typer(no_args_is_help=True, help="The trail of who of the staff did what.")


@app.command("verify")
@told
def verify(
    program: Annotated[str | None, typer.Option(help="Its address; all programs if not given.")] = None,
) -> None:
    """Follow each program's chain, and compare its closed months; exit status 1 where one is broken."""
    broken = []
    with office() as opened, opened.tips.read() as tips:
        chosen = programs(tips) if program is None else [find_program(tips, program)]
        for one in chosen:
            root = opened.settings.roots.get(one.program_id)
            if root is None:
                print(f"{one.name}: no root in the settings, so no entry of it can be verified.")
                broken.append(one.name)
                continue
            keys = load(tips.connection(), one.program_id, VerifyKey(root), watch_staff=False)
            try:
                held = audit.verify(tips, one.program_id, keys)
            except AuditBroken as error:
                print(f"{one.name}: {sentence(error)}")
                broken.append(one.name)
                continue
            print(f"{one.name}: all {held.count} entries hold. Head: {held.head.hex()}")
            months = broken_months(tips, one.program_id)
            if months:
                print(
                    f"{one.name}: these months are not as they were closed: {', '.join(map(written, months))}"
                )
                broken.append(one.name)
    if broken:
        raise Stopped(f"Not verified: {', '.join(broken)}")
    print("Keep the head elsewhere: it is what shows if the end of a trail is cut off.")
