"""The journal takes what is in balance and refuses the rest, and a refusal changes nothing."""

import pytest

from tests.unit.tipline.rewards.books import Books, an_award
from tipline.money import LARGEST, Account, EntryKind, FundKind
from tipline.rewards import lines
from tipline.rewards.lines import Lines, Posting
from tipline.rewards.refusals import (
    AlreadyPosted,
    AlreadyReversed,
    AmountRefused,
    LedgerRefused,
    NoSuchEntry,
    NoSuchFund,
    NotApproved,
    NotAsApproved,
    NotEnough,
    NotReversible,
    OtherCurrency,
)
from tipline.vocabulary import AwardId, Cents, EntryId, FundId, Month


def test_an_award_goes_from_available_to_owed_to_the_hand(books: Books) -> None:
    award = an_award()
    books.deposit(500_000)
    books.fill(100_000)
    books.approve(award, 75_000)
    owed = books.standing()

    books.pay(award, 75_000)

    assert owed == {
        "rewards available": 425_000,
        "rewards owed": 75_000,
        "rewards bank": 400_000,
        "rewards at-desks": 100_000,
        "desk float": 100_000,
        "desk entrusted": 100_000,
    }
    assert books.standing() == {
        "rewards available": 425_000,
        "rewards bank": 400_000,
        "rewards at-desks": 25_000,
        "desk float": 25_000,
        "desk entrusted": 25_000,
    }


def test_every_other_deed_moves_what_it_says(books: Books) -> None:
    books.post(EntryKind.OPENING, lines.deposit(books.fund, Cents(100_000)))
    books.fill(40_000)
    books.post(EntryKind.WITHDRAWAL, lines.withdrawal(books.fund, Cents(1_500)))
    unclaimed = an_award()
    books.approve(unclaimed, 20_000)
    books.post(EntryKind.RETURN, lines.unclaimed(books.fund, Cents(20_000)), award=unclaimed)
    gift = lines.to_community(books.fund, Cents(5_000), community_id=books.community)
    books.post(EntryKind.COMMUNITY, gift, award=an_award())
    books.post(EntryKind.SHORT, lines.short(books.fund, Cents(700), desk_id=books.desk))
    books.post(EntryKind.OVER, lines.over(books.fund, Cents(200), desk_id=books.desk))
    books.post(EntryKind.EMPTY, lines.empty(books.fund, Cents(10_000), desk_id=books.desk))

    assert books.standing() == {
        "rewards available": 93_000,
        "rewards bank": 63_500,
        "rewards at-desks": 29_500,
        "community available": 5_000,
        "community bank": 5_000,
        "desk float": 29_500,
        "desk entrusted": 29_500,
    }


@pytest.mark.parametrize("amount", [0, -1, -75_000, LARGEST + 1, 10**12])
def test_no_amount_but_a_sensible_one_is_booked(books: Books, amount: int) -> None:
    hand_made = (Posting(books.fund, Account.BANK, Cents(amount)),)

    with pytest.raises(AmountRefused) as refused:
        books.deposit(amount)
    with pytest.raises((AmountRefused, ValueError)):
        books.post(EntryKind.DEPOSIT, (*hand_made, *mirrored_to_available(hand_made)))

    assert (books.standing(), refused.value.limit) == ({}, LARGEST)


def test_the_largest_amount_is_booked(books: Books) -> None:
    books.deposit(LARGEST)

    assert books.standing() == {"rewards available": LARGEST, "rewards bank": LARGEST}


def test_funds_of_two_currencies_do_not_meet_in_an_entry(books: Books) -> None:
    books.deposit(10_000)
    abroad = books.make("Buffalo parks", FundKind.COMMUNITY, currency="USD")
    before = books.standing()

    with pytest.raises(OtherCurrency) as refused:
        books.post(
            EntryKind.COMMUNITY,
            lines.to_community(books.fund, Cents(1), community_id=abroad),
            award=an_award(),
        )

    assert (refused.value.wanted, refused.value.found) == ("CAD", "USD")
    assert books.standing() == before


def test_more_than_there_is_is_neither_approved_nor_filled_nor_withdrawn(books: Books) -> None:
    books.deposit(10_000)
    before = books.standing()
    too_much = Cents(10_001)

    for kind, postings, award in [
        (EntryKind.APPROVAL, lines.approval(books.fund, too_much), an_award()),
        (EntryKind.FILL, lines.fill(books.fund, too_much, desk_id=books.desk), None),
        (EntryKind.WITHDRAWAL, lines.withdrawal(books.fund, too_much), None),
        (EntryKind.SHORT, lines.short(books.fund, too_much, desk_id=books.desk), None),
    ]:
        with pytest.raises(NotEnough):
            books.post(kind, postings, award=award)

    assert books.standing() == before


