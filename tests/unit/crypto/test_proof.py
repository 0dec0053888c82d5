from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.keys import PrivateKey
from crypto.proof import (
    NO_TEAM,
    Certificate,
    CertificateKind,
    DisposalStatement,
    EpochStatement,
    Trusted,
    trusted,
)
from crypto.signing import SigningKey

ROOT = SigningKey.from_seed(b"root" * 8)
PROGRAM, ELSEWHERE = b"a program's id!!", b"another program!"
INBOX, INTEGRITY, DIVISION, AGENCY = b"i" * 16, b"j" * 16, b"d" * 16, b"e" * 16
KEYS = {name: PrivateKey.from_seed(name * 32) for name in (b"A", b"B", b"C", b"D", b"E", b"X")}


def an_id(name: bytes) -> bytes:
    return name * 16


def a_holder(
    name: bytes, team: bytes = INBOX, *, by: bytes = b"", keys: bytes = b"", program: bytes = PROGRAM
) -> Certificate:
    owner = KEYS[keys or name]
    return Certificate.issue(
        CertificateKind.HOLDER,
        program=program,
        subject=an_id(name),
        team=team,
        public=owner.public().raw,
        verify=owner.signing().verify_key().raw,
        signer=an_id(by) if by else program,
        by=KEYS[by].signing() if by else ROOT,
    )


def a_person(name: bytes, *, by: bytes) -> Certificate:
    owner = KEYS[name]
    return Certificate.issue(
        CertificateKind.PERSON,
        program=PROGRAM,
        subject=an_id(name),
        public=owner.public().raw,
        verify=owner.signing().verify_key().raw,
        signer=an_id(by),
        by=KEYS[by].signing(),
    )


def an_epoch(team: bytes, *, by: bytes) -> EpochStatement:
    return EpochStatement.issue(
        program=PROGRAM,
        team=team,
        epoch=b"n" * 16,
        month=202612,
        not_before=740_317,
        public=KEYS[b"E"].public().raw,
        signer=an_id(by),
        by=KEYS[by].signing(),
    )


def followed(*certificates: Certificate) -> Trusted:
    return trusted(
        certificates,
        root=ROOT.verify_key(),
        program=PROGRAM,
        inbox=INBOX,
        closed=frozenset({INTEGRITY}),
    )


def teams(found: Trusted) -> dict[bytes, frozenset[bytes]]:
    return {subject: person.teams for subject, person in found.people.items()}


def test_nothing_is_trusted_without_certificates() -> None:
    found = followed()

    assert (dict(found.people), found.recovery, found.gateway, found.voice, found.refused) == (
        {},
        None,
        None,
        None,
        (),
    )


def test_the_root_makes_the_first_holder_who_makes_the_next() -> None:
    found = followed(a_holder(b"A"), a_holder(b"B", by=b"A"))

    assert teams(found) == {an_id(b"A"): frozenset({INBOX}), an_id(b"B"): frozenset({INBOX})}
    assert found.people[an_id(b"B")].public == KEYS[b"B"].public()
    assert found.people[an_id(b"B")].verify == KEYS[b"B"].signing().verify_key()
    assert found.refused == ()


@settings(max_examples=20)
@given(st.permutations([0, 1, 2, 3, 4]))
def test_the_order_of_the_rows_does_not_matter(order: list[int]) -> None:
    chain = [
        a_holder(b"A"),
        a_holder(b"B", by=b"A"),
        a_holder(b"C", by=b"B"),
        a_holder(b"D", DIVISION, by=b"C"),
        a_holder(b"E", DIVISION, by=b"D"),
    ]

    found = followed(*(chain[at] for at in order))

    assert len(found.people) == 5
    assert found.refused == ()


def test_a_long_path_is_followed_to_its_end() -> None:
    names = [index.to_bytes(2, "big") for index in range(1500)]
    signer = SigningKey.from_seed(b"one seed is enough for everybody"[:32])
    raw = KEYS[b"A"].public().raw
    chain = [
        Certificate.issue(
            CertificateKind.HOLDER,
            program=PROGRAM,
            subject=name * 8,
            team=INBOX,
            public=raw,
            verify=signer.verify_key().raw,
            signer=names[at - 1] * 8 if at else PROGRAM,
            by=signer if at else ROOT,
        )
        for at, name in enumerate(names)
    ]

    found = followed(*chain)

    assert len(found.people) == 1500


