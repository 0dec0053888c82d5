import secrets
from datetime import timedelta

import pytest
from sqlmodel import select

from crypto.errors import CannotOpen, MalformedKey
from crypto.keys import PrivateKey
from tests.databases import Stores
from tests.program import NOON, FoundedProgram, found
from tipline.errors import NoGrant
from tipline.holdings import Holders, Holdings, open_grant, seal_grant
from tipline.store.key_tables import EpochGrantRow
from tipline.store.tip_tables import TipGrantRow, TipRow
from tipline.vocabulary import (
    Channel,
    EpochId,
    HolderKind,
    KeyId,
    Offence,
    Priority,
    Role,
    Status,
    TeamKind,
    TipId,
    TipNumber,
    team_id,
)


@pytest.fixture
def program(stores: Stores) -> FoundedProgram:
    return found(stores)


def inbox_epoch(program: FoundedProgram) -> EpochId:
    return program.keys().epoch(team_id(program.program_id, TeamKind.INBOX), NOON.date()).epoch_id


def a_tip_key(
    program: FoundedProgram, *, holder: bytes, kind: HolderKind, to: PrivateKey | None = None
) -> tuple[KeyId, PrivateKey]:
    """A key of a new tip, granted to one holder."""
    key, key_id, tip_id = (
        PrivateKey.generate(),
        KeyId(secrets.token_bytes(16)),
        TipId(secrets.token_bytes(16)),
    )
    public = to.public() if to else program.keys().epochs[EpochId(holder)].public
    with program.tips.transaction() as tips:
        tips.add(
            TipRow(
                program_id=program.program_id,
                tip_id=tip_id,
                number=TipNumber(secrets.token_hex(6)),
                team_id=team_id(program.program_id, TeamKind.INBOX),
                channel=Channel.WEB,
                language="en",
                received_day=NOON.date(),
                status=Status.NEW,
                status_day=NOON.date(),
                offence=Offence.OTHER,
                priority=Priority.ROUTINE,
            )
        )
        tips.flush()
        tips.add(
            TipGrantRow(
                program_id=program.program_id,
                key_id=key_id,
                holder_id=holder,
                tip_id=tip_id,
                holder_kind=kind,
                sealed=seal_grant(
                    key.seed, public, program_id=program.program_id, holder_id=holder, subject_id=key_id
                ),
            )
        )
    return key_id, key


def test_a_grant_opens_for_its_holder_and_subject_alone() -> None:
    holder, key = PrivateKey.generate(), PrivateKey.generate()
    ids = {"program_id": b"p" * 16, "holder_id": b"h" * 16, "subject_id": b"s" * 16}
    sealed = seal_grant(key.seed, holder.public(), **ids)  # type: ignore[arg-type]  # plain bytes will do

    assert open_grant(sealed, by=holder, **ids).seed == key.seed  # type: ignore[arg-type]  # as above
    for moved in ids:
        with pytest.raises(CannotOpen):
            open_grant(sealed, by=holder, **ids | {moved: b"x" * 16})  # type: ignore[arg-type]  # as above


def test_a_holder_opens_the_epochs_that_they_were_granted(program: FoundedProgram) -> None:
    epoch_id = inbox_epoch(program)

    with program.keys_store.read() as keys:
        opened = {name: program.holder(name).holdings.epoch_key(keys, epoch_id) for name in program.people}

    assert opened["Ada Byron"] is not None
    assert opened["Ada Byron"].public() == program.keys().epochs[epoch_id].public
    assert opened["Grace Hopper"] is not None
    assert opened["Ida Wells"] is None


def test_principals_are_oneself_and_what_was_granted(program: FoundedProgram) -> None:
    program.add("Sam Spade", Role.INVESTIGATOR, confirmed_by="Ada Byron")

    with program.keys_store.read() as keys:
        ada = program.holder("Ada Byron").holdings.principals(keys)
        sam = program.holder("Sam Spade").holdings.principals(keys)

    epochs = [
        e for e in program.keys().epochs.values() if e.team_id == team_id(program.program_id, TeamKind.INBOX)
    ]
    assert ada == {program.people["Ada Byron"].person_id, program.keys().voice_id} | {
        e.epoch_id for e in epochs
    }
    assert sam == {program.people["Sam Spade"].person_id}


