from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError

from crypto.keys import PrivateKey
from crypto.signing import SigningKey
from tests.databases import Kind
from tests.unit.tipline.casework.case import ADA
from tests.unit.tipline.reports.office import IN_DECEMBER, IN_NOVEMBER, MIDDAY, NOVEMBER, OCTOBER, Counted
from tipline import audit
from tipline.errors import NotPermitted
from tipline.reports.closing import close_month
from tipline.reports.public_month import PublicMonth, to_bytes
from tipline.reports.published import place, read_published
from tipline.reports.publishing import (
    preview_month,
    publish_month,
    publishes,
    set_publishing,
    unpublished,
)
from tipline.reports.refusals import MonthNotClosed, MonthPublished, NotPublishing
from tipline.store.columns import table
from tipline.store.month_tables import PublishedMonthRow
from tipline.vocabulary import Channel, Month, Role

TIPS = 12


def voice(office: Counted) -> SigningKey:
    with office.case.program.keys_store.read() as keys_session:
        return office.case.by(ADA).holdings.voice(keys_session, office.case.keys())


def switch(office: Counted, *, on: bool = True, role: Role = Role.COORDINATOR) -> None:
    with office.case.program.tips.transaction() as session:
        set_publishing(session, on=on, by=replace(office.case.by(ADA), role=role), now=IN_NOVEMBER)


def publish(office: Counted, month: Month = OCTOBER, *, role: Role = Role.COORDINATOR) -> PublicMonth:
    holder, signer = replace(office.case.by(ADA), role=role), voice(office)
    with office.case.program.tips.transaction() as session:
        return publish_month(session, month=month, by=holder, voice=signer, now=IN_NOVEMBER)


def out(office: Counted) -> dict[Month, PublicMonth]:
    with office.case.program.tips.read() as session:
        program_id, key = office.case.program.program_id, office.case.keys().voice
        return dict(read_published(session.connection(), program_id, voice=key))


def tell(office: Counted, count: int = TIPS, *, now: datetime = MIDDAY) -> None:
    for _ in range(count):
        office.case.tell(now=now, channel=Channel.WEB)


def test_a_program_publishes_nothing_until_a_coordinator_switches_it_on(office: Counted) -> None:
    tell(office)
    office.close()

    with pytest.raises(NotPublishing):
        publish(office)
    switch(office)
    published = publish(office)

    assert published.tips == TIPS
    assert out(office) == {OCTOBER: published}
    assert [entry[0] for entry in office.case.trail()] == [
        "month-closed",
        "publishing-begun",
        "month-published",
    ]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_nobody_but_a_coordinator_publishes_switches_or_looks_ahead(
    sqlite_office: Counted, role: Role
) -> None:
    holder = replace(sqlite_office.case.by(ADA), role=role)

    with pytest.raises(NotPermitted):
        switch(sqlite_office, role=role)
    with pytest.raises(NotPermitted):
        publish(sqlite_office, role=role)
    with pytest.raises(NotPermitted), sqlite_office.case.program.tips.read() as session:
        preview_month(session, month=OCTOBER, by=holder, voice=None)

    assert (out(sqlite_office), sqlite_office.case.trail()) == ({}, [])


def test_closing_publishes_with_the_same_stroke_where_that_is_on_and_the_voice_is_at_hand(
    office: Counted,
) -> None:
    tell(office)
    tell(office, now=IN_NOVEMBER)
    switch(office)
    by, signer = office.case.by(ADA), voice(office)

    office.close()
    with office.case.program.tips.transaction() as session:
        close_month(session, month=NOVEMBER, by=by, now=IN_DECEMBER, voice=signer)

    assert list(out(office)) == [NOVEMBER]
    with office.case.program.tips.read() as session:
        assert unpublished(session, office.case.program.program_id) == (OCTOBER,)


def test_closing_publishes_nothing_where_that_is_off(sqlite_office: Counted) -> None:
    by, signer = sqlite_office.case.by(ADA), voice(sqlite_office)
    tell(sqlite_office, 1)

    with sqlite_office.case.program.tips.transaction() as session:
        close_month(session, month=OCTOBER, by=by, now=IN_NOVEMBER, voice=signer)

    assert out(sqlite_office) == {}


def test_only_a_closed_month_is_published_and_only_once(sqlite_office: Counted) -> None:
    tell(sqlite_office)
    switch(sqlite_office)

    with pytest.raises(MonthNotClosed):
        publish(sqlite_office)
    sqlite_office.close()
    publish(sqlite_office)
    with pytest.raises(MonthPublished):
        publish(sqlite_office)

    assert list(out(sqlite_office)) == [OCTOBER]


