"""Many awards at once that wait for the board, written into its queue without a tip for each."""

import secrets

from crypto.numbers import draw_claim_code
from tests.unit.tipline.rewards.board import ADA, PEPPER, TODAY, Board
from tipline.claims import claim_names
from tipline.keyring import ProgramKeys
from tipline.reward_words import ProposalId
from tipline.rewards.eligibility import ALL_RULED_OUT
from tipline.rewards.hands import mark
from tipline.rewards.papers import Proposal, SharePaper, write_proposal
from tipline.store.award_tables import ProposalRow
from tipline.vocabulary import AwardId, Cents, TeamKind, Wish, team_id

SHARES = 8
"""Of each proposal."""


def queued(board: Board, program: ProgramKeys, *, count: int, amount: Cents) -> dict[AwardId, str]:
    """So many awards, of eight to a proposal, that wait for the board, with their claim codes."""
    by = board.case.by(ADA)
    epoch = program.epoch(team_id(by.program_id, TeamKind.BOARD), TODAY)
    codes: dict[AwardId, str] = {}
    with board.ledger.transaction() as session:
        for _ in range(count // SHARES):
            made = {AwardId(secrets.token_bytes(16)): draw_claim_code() for _ in range(SHARES)}
            codes |= made
            papers = tuple(
                SharePaper(
                    award,
                    amount,
                    Wish.YES,
                    mark(by, award),
                    claim_names(code, pepper=PEPPER, program_id=by.program_id, award_id=award),
                )
                for award, code in made.items()
            )
            proposal_id = ProposalId(secrets.token_bytes(16))
            session.add(
                ProposalRow(
                    program_id=by.program_id,
                    proposal_id=proposal_id,
                    epoch_id=epoch.epoch_id,
                    sealed=write_proposal(
                        Proposal(by.person_id, board.fund, False, "A case.", b"{}", ALL_RULED_OUT, papers),
                        proposal_id=proposal_id,
                        to=epoch,
                        by=by.holdings.signing(),
                        program_id=by.program_id,
                    ),
                )
            )
    return codes
