"""What the board reads and nobody else: a proposal with its summary and sheet, and the papers of an award.

All of one size, so that no length tells which is which. A proposal is signed by who made it, and carries
that signature on into the papers of its awards.
"""

import json
import secrets
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlmodel import Session, col, select

from crypto.context import Purpose, context
from crypto.errors import CannotOpen
from crypto.sealing import OpenedBytes, open_record, seal_record
from crypto.signing import SigningKey
from tipline.claims import ClaimNames
from tipline.holdings import Holder
from tipline.keyring import EpochKey, ProgramKeys
from tipline.reward_words import ProposalId
from tipline.rewards.award_refusals import PaperRefused
from tipline.rewards.eligibility import Eligibility, read, written
from tipline.store.award_tables import AwardPaperRow
from tipline.vocabulary import (
    ID_SIZE,
    AwardId,
    Cents,
    EpochId,
    FundId,
    PersonId,
    ProgramId,
    TeamKind,
    Wish,
    team_id,
)

PAPER_SIZE: Final = 16_384
"""Bytes of a paper before it is sealed, whatever stands on it."""
PAPER_LIMIT: Final = PAPER_SIZE - 4 - ID_SIZE - 64 - 1
"""What a proposal may take: less the length before it, and what its awards' papers have besides."""

_CASE: Final = b"c"


@dataclass(frozen=True, slots=True)
class SharePaper:
    """One award of a proposal."""

    award_id: AwardId
    amount: Cents
    wish: Wish
    mark: bytes = field(repr=False)
    """The proposer's."""
    names: ClaimNames | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as it waits, sealed to the board."""

    proposer: PersonId
    fund_id: FundId
    urgent: bool
    summary: str = field(repr=False)
    sheet: bytes = field(repr=False)
    eligibility: Eligibility
    shares: tuple[SharePaper, ...]

    def share_of(self, award_id: AwardId) -> SharePaper:
        """Its share of one award."""
        return next(share for share in self.shares if share.award_id == award_id)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of an award, open, and the member of the board who signed it."""

    body: bytes = field(repr=False)
    by: PersonId


@dataclass(frozen=True, slots=True)
class SignedProposal:
    """A proposal with the bytes that its proposer signed."""

    proposal_id: ProposalId
    proposal: Proposal
    content: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    proven: bool
    """Signed by somebody who is confirmed and holds tips."""


def write_proposal(
    proposal: Proposal, *, proposal_id: ProposalId, to: EpochKey, by: SigningKey, program_id: ProgramId
) -> bytes:
    """Sign a proposal and seal it to the board.

    Raises:
        PaperRefused: the summary and the sheet together are too long.
    """
    content = _written(proposal)
    if len(content) > PAPER_LIMIT:
        raise PaperRefused(limit=PAPER_LIMIT, found=len(content))
    return seal_record(
        content, to.public, by=by, context=_proposal_place(program_id, proposal_id), floor=PAPER_SIZE
    )


def read_proposal(
    sealed: bytes,
    *,
    proposal_id: ProposalId,
    epoch_id: EpochId,
    by: Holder,
    keys_session: Session,
    program: ProgramKeys,
) -> SignedProposal:
    """Open a proposal.

    Raises:
        CannotOpen: `by` does not hold the board's key of that month, or it is no proposal.
    """
    key = by.holdings.epoch_key(keys_session, epoch_id)
    if key is None:
        raise CannotOpen
    opened = open_record(sealed, key, context=_proposal_place(program.program_id, proposal_id))
    return _signed(opened, proposal_id, program)


def put_case(session: Session, case: SignedProposal, *, award_id: AwardId, to: EpochKey, by: Holder) -> None:
    """Give one award its paper: the proposal, sealed anew, so that nothing connects it with what waited."""
    body = _CASE + case.proposal_id + case.signature + case.content
    put_paper(session, body, award_id=award_id, to=to, by=by)


def case_of(
    session: Session, keys_session: Session, *, award_id: AwardId, by: Holder, program: ProgramKeys
) -> SignedProposal:
    """The proposal of an award.

    Raises:
        CannotOpen: none that opens for `by` is there.
    """
    papers = papers_of(session, keys_session, award_id=award_id, by=by, program=program)
    return case_among(papers, award_id=award_id, program=program)


def case_among(papers: Iterable[Paper], *, award_id: AwardId, program: ProgramKeys) -> SignedProposal:
    """The proposal of an award, among its papers.

    Raises:
        CannotOpen: none is there.
    """
    for paper in papers:
        if not paper.body.startswith(_CASE):
            continue
        rest = paper.body[len(_CASE) :]
        proposal_id = ProposalId(rest[:ID_SIZE])
        signature, content = rest[ID_SIZE : ID_SIZE + 64], rest[ID_SIZE + 64 :]
        opened = OpenedBytes(content, signature, _proposal_place(program.program_id, proposal_id))
        case = _signed(opened, proposal_id, program)
        if any(share.award_id == award_id for share in case.proposal.shares):
            return case
    raise CannotOpen


