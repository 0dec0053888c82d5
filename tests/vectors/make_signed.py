"""Vectors of keys, signatures and the paths of proof."""

from dataclasses import asdict, replace
from hashlib import sha256

from crypto.certificates import NO_TEAM, Certificate, CertificateKind
from crypto.context import Purpose, context
from crypto.epochs import DisposalStatement, EpochStatement
from crypto.keys import fingerprint
from crypto.opening import OpeningRequest
from crypto.signing import SigningKey
from tests.vectors.make_sealed import ELSEWHERE, LOW_ORDER_POINTS, PROGRAM
from tests.vectors.parts import Vector, a_key, an_id, flipped, negative, positive, some

MALFORMED = "malformed-key"
NOT_PROVEN = "not-proven"
INBOX, INTEGRITY, DIVISION = an_id("inbox"), an_id("integrity"), an_id("division")
ROOT = SigningKey.from_seed(some("root"))


def private_keys() -> list[Vector]:
    """A key pair and a signing key from one seed."""
    one, two = a_key("one"), a_key("two")

    def out(seed_of: object) -> dict[str, object]:
        key = one if seed_of is one else two
        return {"public": key.public().raw.hex(), "verify": key.signing().verify_key().raw.hex()}

    return [
        positive("a seed", "gives", {"seed": one.seed.hex()}, out(one)),
        positive("another seed", "gives", {"seed": two.seed.hex()}, out(two)),
        *(
            negative(name, MALFORMED, {"seed": bad.hex()})
            for name, bad in {
                "nothing": b"",
                "31 bytes": one.seed[:31],
                "33 bytes": one.seed + b"\0",
                "an expanded seed": some("expanded", 96),
            }.items()
        ),
    ]


def public_keys() -> list[Vector]:
    """Which public keys may be sealed to."""
    raw = a_key("one").public().raw
    return [
        positive("a key", "gives", {"public": raw.hex()}, {"sha256": sha256(raw).hexdigest()}),
        *(
            negative(name, MALFORMED, {"public": bad.hex()})
            for name, bad in {
                "nothing": b"",
                "cut by one byte": raw[:-1],
                "longer by one byte": raw + b"\0",
                "without its X25519 half": raw[:1184],
                "a coefficient that is not below q": b"\x01\x0d" + raw[2:],
                "every bit set": b"\xff" * 1216,
            }.items()
        ),
        *(
            negative(f"X25519 point of low order {number}", MALFORMED, {"public": raw[:1184].hex() + point})
            for number, point in enumerate(LOW_ORDER_POINTS, 1)
        ),
    ]


def fingerprints() -> list[Vector]:
    """What two people compare by voice."""
    one, two = a_key("one"), a_key("two")
    given = {"public": one.public().raw.hex(), "verify": one.signing().verify_key().raw.hex()}
    out = {"fingerprint": fingerprint(one.public(), one.signing().verify_key())}
    return [
        positive("two keys", "gives", given, out),
        {**negative("another public key", "differs", given | {"public": two.public().raw.hex()}), "out": out},
        {
            **negative(
                "another verify key", "differs", given | {"verify": two.signing().verify_key().raw.hex()}
            ),
            "out": out,
        },
        negative("a short verify key", MALFORMED, given | {"verify": "00" * 31}),
    ]


def signatures() -> list[Vector]:
    """A message signed in a context, such as the gateway's key of a month."""
    signer, other = SigningKey.from_seed(some("signer")), SigningKey.from_seed(some("other signer"))
    place, message = context(Purpose.GATEWAY_KEY, PROGRAM, 202612), a_key("month").public().raw
    signature = signer.sign(message, context=place)
    given = {
        "verify": signer.verify_key().raw.hex(),
        "context": place.hex(),
        "message": message.hex(),
        "signature": signature.hex(),
    }
    empty = given | {"message": "", "signature": signer.sign(b"", context=place).hex()}
    return [
        positive("the gateway's key of a month", "holds", given, {}),
        positive("an empty message", "holds", empty, {}),
        *(
            negative(name, NOT_PROVEN, given | change)
            for name, change in {
                "another month": {"context": context(Purpose.GATEWAY_KEY, PROGRAM, 202701).hex()},
                "another program": {"context": context(Purpose.GATEWAY_KEY, ELSEWHERE, 202612).hex()},
                "another purpose": {"context": context(Purpose.EPOCH, PROGRAM, 202612).hex()},
                "another message": {"message": flipped(message, 5).hex()},
                "a message cut by one byte": {"message": message[:-1].hex()},
                "a longer message": {"message": (message + b"\0").hex()},
                "a byte moved from the message to the context": {
                    "context": (place + message[:1]).hex(),
                    "message": message[1:].hex(),
                },
                "another signer": {"verify": other.verify_key().raw.hex()},
                "R changed": {"signature": flipped(signature, 0).hex()},
                "S changed": {"signature": flipped(signature, 32).hex()},
                "a short signature": {"signature": signature[:-1].hex()},
                "a long signature": {"signature": (signature + b"\0").hex()},
                "no signature": {"signature": ""},
            }.items()
        ),
        negative("a short verify key", MALFORMED, given | {"verify": "00" * 31}),
    ]


