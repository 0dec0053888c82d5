"""What a tip begins with: its ids and keys, drawn, or following from what must not give two tips."""

import secrets
from dataclasses import dataclass, field
from hashlib import sha256

from crypto.codes import LOOKUP_SIZE, CodeSecrets
from crypto.context import Purpose, context
from crypto.derive import expand
from crypto.keys import PrivateKey, PublicKey
from crypto.signing import SigningKey, VerifyKey
from tipline.vocabulary import ID_SIZE, Author, KeyId, RecordId, TipId


@dataclass(frozen=True, slots=True)
class Birth:
    """The ids and keys of a tip's first thread and first record."""

    tip_id: TipId
    key_id: KeyId
    record_id: RecordId
    key: PrivateKey
    signer: SigningKey
    author: Author
    holder: PublicKey | None = field(repr=False, default=None)
    """The reporter's own key, where they have a code."""
    lookup: bytes | None = field(repr=False, default=None)
    verify: VerifyKey | None = field(repr=False, default=None)


def drawn(
    author: CodeSecrets | SigningKey, *, tip_id: TipId | None = None, record_id: RecordId | None = None
) -> Birth:
    """That of a fresh tip; given ids are taken, so that one message gives one tip however often it comes."""
    code = author if isinstance(author, CodeSecrets) else None
    return Birth(
        tip_id=tip_id or TipId(secrets.token_bytes(ID_SIZE)),
        key_id=KeyId(secrets.token_bytes(ID_SIZE)),
        record_id=record_id or RecordId(secrets.token_bytes(ID_SIZE)),
        key=PrivateKey.generate(),
        signer=signer(author),
        author=role(author),
        holder=code.key.public() if code else None,
        lookup=code.lookup if code else None,
        verify=code.signing.verify_key() if code else None,
    )


def aside(author: CodeSecrets | SigningKey, *, record_id: RecordId) -> Birth:
    """That of a message that goes aside.

    A reporter's follows from their code alone: there is one for a code, a later message finds it without
    asking the store, and nothing in the clear connects it with the tip that the inbox has. A text's follows
    from its record.
    """
    if not isinstance(author, CodeSecrets):
        tip_id = TipId(sha256(context(Purpose.ASIDE, record_id)).digest()[:ID_SIZE])
        return drawn(author, tip_id=tip_id, record_id=record_id)
    seed = author.key.seed
    return Birth(
        tip_id=TipId(expand(seed, context(Purpose.ASIDE, "tip"), size=ID_SIZE)),
        key_id=KeyId(expand(seed, context(Purpose.ASIDE, "thread"), size=ID_SIZE)),
        record_id=record_id,
        key=PrivateKey.from_seed(expand(seed, context(Purpose.ASIDE, "key"))),
        signer=aside_signer(author),
        author=Author.REPORTER,
        holder=author.key.public(),
        lookup=aside_lookup(author),
        verify=aside_signer(author).verify_key(),
    )


def aside_lookup(author: CodeSecrets) -> bytes:
    """By which the thread of a reporter's aside is found."""
    return expand(author.key.seed, context(Purpose.ASIDE, "lookup"), size=LOOKUP_SIZE)


def aside_signer(author: CodeSecrets) -> SigningKey:
    """By which a reporter signs in their aside: with the key of their thread the two could be matched."""
    return SigningKey.from_seed(expand(author.key.seed, context(Purpose.ASIDE, "sign")))


def signer(author: CodeSecrets | SigningKey) -> SigningKey:
    """The key by which an author signs."""
    return author.signing if isinstance(author, CodeSecrets) else author


def role(author: CodeSecrets | SigningKey) -> Author:
    """In what role an author writes."""
    return Author.REPORTER if isinstance(author, CodeSecrets) else Author.GATEWAY
