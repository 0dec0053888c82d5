"""What a signed-in person holds: their own key, and the keys that it opens while their session lives."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hmac import compare_digest
from threading import Lock
from typing import Final

from sqlmodel import Session, col, select

from crypto.context import Purpose, context
from crypto.errors import CannotOpen, CryptoError
from crypto.keys import PrivateKey, PublicKey
from crypto.sealing import seal, unseal
from crypto.signing import SigningKey
from tipline.errors import NoGrant
from tipline.keyring import ProgramKeys
from tipline.store.key_tables import EpochGrantRow
from tipline.store.tip_tables import TipGrantRow
from tipline.vocabulary import EpochId, KeyId, PersonId, ProgramId, Role, TeamId

TIP_KEYS_KEPT: Final = 2_000
"""Opened keys of tips in one session's memory; the one not used for longest goes first."""


def seal_grant(
    seed: bytes, to: PublicKey, *, program_id: ProgramId, holder_id: bytes, subject_id: bytes
) -> bytes:
    """Give a holder access to a key: its seed, sealed to them for this one use.

    Raises:
        MalformedKey: `to` must not be sealed to.
    """
    return seal(seed, to, context=context(Purpose.GRANT, program_id, holder_id, subject_id))


def open_grant(
    sealed: bytes, *, by: PrivateKey, program_id: ProgramId, holder_id: bytes, subject_id: bytes
) -> PrivateKey:
    """Open what `seal_grant` sealed.

    Raises:
        CannotOpen: it was sealed for another holder or subject, or changed.
    """
    seed = unseal(sealed, by, context=context(Purpose.GRANT, program_id, holder_id, subject_id))
    try:
        return PrivateKey.from_seed(seed)
    except CryptoError:
        raise CannotOpen from None


class Holdings:
    """The keys that one holder can open; whatever was opened stays in memory until `wipe`."""

    def __init__(self, program_id: ProgramId, holder_id: bytes, key: PrivateKey) -> None:
        self.program_id: Final = program_id
        self.holder_id: Final = holder_id
        self.key: Final = key
        self._epochs: dict[bytes, PrivateKey] = {}
        self._tip_keys: OrderedDict[KeyId, PrivateKey] = OrderedDict()
        self._lock = Lock()

    def __repr__(self) -> str:
        return "Holdings(…)"

    def signing(self) -> SigningKey:
        """The key by which this holder's own words are known."""
        return self.key.signing()

    def principals(self, keys_session: Session) -> frozenset[bytes]:
        """Every id that a grant to this holder may name: their own, and each epoch that they were granted."""
        granted = keys_session.exec(
            select(EpochGrantRow.subject_id).where(
                EpochGrantRow.program_id == self.program_id,
                EpochGrantRow.holder_id == self.holder_id,
            )
        )
        return frozenset(granted) | {self.holder_id}

    def epoch_key(self, keys_session: Session, epoch_id: EpochId) -> PrivateKey | None:
        """The key of an epoch, opened at its first use; nothing where no grant opens."""
        try:
            return self.granted(keys_session, epoch_id)
        except (NoGrant, CannotOpen):
            return None

    def voice(self, keys_session: Session, keys: ProgramKeys) -> SigningKey:
        """The key that signs what the program says to reporters.

        Raises:
            NoGrant: this holder was not granted it, or was granted another key than the root has signed.
        """
        try:
            voice = self.granted(keys_session, keys.voice_id).signing()
        except CannotOpen:
            raise NoGrant from None
        if voice.verify_key() != keys.voice:
            raise NoGrant
        return voice

    def tip_key(self, tips_session: Session, keys_session: Session, key_id: KeyId) -> PrivateKey:
        """A key of a tip, by a grant to this holder or to an epoch of theirs.

        Raises:
            NoGrant: there is none.
            CannotOpen: there is one, and it has been changed.
        """
        with self._lock:
            kept = self._tip_keys.get(key_id)
            if kept is not None:
                self._tip_keys.move_to_end(key_id)
                return kept
        grants = tips_session.exec(
            select(TipGrantRow).where(
                TipGrantRow.program_id == self.program_id,
                TipGrantRow.key_id == key_id,
                col(TipGrantRow.holder_id).in_(self.principals(keys_session)),
            )
        ).all()
        opened = self._first_that_opens(keys_session, grants)
        with self._lock:
            self._tip_keys[key_id] = opened
            while len(self._tip_keys) > TIP_KEYS_KEPT:
                self._tip_keys.popitem(last=False)
        return opened

    def wipe(self) -> None:
        """Forget everything: the session is over."""
        with self._lock:
            for key in (*self._epochs.values(), *self._tip_keys.values(), self.key):
                key.wipe()
            self._epochs.clear()
            self._tip_keys.clear()

    def _first_that_opens(self, keys_session: Session, grants: Iterable[TipGrantRow]) -> PrivateKey:
        failed = False
        for grant in grants:
            try:
                holder = (
                    self.key
                    if grant.holder_id == self.holder_id
                    else self.granted(keys_session, grant.holder_id)
                )
                return open_grant(
                    grant.sealed,
                    by=holder,
                    program_id=self.program_id,
                    holder_id=grant.holder_id,
                    subject_id=grant.key_id,
                )
            except CannotOpen:
                failed = True
        raise CannotOpen if failed else NoGrant

    def granted(self, keys_session: Session, subject_id: bytes) -> PrivateKey:
        """The key of an epoch or of the voice, opened at its first use.

        Raises:
            NoGrant: this holder was not granted it.
            CannotOpen: the grant has been changed.
        """
        with self._lock:
            kept = self._epochs.get(subject_id)
        if kept is not None:
            return kept
        sealed = keys_session.exec(
            select(EpochGrantRow.sealed).where(
                EpochGrantRow.program_id == self.program_id,
                EpochGrantRow.subject_id == subject_id,
                EpochGrantRow.holder_id == self.holder_id,
            )
        ).first()
        if sealed is None:
            raise NoGrant
        opened = open_grant(
            sealed,
            by=self.key,
            program_id=self.program_id,
            holder_id=self.holder_id,
            subject_id=subject_id,
        )
        with self._lock:
            return self._epochs.setdefault(subject_id, opened)