def test_a_tips_key_opens_by_an_epoch_and_by_a_grant_to_the_person(program: FoundedProgram) -> None:
    sam = program.add("Sam Spade", Role.INVESTIGATOR, confirmed_by="Ada Byron")
    by_epoch, first = a_tip_key(program, holder=inbox_epoch(program), kind=HolderKind.EPOCH)
    by_person, second = a_tip_key(program, holder=sam.person_id, kind=HolderKind.PERSON, to=sam.key)
    ada_holds, sam_holds = program.holder("Ada Byron").holdings, program.holder("Sam Spade").holdings

    with program.tips.read() as tips, program.keys_store.read() as keys:
        assert ada_holds.tip_key(tips, keys, by_epoch).seed == first.seed
        assert sam_holds.tip_key(tips, keys, by_person).seed == second.seed
        for holdings, key_id in ((ada_holds, by_person), (sam_holds, by_epoch)):
            with pytest.raises(NoGrant):
                holdings.tip_key(tips, keys, key_id)


def test_a_changed_grant_cannot_be_opened(program: FoundedProgram) -> None:
    key_id, _ = a_tip_key(program, holder=inbox_epoch(program), kind=HolderKind.EPOCH)
    with program.tips.transaction() as tips:
        row = tips.exec(select(TipGrantRow)).one()
        row.sealed = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])
        tips.add(row)

    with program.tips.read() as tips, program.keys_store.read() as keys, pytest.raises(CannotOpen):
        program.holder("Ada Byron").holdings.tip_key(tips, keys, key_id)


def test_the_voice_is_the_root_signed_one_or_none(program: FoundedProgram) -> None:
    keys, ada = program.keys(), program.people["Ada Byron"]
    program.add("Sam Spade", Role.INVESTIGATOR, confirmed_by="Ada Byron")

    with program.keys_store.read() as session:
        assert program.holder("Ada Byron").holdings.voice(session, keys).verify_key() == keys.voice
        assert program.holder("Ida Wells").holdings.voice(session, keys).verify_key() == keys.voice
        with pytest.raises(NoGrant):
            program.holder("Sam Spade").holdings.voice(session, keys)

    with program.keys_store.transaction() as session:
        row = session.exec(
            select(EpochGrantRow).where(
                EpochGrantRow.subject_id == keys.voice_id, EpochGrantRow.holder_id == ada.person_id
            )
        ).one()
        row.sealed = seal_grant(
            PrivateKey.generate().seed,
            ada.key.public(),
            program_id=program.program_id,
            holder_id=ada.person_id,
            subject_id=keys.voice_id,
        )
        session.add(row)
    with program.keys_store.read() as session, pytest.raises(NoGrant):
        program.holder("Ada Byron").holdings.voice(session, keys)


def test_wiped_holdings_open_nothing(program: FoundedProgram) -> None:
    holdings = program.holder("Ada Byron").holdings
    with program.keys_store.read() as keys:
        epoch = holdings.epoch_key(keys, inbox_epoch(program))
        holdings.wipe()

        with pytest.raises(MalformedKey):
            holdings.epoch_key(keys, inbox_epoch(program))

    assert epoch is not None
    with pytest.raises(MalformedKey):
        epoch.seed  # noqa: B018 - reading it is what must fail


def test_nothing_is_in_a_repr(program: FoundedProgram) -> None:
    holder = program.holder("Ada Byron")

    assert repr(holder.holdings) == "Holdings(…)"
    assert holder.holdings.key.seed.hex() not in repr(holder)


def some_holdings() -> Holdings:
    return Holdings(b"p" * 16, b"h" * 16, PrivateKey.generate())  # type: ignore[arg-type]  # any program will do


def test_a_session_is_found_by_the_whole_token_alone() -> None:
    holders, holdings = Holders(), some_holdings()
    holders.keep(b"id", proof=b"whole", holdings=holdings, now=NOON)

    assert holders.find(b"id", proof=b"whole", now=NOON) is holdings
    assert holders.find(b"id", proof=b"other", now=NOON) is None
    assert holders.find(b"no", proof=b"whole", now=NOON) is None


def test_two_threads_that_open_a_session_share_one() -> None:
    holders, first, second = Holders(), some_holdings(), some_holdings()

    assert holders.keep(b"id", proof=b"whole", holdings=first, now=NOON) is first
    assert holders.keep(b"id", proof=b"whole", holdings=second, now=NOON) is first


def test_what_nobody_uses_is_wiped() -> None:
    holders, used, unused = Holders(), some_holdings(), some_holdings()
    holders.keep(b"1", proof=b"1", holdings=used, now=NOON)
    holders.keep(b"2", proof=b"2", holdings=unused, now=NOON)
    holders.find(b"1", proof=b"1", now=NOON + timedelta(minutes=20))

    holders.drop_unused(since=NOON + timedelta(minutes=1))

    assert holders.find(b"1", proof=b"1", now=NOON) is used
    assert holders.find(b"2", proof=b"2", now=NOON) is None
    with pytest.raises(MalformedKey):
        unused.key.seed  # noqa: B018 - as above
    holders.drop_all()
    assert holders.find(b"1", proof=b"1", now=NOON) is None
