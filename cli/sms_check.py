"""`tipline sms check`: whether the carrier brings what is texted to our numbers to us, and to nobody else."""

from collections.abc import Collection, Iterator, Sequence
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

import requests
from sqlalchemy import select
from twilio.request_validator import RequestValidator

from cli.findings import Finding, good, note, problem
from sms.account import NumberSetUp, Place
from tipline.key_files import GatewayKeys
from tipline.store.columns import table
from tipline.store.db import Store
from tipline.store.program_tables import OTHER_KINDS, LineRow

PROBE_SECONDS: Final = 10.0

ADVANCED_OPT_OUT: Final = (
    "Whether Advanced Opt-Out is on cannot be asked of the carrier by any call that it publishes. Look at "
    "its console: Messaging, Services, the service, Opt-Out Management. Both are right: where the carrier "
    "answers STOP itself it says so in the webhook, and we stay silent; where it is off we answer."
)


def lines_of(tips: Store) -> list[str]:
    """The numbers on which programs of this deployment are texted.

    Raises:
        StoreUnavailable: the tips cannot be read.
    """
    numbers = table(LineRow).c.number
    with tips.read() as session:
        rows = session.connection().execute(select(numbers).where(numbers.not_like(OTHER_KINDS)).distinct())
        return sorted(row.number for row in rows)


def look_at_numbers(
    numbers: Sequence[NumberSetUp], *, lines: Collection[str], webhook: str
) -> Iterator[Finding]:
    """Each of our lines as the carrier has it, and whatever else of the account comes to us.

    Args:
        numbers: what the account has.
        lines: what our programs are texted on.
        webhook: the address that is to be called.
    """
    there = {one.number: one for one in numbers}
    for line in sorted(lines):
        if (one := there.get(line)) is None:
            yield problem(f"{line}: the account does not have this number, and a program is texted on it.")
        else:
            yield from _look_at(one, webhook)
    for one in numbers:
        if one.number not in lines and one.webhook.url == webhook:
            yield problem(
                f"{one.number}: comes to us, and no program is texted on it: what it brings is not stored."
            )
    if any(one.service is not None for one in numbers):
        yield note(ADVANCED_OPT_OUT)


def _look_at(one: NumberSetUp, webhook: str) -> Iterator[Finding]:
    where = f"{one.number} (messaging service {one.service})" if one.service else one.number
    faults = list(_faults(one.webhook, webhook))
    for fault in faults:
        yield problem(f"{where}: {fault}")
    if not faults:
        yield good(f"{where}: what is texted comes to {webhook} by POST.")
    yield _fallback(where, one.fallback, webhook)
    if not one.texts:
        yield problem(f"{where}: this number cannot take texts.")
    elif not one.pictures:
        yield note(f"{where}: this number takes no pictures.")


def _faults(place: Place, webhook: str) -> Iterator[str]:
    if not place.url:
        yield f"the carrier brings its texts nowhere. Set the webhook to {webhook}"
    elif place.url != webhook:
        yield f"its texts go to another address, on {_host(place.url)}. Set the webhook to {webhook}"
    elif place.method != "POST":
        called = place.method or "no method"
        yield f"the webhook is called by {called}, which puts texts into addresses. Set POST."


def _fallback(where: str, place: Place, webhook: str) -> Finding:
    """What the carrier does where we do not answer: nobody but us may be brought a tip."""
    if not place.url:
        return note(
            f"{where}: has no fallback. A text that finds us away waits at the carrier until we ask for it."
        )
    if _host(place.url) != _host(webhook):
        return problem(
            f"{where}: the fallback is on {_host(place.url)}, which is not ours: it would be brought tips in "
            "the clear. Take it out, or set a second gateway of this deployment."
        )
    if place.method != "POST":
        return problem(f"{where}: the fallback is called by {place.method or 'no method'}. Set POST.")
    return good(f"{where}: the fallback is ours.")


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "no host").casefold()


def look_at_webhook(keys: GatewayKeys, *, webhook: str) -> Iterator[Finding]:
    """Whether a request signed as the carrier signs reaches the gateway, and one that is not is refused.

    The request brings no text: it is answered in silence, and nothing is stored.
    """
    fields = {"AccountSid": keys.account_sid}
    for place, token in enumerate(keys.auth_tokens, start=1):
        which = f"under token {place} of {len(keys.auth_tokens)}"
        status = _asked(webhook, fields, RequestValidator(token).compute_signature(webhook, fields))
        if status is None:
            yield problem(
                f"{webhook} cannot be reached from here. Is the gateway served, and the proxy before it?"
            )
            return
        if status == HTTPStatus.OK:
            yield good(f"A signed request {which} reaches the gateway.")
        elif status == HTTPStatus.FORBIDDEN:
            yield problem(
                f"A signed request {which} is refused: the gateway has another token or account (start it "
                "again after `tipline keys carrier`), or its sms_public_url is not what the carrier calls."
            )
        else:
            yield problem(
                f"A signed request {which} is answered {status}. Does the proxy pass it to the gateway?"
            )
    if _asked(webhook, fields, "") != HTTPStatus.FORBIDDEN:
        yield problem(
            f"A request that nobody signed is not refused at {webhook}: something else answers there."
        )


def _asked(url: str, fields: dict[str, str], signature: str) -> int | None:
    headers = {"X-Twilio-Signature": signature}
    try:
        answer = requests.post(url, fields, headers=headers, timeout=PROBE_SECONDS, allow_redirects=False)
    except requests.RequestException:
        return None
    return answer.status_code
