"""The public site does all its work with the powers that it has on PostgreSQL, and no others."""

import secrets
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import ProgrammingError
from sqlmodel import col, select

from tests.custodians import appoint_custodians
from tests.databases import Kind, Stores
from tests.program import NOON
from tests.unit.tipline.casework.case import Case
from tests.unit.tipline.casework.moving import a_link
from tests.unit.tipline.intake.readers import a_staff
from tests.unit.web.public.reporter import SLUG, WORDS, PublicSite, a_public_site, read_page, send_tip
from tests.unit.web.public.sender import JPEG, PNG, send_files
from tests.unit.web.public.texter import press, words_on
from tipline import loose_blobs
from tipline.code_links import write_token
from tipline.store.appeal_tables import AppealRow, LinkRow, LinkVisitRow
from tipline.store.bar_tables import TipBarRow
from tipline.store.db import Store, open_store
from tipline.store.file_tables import LooseBlobRow, TipFileRow
from tipline.store.program_tables import PersonRow, WatchedNameRow
from tipline.store.roles import apply_roles
from tipline.store.tip_tables import TipGrantRow, TipRow
from tipline.vocabulary import (
    AppealId,
    Channel,
    HolderKind,
    LinkId,
    LinkKind,
    Process,
    Status,
    StoreName,
    TeamKind,
)
from web.public.app import public_app

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database", [Kind.POSTGRES], indirect=True)]


@pytest.fixture
def own_store(stores: Stores) -> Iterator[Store]:
    """The tips, opened by a role that has the public site's powers."""
    mark, password, url = secrets.token_hex(4), secrets.token_hex(16), stores.urls.tips
    roles = {process: f"{process.value}_{mark}" for process in Process}
    apply_roles(StoreName.TIPS, url, roles)
    with stores.tips.transaction() as session:
        session.connection().exec_driver_sql(f"ALTER ROLE {roles[Process.PUBLIC]} PASSWORD '{password}'")
    parts = make_url(url).set(username=roles[Process.PUBLIC], password=password)
    with closing(open_store(StoreName.TIPS, parts.render_as_string(hide_password=False))) as store:
        yield store
    listed = ", ".join(roles.values())
    with stores.tips.transaction() as session:
        session.connection().exec_driver_sql(f"DROP OWNED BY {listed}")
        session.connection().exec_driver_sql(f"DROP ROLE {listed}")


@pytest.fixture
def site(stores: Stores, own_store: Store, tmp_path: Path) -> PublicSite:
    """Toronto's public site, with its own powers alone."""
    staff = a_staff(stores)
    program_id, appeal_id = staff.program.program_id, AppealId(b"a" * 16)
    with stores.tips.transaction() as session:
        session.merge(WatchedNameRow(program_id=program_id, name="ada byron"))
        session.add(
            AppealRow(program_id=program_id, appeal_id=appeal_id, name="House", opened_day=date(2026, 11, 1))
        )
        session.flush()
        session.add(
            LinkRow(
                program_id=program_id,
                link_id=LinkId("abcd1234"),
                appeal_id=appeal_id,
                kind=LinkKind.ACCOUNT,
                account="@tcs",
                label="",
            )
        )
    whole = a_public_site(staff, tmp_path)
    runtime = replace(whole.runtime, tips=own_store)
    return replace(whole, runtime=runtime, app=public_app(runtime))


def test_a_tip_its_messages_its_end_and_a_visit_need_no_more(site: PublicSite) -> None:
    with site.browser() as browser:
        assert browser.get("/healthz").status_code == 200
        assert browser.get("/l/abcd1234").status_code == 303
        code = read_page(send_tip(browser, what=WORDS, l="abcd1234").text).texts["reporter-code"]
        for message in ("And a van.", "Officer Byron warns them."):
            added = browser.post(f"/{SLUG}/follow-up", data={"code": code, "message": message})
            assert (added.status_code, message in added.text) == (200, True)
        back = browser.post(f"/{SLUG}/follow-up", data={"code": code, "withdraw": "yes", "sure": "yes"})
        assert back.status_code == 200

    assert {(tip.team, tip.row.status) for tip in site.staff.tips()} == {
        (TeamKind.INBOX, Status.WITHDRAWN),
        (TeamKind.INTEGRITY, Status.WITHDRAWN),
    }
    assert [row.visits for row in site.staff.rows(LinkVisitRow)] == [1]


def test_a_texters_link_is_spent_for_those_who_are_not_barred(site: PublicSite) -> None:
    program = site.staff.program
    case = Case(program)
    told = case.tell(channel=Channel.TEXT)
    grace = program.people["Grace Hopper"].person_id
    case.write(
        TipBarRow(program_id=program.program_id, tip_id=told.tip_id, person_id=grace, day=date(2026, 11, 20))
    )
    path = f"/c/{write_token(a_link(case, told).token)}"

    with site.browser() as browser:
        receipt = press(browser, path)
        back = browser.post(f"/{SLUG}/follow-up", data={"code": words_on(receipt)})

    assert (receipt.status_code, back.status_code) == (200, 200)
    people = {row.holder_id for row in site.staff.rows(TipGrantRow) if row.holder_kind is HolderKind.PERSON}
    assert people == {program.people["Ada Byron"].person_id}


def test_of_a_bar_it_reads_who_and_not_when_or_with_which_case(own_store: Store) -> None:
    for column in (col(TipBarRow.day), col(TipBarRow.case_id)):
        with pytest.raises(ProgrammingError), own_store.read() as session:
            session.exec(select(column)).all()


def test_files_their_copies_and_the_sweep_need_no_more(site: PublicSite) -> None:
    appoint_custodians(site.staff.program)
    with site.browser() as browser:
        again = send_files(browser, ("b.png", PNG), what="")
        assert send_files(browser, ("a.jpg", JPEG)).status_code == 200
    runtime = site.runtime
    (row,) = site.staff.rows(TipFileRow)

    assert again.status_code == 422
    assert row.copy_id is not None
    assert loose_blobs.sweep(runtime.tips, runtime.blobs, now=NOON + timedelta(hours=3)) == 1
    assert site.staff.rows(LooseBlobRow) == []


def test_it_may_not_read_whose_a_file_is_nor_its_halves(own_store: Store) -> None:
    for column in (TipFileRow.tip_id, TipFileRow.half_a, TipFileRow.original_id):
        with pytest.raises(ProgrammingError), own_store.read() as session:
            session.exec(select(column)).all()


def test_it_may_not_read_the_staff_or_what_became_of_a_tip(own_store: Store) -> None:
    for what in (PersonRow.name, TipRow.disposition, TipRow.assignee_id):
        with own_store.read() as session, pytest.raises(ProgrammingError):
            session.exec(select(what)).all()
