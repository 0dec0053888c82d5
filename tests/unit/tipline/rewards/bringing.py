"""A board to which awards of another system are brought, and what its people do with them."""

from dataclasses import dataclass

from sqlalchemy import MetaData

from tests.program import NOON
from tests.unit.tipline.rewards.board import BEA, BEN, NOVEMBER, PEPPER, TESS, TODAY, Board
from tipline.rewards import brought, brought_lists, payout
from tipline.rewards.brought_file import BroughtList, read_awards
from tipline.store.award_tables import AwardRow
from tipline.vocabulary import AwardId, ProgramId

LIST = "code,amount,month\nQR-77 81x,500,2024-03\n4711-0815,1250.50,2026-09\n"
CODES = ("QR-77 81x", "4711-0815")


@dataclass
class Bringing:
    """The board, and what is brought to it."""

    board: Board

    @property
    def program_id(self) -> ProgramId:
        """The program's."""
        return self.board.case.program.program_id

    def read(self, text: str = LIST) -> BroughtList:
        """A list as it is read in November."""
        return read_awards(text.encode(), this_month=NOVEMBER)

    def check(self, text: str = LIST) -> brought.Preview:
        """What a list would bring."""
        with self.board.ledger.read() as ledger:
            return brought.check(ledger, self.program_id, self.read(text), pepper=PEPPER, today=TODAY)

    def bring(self, text: str = LIST, *, by: str | None = None, with_money: bool = False) -> bytes:
        """Somebody brings a list; the operator where nobody is named."""
        program = self.board.case.program
        with self.board.ledger.transaction() as ledger, program.tips.transaction() as tips:
            return brought.keep(
                ledger,
                tips,
                self.program_id,
                self.read(text),
                with_money=with_money,
                by=self.board.case.by(by) if by else None,
                pepper=PEPPER,
                today=TODAY,
                now=NOON,
            )

    def sign(self, import_id: bytes, *names: str) -> list[int]:
        """Members of the board sign a list: Bea and Ben where nobody is named."""
        program, done = self.board.case.program, []
        for name in names or (BEA, BEN):
            with self.board.ledger.transaction() as ledger, program.tips.transaction() as tips:
                by = self.board.case.by(name)
                done.append(brought_lists.sign(ledger, tips, import_id=import_id, by=by, now=NOON))
        return done

    def take_back(self, import_id: bytes, *, by: str | None = None) -> int:
        """Somebody takes a list back; the operator where nobody is named."""
        program = self.board.case.program
        with self.board.ledger.transaction() as ledger, program.tips.transaction() as tips:
            return brought_lists.take_back(
                ledger,
                tips,
                self.program_id,
                import_id=import_id,
                by=self.board.case.by(by) if by else None,
                month=NOVEMBER,
                now=NOON,
            )

    def lists(self, *, by: str) -> tuple[brought_lists.Brought, ...]:
        """The lists as somebody sees them."""
        with self.board.ledger.read() as ledger:
            return brought_lists.lists(ledger, self.program_id, by=self.board.case.by(by))

    def find(self, typed: str, *, by: str = TESS) -> payout.Found | None:
        """A teller types a code."""
        with self.board.ledger.read() as ledger:
            return payout.find_typed(ledger, typed=typed, by=self.board.case.by(by), pepper=PEPPER)

    def award(self, typed: str) -> AwardId:
        """The award that a code leads to."""
        found = self.find(typed)
        assert found is not None
        return found.award_id

    def row(self, award_id: AwardId) -> AwardRow:
        """The row of an award."""
        with self.board.ledger.read() as ledger:
            return ledger.get_one(AwardRow, (self.program_id, award_id))

    def kept(self) -> bytes:
        """Every value of every row that the ledger and the tips store have."""
        values = []
        for store in (self.board.ledger, self.board.case.program.tips):
            every = MetaData()
            every.reflect(store.engine)
            with store.engine.connect() as connection:
                for one in every.sorted_tables:
                    for row in connection.execute(one.select()):
                        values += [v if isinstance(v, bytes) else str(v).encode() for v in row]
        return b"|".join(values)