@dataclass(frozen=True, slots=True)
class Holder:
    """A signed-in person, whose keys are open while the row of their session lives."""

    person_id: PersonId
    program_id: ProgramId
    name: str
    role: Role
    unit_id: TeamId | None
    teams: frozenset[TeamId]
    session_id: bytes = field(repr=False)
    holdings: Holdings = field(repr=False)
    wrong_codes: int = 0
    """Wrong second factors that came with their password before they signed in."""


class Holders:
    """Everybody signed in to this process: what each has opened, by the id of their session."""

    def __init__(self) -> None:
        self._living: dict[bytes, tuple[bytes, datetime, Holdings]] = {}
        self._watchers: list[Callable[[bytes], None]] = []
        self._lock = Lock()

    def __repr__(self) -> str:
        return "Holders(…)"

    def keep(self, session_id: bytes, *, proof: bytes, holdings: Holdings, now: datetime) -> Holdings:
        """Keep what somebody holds; if another thread came first, what it kept is given back."""
        with self._lock:
            found = self._living.get(session_id)
            if found is not None and found[0] == proof:
                return found[2]
            self._living[session_id] = (proof, now, holdings)
            return holdings

    def find(self, session_id: bytes, *, proof: bytes, now: datetime) -> Holdings | None:
        """What somebody holds, if their cookie is the whole one: half of it finds the row, and no more."""
        with self._lock:
            found = self._living.get(session_id)
            if found is None or not compare_digest(found[0], proof):
                return None
            self._living[session_id] = (proof, now, found[2])
            return found[2]

    def drop(self, session_id: bytes) -> None:
        """Wipe what a session held: it is over."""
        with self._lock:
            found = self._living.pop(session_id, None)
        if found is not None:
            found[2].wipe()
            for watcher in self._watchers:
                watcher(session_id)

    def watch(self, watcher: Callable[[bytes], None]) -> None:
        """Tell `watcher` of every session that is over, by its id, once its keys are wiped."""
        self._watchers.append(watcher)

    def lives(self, session_id: bytes) -> bool:
        """Whether what a session holds is still open here."""
        return self.of(session_id) is not None

    def of(self, session_id: bytes) -> Holdings | None:
        """What a session holds, while it is open here; for who was given the id by the session itself."""
        with self._lock:
            found = self._living.get(session_id)
        return None if found is None else found[2]

    def drop_unused(self, *, since: datetime) -> None:
        """Wipe what nobody has used since then."""
        with self._lock:
            idle = [session for session, (_, used, _) in self._living.items() if used < since]
        for session in idle:
            self.drop(session)

    def count(self) -> int:
        """How many sessions have anything open here."""
        with self._lock:
            return len(self._living)

    def drop_all(self) -> None:
        """Wipe everything: the process ends."""
        with self._lock:
            sessions = list(self._living)
        for session in sessions:
            self.drop(session)
