"""What a stand-in for Twilio's API remembers of messages: listed by pages, blanked and deleted as there."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http import HTTPStatus
from threading import Lock
from typing import Any, Final
from urllib.parse import urlencode

PAGE: Final = 50
LARGEST_PAGE: Final = 1000
SEGMENT: Final = 153

FINAL: Final = frozenset({"received", "delivered", "undelivered", "failed", "sent", "read", "canceled"})
"""States after which a message can be changed and deleted."""

_ONE: Final = re.compile(r"/Messages/(?P<sid>[A-Z]{2}[0-9a-f]{32})\.json")
_MEDIA: Final = re.compile(r"/Messages/(?P<sid>[A-Z]{2}[0-9a-f]{32})/Media\.json")
_BYTES: Final = re.compile(r"/Messages/(?P<sid>[A-Z]{2}[0-9a-f]{32})/Media/(?P<media>ME[0-9a-f]{32})")
_PICTURE: Final = re.compile(
    r"/Messages/(?P<sid>[A-Z]{2}[0-9a-f]{32})/Media/(?P<media>ME[0-9a-f]{32})(?:\.json)?"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the carrier's API says; nothing where something was deleted."""

    status: HTTPStatus
    content: dict[str, Any] | None = field(repr=False, default=None)


@dataclass(frozen=True, slots=True)
class Held:
    """What is remembered of one message."""

    message: bool = False
    """Its sid, its numbers and its times."""
    words: bool = False
    pictures: int = 0

    def __bool__(self) -> bool:
        return self.message or bool(self.pictures)


@dataclass(slots=True)
class Message:
    """A message, as the carrier has it."""

    sid: str
    from_: str = field(repr=False)
    to: str = field(repr=False)
    body: str = field(repr=False)
    inbound: bool
    at: datetime
    status: str
    media: dict[str, str] = field(default_factory=dict)
    """The type of each picture, by its id."""
    error: int | None = None
    """Why it did not arrive."""


