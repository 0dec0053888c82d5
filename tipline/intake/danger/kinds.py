"""By what a text is seen to tell of danger to life."""

from enum import StrEnum


class Danger(StrEnum):
    """The groups of the lists."""

    THREAT = "threat"
    """Somebody is going to be killed, or says so."""
    UNDER_WAY = "under-way"
    """Somebody is being shot, stabbed, beaten, held, at this moment."""
    ARMED = "armed"
    """A weapon held to somebody, or where people are crowded; a bomb anywhere."""
    DYING = "dying"
    """Somebody does not breathe, bleeds, has taken too much."""
