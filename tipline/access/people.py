"""Add an account: a name, a role, a password shown once. It holds nothing until somebody vouches for it."""

import base64
import secrets
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from crypto.context import Purpose, context
from crypto.keys import PrivateKey, fingerprint
from crypto.locker import make_lock
from crypto.numbers import draw_password
from crypto.passphrase import MEMORY_KIB
from crypto.sealing import lock
from tipline.errors import NameTaken, NoSuchTeam, Unsuitable
from tipline.store.key_tables import PasswordLockRow
from tipline.store.program_tables import PersonRow, TeamRow, WatchedNameRow
from tipline.store.statements import insert_new
from tipline.vocabulary import (
    ID_SIZE,
    PersonId,
    PersonState,
    ProgramId,
    Role,
    TeamId,
    TeamKind,
    fold,
)

NAME_LIMIT: Final = 120
TOTP_SIZE: Final = 20
"""Bytes of a TOTP secret (RFC 4226, section 4, R6)."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """An account that was just made, with what is shown once and kept nowhere."""

    row: PersonRow = field(repr=False)
    password: str = field(repr=False)
    totp_secret: str = field(repr=False)
    fingerprint: str
    key: PrivateKey = field(repr=False)

    @property
    def person_id(self) -> PersonId:
        """Their id."""
        return self.row.person_id


def add_person(
    tips: Session,
    keys: Session,
    *,
    program_id: ProgramId,
    name: str,
    role: Role,
    unit_id: TeamId | None = None,
    console_key: bytes,
    memory_kib: int = MEMORY_KIB,
    now: datetime,
) -> NewPerson:
    """Make an account that waits to be confirmed.

    Their name goes on the list of names that send a tip to integrity; an integrity person's does not, since
    that would hand them the tips about themselves. One Argon2id.

    Args:
        memory_kib: what a guess costs; less only where the people are not real.

    Raises:
        NameTaken: somebody in the deployment signs in with this name.
        NoSuchTeam: the program has no such unit.
        Unsuitable: nothing is left of the name, or it is too long.
    """
    name = " ".join(unicodedata.normalize("NFC", name).split())
    folded = fold(name)
    if not folded or len(name) > NAME_LIMIT or len(folded) > NAME_LIMIT or not name.isprintable():
        raise Unsuitable("name")
    if tips.exec(select(PersonRow.person_id).where(PersonRow.sign_in == folded)).first() is not None:
        raise NameTaken
    if unit_id is not None and not _is_unit(tips, program_id, unit_id):
        raise NoSuchTeam
    person_id, key = PersonId(secrets.token_bytes(ID_SIZE)), PrivateKey.generate()
    password, totp = draw_password(), secrets.token_bytes(TOTP_SIZE)
    made = make_lock(
        key.seed,
        password=password,
        console_key=console_key,
        program=program_id,
        person=person_id,
        memory_kib=memory_kib,
    )
    keys.add(
        PasswordLockRow(
            program_id=program_id,
            person_id=person_id,
            salt=made.salt,
            memory_kib=made.memory_kib,
            passes=made.passes,
            check_value=made.check,
            locked=made.locked,
            totp=lock(totp, console_key, context=totp_context(program_id, person_id)),
        )
    )
    person = PersonRow(
        program_id=program_id,
        person_id=person_id,
        name=name,
        sign_in=folded,
        role=role,
        unit_id=unit_id,
        state=PersonState.WAITING,
        public_key=key.public().raw,
        verify_key=key.signing().verify_key().raw,
        added_day=now.astimezone(UTC).date(),
    )
    tips.add(person)
    try:
        tips.flush()
    except IntegrityError:
        raise NameTaken from None
    if role is not Role.INTEGRITY:
        insert_new(tips.connection(), WatchedNameRow, {"program_id": program_id, "name": folded})
    return NewPerson(
        row=person,
        password=password,
        totp_secret=base64.b32encode(totp).decode(),
        fingerprint=fingerprint(key.public(), key.signing().verify_key()),
        key=key,
    )


def find_or_make_unit(tips: Session, *, program_id: ProgramId, name: str) -> TeamId:
    """The unit of this name, a new division if there is none; names are compared folded.

    Raises:
        Unsuitable: nothing is left of the name, or it is too long.
    """
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not fold(name) or len(name) > NAME_LIMIT or not name.isprintable():
        raise Unsuitable("unit")
    for team in tips.exec(select(TeamRow).where(TeamRow.program_id == program_id)):
        if not team.kind.special and fold(team.name) == fold(name):
            return team.team_id
    unit_id = TeamId(secrets.token_bytes(ID_SIZE))
    tips.add(TeamRow(program_id=program_id, team_id=unit_id, kind=TeamKind.DIVISION, name=name))
    tips.flush()
    return unit_id


def totp_context(program_id: ProgramId, person_id: PersonId) -> bytes:
    """What a person's second factor is locked for."""
    return context(Purpose.TOTP, program_id, person_id)


def _is_unit(tips: Session, program_id: ProgramId, unit_id: TeamId) -> bool:
    team = tips.exec(
        select(TeamRow).where(TeamRow.program_id == program_id, TeamRow.team_id == unit_id)
    ).first()
    return team is not None and not team.kind.special
