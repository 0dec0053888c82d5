"""For each byte format, the one call of `crypto` that a vector puts to the test."""

from collections.abc import Callable, Mapping
from dataclasses import astuple
from hashlib import sha256
from typing import Final, TypeAlias

from crypto.chain import check
from crypto.codes import ReporterCode, code_secrets, read_code
from crypto.context import Purpose, context
from crypto.errors import NotProven
from crypto.keys import PrivateKey, PublicKey, fingerprint
from crypto.locker import PasswordLock, open_lock, resume, session_id
from crypto.numbers import read_claim_code, read_number
from crypto.opening import OpeningRequest
from crypto.originals import open_half
from crypto.padding import unpad
from crypto.passphrase import unlock_by_passphrase
from crypto.proof import (
    Certificate,
    CertificateKind,
    DisposalStatement,
    EpochStatement,
    Trusted,
    trusted,
)
from crypto.pseudonym import keyed_name
from crypto.sealing import open_record, seal, unlock, unseal
from crypto.shares import combine, recovery_key, root_key
from crypto.signing import VerifyKey
from crypto.stream import open_file, original_key
from crypto.words import word_list
from tests.vectors.inputs import Inputs

Outputs: TypeAlias = dict[str, object]

PIECE: Final = 10_000
"""A sealed file is read in pieces that fit no boundary of the format."""


def _context(given: Inputs) -> Outputs:
    parts: list[bytes | str | int] = []
    for part in given.inners("parts"):
        if "bytes" in part.values:
            parts.append(part.raw("bytes"))
        elif "text" in part.values:
            parts.append(part.text("text"))
        else:
            parts.append(part.number("integer"))
    return {"context": context(given.purpose("purpose"), *parts).hex()}


def _padding(given: Inputs) -> Outputs:
    return {"content": unpad(given.raw("padded")).hex()}


def _private_key(given: Inputs) -> Outputs:
    key = PrivateKey.from_seed(given.raw("seed"))
    return {"public": key.public().raw.hex(), "verify": key.signing().verify_key().raw.hex()}


def _public_key(given: Inputs) -> Outputs:
    key = PublicKey.from_bytes(given.raw("public"))
    seal(b"", key, context=b"")
    return {"sha256": sha256(key.raw).hexdigest()}


def _fingerprint(given: Inputs) -> Outputs:
    public, verify = PublicKey.from_bytes(given.raw("public")), VerifyKey(given.raw("verify"))
    return {"fingerprint": fingerprint(public, verify)}


def _seal(given: Inputs) -> Outputs:
    key = PrivateKey.from_seed(given.raw("seed"))
    return {"data": unseal(given.raw("sealed"), key, context=given.raw("context")).hex()}


def _record(given: Inputs) -> Outputs:
    key = PrivateKey.from_seed(given.raw("seed"))
    opened = open_record(given.raw("sealed"), key, context=given.raw("context"))
    if not opened.signed_by(VerifyKey(given.raw("verify"))):
        raise NotProven
    return {"content": opened.content.hex()}


def _grant(given: Inputs) -> Outputs:
    key = PrivateKey.from_seed(given.raw("holder_seed"))
    place = context(Purpose.GRANT, given.raw("program"), given.raw("holder"), given.raw("subject"))
    return {"subject_seed": unseal(given.raw("sealed"), key, context=place).hex()}


def _lock(given: Inputs) -> Outputs:
    data = unlock(given.raw("locked"), given.raw("key"), context=given.raw("context"))
    return {"data": data.hex()}


def _passphrase(given: Inputs) -> Outputs:
    data = unlock_by_passphrase(given.raw("locked"), given.text("passphrase"), context=given.raw("context"))
    return {"data": data.hex()}


def _password_lock(given: Inputs) -> Outputs:
    stored = PasswordLock(
        salt=given.raw("salt"),
        memory_kib=given.number("memory_kib"),
        passes=given.number("passes"),
        check=given.raw("check"),
        locked=given.raw("locked"),
    )
    seed = open_lock(
        stored,
        password=given.text("password"),
        console_key=given.raw("console_key"),
        program=given.raw("program"),
        person=given.raw("person"),
    )
    return {"seed": seed.hex()}


def _session(given: Inputs) -> Outputs:
    token = given.raw("token")
    seed = resume(
        token,
        given.raw("sealed"),
        console_key=given.raw("console_key"),
        program=given.raw("program"),
        person=given.raw("person"),
    )
    return {"seed": seed.hex(), "session_id": session_id(token).hex()}


def _signature(given: Inputs) -> Outputs:
    VerifyKey(given.raw("verify")).verify(
        given.raw("signature"), given.raw("message"), context=given.raw("context")
    )
    return {}


def _certificates(given: Inputs) -> Outputs:
    found = _trusted(given)
    last = _certificate(given.inners("certificates")[-1])
    if last in found.refused:
        raise NotProven
    people = {
        person.subject.hex(): sorted(team.hex() for team in person.teams) for person in found.people.values()
    }
    return {
        "people": people,
        "recovery": found.recovery.subject.hex() if found.recovery else "",
        "gateway": found.gateway.subject.hex() if found.gateway else "",
        "voice": found.voice.subject.hex() if found.voice else "",
    }


