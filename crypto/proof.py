"""The path from a program's root to a key, without which nothing is sealed to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from crypto.certificates import ID_SIZE, NO_TEAM, Certificate, CertificateKind
from crypto.epochs import DisposalStatement, EpochStatement
from crypto.errors import MalformedKey
from crypto.keys import PublicKey
from crypto.signing import VerifyKey

__all__ = [
    "NO_TEAM",
    "Certificate",
    "CertificateKind",
    "DisposalStatement",
    "EpochStatement",
    "ProvenKeys",
    "ProvenPublic",
    "ProvenVerify",
    "Trusted",
    "trusted",
]

_OF_PEOPLE: Final = frozenset({CertificateKind.HOLDER, CertificateKind.PERSON})

# A team, a public key, a verify key: which of them a certificate of each kind has.
_PARTS: Final = MappingProxyType(
    {
        CertificateKind.HOLDER: (True, True, True),
        CertificateKind.PERSON: (False, True, True),
        CertificateKind.RECOVERY: (False, True, False),
        CertificateKind.GATEWAY: (False, False, True),
        CertificateKind.VOICE: (False, False, True),
    }
)


@dataclass(frozen=True, slots=True)
class ProvenKeys:
    """A person's keys, and the teams that somebody who may has put them in."""

    subject: bytes
    public: PublicKey
    verify: VerifyKey
    teams: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class ProvenPublic:
    """A principal that is sealed to and signs nothing."""

    subject: bytes
    public: PublicKey


@dataclass(frozen=True, slots=True)
class ProvenVerify:
    """A principal that signs and is not sealed to."""

    subject: bytes
    verify: VerifyKey


@dataclass(frozen=True, slots=True)
class Trusted:
    """Every key of a program that has a path to its root."""

    program: bytes
    inbox: bytes
    closed: frozenset[bytes]
    people: Mapping[bytes, ProvenKeys]
    recovery: ProvenPublic | None
    gateway: ProvenVerify | None
    voice: ProvenVerify | None
    refused: tuple[Certificate, ...]

    def epoch_counts(self, statement: EpochStatement) -> bool:
        """Tell whether a team's key may be sealed to.

        It must be a key, signed by a holder of the team, or of the inbox where
        the team is not closed.
        """
        signer = self.people.get(statement.signer)
        return (
            signer is not None
            and statement.program == self.program
            and _may_vouch(signer.teams, statement.team, inbox=self.inbox, closed=self.closed)
            and _is_public_key(statement.public)
            and statement.signed_by(signer.verify)
        )

    def disposal_counts(self, statement: DisposalStatement) -> bool:
        """Tell whether a quarter's key may be sealed to: a holder of the inbox signed it."""
        signer = self.people.get(statement.signer)
        return (
            signer is not None
            and statement.program == self.program
            and self.inbox in signer.teams
            and _is_public_key(statement.public)
            and statement.signed_by(signer.verify)
        )


def trusted(
    certificates: Iterable[Certificate],
    *,
    root: VerifyKey,
    program: bytes,
    inbox: bytes,
    closed: frozenset[bytes],
) -> Trusted:
    """Follow every path from the root, and say what has none.

    A certificate counts when the root signed it; a holder's also when a holder
    of that team did, or of the inbox where the team is not closed; a person's
    also when a holder of the inbox did. Recovery, gateway and voice are the
    root's alone.

    One subject has one pair of keys: a certificate that says otherwise is
    refused, whoever signed it, once another counts. The root's come first,
    then the order they are given in.

    Args:
        inbox: the id of the team that may vouch for open teams.
        closed: teams that only their own holders, or the root, may vouch for.
    """
    path = _Path(root=root, program=program, inbox=inbox, closed=closed)
    given = list(certificates)
    waiting = [certificate for certificate in given if certificate.signer != program]
    for certificate in given:
        if certificate.signer == program:
            path.take(certificate)

    before = len(waiting) + 1
    while len(waiting) < before:
        before = len(waiting)
        waiting = [certificate for certificate in waiting if not path.settle(certificate)]

    return Trusted(
        program=program,
        inbox=inbox,
        closed=closed,
        people=MappingProxyType(dict(path.people)),
        recovery=path.recovery,
        gateway=path.gateway,
        voice=path.voice,
        refused=(*path.refused, *waiting),
    )