def certificates() -> list[Vector]:
    """Paths from a root: the last certificate counts, or is refused."""
    paths = _paths()
    out = {"people": {}, "recovery": "", "gateway": "", "voice": ""}
    first = [paths["founder"]]
    grown = [*first, paths["second"]]
    holding = {an_id("founder").hex(): [INBOX.hex()]}
    both = holding | {an_id("second").hex(): [INBOX.hex()]}
    good: dict[str, tuple[list[Certificate], dict[str, object]]] = {
        "a holder by the root": (first, {"people": holding}),
        "a holder by a holder of the team": (grown, {"people": both}),
        "a holder of an open team by a holder of the inbox": (
            [*first, paths["division"]],
            {"people": holding | {an_id("division person").hex(): [DIVISION.hex()]}},
        ),
        "a person by a holder of the inbox": (
            [*first, paths["person"]],
            {"people": holding | {an_id("person").hex(): []}},
        ),
        "recovery by the root": ([paths["recovery"]], {"recovery": an_id("recovery").hex()}),
        "gateway by the root": ([paths["gateway"]], {"gateway": an_id("gateway").hex()}),
        "voice by the root": ([paths["voice"]], {"voice": an_id("voice").hex()}),
    }
    bad: dict[str, list[Certificate]] = {
        "signed by nobody known": [paths["second"]],
        "the root's, signed by another": [replace(paths["founder"], signature=paths["second"].signature)],
        "another subject": [*first, replace(paths["second"], subject=an_id("stranger"))],
        "another team": [*first, replace(paths["second"], team=DIVISION)],
        "another public key": [*first, replace(paths["second"], public=a_key("stranger").public().raw)],
        "another verify key": [
            *first,
            replace(paths["second"], verify=a_key("stranger").signing().verify_key().raw),
        ],
        "another kind": [*first, replace(paths["person"], kind=CertificateKind.HOLDER)],
        "another program": [*first, paths["elsewhere"]],
        "a signature changed": [*first, replace(paths["second"], signature=bytes(64))],
        "a signature cut": [*first, replace(paths["second"], signature=paths["second"].signature[:-1])],
        "a closed team by a holder of the inbox": [*first, paths["integrity by inbox"]],
        "an inbox by a holder of a division": [*first, paths["division"], paths["inbox by division"]],
        "a person by a holder of a division": [*first, paths["division"], paths["person by division"]],
        "other keys for one who counts": [*grown, paths["second with other keys"]],
        "other keys by the root for one who counts": [*first, paths["founder with other keys"]],
        "recovery by a holder": [*first, paths["recovery by a holder"]],
        "gateway by a holder": [*first, paths["gateway by a holder"]],
        "voice by a holder": [*first, paths["voice by a holder"]],
        "a second voice": [paths["voice"], paths["second voice"]],
        "two who vouch for one another": [paths["circle one"], paths["circle two"]],
        "who vouches for himself": [paths["circle self"]],
        "a holder of no team": [paths["holder of nothing"]],
        "a person with a team": [paths["person with a team"]],
        "a holder without a public key": [paths["holder without a key"]],
        "a public key that is none": [paths["holder with a broken key"]],
    }
    return [
        *(positive(name, "holds", _given(chain), out | expected) for name, (chain, expected) in good.items()),
        *(negative(name, NOT_PROVEN, _given(chain)) for name, chain in bad.items()),
    ]


