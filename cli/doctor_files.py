"""The doctor looks at files: the folder, the key files, the recovery secret, what the machine swaps."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cli.findings import Finding, good, note, problem
from cli.tell import sentence
from tipline import key_files
from tipline.errors import KeyFileMissing, KeyTrouble
from tipline.settings import Settings

OTHERS: Final = 0o077
"""What neither the group nor anybody else may do with a secret file."""
CHANGE: Final = 0o022
"""What neither may do with a file that must not be changed."""
OWNERS: Final = {key_files.LEDGER: key_files.CONSOLE}
"""Which process a key file belongs to, if it is called otherwise."""
SWAPS: Final = Path("/proc/swaps")


def look_at_files(settings: Settings) -> Iterator[Finding]:
    """Everything that lies in the data folder but the stores."""
    yield from _folder(settings.data)
    if settings.root_key.exists():
        yield problem(
            f"A recovery secret lies in {settings.root_key}: nothing serves until founding is done. "
            "Run: tipline staff add"
        )
    if not settings.roots:
        yield problem("No program has a root in roots.toml. Run: tipline keys init")
    elif settings.roots_file.stat().st_mode & CHANGE:
        yield problem(
            f"{settings.roots_file} can be changed by others: who changes it chooses who is believed."
        )
    for kind in (key_files.PUBLIC, key_files.GATEWAY, key_files.CONSOLE, key_files.LEDGER):
        yield from _key_file(settings, kind)
    if SWAPS.exists() and len(SWAPS.read_text().splitlines()) > 1:
        yield note("This machine swaps: see that its swap is encrypted, or turn it off.")


def _folder(folder: Path) -> Iterator[Finding]:
    if folder.stat().st_mode & OTHERS:
        yield problem(f"{folder} can be looked into by others. Run: chmod 700 {folder}")
    else:
        yield good(f"{folder} is its owner's alone.")


def _key_file(settings: Settings, kind: str) -> Iterator[Finding]:
    folder = settings.key_folder(kind)
    path = folder / f"{kind}.json"
    try:
        if kind == key_files.GATEWAY:
            yield from _gateway(settings, folder)
        elif kind == key_files.PUBLIC:
            key_files.load_public(folder)
        elif kind == key_files.CONSOLE:
            key_files.load_console(folder, beside=settings.credentials)
        else:
            key_files.load_ledger(folder, beside=settings.credentials)
    except KeyFileMissing:
        yield note(f"No {path} here: right, if that process runs on another machine.")
        return
    except KeyTrouble as error:
        yield problem(sentence(error))
        return
    if folder != settings.credentials and path.stat().st_mode & OTHERS:
        yield problem(f"{path} can be read by others. Run: chmod 600 {path}")
    else:
        yield good(f"{path} is the {OWNERS.get(kind, kind)} process's, in its own folder.")


def _gateway(settings: Settings, folder: Path) -> Iterator[Finding]:
    if key_files.gateway_is_locked(folder):
        yield good("The gateway's key file is locked: it asks for its passphrase at the start.")
    elif folder == settings.credentials:
        yield good("The gateway's key file comes as a credential: it is on no disk in the clear.")
    else:
        yield problem(
            "The gateway's key file lies open. Who takes it with the vault learns every live number. "
            "Run: tipline keys lock gateway"
        )
        if not key_files.load_gateway(folder, None).account_sid:
            yield note("The gateway's key file has no carrier's account yet: tipline keys carrier")
    if settings.sms_public_url is None:
        yield note("sms_public_url is not set: the gateway needs it to check the carrier's signatures.")
