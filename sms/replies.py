"""Our answers in the carrier's own language, TwiML."""

from typing import Final
from xml.sax.saxutils import escape, quoteattr

from starlette.responses import Response

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>'


def twiml(text: str | None, *, status_url: str | None = None) -> Response:
    """The response that sends `text` back to who wrote, or says nothing.

    Args:
        text: what is said.
        status_url: where the carrier tells how far it has come, and with it by which id it is erased there.
    """
    told = f" statusCallback={quoteattr(status_url)}" if status_url else ""
    message = "" if text is None else f"<Message{told}>{escape(text)}</Message>"
    inside = f"<Response>{message}</Response>" if message else "<Response />"
    return Response(_HEAD + inside, media_type="application/xml")