def test_the_preview_of_a_month_is_what_is_published_later(sqlite_office: Counted) -> None:
    tell(sqlite_office)
    sqlite_office.case.tell("Ada Byron tells her brother about tips.", now=MIDDAY)
    with sqlite_office.case.program.tips.read() as session:
        before = preview_month(session, month=OCTOBER, by=sqlite_office.case.by(ADA), voice=None)

    sqlite_office.close()
    switch(sqlite_office)

    assert publish(sqlite_office) == before
    assert before.tips == TIPS


def test_december_tells_the_year_of_the_months_that_are_out(sqlite_office: Counted) -> None:
    december = Month(202612)
    for month in (10, 11, 12):
        tell(sqlite_office, now=MIDDAY.replace(month=month))
    sqlite_office.close()
    sqlite_office.close(NOVEMBER, now=IN_DECEMBER)
    sqlite_office.close(december, now=IN_DECEMBER.replace(year=2027, month=1))
    switch(sqlite_office)

    publish(sqlite_office)
    published = publish(sqlite_office, december)

    assert published.year is not None
    assert (published.year.months, published.year.tips) == ((OCTOBER, december), 2 * TIPS)


def test_the_audit_has_the_digest_of_what_was_published_and_the_row_cannot_be_changed(
    office: Counted,
) -> None:
    tell(office)
    office.close()
    switch(office)
    published = publish(office)

    for change in (
        "UPDATE published_month SET content = signature",
        "DELETE FROM published_month",
    ):
        with pytest.raises(IntegrityError), office.case.program.tips.transaction() as session:
            session.connection().execute(text(change))

    (line,) = [entry for entry in office.case.trail() if entry[0] == audit.Action.MONTH_PUBLISHED.value]
    assert line[3].startswith("2026-10 ")
    assert out(office) == {OCTOBER: published}


def test_a_published_month_is_not_replaced_by_an_insert(office: Counted, database: Kind) -> None:
    tell(office)
    office.close()
    switch(office)
    published = publish(office)
    row = {
        "program_id": office.case.program.program_id,
        "month": OCTOBER,
        "content": b"{}",
        "signature": bytes(64),
    }
    replacing = {
        Kind.SQLITE: "INSERT OR REPLACE INTO published_month (program_id, month, content, signature) "
        "VALUES (:program_id, :month, :content, :signature)",
        Kind.POSTGRES: "INSERT INTO published_month (program_id, month, content, signature) "
        "VALUES (:program_id, :month, :content, :signature) "
        "ON CONFLICT (program_id, month) DO UPDATE SET content = EXCLUDED.content",
    }[database]

    with pytest.raises(IntegrityError), office.case.program.tips.transaction() as session:
        session.connection().execute(text(replacing), row)

    assert out(office) == {OCTOBER: published}


def test_what_the_voice_has_not_signed_for_this_month_and_program_is_not_there(
    office: Counted, capsys: pytest.CaptureFixture[str]
) -> None:
    tell(office)
    office.close()
    switch(office)
    published, program_id = publish(office), office.case.program.program_id
    content, signer = to_bytes(published), voice(office)
    stranger = PrivateKey.generate().signing()
    forged = to_bytes(replace(published, tips=9_999))
    september, august, july, june = (Month(202600 + month) for month in (9, 8, 7, 6))
    rows = {
        september: (forged, stranger.sign(forged, context=place(program_id, september))),
        august: (content, signer.sign(content, context=place(program_id, OCTOBER))),
        july: (content, signer.sign(content, context=place(program_id, july))),
        june: (b"{}", signer.sign(b"{}", context=place(program_id, june))),
    }
    for month, (body, signature) in rows.items():
        with office.case.program.tips.transaction() as session:
            values = {"program_id": program_id, "month": month, "content": body, "signature": signature}
            session.connection().execute(insert(table(PublishedMonthRow)), values)

    assert out(office) == {OCTOBER: published}
    assert capsys.readouterr().err.count("published-month") == len(rows)


def test_switching_twice_says_nothing_twice_and_switching_off_keeps_what_is_out(office: Counted) -> None:
    for on in (True, True, False, False):
        switch(office, on=on)

    with office.case.program.tips.read() as session:
        assert publishes(session, office.case.program.program_id) is False
    assert [entry[0] for entry in office.case.trail()] == ["publishing-begun", "publishing-ended"]