class Messages:
    """The messages of one account; safe to ask from many threads."""

    def __init__(self, account_sid: str) -> None:
        """Remember none yet."""
        self._account = account_sid
        self._base = f"/2010-04-01/Accounts/{account_sid}"
        self._messages: dict[str, Message] = {}
        self._gone_media: dict[str, dict[str, str]] = {}
        self._contents: dict[str, bytes] = {}
        self._turn = Lock()

    def receive(
        self,
        *,
        from_: str,
        to: str,
        body: str,
        now: datetime,
        media: Sequence[str] = (),
        contents: Sequence[bytes] = (),
        sid: str | None = None,
    ) -> Message:
        """Remember what somebody has texted.

        Args:
            from_: the sender.
            to: our line.
            body: the words.
            now: when it came.
            media: the types of what came with it.
            contents: the bytes of each, where they are to be had.
            sid: its id, else a new one.
        """
        kind = "MM" if media else "SM"
        pictures = {f"ME{secrets.token_hex(16)}": each for each in media}
        with self._turn:
            self._contents.update(zip(pictures, contents, strict=False))
        return self._keep(
            Message(
                sid or _sid(kind), from_, to, body, inbound=True, at=now, status="received", media=pictures
            )
        )

    def send(self, fields: Mapping[str, str], *, now: datetime, status: str = "queued") -> Message:
        """Remember what was sent to somebody."""
        return self._keep(
            Message(
                _sid("SM"), fields["From"], fields["To"], fields["Body"], inbound=False, at=now, status=status
            )
        )

    def come_to(self, sid: str, status: str, *, error: int | None = None) -> None:
        """A message has come to a state."""
        with self._turn:
            if sid in self._messages:
                self._messages[sid].status = status
                self._messages[sid].error = error

    def held(self, sid: str) -> Held:
        """What is remembered of one message."""
        media = self._media_of(sid) or {}
        with self._turn:
            one = self._messages.get(sid)
            return Held(one is not None, one is not None and bool(one.body), len(media))

    def content(self, path: str) -> tuple[str, bytes] | None:
        """Type and bytes of the picture that is at this path of the API, where they are still had."""
        found = _BYTES.fullmatch(path.removeprefix(self._base))
        media = None if found is None else self._media_of(found["sid"])
        if found is None or media is None or found["media"] not in media:
            return None
        with self._turn:
            content = self._contents.get(found["media"])
            return None if content is None else (media[found["media"]], content)

    def all(self) -> list[Message]:
        """What is remembered, the newest first."""
        with self._turn:
            return sorted(self._messages.values(), key=lambda one: (one.at, one.sid), reverse=True)

    def pictures(self) -> list[str]:
        """The ids of all pictures that are remembered, those of deleted messages too."""
        with self._turn:
            kept = [*(one.media for one in self._messages.values()), *self._gone_media.values()]
            return [sid for media in kept for sid in media]

    def resource(self, one: Message) -> dict[str, Any]:
        """A message as the API writes it."""
        path, when = f"{self._base}/Messages/{one.sid}", format_datetime(one.at)
        return {
            "account_sid": self._account,
            "api_version": "2010-04-01",
            "body": one.body,
            "date_created": when,
            "date_sent": when if one.status in FINAL else None,
            "date_updated": when,
            "direction": "inbound" if one.inbound else "outbound-api",
            "error_code": one.error,
            "error_message": None,
            "from": one.from_,
            "messaging_service_sid": None,
            "num_media": str(len(one.media)),
            "num_segments": str(1 + len(one.body) // SEGMENT),
            "price": None,
            "price_unit": "USD",
            "sid": one.sid,
            "status": one.status,
            "subresource_uris": {"media": f"{path}/Media.json"},
            "to": one.to,
            "uri": f"{path}.json",
        }

    def answer(
        self, method: str, path: str, *, query: Mapping[str, str], fields: Mapping[str, str]
    ) -> Answer:
        """What the API says to a request about messages, but for making one."""
        if not path.startswith(self._base):
            return missing(path)
        rest = path.removeprefix(self._base)
        if rest == "/Messages.json" and method == "GET":
            return self._listed(query)
        if found := _ONE.fullmatch(rest):
            return self._one(method, found["sid"], path, fields)
        if found := _MEDIA.fullmatch(rest):
            return self._media(found["sid"], path)
        if found := _PICTURE.fullmatch(rest):
            return self._picture(method, found["sid"], found["media"], path)
        return missing(path)

    def _keep(self, one: Message) -> Message:
        with self._turn:
            self._messages[one.sid] = one
        return one

    def _listed(self, query: Mapping[str, str]) -> Answer:
        since = query.get("DateSent>", "")[:10]
        wanted = [
            one
            for one in self.all()
            if query.get("To", one.to) == one.to
            and query.get("From", one.from_) == one.from_
            and one.at.date().isoformat() >= since
        ]
        size = min(int(query.get("PageSize", PAGE)), LARGEST_PAGE)
        before = query.get("PageToken", "").removeprefix("PA")
        if before:
            place = next((place for place, one in enumerate(wanted) if _mark(one) < before), len(wanted))
            wanted = wanted[place:]
        shown, page = wanted[:size], int(query.get("Page", 0))

        def uri(number: int, **more: str) -> str:
            kept = {name: value for name, value in query.items() if name not in {"Page", "PageToken"}}
            asked = kept | {"PageSize": str(size), "Page": str(number)} | more
            return f"{self._base}/Messages.json?{urlencode(asked)}"

        more = len(wanted) > size
        content = {
            "messages": [self.resource(one) for one in shown],
            "page": page,
            "page_size": size,
            "start": page * size,
            "end": page * size + max(len(shown) - 1, 0),
            "uri": uri(page),
            "first_page_uri": uri(0),
            "previous_page_uri": None,
            "next_page_uri": uri(page + 1, PageToken=f"PA{_mark(shown[-1])}") if more else None,
        }
        return Answer(HTTPStatus.OK, content)

    def _one(self, method: str, sid: str, path: str, fields: Mapping[str, str]) -> Answer:
        with self._turn:
            one = self._messages.get(sid)
            if one is None:
                return missing(path)
            if method == "GET":
                return Answer(HTTPStatus.OK, self.resource(one))
            if one.status not in FINAL:
                return refusal(HTTPStatus.CONFLICT, 20009, "Resource not complete")
            if method == "DELETE":
                self._gone_media[sid] = self._messages.pop(sid).media
                return Answer(HTTPStatus.NO_CONTENT)
            if fields.get("Body"):
                return refusal(HTTPStatus.BAD_REQUEST, 20001, "Body can only be made empty")
            one.body = ""
            return Answer(HTTPStatus.OK, self.resource(one))

    def _media(self, sid: str, path: str) -> Answer:
        media = self._media_of(sid)
        if media is None:
            return missing(path)
        content = {
            "media_list": [self._picture_resource(sid, one, kind) for one, kind in media.items()],
            "page": 0,
            "page_size": PAGE,
            "start": 0,
            "end": max(len(media) - 1, 0),
            "uri": f"{path}?PageSize={PAGE}&Page=0",
            "first_page_uri": f"{path}?PageSize={PAGE}&Page=0",
            "previous_page_uri": None,
            "next_page_uri": None,
        }
        return Answer(HTTPStatus.OK, content)

    def _picture(self, method: str, sid: str, picture: str, path: str) -> Answer:
        media = self._media_of(sid)
        if media is None or picture not in media:
            return missing(path)
        if method == "DELETE":
            with self._turn:
                media.pop(picture, None)
                self._contents.pop(picture, None)
            return Answer(HTTPStatus.NO_CONTENT)
        return Answer(HTTPStatus.OK, self._picture_resource(sid, picture, media[picture]))

    def _media_of(self, sid: str) -> dict[str, str] | None:
        """The pictures of a message, which stay when it is deleted."""
        with self._turn:
            one = self._messages.get(sid)
            return self._gone_media.get(sid) if one is None else one.media

    def _picture_resource(self, sid: str, picture: str, kind: str) -> dict[str, Any]:
        return {
            "account_sid": self._account,
            "content_type": kind,
            "date_created": None,
            "date_updated": None,
            "parent_sid": sid,
            "sid": picture,
            "uri": f"{self._base}/Messages/{sid}/Media/{picture}.json",
        }


def refusal(status: HTTPStatus, code: int, message: str) -> Answer:
    """An error as Twilio's API words it."""
    more = f"https://www.twilio.com/docs/errors/{code}"
    return Answer(status, {"code": code, "message": message, "more_info": more, "status": status.value})


def missing(path: str) -> Answer:
    """What is not there."""
    return refusal(HTTPStatus.NOT_FOUND, 20404, f"The requested resource {path} was not found")


def _sid(kind: str) -> str:
    return f"{kind}{secrets.token_hex(16)}"


def _mark(one: Message) -> str:
    """Where a message stands among all, as text that sorts like time: a page goes on from it."""
    return f"{one.at.timestamp():020.6f}-{one.sid}"
