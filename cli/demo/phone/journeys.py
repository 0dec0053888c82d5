"""How a text that the gateway sent comes to its phone, step by step, each of them told to `/sms/status`."""

import asyncio
from collections.abc import Mapping
from typing import Final

import requests
from twilio.request_validator import RequestValidator

from cli.demo.config import PhoneConfig
from cli.demo.phone.handsets import Handset, Way
from cli.demo.phone.messages import Message, Messages

TIMEOUT_SECONDS: Final = 15.0
OUT_OF_REACH: Final = 30003
STATUS: Final[Mapping[Way, str]] = {
    Way.SENT: "sent",
    Way.DELIVERED: "delivered",
    Way.UNDELIVERED: "undelivered",
}


class Journeys:
    """What is under way. A report that the gateway does not take is told once and no more, as in life."""

    def __init__(self, config: PhoneConfig, messages: Messages) -> None:
        """Nothing is under way yet."""
        self._config = config
        self._messages = messages
        self._under_way: set[asyncio.Task[None]] = set()

    def begin(self, message: Message, phone: Handset, *, told_at: str) -> None:
        """Let a text set out; it arrives in a moment if its phone can be reached then.

        Args:
            message: what the carrier has of it.
            phone: where it goes.
            told_at: the address that was given with it (`StatusCallback`), or none.
        """
        task = asyncio.create_task(self._go(message, phone, told_at))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def arrive(self) -> None:
        """Wait until nothing is under way."""
        await asyncio.gather(*self._under_way)

    async def _go(self, message: Message, phone: Handset, told_at: str) -> None:
        for last in (False, True):
            await asyncio.sleep(self._config.step_seconds)
            way = Way.SENT if not last else Way.DELIVERED if phone.reachable else Way.UNDELIVERED
            code = OUT_OF_REACH if way is Way.UNDELIVERED else None
            self._messages.come_to(message.sid, STATUS[way], error=code)
            phone.come_to(message.sid, way, code=code)
            await asyncio.to_thread(self._tell, message, STATUS[way], code, told_at)

    def _tell(self, message: Message, status: str, code: int | None, told_at: str) -> None:
        """POST a report as Twilio does, signed: to our gateway alone, whatever address came along."""
        path = told_at.removeprefix(self._config.public_url)
        if path == told_at or not path.startswith("/"):
            return
        fields = {
            "SmsSid": message.sid,
            "SmsStatus": status,
            "MessageStatus": status,
            "To": message.to,
            "MessageSid": message.sid,
            "AccountSid": self._config.account_sid,
            "From": message.from_,
            "ApiVersion": "2010-04-01",
        } | ({} if code is None else {"ErrorCode": str(code)})
        signature = RequestValidator(self._config.auth_token).compute_signature(told_at, fields)
        try:
            requests.post(
                f"{self._config.gateway_url}{path}",
                data=fields,
                headers={"X-Twilio-Signature": signature, "User-Agent": "TwilioProxy/1.1"},
                timeout=TIMEOUT_SECONDS,
            )
        except requests.RequestException:
            return
