"""`tipline program specialists`: who alone sees what was called an illegal picture."""

from typing import Annotated

import typer

from cli.compose import SystemClock, office
from cli.tell import Stopped, told
from tipline.access.programs import find_program
from tipline.access.specialists import DAYS_LIMIT, name_specialists
from tipline.errors import NoSuchPerson, NoSuchTeam, Unsuitable


@told
def specialists(
    unit: Annotated[str, typer.Argument(help="The unit, as People in the console writes it.")],
    days: Annotated[int, typer.Option(help="Within how many days the program must report one.")] = 1,
    program: Annotated[str | None, typer.Option(help="Its address; needed where there are several.")] = None,
) -> None:
    """Name the unit that illegal pictures are handed to, and the days to report one.

    What was handed over before stays with the unit that it was handed to.
    """
    with office() as opened:
        with opened.tips.read() as tips:
            found = find_program(tips, program)
        try:
            with opened.transaction() as (tips, _):
                name_specialists(
                    tips, program_id=found.program_id, unit=unit, report_days=days, now=SystemClock().now()
                )
        except NoSuchTeam:
            raise Stopped(
                f"{found.name} has no unit “{unit}”. Add somebody to it first: tipline staff add --unit"
            ) from None
        except NoSuchPerson:
            raise Stopped(f"Nobody in “{unit}” is confirmed yet, so nobody could open anything.") from None
        except Unsuitable:
            raise Stopped(f"The days to report are 1 to {DAYS_LIMIT}.") from None
        within = "a day" if days == 1 else f"{days} days"
        print(f"Illegal pictures of {found.name} go to “{unit}” alone, to be reported within {within}.")
        print("Its keys are made when somebody who holds the inbox signs in.")