def epochs() -> list[Vector]:
    """A team's key of a month."""
    paths = _paths()
    signed = _epoch(INBOX, signer="founder")
    chain = [paths["founder"], paths["division"], paths["integrity"], paths["person"]]
    good = {
        "the inbox by a holder of it": signed,
        "a division by one of its own": _epoch(DIVISION, signer="division person"),
        "a division by a holder of the inbox": _epoch(DIVISION, signer="founder"),
        "a closed team by one of its own": _epoch(INTEGRITY, signer="integrity person"),
    }
    bad = {
        "the inbox by a holder of a division": _epoch(INBOX, signer="division person"),
        "the inbox by a person without a team": _epoch(INBOX, signer="person"),
        "a closed team by a holder of the inbox": _epoch(INTEGRITY, signer="founder"),
        "a stranger": _epoch(INBOX, signer="stranger"),
        "another program": replace(signed, program=ELSEWHERE),
        "another team": replace(signed, team=DIVISION),
        "another epoch": replace(signed, epoch=an_id("other epoch")),
        "another month": replace(signed, month=202701),
        "another first day": replace(signed, not_before=signed.not_before - 1),
        "another key": replace(signed, public=a_key("stranger").public().raw),
        "another signer": replace(signed, signer=an_id("division person")),
        "a signature changed": replace(signed, signature=flipped(signed.signature, 0)),
        "no signature": replace(signed, signature=b""),
        "a key that is none": _epoch(INBOX, signer="founder", public=bytes(32)),
        "a month that no statement can hold": replace(signed, month=-1),
    }
    return [
        *(positive(n, "holds", _given(chain) | {"epoch": _hexed(asdict(e))}, {}) for n, e in good.items()),
        *(negative(n, NOT_PROVEN, _given(chain) | {"epoch": _hexed(asdict(e))}) for n, e in bad.items()),
    ]


def disposal_epochs() -> list[Vector]:
    """The key of what falls due in a quarter."""
    paths = _paths()
    chain = [paths["founder"], paths["division"]]

    def stated(signer: str) -> DisposalStatement:
        return DisposalStatement.issue(
            program=PROGRAM,
            epoch=an_id("quarter"),
            quarter=20284,
            public=a_key("quarter").public().raw,
            signer=an_id(signer),
            by=a_key(signer).signing(),
        )

    signed = stated("founder")
    bad = {
        "by a holder of a division": stated("division person"),
        "a stranger": stated("stranger"),
        "another program": replace(signed, program=ELSEWHERE),
        "another epoch": replace(signed, epoch=an_id("epoch")),
        "another quarter": replace(signed, quarter=20291),
        "another key": replace(signed, public=a_key("stranger").public().raw),
        "another signer": replace(signed, signer=an_id("division person")),
        "a signature changed": replace(signed, signature=flipped(signed.signature, 63)),
        "a quarter that no statement can hold": replace(signed, quarter=1 << 64),
    }
    return [
        positive("a quarter", "holds", _given(chain) | {"epoch": _hexed(asdict(signed))}, {}),
        *(negative(n, NOT_PROVEN, _given(chain) | {"epoch": _hexed(asdict(e))}) for n, e in bad.items()),
    ]


def openings() -> list[Vector]:
    """A request to open an original."""
    person = a_key("person")
    request = OpeningRequest.issue(
        program=PROGRAM,
        request=an_id("request"),
        tip=an_id("tip"),
        file=an_id("file"),
        person=an_id("person"),
        reason_digest=sha256(b"a sealed reason").digest(),
        public=a_key("request").public().raw,
        made_at=1_795_000_000,
        by=person.signing(),
    )
    given = _hexed(asdict(request))
    given |= {"verify": person.signing().verify_key().raw.hex(), "at": 1_795_000_000}
    last = given | {"at": 1_795_086_399}
    return [
        positive("a request", "holds", given, {}),
        positive("in its last second", "holds", last, {}),
        *(
            negative(f"{name}: changed", NOT_PROVEN, given | {name: value})
            for name, value in {
                "program": ELSEWHERE.hex(),
                "request": an_id("other request").hex(),
                "tip": an_id("other tip").hex(),
                "file": an_id("other file").hex(),
                "person": an_id("other person").hex(),
                "reason_digest": sha256(b"another reason").hexdigest(),
                "public": a_key("stranger").public().raw.hex(),
                "made_at": 1_794_999_999,
                "verify": a_key("stranger").signing().verify_key().raw.hex(),
                "signature": bytes(64).hex(),
            }.items()
        ),
        negative("a day later", NOT_PROVEN, given | {"at": 1_795_086_400}),
        negative("before it was made", NOT_PROVEN, given | {"at": 1_794_999_999}),
    ]


