"""Who works at the demo's tip line: one person at least of each role, none of them real."""

from dataclasses import dataclass
from typing import Final

from tipline.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Cast:
    """Somebody who plays a part."""

    name: str
    role: Role
    unit: str | None = None


FOUNDERS: Final = (
    Cast("Marguerite Adeyemi", Role.COORDINATOR),
    Cast("Devan Karunaratne", Role.COORDINATOR),
    Cast("Ottilie Brandvold", Role.INTEGRITY),
)
"""The two who hold the inbox, and integrity: proven by the root. The first confirms everybody else."""

OTHERS: Final = (
    Cast("Tomasz Wieczorek", Role.INVESTIGATOR, "Major Crime"),
    Cast("Leilani Cardinal", Role.INVESTIGATOR, "51 Division"),
    Cast("Hamid Forouzan", Role.UNIT_LIAISON, "51 Division"),
    Cast("Josephine Batiste", Role.CALL_TAKER),
    Cast("Farida Noorzai", Role.TRANSLATOR),
    Cast("Winston Achterberg", Role.BOARD),
    Cast("Shanthi Ramanathan", Role.BOARD),
    Cast("Pádraig Whitecloud", Role.BOARD),
    Cast("Beatriz Okonjo-Lund", Role.BOARD),
    Cast("Rosalind Oyelaran", Role.TREASURER),
    Cast("Cédric Mbaye", Role.TELLER),
    Cast("Annelise Fontaine", Role.TELLER),
    Cast("Ingrid Sørli", Role.ANALYST),
    Cast("Nnamdi Castellanos", Role.ADMINISTRATOR),
    Cast("Yuki Takahashi", Role.AUDITOR),
)

NEIGHBOURS: Final = (
    Cast("Beatrix Lindqvist", Role.COORDINATOR),
    Cast("Samir Haddad-Roy", Role.COORDINATOR),
    Cast("Oleksandra Petrenko", Role.INTEGRITY),
)
"""Of the second program on the shared number, there so that keywords mean something; nobody signs in."""
