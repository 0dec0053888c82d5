"""Our answers in the carrier's own language, TwiML."""

from starlette.responses import Response
from twilio.twiml.messaging_response import MessagingResponse

_SILENT = '<?xml version="1.0" encoding="UTF-8"?><Response />'


def twiml(text: str | None) -> Response:
    """The response that sends `text` back to who wrote, or says nothing."""
    return Response(_SILENT if text is None else _message(text), media_type="application/xml")


def _message(text: str) -> str:
    response = MessagingResponse()
    response.message(text)
    return str(response)