def _issued(
    kind: CertificateKind,
    subject: str,
    *,
    by: str,
    team: bytes = NO_TEAM,
    keys: str = "",
    program: bytes = PROGRAM,
) -> Certificate:
    owner = a_key(keys or subject)
    sealed_to = kind in {CertificateKind.HOLDER, CertificateKind.PERSON, CertificateKind.RECOVERY}
    return Certificate.issue(
        kind,
        program=program,
        subject=an_id(subject),
        team=team,
        public=owner.public().raw if sealed_to else b"",
        verify=b"" if kind is CertificateKind.RECOVERY else owner.signing().verify_key().raw,
        signer=program if by == "root" else an_id(by),
        by=ROOT if by == "root" else a_key(by).signing(),
    )


def _paths() -> dict[str, Certificate]:
    kind = CertificateKind
    founder = _issued(kind.HOLDER, "founder", by="root", team=INBOX)
    voice = _issued(kind.VOICE, "voice", by="root")
    return {
        "founder": founder,
        "founder with other keys": _issued(kind.HOLDER, "founder", by="root", team=INBOX, keys="stranger"),
        "second": _issued(kind.HOLDER, "second", by="founder", team=INBOX),
        "second with other keys": _issued(kind.HOLDER, "second", by="founder", team=INBOX, keys="stranger"),
        "division": _issued(kind.HOLDER, "division person", by="founder", team=DIVISION),
        "inbox by division": _issued(kind.HOLDER, "stranger", by="division person", team=INBOX),
        "integrity": _issued(kind.HOLDER, "integrity person", by="root", team=INTEGRITY),
        "integrity by inbox": _issued(kind.HOLDER, "stranger", by="founder", team=INTEGRITY),
        "person": _issued(kind.PERSON, "person", by="founder"),
        "person by division": _issued(kind.PERSON, "stranger", by="division person"),
        "person with a team": _issued(kind.PERSON, "stranger", by="root", team=INBOX),
        "elsewhere": _issued(kind.HOLDER, "second", by="founder", team=INBOX, program=ELSEWHERE),
        "recovery": _issued(kind.RECOVERY, "recovery", by="root"),
        "recovery by a holder": _issued(kind.RECOVERY, "recovery", by="founder"),
        "gateway": _issued(kind.GATEWAY, "gateway", by="root"),
        "gateway by a holder": _issued(kind.GATEWAY, "gateway", by="founder"),
        "voice": voice,
        "voice by a holder": _issued(kind.VOICE, "voice", by="founder"),
        "second voice": _issued(kind.VOICE, "second voice", by="root"),
        "circle one": _issued(kind.HOLDER, "one", by="two", team=INBOX),
        "circle two": _issued(kind.HOLDER, "two", by="one", team=INBOX),
        "circle self": _issued(kind.HOLDER, "one", by="one", team=INBOX),
        "holder of nothing": _issued(kind.HOLDER, "stranger", by="root"),
        "holder without a key": Certificate.issue(
            kind.HOLDER,
            program=PROGRAM,
            subject=an_id("stranger"),
            team=INBOX,
            verify=a_key("stranger").signing().verify_key().raw,
            signer=PROGRAM,
            by=ROOT,
        ),
        "holder with a broken key": Certificate.issue(
            kind.HOLDER,
            program=PROGRAM,
            subject=an_id("stranger"),
            team=INBOX,
            public=b"\xff" * 1216,
            verify=a_key("stranger").signing().verify_key().raw,
            signer=PROGRAM,
            by=ROOT,
        ),
    }


def _epoch(team: bytes, *, signer: str, public: bytes = b"") -> EpochStatement:
    return EpochStatement.issue(
        program=PROGRAM,
        team=team,
        epoch=an_id("epoch"),
        month=202612,
        not_before=740_317,
        public=public or a_key("epoch").public().raw,
        signer=an_id(signer),
        by=a_key(signer).signing(),
    )


def _given(chain: list[Certificate]) -> dict[str, object]:
    return {
        "root": ROOT.verify_key().raw.hex(),
        "program": PROGRAM.hex(),
        "inbox": INBOX.hex(),
        "closed": [INTEGRITY.hex()],
        "certificates": [_hexed(asdict(certificate)) for certificate in chain],
    }


def _hexed(values: dict[str, object]) -> dict[str, object]:
    return {name: value.hex() if isinstance(value, bytes) else value for name, value in values.items()}
