from datetime import timedelta
from functools import partial

import pytest
from sqlmodel import select

from tests.databases import Stores
from tests.program import NOON
from tipline.errors import FormTokenMissing, FormTokenOld
from tipline.intake import form_tokens
from tipline.store.work_tables import FormTokenRow
from tipline.vocabulary import ProgramId

KEY = bytes(range(32))
PROGRAM = ProgramId(b"p" * 16)
OTHER = ProgramId(b"q" * 16)


def test_a_token_is_good_for_its_program_for_a_day() -> None:
    token = form_tokens.issue(key=KEY, program_id=PROGRAM, now=NOON)

    first = form_tokens.check(token, key=KEY, program_id=PROGRAM, now=NOON)
    last = form_tokens.check(token, key=KEY, program_id=PROGRAM, now=NOON + timedelta(hours=24))

    assert first == last
    with pytest.raises(FormTokenOld):
        form_tokens.check(token, key=KEY, program_id=PROGRAM, now=NOON + timedelta(hours=24, seconds=1))
    with pytest.raises(FormTokenMissing):
        form_tokens.check(token, key=KEY, program_id=OTHER, now=NOON)
    with pytest.raises(FormTokenMissing):
        form_tokens.check(token, key=bytes(32), program_id=PROGRAM, now=NOON)


@pytest.mark.parametrize(
    "token", ["", " ", "A", "AAAA", "é" * 46, "A" * 46, "\ud800", "%%%", "A" * 10_000, "=" * 8]
)
def test_what_we_did_not_make_counts_as_none(token: str) -> None:
    with pytest.raises(FormTokenMissing):
        form_tokens.check(token, key=KEY, program_id=PROGRAM, now=NOON)


def test_a_token_with_any_letter_changed_counts_as_none() -> None:
    token = form_tokens.issue(key=KEY, program_id=PROGRAM, now=NOON)

    for place, letter in enumerate(token[:-1]):
        changed = token[:place] + ("A" if letter != "A" else "B") + token[place + 1 :]
        with pytest.raises(FormTokenMissing):
            form_tokens.check(changed, key=KEY, program_id=PROGRAM, now=NOON)


def test_a_token_is_spent_once_and_its_hash_is_forgotten_after_its_life(stores: Stores) -> None:
    token = form_tokens.issue(key=KEY, program_id=PROGRAM, now=NOON)
    spent = form_tokens.check(token, key=KEY, program_id=PROGRAM, now=NOON)

    def spend(program_id: ProgramId) -> bool:
        return stores.tips.write_now(
            lambda connection: form_tokens.spend(connection, spent, program_id=program_id, now=NOON)
        )

    assert [spend(PROGRAM), spend(PROGRAM), spend(OTHER)] == [True, False, True]
    for days, left in ((1, 2), (2, 0)):
        stores.tips.write_now(partial(form_tokens.forget_old, now=NOON + timedelta(days=days)))
        with stores.tips.read() as session:
            assert len(session.exec(select(FormTokenRow)).all()) == left
