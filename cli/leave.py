"""`tipline leave`: a program takes out all that is kept of it, sealed to a key that it names."""

import base64
import os
from hashlib import sha256
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from cli.compose import Exit, SystemClock, everything
from cli.tell import Stopped, told
from crypto.errors import CannotOpen, CryptoError
from crypto.keys import PrivateKey, PublicKey
from tipline import audit
from tipline.access.programs import find_program
from tipline.leaving import open_program, seal_program
from tipline.store.program_tables import ProgramRow

SECRET, PUBLIC = "tipline-leaving-secret-key ", "tipline-leaving-key "
"""What a line of a key file begins with."""


@told
def leave(
    file: Annotated[Path, typer.Argument(help="The file to write, or with --open to read.")],
    *,
    to: Annotated[Path | None, typer.Option(help="The key that it is sealed to: a .pub file.")] = None,
    program: Annotated[str | None, typer.Option(help="Its address; needed where there are several.")] = None,
    new_key: Annotated[
        bool, typer.Option("--new-key", help="Make a key instead: FILE stays secret, FILE.pub is given away.")
    ] = False,
    key: Annotated[
        Path | None, typer.Option("--open", help="The secret key: write the tar of FILE beside it.")
    ] = None,
) -> None:
    """Take out all that is kept of a program, sealed to a key that it names; or make that key, or open it."""
    if new_key:
        _make(file)
    elif key is not None:
        _open(file, key)
    elif to is not None:
        with everything() as opened:
            _seal(opened, program, file, to)
    else:
        raise Stopped("Say to which key: --to KEYFILE. The program makes it where it goes, by --new-key.")


def _make(file: Path) -> None:
    key, public = PrivateKey.generate(), file.with_name(file.name + ".pub")
    with _fresh(file) as secret, _fresh(public) as given:
        secret.write(SECRET.encode() + base64.b64encode(key.seed) + b"\n")
        given.write(PUBLIC.encode() + base64.b64encode(key.public().raw) + b"\n")
    print(f"Key: {_short(key.public())}")
    print(f"Keep {file} where the program goes, and nowhere else. Give {public} to whoever runs this one.")


def _seal(opened: Exit, slug: str | None, file: Path, to: Path) -> None:
    try:
        public = PublicKey.from_bytes(_key(to, PUBLIC))
    except CryptoError:
        raise Stopped(f"{to} is no public key that --new-key made.") from None
    with opened.tips.read() as tips:
        program: ProgramRow = find_program(tips, slug)
    with _fresh(file) as into:
        with opened.tips.transaction() as tips:
            audit.record(
                tips,
                program_id=program.program_id,
                action=audit.Action.TAKEN_OUT,
                by=None,
                detail=f"key {_short(public)}",
                at=SystemClock().now(),
                signer=None,
            )
        count = seal_program(opened.stores, program.program_id, to=public, into=into)
    print(f"{program.name}: {count:,} rows are in {file}, sealed to the key {_short(public)}.")
    print("Compare the key with whoever holds it. Nothing was deleted here.")


def _open(file: Path, key: Path) -> None:
    out = file.with_name(file.name + ".tar")
    try:
        secret = PrivateKey.from_seed(_key(key, SECRET))
    except CryptoError:
        raise Stopped(f"{key} is no secret key that --new-key made.") from None
    try:
        with file.open("rb") as source, _fresh(out) as into:
            open_program(source, key=secret, into=into)
    except CannotOpen:
        out.unlink(missing_ok=True)
        raise Stopped(f"{file} does not open: it is sealed to another key, or was changed or cut.") from None
    except OSError:
        raise Stopped(f"{file} cannot be read.") from None
    print(f"Opened: {out}. It lies there in the clear; move it to where it belongs, and delete it here.")


def _short(public: PublicKey) -> str:
    """What two people compare of a key, 80 bits: who wants to pass off another has to find one that fits."""
    return sha256(public.raw).hexdigest()[:20]


def _key(path: Path, mark: str) -> bytes:
    """The bytes of a key file; none that is right where it is another file."""
    try:
        line = path.read_text("ascii")
        return base64.b64decode(line.removeprefix(mark), validate=False) if line.startswith(mark) else b""
    except OSError:
        raise Stopped(f"{path} cannot be read.") from None
    except ValueError:
        return b""


def _fresh(path: Path) -> BinaryIO:
    """A new file for its owner alone.

    Raises:
        Stopped: something is there already, or it cannot be made.
    """
    try:
        return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")
    except FileExistsError:
        raise Stopped(f"{path} is there already. Name another file.") from None
    except OSError:
        raise Stopped(f"{path} cannot be made.") from None