def test_one_person_may_hold_several_teams() -> None:
    found = followed(a_holder(b"A"), a_holder(b"A", DIVISION, by=b"A"), a_person(b"A", by=b"A"))

    assert teams(found) == {an_id(b"A"): frozenset({INBOX, DIVISION})}


def test_a_person_without_a_team_is_known_and_vouches_for_nobody() -> None:
    person, by_person = a_person(b"B", by=b"A"), a_holder(b"C", DIVISION, by=b"B")

    found = followed(a_holder(b"A"), person, by_person)

    assert teams(found)[an_id(b"B")] == frozenset()
    assert found.refused == (by_person,)


def test_a_holder_of_the_inbox_opens_no_closed_team() -> None:
    into_integrity = a_holder(b"A", INTEGRITY, by=b"A")

    found = followed(a_holder(b"A"), into_integrity)

    assert found.refused == (into_integrity,)
    assert not found.epoch_counts(an_epoch(INTEGRITY, by=b"A"))


def test_a_holder_of_a_closed_team_lets_in_the_next() -> None:
    found = followed(a_holder(b"A", INTEGRITY), a_holder(b"B", INTEGRITY, by=b"A"))

    assert teams(found)[an_id(b"B")] == frozenset({INTEGRITY})
    assert found.epoch_counts(an_epoch(INTEGRITY, by=b"B"))


def test_a_holder_of_a_division_vouches_for_that_division_alone() -> None:
    into_inbox, into_agency = a_holder(b"X", INBOX, by=b"B"), a_holder(b"X", AGENCY, by=b"B")
    chain = [a_holder(b"A"), a_holder(b"B", DIVISION, by=b"A"), a_holder(b"C", DIVISION, by=b"B")]

    found = followed(*chain, into_inbox, into_agency)

    assert found.refused == (into_inbox, into_agency)
    assert not found.epoch_counts(an_epoch(INBOX, by=b"C"))
    assert found.epoch_counts(an_epoch(DIVISION, by=b"C"))


def test_people_who_only_vouch_for_one_another_are_nobody() -> None:
    circle = (a_holder(b"X", by=b"B"), a_holder(b"B", by=b"X"), a_holder(b"C", by=b"C"))

    found = followed(*circle)

    assert dict(found.people) == {}
    assert found.refused == circle


def test_another_root_counts_for_nothing() -> None:
    certificate = a_holder(b"A")

    found = trusted(
        [certificate],
        root=KEYS[b"X"].signing().verify_key(),
        program=PROGRAM,
        inbox=INBOX,
        closed=frozenset(),
    )

    assert found.refused == (certificate,)


def test_a_key_swapped_in_a_row_is_not_trusted() -> None:
    swapped = replace(a_holder(b"B", by=b"A"), public=KEYS[b"X"].public().raw)

    found = followed(a_holder(b"A"), swapped)

    assert an_id(b"B") not in found.people
    assert found.refused == (swapped,)


def test_of_two_pairs_of_keys_for_one_person_the_later_is_refused() -> None:
    first, later = a_holder(b"B", by=b"A"), a_holder(b"B", by=b"A", keys=b"X")

    found = followed(a_holder(b"A"), first, later)

    assert found.people[an_id(b"B")].public == KEYS[b"B"].public()
    assert found.refused == (later,)


def test_of_two_pairs_of_keys_for_one_person_the_root_s_is_taken() -> None:
    by_holder, by_root = a_holder(b"B", by=b"A", keys=b"X"), a_holder(b"B")

    found = followed(a_holder(b"A"), by_holder, by_root)

    assert found.people[an_id(b"B")].public == KEYS[b"B"].public()
    assert found.refused == (by_holder,)


def test_a_certificate_that_is_there_twice_counts_once() -> None:
    found = followed(a_holder(b"A"), a_holder(b"A"))

    assert teams(found) == {an_id(b"A"): frozenset({INBOX})}
    assert found.refused == ()


def test_a_certificate_of_another_program_is_refused() -> None:
    elsewhere = a_holder(b"A", program=ELSEWHERE)
    signed_by_root = replace(elsewhere, signer=PROGRAM)

    found = followed(elsewhere, signed_by_root)

    assert set(found.refused) == {elsewhere, signed_by_root}


