"""Make the vectors that are not there yet: `python -m tests.vectors.make`.

A vector that is there is never made again: what it holds must open for ever. A
format that changes gets a new version byte and new vectors beside the old ones.
"""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from tests.vectors import make_files, make_sealed, make_signed, make_typed
from tests.vectors.parts import Vector

FOLDER: Final = Path(__file__).parent

MAKERS: Final[Mapping[str, Callable[[], list[Vector]]]] = {
    "certificates": make_signed.certificates,
    "chain": make_typed.chains,
    "claim-code": make_typed.claim_codes,
    "code-secrets": make_typed.code_secrets,
    "context": make_typed.contexts,
    "disposal-epoch": make_signed.disposal_epochs,
    "epoch": make_signed.epochs,
    "file": make_files.files,
    "fingerprint": make_signed.fingerprints,
    "grant": make_sealed.grants,
    "lock": make_sealed.locks,
    "opening": make_signed.openings,
    "original-half": make_files.original_halves,
    "original-key": make_files.original_keys,
    "padding": make_typed.paddings,
    "passphrase": make_sealed.passphrases,
    "password-lock": make_sealed.password_locks,
    "private-key": make_signed.private_keys,
    "pseudonym": make_typed.pseudonyms,
    "public-key": make_signed.public_keys,
    "record": make_sealed.records,
    "seal": make_sealed.seals,
    "session": make_sealed.sessions,
    "shares": make_typed.shares,
    "signature": make_signed.signatures,
    "tip-number": make_typed.tip_numbers,
    "typed-code": make_typed.typed_codes,
}


def main() -> None:
    """Write each missing file."""
    for name, maker in MAKERS.items():
        path = FOLDER / f"{name}.json"
        if path.exists():
            continue
        about = (maker.__doc__ or "").strip()
        document = {"format": name, "about": about, "vectors": maker()}
        path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        sys.stdout.write(f"made {path.name}\n")


if __name__ == "__main__":
    main()
