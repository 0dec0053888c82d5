"""Two hundred at once leave one whole chain, and one award is paid once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.unit.tipline.rewards.books import Books, an_award
from tipline.rewards.refusals import AlreadyPosted
from tipline.rewards.verify import verify

AT_ONCE = 16


def test_two_hundred_posts_at_once_leave_a_whole_chain(books: Books) -> None:
    books.deposit(200 * 100)

    with ThreadPoolExecutor(AT_ONCE) as people:
        made = list(people.map(lambda _: books.approve(an_award(), 100), range(200)))

    with books.ledger.still() as session:
        proven = verify(session, books.program_id, books.signers)
    assert (len(set(made)), proven.count) == (200, 3 + 1 + 200)
    assert books.standing() == {"rewards owed": 20_000, "rewards bank": 20_000}


def test_of_twenty_who_pay_one_award_at_once_one_does(books: Books) -> None:
    award = an_award()
    books.deposit(100_000)
    books.fill(50_000)
    books.approve(award, 1_000)

    def pay(_: int) -> str:
        try:
            books.pay(award, 1_000)
        except AlreadyPosted:
            return "refused"
        return "paid"

    with ThreadPoolExecutor(AT_ONCE) as tellers:
        outcome = Counter(tellers.map(pay, range(20)))

    assert outcome == {"paid": 1, "refused": 19}
    assert books.standing()["desk float"] == 49_000
