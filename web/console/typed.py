"""What somebody typed on a tip's page, to be shown again, and what the boxes begin with."""

from tipline.casework.views import RecordView, TipView
from tipline.vocabulary import ID_SIZE
from web.console import figures
from web.forms import Form


def asked_of(view: TipView, ask: bytes | None) -> dict[str, str]:
    """The answer's box as it begins with a question that somebody has proposed."""
    for desk in view.desks:
        for record in desk.records:
            if isinstance(record, RecordView) and record.record_id == ask and record.proposes:
                return {
                    "text": record.text,
                    "box": "answer",
                    "question": "yes",
                    "safe": "yes",
                    "proposal": record.record_id.hex(),
                }
    return {}


def typed_of(form: Form) -> dict[str, str]:
    """What somebody typed, to be shown again beside a refusal."""
    names = (
        "text",
        "question",
        "disposition",
        "outcome",
        "box",
        "anyway",
        "safe",
        "held",
        "reason",
        "figure",
        "value",
        "private",
        "proposal",
    )
    return {name: form.get(name) for name in names} | figures.typed_of(form)


def id_of(written: str | None) -> bytes | None:
    """An id that an address or a form names, or nothing."""
    try:
        found = bytes.fromhex(written or "")
    except ValueError:
        return None
    return found if len(found) == ID_SIZE else None
