"""The journal takes what is in balance and refuses the rest, and nothing is changed by a refusal."""

from tests.unit.tipline.rewards.books import Books, an_award


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
