"""How much of files comes with one tip: what the site takes, and of it what the program takes."""

from dataclasses import dataclass

from tipline.intake.programs import Program


@dataclass(frozen=True, slots=True)
class FileLimits:
    """How many files, and how many megabytes of 1,000,000 bytes they have together, at most."""

    most: int
    megabytes: int


def limits_of(program: Program, *, site: FileLimits) -> FileLimits:
    """The limits of a program: its own, and never more than the site's."""
    own_most, own_megabytes = program.files_most, program.files_megabytes
    return FileLimits(
        site.most if own_most is None else min(own_most, site.most),
        site.megabytes if own_megabytes is None else min(own_megabytes, site.megabytes),
    )