def test_an_award_is_not_paid_from_an_empty_drawer(books: Books) -> None:
    award = an_award()
    books.deposit(100_000)
    books.approve(award, 50_000)
    books.fill(49_999)

    with pytest.raises(NotEnough) as refused:
        books.pay(award, 50_000)

    assert (refused.value.fund_id, refused.value.there) == (books.fund, 49_999)
    assert books.standing()["rewards owed"] == 50_000


def test_an_award_is_approved_once(books: Books) -> None:
    award = an_award()
    books.deposit(100_000)
    books.approve(award, 10_000)

    with pytest.raises(AlreadyPosted) as refused:
        books.approve(award, 10_000)

    assert (refused.value.kind, books.standing()["rewards owed"]) == (EntryKind.APPROVAL, 10_000)


@pytest.mark.parametrize("kind", [EntryKind.PAYMENT, EntryKind.RETURN])
def test_an_award_is_paid_or_returned_once(books: Books, kind: EntryKind) -> None:
    award = a_paid_award(books)
    before = books.standing()

    with pytest.raises(AlreadyPosted) as refused:
        books.post(kind, settling(books, kind, 10_000), award=award)

    assert (refused.value.kind, books.standing()) == (EntryKind.PAYMENT, before)


@pytest.mark.parametrize("kind", [EntryKind.PAYMENT, EntryKind.RETURN])
def test_an_award_that_nobody_approved_is_neither_paid_nor_returned(books: Books, kind: EntryKind) -> None:
    a_paid_award(books)
    books.approve(an_award(), 10_000)

    with pytest.raises(NotApproved):
        books.post(kind, settling(books, kind, 10_000), award=an_award())

    assert books.standing()["rewards owed"] == 10_000


@pytest.mark.parametrize("amount", [9_999, 10_001])
def test_an_award_is_paid_as_it_was_approved(books: Books, amount: int) -> None:
    award = an_award()
    books.deposit(100_000)
    books.fill(50_000)
    books.approve(award, 10_000)
    books.approve(an_award(), 10_000)

    with pytest.raises(NotAsApproved) as refused:
        books.pay(award, amount)

    assert (refused.value.approved, books.standing()["desk float"]) == (10_000, 50_000)


def test_an_award_is_paid_from_the_fund_that_owes_it(books: Books) -> None:
    other, award = books.make("Guns"), an_award()
    books.deposit(100_000)
    books.post(EntryKind.DEPOSIT, lines.deposit(other, Cents(10_000)))
    books.post(EntryKind.APPROVAL, lines.approval(other, Cents(10_000)), award=award)
    books.approve(an_award(), 10_000)
    books.fill(10_000)

    with pytest.raises(NotAsApproved):
        books.pay(award, 10_000)

    assert books.at_float() == 10_000


def test_an_entry_is_taken_back_by_its_mirror_image(books: Books) -> None:
    deposit = books.deposit(100_000)
    books.deposit(5_000)

    books.reverse(deposit)

    assert books.standing() == {"rewards available": 5_000, "rewards bank": 5_000}


def test_an_entry_is_reversed_once_and_a_reversal_never(books: Books) -> None:
    books.deposit(100_000)
    deposit = books.deposit(5_000)
    reversal = books.reverse(deposit)

    with pytest.raises(AlreadyReversed):
        books.reverse(deposit)
    with pytest.raises(NotReversible):
        books.reverse(reversal)

    assert books.standing() == {"rewards available": 100_000, "rewards bank": 100_000}


def test_a_payment_that_was_taken_back_can_be_made_again(books: Books) -> None:
    award = an_award()
    books.deposit(100_000)
    books.fill(50_000)
    books.approve(award, 10_000)

    books.reverse(books.pay(award, 10_000))
    owed = books.standing()["rewards owed"]
    books.pay(award, 10_000)

    assert (owed, books.standing()["desk float"]) == (10_000, 40_000)


