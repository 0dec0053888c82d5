"""To whom the keys of a tip are granted: a team by its epoch, or its people one by one.

An epoch's key is with everybody of its team. So a tip from which somebody is barred is granted to no epoch of
any team, and whoever joins a team later has nothing of it until somebody grants it to them.
"""

from collections.abc import Collection
from dataclasses import dataclass

from crypto.keys import PublicKey
from tipline.keyring import EpochKey, ProgramKeys
from tipline.vocabulary import HolderKind, PersonId, TeamId


@dataclass(frozen=True, slots=True)
class Keeper:
    """Somebody to whom a key is granted."""

    holder: bytes
    kind: HolderKind
    public: PublicKey


def keepers(
    team: TeamId, *, epoch: EpochKey, barred: Collection[PersonId], program: ProgramKeys
) -> tuple[Keeper, ...]:
    """A team, as a tip is granted to it: by its epoch, or where somebody is barred by its other people."""
    if not barred:
        return (Keeper(epoch.epoch_id, HolderKind.EPOCH, epoch.public),)
    return people_of(team, barred=barred, program=program)


def people_of(team: TeamId, *, barred: Collection[PersonId], program: ProgramKeys) -> tuple[Keeper, ...]:
    """The proven people of a team, without those who are barred."""
    return tuple(
        Keeper(person.person_id, HolderKind.PERSON, person.public)
        for person in program.holders(team)
        if person.person_id not in barred
    )
