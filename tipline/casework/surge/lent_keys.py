"""A thread's key, lent: sealed to one person, for one tip of one case, and bound to the moment when it ends.

Whoever can write the store can put back a row that was deleted. They cannot make it last longer: another
moment in the loan's row, and nothing opens.
"""

from crypto.context import Purpose, context
from crypto.errors import CannotOpen, CryptoError
from crypto.keys import PrivateKey, PublicKey
from crypto.sealing import seal, unseal
from tipline.casework.surge.lent_rows import Loan
from tipline.vocabulary import KeyId, ProgramId, TipId


def seal_lent(
    key: PrivateKey, to: PublicKey, *, program_id: ProgramId, loan: Loan, tip_id: TipId, key_id: KeyId
) -> bytes:
    """Seal a thread's seed for a loan.

    Raises:
        MalformedKey: `to` must not be sealed to.
    """
    return seal(key.seed, to, context=_place(program_id, loan, tip_id, key_id))


def open_lent(
    sealed: bytes, by: PrivateKey, *, program_id: ProgramId, loan: Loan, tip_id: TipId, key_id: KeyId
) -> PrivateKey:
    """Open what `seal_lent` sealed.

    Raises:
        CannotOpen: it was lent to somebody else, for another tip or case, until another moment, or changed.
    """
    seed = unseal(sealed, by, context=_place(program_id, loan, tip_id, key_id))
    try:
        return PrivateKey.from_seed(seed)
    except CryptoError:
        raise CannotOpen from None


def _place(program_id: ProgramId, loan: Loan, tip_id: TipId, key_id: KeyId) -> bytes:
    until = int(loan.until.timestamp())
    return context(Purpose.LOAN, program_id, loan.case_id, tip_id, key_id, loan.person_id, until)
