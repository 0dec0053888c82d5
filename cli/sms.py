"""`tipline sms`: what a text needs on its way to us and back, and what the carrier may still have."""

from collections.abc import Iterator
from typing import Final

import typer

from cli import ask
from cli.findings import Finding, Grade, problem
from cli.sms_check import lines_of, look_at_numbers, look_at_webhook
from cli.tell import Stopped, told
from sms.account import Account
from tipline import key_files
from tipline.carrier_errors import CarrierRefused, CarrierUnavailable
from tipline.intake.texts.erasures import owed_by_day
from tipline.key_files import GatewayKeys
from tipline.runtime import forbid_core_dumps
from tipline.settings import Settings
from tipline.store.db import open_store
from tipline.store.vault_tables import Remains
from tipline.vocabulary import StoreName

WORDS: Final = {
    Remains.RECEIVED: "received",
    Remains.PICTURES: "received, with pictures",
    Remains.SENT: "sent",
}

app = typer.Typer(no_args_is_help=True, help="The carrier: its numbers, and what it may still have.")


@app.command("check")
@told
def check() -> None:
    """Look at each number as the carrier has it, and send the gateway a signed request that says nothing.

    Exit status 1 if something must be put right. Nothing is changed at the carrier.
    """
    forbid_core_dumps()
    settings = Settings.load()
    if settings.sms_public_url is None:
        raise Stopped(
            "Set sms_public_url: the address, before /sms/inbound, that the carrier calls and signs."
        )
    keys = _keys(settings)
    if not keys.account_sid or not keys.auth_tokens:
        raise Stopped("The gateway's key file has no carrier's account. Run: tipline keys carrier")
    webhook = f"{settings.sms_public_url}/sms/inbound"
    tips = open_store(StoreName.TIPS, settings.store_url(StoreName.TIPS))
    try:
        lines = lines_of(tips)
    finally:
        tips.close()
    found = [*_numbers(settings, keys, lines, webhook), *look_at_webhook(keys, webhook=webhook)]
    for finding in found:
        print(finding)
    if any(finding.grade is Grade.PROBLEM for finding in found):
        raise typer.Exit(1)


@app.command("erased")
@told
def erased() -> None:
    """What the carrier may still have, by the day on which it should have been gone: counts, and no number.

    Nothing is opened, and the carrier is not asked.
    """
    settings = Settings.load()
    vault = open_store(StoreName.VAULT, settings.store_url(StoreName.VAULT))
    try:
        with vault.look() as connection:
            owed = owed_by_day(connection)
    finally:
        vault.close()
    if not owed:
        print("All that is kept here was erased at the carrier.")
        return
    print("The carrier may still have, by the day on which it should have been gone:")
    for day, kind, count in owed:
        print(f"  {day.isoformat()}  {count:>7,}  {WORDS[kind]}")


def _numbers(settings: Settings, keys: GatewayKeys, lines: list[str], webhook: str) -> Iterator[Finding]:
    account = Account(account_sid=keys.account_sid, auth_token=keys.auth_tokens[0], url=settings.carrier_url)
    try:
        numbers = account.numbers()
    except CarrierRefused as refused:
        yield problem(
            f"The carrier does not know this account or token (error {refused.code or 'without a code'})."
        )
    except CarrierUnavailable:
        yield problem("The carrier cannot be asked now.")
    else:
        yield from look_at_numbers(numbers, lines=lines, webhook=webhook)


def _keys(settings: Settings) -> GatewayKeys:
    folder = settings.key_folder(key_files.GATEWAY)
    locked = key_files.gateway_is_locked(folder)
    return key_files.load_gateway(
        folder, (lambda: ask.for_secret("The gateway's passphrase")) if locked else None
    )
