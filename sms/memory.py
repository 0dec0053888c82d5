"""What Twilio remembers of our texts: asked for, blanked, and deleted, by its REST API."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Final, TypeVar

from requests.exceptions import RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.response import Response
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance

from tipline.carrier_errors import CarrierRefused, CarrierTrouble, CarrierUnavailable, StillOnItsWay
from tipline.ports import RememberedText

NOT_OVER: Final = frozenset({20009})
"""Errors of a message that the carrier has not finished with, sent or received: it can be neither changed nor
deleted meanwhile; a minute as a rule and 14 days at most (https://www.twilio.com/docs/api/errors/20009)."""

GONE: Final = 404
CONFLICT: Final = 409
OUR_FAULT: Final = frozenset({401, 403, 408, 425, 429})
"""Answers that say something about us or the hour, not about this message."""

INBOUND: Final = "inbound"

PAGE: Final = 1000
"""Messages in one answer: the most that the API gives."""

MOST: Final = 20_000
"""Messages of one line that are read at once; what is more comes when these are erased."""

MOST_MEDIA: Final = 100

_FIRST_REFUSAL: Final = 400
_FIRST_TROUBLE: Final = 500

T = TypeVar("T")


def redact(client: Client, sid: str) -> None:
    """Blank a message's words.

    Raises:
        StillOnItsWay: it is not delivered yet.
        CarrierRefused: the carrier will not do it.
        CarrierUnavailable: it could not be asked, or does not know us.
    """
    _unless_gone(lambda: client.messages(sid).update(body=""))


def delete(client: Client, sid: str) -> None:
    """Delete a message; its pictures were to be deleted before.

    Raises:
        StillOnItsWay, CarrierRefused, CarrierUnavailable: as `redact`.
    """
    _unless_gone(lambda: client.messages(sid).delete())


def delete_media(client: Client, message_sid: str, media_sid: str) -> None:
    """Delete one picture of a message.

    Raises:
        StillOnItsWay, CarrierRefused, CarrierUnavailable: as `redact`.
    """
    _unless_gone(lambda: client.messages(message_sid).media(media_sid).delete())


def media(client: Client, message_sid: str) -> list[str]:
    """The ids of a message's pictures.

    Raises:
        CarrierRefused, CarrierUnavailable: as `redact`.
    """
    listed = _unless_gone(lambda: client.messages(message_sid).media.list(limit=MOST_MEDIA))
    return [one.sid for one in listed or () if one.sid]


def inbound_since(client: Client, line: str, since: datetime) -> list[RememberedText]:
    """What was texted to a line since then, the oldest first.

    The API's filter goes by days: what it gives too much of is left out, and what has no time is not.

    Raises:
        CarrierRefused, CarrierUnavailable: as `redact`.
    """
    found = _unless_gone(lambda: list(_listed(client, since, to=line))) or []
    texts = [_read(client, one) for one in found if str(one.direction) == INBOUND]
    return sorted(texts, key=lambda text: (text.at, text.sid))


def sent_since(client: Client, line: str, since: datetime) -> list[str]:
    """The ids of what a line has sent since then.

    Raises:
        CarrierRefused, CarrierUnavailable: as `redact`.
    """
    found = _unless_gone(lambda: list(_listed(client, since, from_=line))) or []
    return [one.sid for one in found if one.sid and str(one.direction) != INBOUND]


def _listed(client: Client, since: datetime, **of: str) -> Iterator[MessageInstance]:
    """Messages that are not older; one that has no time yet is none that is too old."""
    day = since.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    listed = client.messages.stream(**of, date_sent_after=day, page_size=PAGE, limit=MOST)
    return (one for one in listed if (_when(one) or since) >= since)


def _read(client: Client, one: MessageInstance) -> RememberedText:
    sid = one.sid or ""
    return RememberedText(
        sid=sid,
        sender=one.from_ or "",
        line=one.to or "",
        body=one.body or "",
        media=tuple(media(client, sid)) if one.num_media not in {None, "", "0"} else (),
        at=_when(one) or datetime.fromtimestamp(0, UTC),
    )


def _when(one: MessageInstance) -> datetime | None:
    return one.date_sent or one.date_created


def _unless_gone(ask: Callable[[], T]) -> T | None:
    """What the carrier says; nothing where it has nothing of that name any more."""
    trouble: CarrierTrouble | None
    try:
        return ask()
    except TwilioRestException as error:
        trouble = _meaning(error.status, error.code)
    except TwilioException as error:
        answer = error.args[1] if len(error.args) > 1 else None
        trouble = _meaning(answer.status_code if isinstance(answer, Response) else _FIRST_TROUBLE, None)
    except (RequestException, ValueError):
        trouble = CarrierUnavailable()
    if trouble is not None:
        raise trouble
    return None


def _meaning(status: int, code: int | None) -> CarrierTrouble | None:
    """What an error is to us; nothing for what is gone."""
    if status == GONE:
        return None
    if status == CONFLICT or code in NOT_OVER:
        return StillOnItsWay()
    if _FIRST_REFUSAL <= status < _FIRST_TROUBLE and status not in OUR_FAULT:
        return CarrierRefused(code)
    return CarrierUnavailable()
