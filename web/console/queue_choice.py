"""What of the queue an address asks for, and how it is said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import QueryParams

from tipline.casework.queue import Alike, Filters, With
from tipline.vocabulary import AppealId, Channel, Offence, PersonId, Status, TeamId
from web.console import queue_alike
from web.console.typed import id_of

DIGITS: Final = 6
"""Of a page's number in an address."""
ALL: Final = "all"
"""The status of an address that asks for tips whose work is over too."""
YES: Final = "yes"
WITH_WHOM: Final = {With.MINE: "given to me", With.NOBODY: "with nobody"}
COLLEAGUE: Final = "a colleague"
"""With whom it is that no name is known of any more."""

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the queue an address asks for: the open tips, where it says nothing."""

    filters: Filters
    page: int = 1

    @property
    def plain(self) -> bool:
        """Nothing is filtered but the status."""
        return self.kept() in ({}, {"status": self._status() or ""})

    def query(self, **changes: str | int | None) -> str:
        """The address of the same choice with something changed, from the question mark on."""
        values = {**self.kept(), "page": self.page if self.page > 1 else None, **changes}
        kept = {name: str(value) for name, value in values.items() if value}
        return f"?{urlencode(kept)}" if kept else ""

    def of_flood(self, alike: Alike) -> str:
        """The address of all the tips of a flood, under the same filters."""
        return self.query(status=Status.NEW.value, unread=YES, alike=queue_alike.written(alike), page=None)

    def kept(self) -> dict[str, str]:
        """What of it is worth keeping as a view: everything but the page."""
        filters = self.filters
        values = {
            "status": self._status(),
            "channel": filters.channel,
            "offence": filters.offence,
            "division": filters.unit_id.hex() if filters.unit_id else None,
            "appeal": filters.appeal_id.hex() if filters.appeal_id else None,
            "with": filters.keeper_id.hex() if filters.keeper_id else filters.held,
            "unread": YES if filters.unread else None,
            "late": YES if filters.late_on else None,
            "files": YES if filters.files else None,
            "alike": queue_alike.written(filters.alike) if filters.alike else None,
        }
        return {name: str(value) for name, value in values.items() if value}

    def words(
        self,
        *,
        units: Mapping[TeamId, str],
        appeals: Mapping[AppealId, str],
        people: Mapping[PersonId, str],
    ) -> str:
        """The choice as somebody says it: "New, text, drugs"."""
        filters = self.filters
        said = [
            filters.status.label if filters.status else "Open" if filters.open_only else "All",
            filters.channel.label.lower() if filters.channel else None,
            filters.offence.label.lower() if filters.offence else None,
            units.get(filters.unit_id, "another division") if filters.unit_id else None,
            appeals.get(filters.appeal_id, "another appeal") if filters.appeal_id else None,
            WITH_WHOM[filters.held] if filters.held else None,
            f"with {people.get(filters.keeper_id, COLLEAGUE)}" if filters.keeper_id else None,
            "unread" if filters.unread else None,
            "outcome overdue" if filters.late_on else None,
            "has files" if filters.files else None,
            f"alike ({queue_alike.words(filters.alike)}, {filters.alike.day})" if filters.alike else None,
        ]
        return ", ".join(words for words in said if words)

    def _status(self) -> str | None:
        if self.filters.status is not None:
            return self.filters.status.value
        return None if self.filters.open_only else ALL


def chosen(asked: Mapping[str, str], *, today: date) -> Choice:
    """Read the filters of an address; a word that is none of ours counts as no filter."""
    number, status = asked.get("page", ""), asked.get("status")
    unit, appeal = id_of(asked.get("division")), id_of(asked.get("appeal"))
    keeper = id_of(asked.get("with"))
    found = word(Status, status)
    return Choice(
        Filters(
            status=found,
            open_only=found is None and status != ALL,
            channel=word(Channel, asked.get("channel")),
            offence=word(Offence, asked.get("offence")),
            unit_id=None if unit is None else TeamId(unit),
            appeal_id=None if appeal is None else AppealId(appeal),
            held=word(With, asked.get("with")),
            keeper_id=None if keeper is None else PersonId(keeper),
            unread=asked.get("unread") == YES,
            late_on=today if asked.get("late") == YES else None,
            alike=queue_alike.read(asked.get("alike", "")),
            files=asked.get("files") == YES,
        ),
        page=int(number) if number.isascii() and number.isdigit() and len(number) <= DIGITS else 1,
    )


def chosen_of(query: str, *, today: date) -> Choice:
    """The choice of a query that was kept or sent along in a form."""
    return chosen(QueryParams(parse_qsl(query.removeprefix("?"))), today=today)


def word(kind: type[Word], value: str | None) -> Word | None:
    """A word of a list, where it is one."""
    return next((each for each in kind if each.value == value), None)
