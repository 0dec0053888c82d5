"""The words of a tip by which other tips are compared with it."""

from collections.abc import Collection
from typing import Final

from tipline.casework.views import RecordView, TipView
from tipline.vocabulary import RecordKind

BY_REPORTERS: Final = frozenset({RecordKind.REPORT, RecordKind.MESSAGE})


def said_in(view: TipView) -> str:
    """All of a tip's threads, in which its plates, numbers and houses stand."""
    return _words(view, frozenset(RecordKind))


def told_in(view: TipView) -> str:
    """What its reporter wrote: our answers have the same sentences in many tips."""
    return _words(view, BY_REPORTERS)


def _words(view: TipView, kinds: Collection[RecordKind]) -> str:
    records = [record for thread in view.threads for record in thread.records]
    return "\n".join(
        "\n".join((record.text, *record.card.values()))
        for record in records
        if isinstance(record, RecordView) and record.kind in kinds
    )