@pytest.mark.parametrize("kind", [CertificateKind.RECOVERY, CertificateKind.GATEWAY, CertificateKind.VOICE])
def test_recovery_gateway_and_voice_are_the_root_s_to_give(kind: CertificateKind) -> None:
    sealed_to = kind is CertificateKind.RECOVERY
    public = KEYS[b"C"].public().raw if sealed_to else b""
    verify = b"" if sealed_to else KEYS[b"C"].signing().verify_key().raw

    def issued(signer: bytes, by: SigningKey) -> Certificate:
        return Certificate.issue(
            kind,
            program=PROGRAM,
            subject=an_id(b"C"),
            public=public,
            verify=verify,
            signer=signer,
            by=by,
        )

    by_root, by_holder = issued(PROGRAM, ROOT), issued(an_id(b"A"), KEYS[b"A"].signing())

    found = followed(a_holder(b"A"), by_root, by_holder)

    principals = {
        CertificateKind.RECOVERY: found.recovery,
        CertificateKind.GATEWAY: found.gateway,
        CertificateKind.VOICE: found.voice,
    }
    chosen = principals[kind]
    assert chosen is not None
    assert chosen.subject == an_id(b"C")
    assert [other for other in principals.values() if other is not None] == [chosen]
    assert found.refused == (by_holder,)


@pytest.mark.parametrize(
    "broken",
    [
        {"team": NO_TEAM},
        {"team": b"short"},
        {"subject": b"short"},
        {"public": b""},
        {"public": b"\xff" * 1216},
        {"verify": b""},
        {"verify": b"short"},
    ],
)
def test_a_certificate_that_is_not_whole_is_refused_though_the_root_signed_it(
    broken: dict[str, bytes],
) -> None:
    whole = a_holder(b"A")
    parts = {name: getattr(whole, name) for name in ("subject", "team", "public", "verify")} | broken
    certificate = Certificate.issue(CertificateKind.HOLDER, program=PROGRAM, signer=PROGRAM, by=ROOT, **parts)

    found = followed(certificate)

    assert dict(found.people) == {}
    assert found.refused == (certificate,)


@pytest.mark.parametrize("part", ["program", "team", "epoch", "public", "signer", "signature"])
def test_a_changed_epoch_does_not_count(part: str) -> None:
    found = followed(a_holder(b"A"), a_holder(b"B", by=b"A"))
    statement = an_epoch(INBOX, by=b"A")
    other = {
        "team": DIVISION,
        "signer": an_id(b"B"),
        "public": KEYS[b"X"].public().raw,
        "signature": bytes(64),
    }

    changed = replace(statement, **{part: other.get(part, b"z" * 16)})  # type: ignore[arg-type]

    assert found.epoch_counts(statement)
    assert not found.epoch_counts(changed)


@pytest.mark.parametrize(
    "change", [{"month": 202701}, {"month": -1}, {"not_before": 740_316}, {"not_before": 2**64}]
)
def test_an_epoch_of_another_time_does_not_count(change: dict[str, int]) -> None:
    found = followed(a_holder(b"A"))

    assert not found.epoch_counts(replace(an_epoch(INBOX, by=b"A"), **change))  # type: ignore[arg-type]


def test_an_epoch_signed_for_something_that_is_no_key_does_not_count() -> None:
    found = followed(a_holder(b"A"))
    statement = replace(an_epoch(INBOX, by=b"A"), public=b"no key", signature=b"")
    signature = KEYS[b"A"].signing().sign(b"", context=statement.statement())

    assert not found.epoch_counts(replace(statement, signature=signature))


@pytest.mark.parametrize(
    ("by", "change", "counts"),
    [
        (b"A", {}, True),
        (b"B", {}, False),
        (b"X", {}, False),
        (b"A", {"quarter": 20291}, False),
        (b"A", {"quarter": -1}, False),
        (b"A", {"program": ELSEWHERE}, False),
        (b"A", {"public": KEYS[b"X"].public().raw}, False),
    ],
)
def test_a_quarter_s_key_is_the_inbox_s_to_give(by: bytes, change: dict[str, object], counts: bool) -> None:
    found = followed(a_holder(b"A"), a_holder(b"B", DIVISION, by=b"A"))
    statement = DisposalStatement.issue(
        program=PROGRAM,
        epoch=b"q" * 16,
        quarter=20284,
        public=KEYS[b"E"].public().raw,
        signer=an_id(by),
        by=KEYS[by].signing(),
    )

    assert found.disposal_counts(replace(statement, **change)) is counts  # type: ignore[arg-type]


def test_what_is_trusted_cannot_be_added_to() -> None:
    found = followed(a_holder(b"A"))

    with pytest.raises(TypeError):
        found.people[an_id(b"X")] = found.people[an_id(b"A")]  # type: ignore[index]
