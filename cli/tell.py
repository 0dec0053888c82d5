"""Say what went wrong in one sentence, and what to do; the one place of the commands that knows the words."""

import functools
import sys
from collections.abc import Callable, Mapping
from typing import Final, ParamSpec, TypeVar

import typer

from crypto.errors import BadShares, CryptoError
from tipline import errors
from tipline.errors import TiplineError
from tipline.rewards.refusals import LedgerBroken

P = ParamSpec("P")
R = TypeVar("R")

WORDS: Final[Mapping[type[Exception], str]] = {
    errors.StoreUnreachable: "The {store} store cannot be reached. If it is new, run: tipline migrate",
    errors.StoreAtOtherVersion: "The {store} store is at version {found}, this program needs {wanted}. "
    "Run: tipline migrate",
    errors.StoreUnavailable: "The {store} store is locked, full or read-only. Nothing was kept. Try again.",
    errors.KeyFileMissing: "There is no key file {path}. Make it with: tipline keys init",
    errors.KeyFileUnreadable: "The key file {path} does not open: it is damaged, or the passphrase is wrong.",
    errors.WrongKeyFile: "The key file {path} is of the kind {found}, and not {wanted}.",
    errors.KeyNotAllowed: "{path} lies in a key folder where it must not be. Move it away, then start again.",
    errors.RootStillHere: "The recovery secret still lies in {path}, so nothing is served. End the founding "
    "with tipline staff add, until two people hold the inbox and one is of integrity.",
    errors.NoProvenKey: "This program has no proven key for that. If it is new: tipline keys init",
    errors.NoSuchProgram: "There is no such program, or there are several: name one with --program.",
    errors.NoSuchPerson: "Nobody of this program has that name, or they have left.",
    errors.NameTaken: "That name, address or keyword is taken already.",
    errors.WrongFingerprint: "That is not the fingerprint of the stored keys. Stop, and ask the person.",
    errors.NotAnAddress: "That is no address of the carrier: write it as messenger:102542248.",
    errors.NotAPhoneNumber: "That is no phone number: write it as +14165550100, or a short code.",
    errors.SettingRefused: "The setting {name} is missing, malformed or unsafe. See docs/operations.md.",
    errors.AuditBroken: "Entry {number} of the audit trail does not hold.",
    LedgerBroken: "Entry {sequence} of the ledger does not hold: {fault.value}.",
    BadShares: "These shares give no secret: mistyped, too few, or not of one set.",
    CryptoError: "A sealed value does not open.",
}

UNSUITABLE: Final = {
    "name": "The name cannot be used: 1 to 120 letters, on one line.",
    "unit": "The unit's name cannot be used: 1 to 120 letters, on one line.",
    "slug": "The address cannot be used: three or more of a-z, 0-9 and hyphens, and no page of the site.",
    "keyword": "The keyword cannot be used: 2 to 12 letters from A to Z, and no command such as STOP.",
    "time_zone": "There is no such time zone. Write it as America/Toronto.",
    "languages": "The languages cannot be used: write them as en or fr.",
    "outside": "The number outside cannot be a short code: write it as +14165550100.",
    "phone": "The phone number to print is too long: 24 letters at most.",
}
"""Why a value of a new program or person was refused."""


class Stopped(Exception):
    """A command cannot go on; what to tell the person who typed it."""


def sentence(error: Exception) -> str:
    """What to say of an error, with its facts."""
    if isinstance(error, Stopped):
        return str(error)
    if isinstance(error, errors.SettingRefused) and error.name == "data":
        return "Set TIPLINE_DATA to the folder of this deployment."
    if isinstance(error, errors.Unsuitable):
        return UNSUITABLE[error.what]
    for kind in type(error).__mro__:
        if kind in WORDS:
            return WORDS[kind].format(**vars(error))
    return f"It went wrong: {type(error).__name__}."


def told(command: Callable[P, R]) -> Callable[P, R]:
    """Let a command end with a sentence and exit status 1 where it cannot go on."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except (TiplineError, CryptoError, Stopped) as error:
            print(sentence(error), file=sys.stderr)
            raise typer.Exit(1) from None

    return run