@dataclass(slots=True)
class _Path:
    """What counts so far."""

    root: VerifyKey
    program: bytes
    inbox: bytes
    closed: frozenset[bytes]
    people: dict[bytes, ProvenKeys] = field(default_factory=dict)
    recovery: ProvenPublic | None = None
    gateway: ProvenVerify | None = None
    voice: ProvenVerify | None = None
    refused: list[Certificate] = field(default_factory=list)

    def take(self, certificate: Certificate) -> None:
        """Judge a certificate that names the root as its signer."""
        if not (certificate.signed_by(self.root) and self._admit(certificate)):
            self.refused.append(certificate)

    def settle(self, certificate: Certificate) -> bool:
        """Judge a certificate if its signer may give it by now; tell whether it was judged."""
        signer = self.people.get(certificate.signer)
        if signer is None or not self._may_give(signer.teams, certificate):
            return False
        if not (certificate.signed_by(signer.verify) and self._admit(certificate)):
            self.refused.append(certificate)
        return True

    def _may_give(self, teams: frozenset[bytes], certificate: Certificate) -> bool:
        match certificate.kind:
            case CertificateKind.HOLDER:
                return _may_vouch(teams, certificate.team, inbox=self.inbox, closed=self.closed)
            case CertificateKind.PERSON:
                return self.inbox in teams
            case _:
                return False

    def _admit(self, certificate: Certificate) -> bool:
        if certificate.program != self.program or not _is_whole(certificate):
            return False
        try:
            if certificate.kind in _OF_PEOPLE:
                return self._admit_person(certificate)
            return self._admit_principal(certificate)
        except MalformedKey:
            return False

    def _admit_person(self, certificate: Certificate) -> bool:
        teams = frozenset() if certificate.team == NO_TEAM else frozenset({certificate.team})
        known = self.people.get(certificate.subject)
        if known is None:
            public, verify = PublicKey.from_bytes(certificate.public), VerifyKey(certificate.verify)
        elif (known.public.raw, known.verify.raw) == (certificate.public, certificate.verify):
            public, verify, teams = known.public, known.verify, known.teams | teams
        else:
            return False
        self.people[certificate.subject] = ProvenKeys(certificate.subject, public, verify, teams)
        return True

    def _admit_principal(self, certificate: Certificate) -> bool:
        subject = certificate.subject
        match certificate.kind:
            case CertificateKind.RECOVERY:
                recovery = ProvenPublic(subject, PublicKey.from_bytes(certificate.public))
                self.recovery = self.recovery or recovery
                return self.recovery == recovery
            case CertificateKind.GATEWAY:
                gateway = ProvenVerify(subject, VerifyKey(certificate.verify))
                self.gateway = self.gateway or gateway
                return self.gateway == gateway
            case _:
                voice = ProvenVerify(subject, VerifyKey(certificate.verify))
                self.voice = self.voice or voice
                return self.voice == voice


def _may_vouch(teams: frozenset[bytes], team: bytes, *, inbox: bytes, closed: frozenset[bytes]) -> bool:
    return team in teams or (team not in closed and inbox in teams)


def _is_whole(certificate: Certificate) -> bool:
    """Tell whether a certificate has the parts of its kind and no other."""
    has_team, has_public, has_verify = _PARTS[certificate.kind]
    return (
        len(certificate.subject) == len(certificate.team) == ID_SIZE
        and (certificate.team != NO_TEAM) == has_team
        and bool(certificate.public) == has_public
        and bool(certificate.verify) == has_verify
    )


def _is_public_key(raw: bytes) -> bool:
    try:
        PublicKey.from_bytes(raw)
    except MalformedKey:
        return False
    return True
