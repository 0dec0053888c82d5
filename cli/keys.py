"""`tipline keys`: the ceremony of the recovery secret, and the gateway's locked file."""

import secrets
from dataclasses import replace
from typing import Annotated

import typer
from sqlmodel import Session, select

from cli import ask, founding, root_file
from cli.compose import Office, SystemClock, office
from cli.tell import Stopped, told
from crypto.shares import combine
from tipline import key_files
from tipline.access.founding import RecoverySecret
from tipline.access.programs import programs
from tipline.access.recovery import recover
from tipline.errors import NoSuchPerson
from tipline.keyring import load
from tipline.settings import Settings, read_roots
from tipline.store.program_tables import PersonRow, ProgramRow
from tipline.vocabulary import ID_SIZE, ProgramId, fold

app = typer.Typer(no_args_is_help=True, help="Key files, the recovery secret and its shares.")

Threshold = Annotated[int, typer.Option(help="How many shares give the secret back.")]
Shares = Annotated[int, typer.Option(help="How many shares are made.")]


@app.command("init")
@told
def init(threshold: Threshold = 3, shares: Shares = 5) -> None:
    """Make the key files that are missing, and each new program's recovery secret; show its shares once.

    It may come before `tipline program add` or after it.
    """
    founding.split_or_stop(RecoverySecret.draw(), threshold=threshold, count=shares)
    with office() as opened:
        settings, now = opened.settings, SystemClock().now()
        for kind in founding.make_key_files(settings, now=now):
            print(f"Made the key file {settings.key_folder(kind)}/{kind}.json")
        founding.require_gateway(settings)
        waiting = _without_root(opened)
        if not waiting:
            print(
                "Every program has its recovery key. To found another: tipline program add, then this again."
            )
        for program_id, program in waiting:
            kept = founding.draw_secret(settings, program_id)
            if program is not None:
                founding.found(opened, program, kept.secret, now=now)
            name = program.name if program is not None else "the program that you add next"
            show_shares(kept.secret, name=name, threshold=threshold, count=shares)
            founding.mark_shown(settings, program_id)
            print(f"The root of {name} stands in {settings.roots_file}: every process needs that file.")
            print(
                f"The secret lies in {settings.root_key} until founding is done; until then nothing serves."
            )
            print("Now: tipline staff add" if program is not None else "Now: tipline program add")


@app.command("recover")
@told
def recover_access(
    person: Annotated[str | None, typer.Option(help="The name that the person signs in with.")] = None,
    fingerprint: Annotated[
        str | None, typer.Option(help="Of somebody who still waits: as they read it out.")
    ] = None,
    threshold: Threshold = 3,
    shares: Shares = 5,
) -> None:
    """Put the secret together from its shares, and make a named person a holder again.

    The shares are typed, or come on standard input, one a line. Nothing of the secret is kept here, and new
    shares are shown.
    """
    founding.split_or_stop(RecoverySecret.draw(), threshold=threshold, count=shares)
    with office() as opened:
        name = ask.for_value(person, "Who comes to hold the keys? Their name")
        secret = RecoverySecret(combine(ask.for_lines("Share")))
        program = _program_of(opened, secret)
        with opened.transaction() as (tips, keys):
            found = recover(
                tips,
                keys,
                program=load(
                    tips.connection(),
                    program.program_id,
                    secret.root().verify_key(),
                    watch_staff=True,
                ),
                secret=secret,
                person_id=_person(tips, program, name).person_id,
                fingerprint=fingerprint,
                now=SystemClock().now(),
            )
        print(f"{name} was granted {found.granted} keys of {program.name}. The audit trail says so.")
        show_shares(secret, name=program.name, threshold=threshold, count=shares)
        print("Destroy all the old shares now: enough of them together still give the secret.")


@app.command("lock")
@told
def lock(process: Annotated[str, typer.Argument(help="Which file: gateway.")] = key_files.GATEWAY) -> None:
    """Lock the gateway's key file by a passphrase, which is asked for whenever it starts."""
    if process != key_files.GATEWAY:
        raise Stopped("Only the gateway's key file can be locked: tipline keys lock gateway")
    folder = Settings.load().key_folder(key_files.GATEWAY)
    if key_files.gateway_is_locked(folder):
        raise Stopped("The gateway's key file is locked already.")
    keys = key_files.load_gateway(folder, None)
    passphrase = ask.for_secret("A new passphrase for the gateway", twice=True)
    key_files.write_gateway(folder, key_files.locked_by(keys, passphrase))
    print("Locked. `tipline serve sms` asks for the passphrase, or reads it from standard input.")
    print("What a disk keeps of the open file is beyond a program: lock it before real use.")


@app.command("carrier")
@told
def carrier(
    account_sid: Annotated[str | None, typer.Option(help="The carrier's account, AC…")] = None,
    add: Annotated[
        bool, typer.Option(help="Keep the old token too, while the carrier changes over.")
    ] = False,
) -> None:
    """Put the carrier's account and token into the gateway's key file.

    The token is asked for, or read from standard input: after the passphrase, if the file is locked.
    """
    folder = Settings.load().key_folder(key_files.GATEWAY)
    locked = key_files.gateway_is_locked(folder)
    keys = key_files.load_gateway(
        folder, (lambda: ask.for_secret("The gateway's passphrase")) if locked else None
    )
    account = ask.for_value(account_sid, "The carrier's account (AC…)")
    token = ask.for_secret("The carrier's auth token")
    tokens = (token, *(old for old in keys.auth_tokens if add and old != token))
    key_files.write_gateway(folder, replace(keys, account_sid=account, auth_tokens=tokens))
    print("Written. Start the gateway again.")


def show_shares(secret: RecoverySecret, *, name: str, threshold: int, count: int) -> None:
    """Print the shares of a secret."""
    shares = founding.split_or_stop(secret, threshold=threshold, count=count)
    print(f"\nRecovery shares of {name}: any {threshold} of these {count} give everything back.")
    print("Write each by hand on a sheet of its own, for a person of its own. They are shown this once.\n")
    for number, share in enumerate(shares, start=1):
        print(f"Share {number}: {share}\n")


def _without_root(opened: Office) -> list[tuple[ProgramId, ProgramRow | None]]:
    """The programs without a root, or whose shares nobody has seen; before the first one, a place for it."""
    kept = root_file.read(opened.settings.root_key)
    roots = read_roots(opened.settings.roots_file)
    with opened.tips.read() as tips:
        known = {program.program_id: program for program in programs(tips)}
    unseen = [program for program, entry in kept.items() if not entry.shown]
    waiting = [program for program in known if program not in roots]
    if not known and not kept and not roots:
        waiting.append(ProgramId(secrets.token_bytes(ID_SIZE)))
    return [(program, known.get(program)) for program in dict.fromkeys((*unseen, *waiting))]


def _program_of(opened: Office, secret: RecoverySecret) -> ProgramRow:
    """The program whose root this secret gives."""
    root = secret.root().verify_key().raw
    with opened.tips.read() as tips:
        for program in programs(tips):
            if opened.settings.roots.get(program.program_id) == root:
                return program
    raise Stopped("These shares are of no program of this deployment.")


def _person(tips: Session, program: ProgramRow, name: str) -> PersonRow:
    person = tips.exec(
        select(PersonRow).where(PersonRow.program_id == program.program_id, PersonRow.sign_in == fold(name))
    ).first()
    if person is None:
        raise NoSuchPerson
    return person
