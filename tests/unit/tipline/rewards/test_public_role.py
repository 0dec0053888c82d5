"""On PostgreSQL the public site shows an award, notes a desk, asks for another code, and nothing more."""

from contextlib import closing
from functools import partial

import pytest
from sqlalchemy import event, text

from tests.databases import Kind, Stores
from tests.unit.tipline.rewards.board import PEPPER, TODAY, a_board
from tests.unit.tipline.store.acting import quoted, refused
from tests.unit.tipline.store.test_roles import roles_in
from tipline.intake.follow_up import open_conversation
from tipline.rewards.places import Place, open_places, pick
from tipline.rewards.renewals import carry_out_renewals
from tipline.rewards.reporter import ask_for_another_code, own_claims
from tipline.store.db import Store, open_store
from tipline.vocabulary import Process, StoreName

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database", [Kind.POSTGRES], indirect=True)]


def as_public(stores: Stores, name: StoreName, role: str) -> Store:
    """A store of which every connection has the powers of the public site."""
    store = open_store(name, stores.urls.of(name))

    def become(connection: object, _: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]  # the driver's, which SQLAlchemy leaves untyped
        cursor.execute(f"SET ROLE {quoted(role)}")
        cursor.close()
        connection.commit()  # type: ignore[attr-defined]  # as above

    event.listen(store.engine, "connect", become)
    store.engine.dispose()
    return store


def test_the_public_site_reads_where_an_award_stands_notes_a_desk_and_leaves_a_request(
    stores: Stores,
) -> None:
    board = a_board(stores)
    told = board.tell()
    award, program_id = board.approved(told), board.case.program.program_id
    assert told.code is not None
    with (
        roles_in(stores, [StoreName.TIPS, StoreName.LEDGER]) as roles,
        closing(as_public(stores, StoreName.TIPS, roles[Process.PUBLIC])) as tips,
        closing(as_public(stores, StoreName.LEDGER, roles[Process.PUBLIC])) as ledger,
    ):
        ledger.write_now(
            partial(pick, place=Place(board.desk, "", ""), award_id=award, program_id=program_id)
        )
        with tips.transaction() as session, ledger.read() as books:
            conversation = open_conversation(session, desk=board.case.intake(), author=told.code)
            places = open_places(books, program=board.case.keys())
            claim = own_claims(
                session, books, conversation=conversation, author=told.code, places=places, today=TODAY
            )[0]
            code = ask_for_another_code(
                session.connection(), claim, author=told.code, program_id=board.case.program.program_id
            )
        with ledger.read() as books, tips.read() as session:
            denied = [
                refused(each.connection(), text(statement))
                for each, statement in (
                    (books, "SELECT claim_name FROM award"),
                    (books, "SELECT fund_id FROM award"),
                    (books, "UPDATE award SET state = 'approved'"),
                    (books, "UPDATE award SET amount = 1"),
                    (books, "UPDATE payout_desk SET place = 'Here'"),
                    (books, "SELECT quorum FROM reward_settings"),
                    (books, "INSERT INTO payout_desk SELECT * FROM payout_desk"),
                    (books, "SELECT sealed FROM award_paper"),
                    (books, "SELECT sealed FROM proposal"),
                    (books, "SELECT amount_cents FROM posting"),
                    (session, "SELECT locked FROM claim_renewal"),
                    (session, "DELETE FROM claim_renewal"),
                )
            ]
    with stores.tips.transaction() as session, stores.ledger.transaction() as books:
        done = carry_out_renewals(session, books, program_id=board.case.program.program_id, pepper=PEPPER)

    assert (claim.code is not None, denied, done) == (True, [True] * 12, 1)
    assert board.look_up(code) is not None