def put_paper(session: Session, body: bytes, *, award_id: AwardId, to: EpochKey, by: Holder) -> None:
    """Give an award a paper that begins with its kind: sealed to the board, all of one size, signed."""
    paper_id = secrets.token_bytes(ID_SIZE)
    place = _paper_place(by.program_id, award_id, paper_id)
    session.add(
        AwardPaperRow(
            program_id=by.program_id,
            award_id=award_id,
            paper_id=paper_id,
            epoch_id=to.epoch_id,
            sealed=seal_record(body, to.public, by=by.holdings.signing(), context=place, floor=PAPER_SIZE),
        )
    )


def papers_of(
    session: Session, keys_session: Session, *, award_id: AwardId, by: Holder, program: ProgramKeys
) -> list[Paper]:
    """The papers of an award that open, and that somebody of the board has signed."""
    return papers_of_each(session, keys_session, [award_id], by=by, program=program)[award_id]


def papers_of_each(
    session: Session, keys_session: Session, awards: Collection[AwardId], *, by: Holder, program: ProgramKeys
) -> Mapping[AwardId, list[Paper]]:
    """As `papers_of`, for some awards in one question."""
    rows: Sequence[AwardPaperRow] = session.exec(
        select(AwardPaperRow).where(
            col(AwardPaperRow.program_id) == by.program_id, col(AwardPaperRow.award_id).in_(sorted(awards))
        )
    ).all()
    members = program.holders(team_id(program.program_id, TeamKind.BOARD))
    found: dict[AwardId, list[Paper]] = {award_id: [] for award_id in awards}
    for row in rows:
        key = by.holdings.epoch_key(keys_session, row.epoch_id)
        if key is None:
            continue
        try:
            place = _paper_place(row.program_id, row.award_id, row.paper_id)
            opened = open_record(row.sealed, key, context=place)
        except CannotOpen:
            continue
        signer = next((member for member in members if opened.signed_by(member.verify)), None)
        if signer is not None:
            found[row.award_id].append(Paper(opened.content, signer.person_id))
    return found


def _signed(opened: OpenedBytes, proposal_id: ProposalId, program: ProgramKeys) -> SignedProposal:
    proposal = _read(opened.content)
    proposer = program.people.get(proposal.proposer)
    trusted = {team_id(program.program_id, kind) for kind in (TeamKind.INBOX, TeamKind.INTEGRITY)}
    proven = proposer is not None and bool(proposer.teams & trusted) and opened.signed_by(proposer.verify)
    return SignedProposal(proposal_id, proposal, opened.content, opened.signature, proven)


def _written(proposal: Proposal) -> bytes:
    body = {
        "proposer": proposal.proposer.hex(),
        "fund": proposal.fund_id.hex(),
        "urgent": proposal.urgent,
        "summary": proposal.summary,
        "sheet": b64encode(proposal.sheet).decode(),
        "eligible": written(proposal.eligibility),
        "shares": [
            {
                "award": share.award_id.hex(),
                "amount": share.amount,
                "wish": share.wish.value,
                "mark": share.mark.hex(),
                "names": None if share.names is None else [share.names.name.hex(), share.names.tie.hex()],
            }
            for share in proposal.shares
        ],
    }
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _read(content: bytes) -> Proposal:
    """Whoever can seal to the board can put anything inside: what is no proposal does not open."""
    try:
        body: dict[str, Any] = json.loads(content)  # Any: JSON of anybody's making, checked here
        return Proposal(
            proposer=PersonId(bytes.fromhex(body["proposer"])),
            fund_id=FundId(bytes.fromhex(body["fund"])),
            urgent=bool(body["urgent"]),
            summary=str(body["summary"]),
            sheet=b64decode(body["sheet"], validate=True),
            eligibility=read(body["eligible"]),
            shares=tuple(_share(share) for share in body["shares"]),
        )
    except (ValueError, KeyError, TypeError, NotBase64, RecursionError):
        raise CannotOpen from None


def _share(body: dict[str, Any]) -> SharePaper:  # Any: as in `_read`
    names = body["names"]
    return SharePaper(
        award_id=AwardId(bytes.fromhex(body["award"])),
        amount=Cents(int(body["amount"])),
        wish=Wish(body["wish"]),
        mark=bytes.fromhex(body["mark"]),
        names=None if names is None else ClaimNames(bytes.fromhex(names[0]), bytes.fromhex(names[1])),
    )


def _proposal_place(program_id: ProgramId, proposal_id: ProposalId) -> bytes:
    return context(Purpose.PROPOSAL, program_id, proposal_id)


def _paper_place(program_id: ProgramId, award_id: AwardId, paper_id: bytes) -> bytes:
    return context(Purpose.AWARD, program_id, award_id, "paper", paper_id)
