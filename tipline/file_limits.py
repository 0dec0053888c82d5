"""How much of files comes with one tip: what the site takes, and of it what the program takes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileLimits:
    """How many files, and how many megabytes of 1,000,000 bytes they have together, at most."""

    most: int
    megabytes: int

    def narrowed(self, *, most: int | None, megabytes: int | None) -> "FileLimits":
        """The limits of a program on a site that has these: its own, and never more than the site's."""
        return FileLimits(
            self.most if most is None else min(most, self.most),
            self.megabytes if megabytes is None else min(megabytes, self.megabytes),
        )
