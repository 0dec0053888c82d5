"""The figures that come of a tip: arrests, charges, what was seized, each in the month it was recorded."""

from typing import Final

from tipline.vocabulary import Named


class Figure(Named):
    """What is counted when somebody says what came of a tip."""

    ARRESTS = "arrests"
    CHARGES = "charges"
    CLEARED = "cleared"
    HOMICIDES = "homicides"
    WARRANTS = "warrants"
    FIREARMS = "firearms"
    WEAPONS = "weapons"
    VEHICLES = "vehicles"
    PROPERTY = "property"
    DRUGS = "drugs"
    CASH = "cash"
    FUGITIVES = "fugitives"
    MISSING = "missing"

    @property
    def label(self) -> str:
        """The figure as a person reads it, in English."""
        return _LABELS.get(self, super().label)

    @property
    def is_money(self) -> bool:
        """Kept in integer cents; the others are numbers of things."""
        return self in {Figure.PROPERTY, Figure.DRUGS, Figure.CASH}


_LABELS: Final = {
    Figure.CLEARED: "Cases cleared",
    Figure.HOMICIDES: "Homicides solved",
    Figure.WARRANTS: "Warrants executed",
    Figure.FIREARMS: "Firearms seized",
    Figure.WEAPONS: "Other weapons seized",
    Figure.VEHICLES: "Vehicles recovered",
    Figure.PROPERTY: "Property recovered",
    Figure.DRUGS: "Drugs seized",
    Figure.CASH: "Cash seized",
    Figure.FUGITIVES: "Fugitives located",
    Figure.MISSING: "Missing persons located",
}