def test_an_approval_is_taken_back_before_it_is_paid_and_not_after(books: Books) -> None:
    award = an_award()
    books.deposit(100_000)
    books.fill(50_000)
    books.reverse(books.approve(award, 10_000))
    approval = books.approve(award, 12_000)
    payment = books.pay(award, 12_000)

    with pytest.raises(NotReversible):
        books.reverse(approval)
    books.reverse(payment)
    books.reverse(approval)

    assert books.standing() == {
        "rewards available": 100_000,
        "rewards bank": 50_000,
        "rewards at-desks": 50_000,
        "desk float": 50_000,
        "desk entrusted": 50_000,
    }


def test_what_was_spent_is_not_taken_back(books: Books) -> None:
    deposit = books.deposit(100_000)
    books.approve(an_award(), 60_000)

    with pytest.raises(NotEnough):
        books.reverse(deposit)

    assert books.standing()["rewards available"] == 40_000


def test_what_no_entry_is_is_a_mistake(books: Books) -> None:
    books.deposit(100_000)
    one, award = Cents(1), an_award()
    mistakes: list[tuple[EntryKind, Lines, AwardId | None]] = [
        (EntryKind.DEPOSIT, lines.withdrawal(books.fund, one), None),
        (EntryKind.DEPOSIT, lines.deposit(books.fund, one) * 2, None),
        (EntryKind.DEPOSIT, lines.deposit(books.fund, one)[:1], None),
        (EntryKind.DEPOSIT, (), None),
        (EntryKind.DEPOSIT, lines.deposit(books.fund, one), award),
        (EntryKind.DEPOSIT, lines.deposit(books.desk, one), None),
        (EntryKind.APPROVAL, lines.approval(books.fund, one), None),
        (EntryKind.CLOSING, (), None),
        (EntryKind.REVERSAL, lines.deposit(books.fund, one), None),
        (EntryKind.COMMUNITY, crossed(books), award),
    ]

    for kind, postings, whose in mistakes:
        with pytest.raises(ValueError, match=r"entry|award|posted|differ|fund"):
            books.post(kind, postings, award=whose)

    assert books.standing() == {"rewards available": 100_000, "rewards bank": 100_000}


@pytest.mark.parametrize("month", [0, 1, 196912, 202600, 202613, 2026_11_20, 300001])
def test_what_is_no_month_is_a_mistake(books: Books, month: int) -> None:
    with pytest.raises(ValueError, match="no month"):
        books.deposit(1, month=Month(month))

    assert books.standing() == {}


def test_nothing_is_booked_on_a_fund_or_reversed_of_another_program(books: Books) -> None:
    other = Books(books.ledger)
    theirs = other.deposit(1_000)

    with pytest.raises(NoSuchFund):
        books.post(EntryKind.DEPOSIT, lines.deposit(other.fund, Cents(1)))
    with pytest.raises(NoSuchFund):
        books.post(EntryKind.DEPOSIT, lines.deposit(FundId(bytes(16)), Cents(1)))
    for entry_id in (theirs, EntryId(bytes(16))):
        with pytest.raises(NoSuchEntry):
            books.reverse(entry_id)

    assert (books.standing(), other.standing()) == (
        {},
        {"rewards available": 1_000, "rewards bank": 1_000},
    )


def test_what_the_ledger_refuses_says_no_sentence() -> None:
    refused = NotEnough(
        fund_id=FundId(bytes(16)), account=lines.deposit(FundId(b""), Cents(1))[0].account, there=Cents(5)
    )

    assert isinstance(refused, LedgerRefused)
    assert refused.args == ("00" * 16, "bank", 5)


def a_paid_award(books: Books) -> AwardId:
    award = an_award()
    books.deposit(100_000)
    books.fill(50_000)
    books.approve(award, 10_000)
    books.pay(award, 10_000)
    return award


def settling(books: Books, kind: EntryKind, amount: int) -> Lines:
    if kind is EntryKind.RETURN:
        return lines.unclaimed(books.fund, Cents(amount))
    return lines.payment(books.fund, Cents(amount), desk_id=books.desk)


def mirrored_to_available(postings: Lines) -> Lines:
    return tuple(Posting(one.fund_id, Account.AVAILABLE, Cents(-one.amount)) for one in postings)


def crossed(books: Books) -> Lines:
    """A gift that balances over both funds together, and in neither."""
    gift = lines.to_community(books.fund, Cents(2), community_id=books.community)
    return (gift[0], Posting(gift[1].fund_id, gift[1].account, Cents(-1)), *gift[2:3], gift[3])
