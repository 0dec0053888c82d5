"""`tipline program`: open a program, let it be texted on a number, list them."""

from typing import Annotated

import typer

from cli import ask, founding, root_file
from cli.compose import Office, SystemClock, office
from cli.specialists import specialists
from cli.tell import told
from tipline.access.programs import add_line, add_program, find_program, programs, slug_of
from tipline.private import Address, PhoneNumber
from tipline.vocabulary import ProgramId

app = typer.Typer(no_args_is_help=True, help="The programs of this deployment.")
app.command("specialists")(specialists)


@app.command("add")
@told
def add(
    given: Annotated[str | None, typer.Argument(metavar="NAME", help="As the pages print it.")] = None,
    *,
    name: Annotated[str | None, typer.Option(help="The same as an option.")] = None,
    time_zone: Annotated[str | None, typer.Option(help="Such as America/Toronto.")] = None,
    keyword: Annotated[
        str | None, typer.Option(help="The word that a text begins with, such as TOR.")
    ] = None,
    number: Annotated[
        list[str] | None, typer.Option(help="A number that it is texted on; may be given again.")
    ] = None,
    slug: Annotated[str | None, typer.Option(help="Its address; made from the name if not given.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="en, fr; the first is the usual one.")] = None,
    outside: Annotated[
        str | None,
        typer.Option(help="A number that is always staffed and takes texts, for pages that nobody hears."),
    ] = None,
    phone: Annotated[str, typer.Option(help="The number to call, as the pages print it.")] = "",
) -> None:
    """Open a program. It may come before `tipline keys init` or after it."""
    with office() as opened:
        name = ask.for_value(name or given, "The program's name")
        slug = ask.for_value(slug, "Its address on the site", default=slug_of(name))
        time_zone = ask.for_value(time_zone, "Its time zone", default="America/Toronto")
        keyword = ask.for_value(keyword, "Its keyword")
        if number is None:
            typed = ask.for_value(None, "Numbers that it is texted on, with commas", default="")
            number = [one for one in typed.split(",") if one.strip()]
        always = ask.for_value(outside, "The number outside that is always staffed")
        with opened.transaction() as (tips, _):
            program = add_program(
                tips,
                name=name,
                slug=slug,
                time_zone=time_zone,
                keyword=keyword,
                outside=PhoneNumber.read(always),
                numbers=[_line(one) for one in number],
                languages=tuple(language or ("en", "fr")),
                phone=phone,
                program_id=_waiting_root(opened),
            )
        kept = root_file.read(opened.settings.root_key).get(program.program_id)
        print(f"Added {program.name}, at /{program.slug}")
        if kept is None:
            print("Now: tipline keys init")
            return
        founding.found(opened, program, kept.secret, now=SystemClock().now())
        print("Its first keys are signed. Now: tipline staff add")


def _line(typed: str) -> Address:
    """An address as it is typed: a number with blanks in it, or one of another kind as the carrier has it.

    Raises:
        NotAPhoneNumber, NotAnAddress: it is none.
    """
    return Address.read(typed.strip()) if ":" in typed else Address.of(PhoneNumber.read(typed))


@app.command("line")
@told
def line(
    number: Annotated[str, typer.Argument(help="A number, messenger:… or rcs:…, as the carrier has it.")],
    *,
    program: Annotated[str | None, typer.Option(help="Its address, where there are several.")] = None,
) -> None:
    """Let a program be texted on another number. The gateways know of it within a minute."""
    with office() as opened, opened.transaction() as (tips, _):
        found = find_program(tips, program)
        if add_line(tips, found, _line(number)):
            print(f"{found.name} is texted on it from now on. Set it up at the carrier: docs/numbers.md")
        else:
            print(f"{found.name} is texted on it already.")


@app.command("list")
@told
def list_programs() -> None:
    """List the programs: address, name, keyword."""
    with office() as opened, opened.tips.read() as tips:
        for program in programs(tips):
            print(f"{program.slug}\t{program.name}\t{program.keyword}")


def _waiting_root(opened: Office) -> ProgramId | None:
    """The id of a root that was made before its program."""
    with opened.tips.read() as tips:
        known = {program.program_id for program in programs(tips)}
    kept = root_file.read(opened.settings.root_key)
    return next((program_id for program_id in kept if program_id not in known), None)
