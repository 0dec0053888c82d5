"""What the commands of a founding share: key files, secrets, roots, in an order that a crash cannot spoil."""

from datetime import datetime

from sqlmodel import Session, select

from cli import root_file
from cli.compose import Office
from cli.root_file import Kept
from cli.tell import Stopped
from crypto.shares import split
from tipline import key_files
from tipline.access.founding import Founded, RecoverySecret, found_program, founded
from tipline.errors import KeyFileMissing
from tipline.gateway_months import publish
from tipline.keyring import load
from tipline.settings import Settings, read_roots, write_roots
from tipline.store.program_tables import CertificateRow, ProgramRow
from tipline.vocabulary import ProgramId


def make_key_files(settings: Settings, *, now: datetime) -> list[str]:
    """Make the key files that are missing, and tell which.

    Only before the first program is founded: later a missing file means that it lies on another machine, and
    a new one would make every reporter's code worthless.
    """
    kinds = (key_files.PUBLIC, key_files.GATEWAY, key_files.CONSOLE, key_files.LEDGER)
    missing = [kind for kind in kinds if not (settings.key_folder(kind) / f"{kind}.json").exists()]
    if settings.roots and not root_file.read(settings.root_key):
        return []
    for kind in missing:
        folder = settings.key_folder(kind)
        if kind == key_files.PUBLIC:
            key_files.write_public(folder, key_files.new_public_keys())
        elif kind == key_files.GATEWAY:
            key_files.write_gateway(folder, key_files.new_gateway_keys(now))
        elif kind == key_files.CONSOLE:
            key_files.write_console(folder, key_files.new_console_keys())
        else:
            key_files.write_ledger(folder, key_files.new_ledger_keys())
    return missing


def draw_secret(settings: Settings, program_id: ProgramId) -> Kept:
    """Draw a program's recovery secret and put its root into the settings; the secret is kept first."""
    kept = root_file.read(settings.root_key)
    if program_id not in kept:
        kept[program_id] = Kept(RecoverySecret.draw(), shown=False)
        root_file.write(settings.root_key, kept)
    secret = kept[program_id].secret
    roots = read_roots(settings.roots_file) | {program_id: secret.root().verify_key().raw}
    write_roots(settings.roots_file, roots)
    return kept[program_id]


def found(office: Office, program: ProgramRow, secret: RecoverySecret, *, now: datetime) -> None:
    """Sign a program's first keys, unless that was done before.

    Raises:
        KeyTrouble: the gateway's key file is not here.
    """
    folder = office.settings.key_folder(key_files.GATEWAY)
    gateway = key_files.gateway_verify_key(folder)
    with office.transaction() as (tips, keys):
        if _is_founded(tips, program.program_id):
            return
        found_program(tips, keys, program_id=program.program_id, secret=secret, gateway=gateway, now=now)
        if not key_files.gateway_is_locked(folder):
            publish(tips.connection(), key_files.load_gateway(folder, None), program.program_id)


def mark_shown(settings: Settings, program_id: ProgramId) -> None:
    """Remember that a secret's shares have been shown: they are shown once."""
    kept = root_file.read(settings.root_key)
    kept[program_id] = Kept(kept[program_id].secret, shown=True)
    root_file.write(settings.root_key, kept)


def split_or_stop(secret: RecoverySecret, *, threshold: int, count: int) -> list[str]:
    """Shares of a secret.

    Raises:
        Stopped: threshold and count do not fit.
    """
    try:
        return split(secret.raw, threshold=threshold, count=count)
    except ValueError:
        raise Stopped(
            "Choose a threshold from 2 up to the number of shares, and 16 shares at most."
        ) from None


def how_far(office: Office, program_id: ProgramId, secret: RecoverySecret) -> Founded:
    """How far a program's founding has come."""
    with office.tips.read() as tips:
        return founded(load(tips.connection(), program_id, secret.root().verify_key(), watch_staff=False))


def forget_secret(settings: Settings, program_id: ProgramId) -> None:
    """Destroy a program's secret: from now on it is on paper alone."""
    kept = root_file.read(settings.root_key)
    kept.pop(program_id, None)
    root_file.write(settings.root_key, kept)


def require_gateway(settings: Settings) -> None:
    """See that the gateway's key file is here, without which no program can be founded.

    Raises:
        Stopped: it is on another machine.
    """
    try:
        key_files.gateway_verify_key(settings.key_folder(key_files.GATEWAY))
    except KeyFileMissing as missing:
        raise Stopped(
            f"{missing.path} is not here. Bring it from the machine that runs the gateway; a new one would "
            "be another gateway."
        ) from None


def _is_founded(tips: Session, program_id: ProgramId) -> bool:
    return (
        tips.exec(select(CertificateRow.kind).where(CertificateRow.program_id == program_id)).first()
        is not None
    )
