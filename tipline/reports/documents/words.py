"""What a document needs to know of a language: its months, its marks between digits, and every word."""

from collections.abc import Mapping
from dataclasses import dataclass

from tipline.reports.measures import RULES, Measure, Section, Split
from tipline.reports.table import Correction, Row


@dataclass(frozen=True, slots=True)
class Words:
    """A language of the documents. Places for what is filled in stand in braces."""

    code: str
    """Two letters, as a program has it among its languages."""
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    thousands: str
    decimal: str
    sign_first: bool
    """The sign of the currency stands before the amount."""
    elides: bool
    """A vowel takes the last letter of the word before it: qu'en."""

    sections: Mapping[Section, str]
    labels: Mapping[Measure, str]
    rules: Mapping[Measure, str]
    parts: Mapping[Split, Mapping[str, str]]
    """The words of the vocabulary; a program's own names stay as they are."""
    general: tuple[str, ...]
    first: Mapping[Section, str]
    """What the first column of a table is called where it is not simply `what`."""

    tips: tuple[str, str]
    """One, and several."""
    follow_ups: tuple[str, str]
    arrests: tuple[str, str]
    days: tuple[str, str]

    monthly_report: str
    yearly_report: str
    what: str
    change: str
    page: str
    """{page} {pages}"""
    in_time: str
    """{time}"""
    from_to: str
    """{first} {last}"""
    span: str
    """{first} {last}: two months of a table's head."""
    to_month: str
    """{year} {month}"""
    since: str
    """{month}"""
    so_far: str
    """{period}"""
    tips_in: str
    """{tips} {time}"""
    tips_so_far: str
    """{tips} {time}"""
    whole_had: str
    """{time} {count}"""
    had_none: str
    """{time}"""
    as_many: str
    """{than}"""
    about_as_many: str
    """{than}"""
    more: str
    """{share} {than}"""
    fewer: str
    """{share} {than}"""
    than: str
    same: str
    about_same: str
    on: str
    """{period} {value}: what a change is measured from."""
    all_of: str
    """{period} {value}"""
    approved_paid: str
    """{approved} {paid}"""
    running: str
    open: str
    """{day}"""
    imported: str
    closed: str
    """{day}"""
    corrected: str
    """{day}"""
    date: str
    """{day} {month} {year}"""
    withheld: str
    unknown: str
    figures: str
    charts: str
    tables: str
    corrections: str
    corrections_note: str
    """{period}"""
    month_word: str
    difference: str
    by_month: str
    """{month}"""
    twelve: str
    """{month}"""
    before_us: str
    marks: str
    those_months: str
    year_before: str
    approved_key: str
    paid_key: str
    rewards_by_month: str
    was: str
    """{now} {before}: beside a bar."""
    bars_note: str
    """{now} {before}"""
    and_more: str
    """{count}"""
    nothing_in: str
    """{sections}"""
    rules_heading: str
    zone_and_currency: str
    """{zone} {currency} {month}"""
    unprintable: str
    series_sheet: str
    report_sheet: str
    marks_sheet: str

    def label(self, line: Row | Correction) -> str:
        """What a line is called: by the vocabulary, or by the name that the program has given."""
        split = RULES[line.measure].split
        if split is None or not line.key:
            return self.labels[line.measure]
        return self.parts.get(split, {}).get(line.key, line.label)

    def count(self, number: int, noun: tuple[str, str]) -> str:
        """A number with its noun: 1 tip, 1,234 tips."""
        one, several = noun
        return f"{self.digits(number)} {one if self._is_one(number) else several}"

    def digits(self, number: int) -> str:
        """A whole number with the language's marks."""
        sign = "\u2212" if number < 0 else ""
        return sign + f"{abs(number):,}".replace(",", self.thousands)

    def than_in(self, time: str) -> str:
        """`than in October`, or as the language joins it."""
        if self.elides and time[0] in "aeiou":
            return f"{self.than[:-1]}\u2019{time}"
        return f"{self.than} {time}"

    def _is_one(self, number: int) -> bool:
        return number == 1 or (number == 0 and self.elides)
