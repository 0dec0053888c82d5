from dataclasses import replace
from datetime import timedelta

import pytest

from crypto.context import Purpose, context
from crypto.errors import CannotOpen
from crypto.keys import PrivateKey
from crypto.sealing import seal_record as seal_bytes
from crypto.signing import SigningKey
from tests.databases import Stores
from tests.program import NOON, FoundedProgram, found
from tipline.keyring import ProgramKeys
from tipline.records import OpenedRecord, Record, is_proven, open_record, seal_record
from tipline.vocabulary import Author, PersonId, ProgramId, RecordId, RecordKind, Role, TipId

PROGRAM, TIP, RECORD = ProgramId(b"p" * 16), TipId(b"t" * 16), RecordId(b"r" * 16)
BODY = b'{"at":"%s","by":"reporter","fields":{},"kind":"%s","language":"en","person":null,"text":""}'
REPORTER = SigningKey.from_seed(b"s" * 32)


@pytest.fixture
def key() -> PrivateKey:
    return PrivateKey.generate()


def a_record(**changes: object) -> Record:
    said = Record(
        kind=RecordKind.MESSAGE,
        at=NOON,
        by=Author.REPORTER,
        language="fr",
        text="Il a caché l'arme 🔫 dans le garage",
        fields={"where": "derrière"},
    )
    return replace(said, **changes)  # type: ignore[arg-type]  # each test changes fields by name


def sealed(record: Record, key: PrivateKey, signer: SigningKey = REPORTER) -> bytes:
    return seal_record(
        record, to=key.public(), signer=signer, program_id=PROGRAM, tip_id=TIP, record_id=RECORD
    )


def opened(value: bytes, key: PrivateKey, **changes: object) -> OpenedRecord:
    place = {"program_id": PROGRAM, "tip_id": TIP, "record_id": RECORD, "kind": RecordKind.MESSAGE} | changes
    return open_record(value, key=key, **place)  # type: ignore[arg-type]  # as above


def test_a_record_comes_back_as_it_was_said(key: PrivateKey) -> None:
    assert opened(sealed(a_record(), key), key).record == a_record()


def test_a_person_and_an_exact_time_come_back(key: PrivateKey) -> None:
    said = a_record(by=Author.STAFF, person=PersonId(b"a" * 16), at=NOON + timedelta(microseconds=7))

    assert opened(sealed(said, key), key).record == said


@pytest.mark.parametrize(
    "moved",
    [
        {"program_id": ProgramId(b"q" * 16)},
        {"tip_id": TipId(b"u" * 16)},
        {"record_id": RecordId(b"s" * 16)},
        {"kind": RecordKind.NOTE},
    ],
)
def test_a_record_moved_elsewhere_does_not_open(key: PrivateKey, moved: dict[str, object]) -> None:
    value = sealed(a_record(), key)

    with pytest.raises(CannotOpen):
        opened(value, key, **moved)


def test_a_record_does_not_open_with_another_key_or_a_changed_byte(key: PrivateKey) -> None:
    value = sealed(a_record(), key)

    with pytest.raises(CannotOpen):
        opened(value, PrivateKey.generate())
    with pytest.raises(CannotOpen):
        opened(value[:-1] + bytes([value[-1] ^ 1]), key)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        BODY % (b"x", b"message"),
        BODY % (b"2026-11-20T12:00:00", b"message"),
        BODY % (b"2026-11-20T12:00:00+00:00", b"note"),
        b"[" * 100_000,
    ],
)
def test_what_is_no_record_inside_cannot_be_opened(key: PrivateKey, content: bytes) -> None:
    place = context(Purpose.RECORD, PROGRAM, TIP, RECORD, RecordKind.MESSAGE.value)
    value = seal_bytes(content, key.public(), by=REPORTER, context=place)

    with pytest.raises(CannotOpen):
        opened(value, key)


def test_a_record_that_another_program_wrote_opens_if_it_has_the_form(key: PrivateKey) -> None:
    place = context(Purpose.RECORD, PROGRAM, TIP, RECORD, RecordKind.MESSAGE.value)
    body = BODY % (b"2026-11-20T12:00:00+00:00", b"message")
    value = seal_bytes(body, key.public(), by=REPORTER, context=place)

    assert opened(value, key).record == Record(kind=RecordKind.MESSAGE, at=NOON, by=Author.REPORTER)


def test_words_are_not_in_a_repr(key: PrivateKey) -> None:
    shown = repr(opened(sealed(a_record(), key), key))

    assert "garage" not in shown
    assert "derri" not in shown


def test_two_records_of_different_words_are_as_long(key: PrivateKey) -> None:
    assert len(sealed(a_record(text="a"), key)) == len(sealed(a_record(text="a" * 100), key))


@pytest.fixture
def program(sqlite_stores: Stores) -> FoundedProgram:
    return found(sqlite_stores)


@pytest.fixture
def keys(program: FoundedProgram) -> ProgramKeys:
    program.add("Sam Spade", Role.INVESTIGATOR)
    return program.keys()


def proven(by: Author, signer: SigningKey, keys: ProgramKeys, person: PersonId | None = None) -> bool:
    key = PrivateKey.generate()
    value = sealed(a_record(by=by, person=person), key, signer)
    return is_proven(opened(value, key), reporter=REPORTER.verify_key(), keys=keys)


def test_each_author_is_known_by_their_own_key_alone(program: FoundedProgram, keys: ProgramKeys) -> None:
    ada = program.people["Ada Byron"]
    with program.keys_store.read() as session:
        voice = program.holder("Ada Byron").holdings.voice(session, keys)
    own = {
        Author.REPORTER: REPORTER,
        Author.GATEWAY: program.gateway.signing(),
        Author.SYSTEM: program.gateway.signing(),
        Author.PROGRAM: voice,
        Author.STAFF: ada.key.signing(),
    }

    believed = {
        (author, whose): proven(author, signer, keys, ada.person_id)
        for author in Author
        for whose, signer in own.items()
    }

    gateway = {Author.GATEWAY, Author.SYSTEM}
    assert believed == {
        (author, whose): author is whose or {author, whose} == gateway for author in Author for whose in own
    }


def test_staff_who_are_not_confirmed_are_not_believed(program: FoundedProgram, keys: ProgramKeys) -> None:
    sam = program.people["Sam Spade"]

    assert not proven(Author.STAFF, sam.key.signing(), keys, sam.person_id)


def test_staff_cannot_write_in_a_colleagues_name(program: FoundedProgram, keys: ProgramKeys) -> None:
    ada, grace = program.people["Ada Byron"], program.people["Grace Hopper"]

    assert not proven(Author.STAFF, ada.key.signing(), keys, grace.person_id)
    assert not proven(Author.STAFF, ada.key.signing(), keys, None)


def test_a_reporter_without_a_key_is_not_believed(keys: ProgramKeys) -> None:
    key = PrivateKey.generate()

    assert not is_proven(opened(sealed(a_record(), key), key), reporter=None, keys=keys)