def _epoch(given: Inputs) -> Outputs:
    stated = given.inner("epoch")
    statement = EpochStatement(
        program=stated.raw("program"),
        team=stated.raw("team"),
        epoch=stated.raw("epoch"),
        month=stated.number("month"),
        not_before=stated.number("not_before"),
        public=stated.raw("public"),
        signer=stated.raw("signer"),
        signature=stated.raw("signature"),
    )
    if not _trusted(given).epoch_counts(statement):
        raise NotProven
    return {}


def _disposal_epoch(given: Inputs) -> Outputs:
    stated = given.inner("epoch")
    statement = DisposalStatement(
        program=stated.raw("program"),
        epoch=stated.raw("epoch"),
        quarter=stated.number("quarter"),
        public=stated.raw("public"),
        signer=stated.raw("signer"),
        signature=stated.raw("signature"),
    )
    if not _trusted(given).disposal_counts(statement):
        raise NotProven
    return {}


def _trusted(given: Inputs) -> Trusted:
    return trusted(
        [_certificate(certificate) for certificate in given.inners("certificates")],
        root=VerifyKey(given.raw("root")),
        program=given.raw("program"),
        inbox=given.raw("inbox"),
        closed=frozenset(given.raws("closed")),
    )


def _certificate(given: Inputs) -> Certificate:
    return Certificate(
        kind=CertificateKind(given.text("kind")),
        program=given.raw("program"),
        subject=given.raw("subject"),
        team=given.raw("team"),
        public=given.raw("public"),
        verify=given.raw("verify"),
        signer=given.raw("signer"),
        signature=given.raw("signature"),
    )


def _opening(given: Inputs) -> Outputs:
    request = OpeningRequest(
        program=given.raw("program"),
        request=given.raw("request"),
        tip=given.raw("tip"),
        file=given.raw("file"),
        person=given.raw("person"),
        reason_digest=given.raw("reason_digest"),
        public=given.raw("public"),
        made_at=given.number("made_at"),
        signature=given.raw("signature"),
    )
    if not request.counts(VerifyKey(given.raw("verify")), at=given.number("at")):
        raise NotProven
    return {}


def _original_key(given: Inputs) -> Outputs:
    return {"key": original_key(given.raw("ka"), given.raw("kb")).hex()}


def _original_half(given: Inputs) -> Outputs:
    key = PrivateKey.from_seed(given.raw("seed"))
    half, digest, size, name = astuple(open_half(given.raw("sealed"), key, context=given.raw("context")))
    return {"half": half.hex(), "sha256": digest.hex(), "size": size, "name": name}


def _file(given: Inputs) -> Outputs:
    sealed = given.raw("sealed")
    pieces = [sealed[at : at + PIECE] for at in range(0, len(sealed), PIECE)]
    opened = b"".join(open_file(pieces, given.raw("key"), context=given.raw("context")))
    return {"length": len(opened), "sha256": sha256(opened).hexdigest()}


def _typed_code(given: Inputs) -> Outputs:
    code = read_code(given.text("typed"), first=given.text("first"))
    return {"language": code.language, "indexes": list(code.indexes)}


def _code_secrets(given: Inputs) -> Outputs:
    language, indexes = given.text("language"), given.numbers("indexes")
    listed = word_list(language).words
    code = ReporterCode(tuple(listed[index] for index in indexes), language, tuple(indexes))
    secrets = code_secrets(code, pepper=given.raw("pepper"), program=given.raw("program"))
    return {
        "lookup": secrets.lookup.hex(),
        "seed": secrets.key.seed.hex(),
        "verify": secrets.signing.verify_key().raw.hex(),
    }


def _tip_number(given: Inputs) -> Outputs:
    return {"number": read_number(given.text("typed"))}


def _claim_code(given: Inputs) -> Outputs:
    return {"code": read_claim_code(given.text("typed"))}


def _pseudonym(given: Inputs) -> Outputs:
    return {"name": keyed_name(given.raw("key"), given.raw("context")).hex()}


def _shares(given: Inputs) -> Outputs:
    secret = combine(given.texts("shares"))
    return {
        "secret": secret.hex(),
        "root_verify": root_key(secret).verify_key().raw.hex(),
        "recovery_seed": recovery_key(secret).seed.hex(),
    }


def _chain(given: Inputs) -> Outputs:
    entries = [(entry.raws("fields"), entry.raw("link")) for entry in given.inners("entries")]
    return {"head": check(entries).hex()}


FORMATS: Final[Mapping[str, Callable[[Inputs], Outputs]]] = {
    "certificates": _certificates,
    "chain": _chain,
    "claim-code": _claim_code,
    "code-secrets": _code_secrets,
    "context": _context,
    "disposal-epoch": _disposal_epoch,
    "epoch": _epoch,
    "file": _file,
    "fingerprint": _fingerprint,
    "grant": _grant,
    "lock": _lock,
    "opening": _opening,
    "original-half": _original_half,
    "original-key": _original_key,
    "padding": _padding,
    "passphrase": _passphrase,
    "password-lock": _password_lock,
    "private-key": _private_key,
    "pseudonym": _pseudonym,
    "public-key": _public_key,
    "record": _record,
    "seal": _seal,
    "session": _session,
    "shares": _shares,
    "signature": _signature,
    "tip-number": _tip_number,
    "typed-code": _typed_code,
}
