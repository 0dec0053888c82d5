"""Who may speak at the webhook: the carrier alone, by the signature that it puts on each request.

Twilio signs the public URL, whole, and every parameter, blank and repeated ones too. Both are therefore
taken as they came, and never from the fields that we happen to read.
"""

import hmac
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import parse_qs, parse_qsl, urlsplit

from twilio.request_validator import RequestValidator

FORM: Final = "application/x-www-form-urlencoded"

_MOST_FIELDS: Final = 1000
"""The carrier sends about thirty."""


class Fields(Mapping[str, str]):
    """The parameters of a request in a shape that the validator reads whole: it asks for `getall`."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Keep every pair; reading one name gives its last value."""
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value)

    def __getitem__(self, name: str) -> str:
        return self._values[name][-1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self)})"

    def getall(self, name: str) -> list[str]:
        """Every value of one name, in order."""
        return list(self._values[name])


def read_fields(body: bytes) -> Fields | None:
    """The parameters of a form body, or nothing where it is not one that the carrier would send."""
    try:
        return Fields(
            parse_qsl(
                body.decode("ascii"),
                keep_blank_values=True,
                encoding="utf-8",
                errors="strict",
                max_num_fields=_MOST_FIELDS,
            )
        )
    except ValueError:
        return None


def read_params(body: bytes, *, kind: str) -> Fields | str | None:
    """What is signed beside the address: the fields of a form, or any other body as text.

    Nothing where it is no body that the carrier would send.

    Args:
        body: as it came.
        kind: the value of `Content-Type`.
    """
    if kind.partition(";")[0].strip().lower() == FORM:
        return read_fields(body)
    try:
        return body.decode("utf-8")
    except ValueError:
        return None


class Signatures:
    """What the carrier's signatures are checked with: the public URL and the tokens that are in force."""

    def __init__(self, *, public_url: str, tokens: Sequence[str]) -> None:
        """Take signatures over `public_url` and what follows it, under any of `tokens`."""
        self._public_url = public_url.rstrip("/")
        self._validators = [RequestValidator(token) for token in tokens]

    def holds(self, *, target: str, params: Fields | str, signature: str) -> bool:
        """Whether one of the tokens signed this request.

        Two tokens count while one is being replaced by the other.

        Args:
            target: path and query as they were sent, still encoded.
            params: the form's fields; or the body as text, whose hash must be in the query (`bodySHA256`).
            signature: the value of `X-Twilio-Signature`.
        """
        if isinstance(params, str) and not _has_hash(target):
            return False
        url = self._public_url + target
        return any(
            _signed_as_it_stands(validator, url, params, signature)
            or validator.validate(url, params, signature)
            for validator in self._validators
        )


def _has_hash(target: str) -> bool:
    """Whether the address that is signed says what the body is; the validator counts on it."""
    return "bodySHA256" in parse_qs(urlsplit(target).query)


def _signed_as_it_stands(validator: RequestValidator, url: str, params: Fields | str, signature: str) -> bool:
    """Whether the signature is over this very URL: nearly always, and one computation instead of two.

    `validate` also takes one over the URL with or without its port, since the carrier signs either.
    """
    if not isinstance(params, Fields):
        return False
    computed: str = validator.compute_signature(url, params)
    return hmac.compare_digest(computed.encode(), signature.encode("utf-8", "replace"))
