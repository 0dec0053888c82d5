"""Our answers in the carrier's own language, TwiML."""

from typing import Final
from xml.sax.saxutils import escape

from starlette.responses import Response

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>'


def twiml(text: str | None) -> Response:
    """The response that sends `text` back to who wrote, or says nothing."""
    inside = "<Response />" if text is None else f"<Response><Message>{escape(text)}</Message></Response>"
    return Response(_HEAD + inside, media_type="application/xml")
