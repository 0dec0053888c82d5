import secrets
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import pairwise

import pytest
from sqlalchemy import event

from crypto.numbers import draw_number
from tests.databases import Stores
from tests.program import NOON
from tests.unit.tipline.intake.readers import Staff, a_reporter, a_staff
from tipline.errors import NoGrant, NoProvenKey, StoreUnavailable
from tipline.intake import receive
from tipline.intake.names import Watched
from tipline.intake.programs import Desk
from tipline.intake.receive import Receipt, SealedTip
from tipline.intake.report import Detail, Origin, Report
from tipline.records import PRINCIPAL
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipKeyRow, TipMoveRow, TipRow
from tipline.store.work_tables import AuditRow
from tipline.vocabulary import (
    AppealId,
    Author,
    Channel,
    HolderKind,
    LinkId,
    LinkKind,
    Offence,
    Priority,
    RecordId,
    RecordKind,
    Status,
    TeamKind,
    TipId,
    team_id,
)

SAID = "Two men sell guns from the blue house."
WEB = Report(channel=Channel.WEB, text=SAID)


@pytest.fixture
def staff(stores: Stores) -> Staff:
    return a_staff(stores)


def keep(staff: Staff, sealed: SealedTip) -> Receipt:
    return staff.stores.tips.write_now(lambda connection: receive.store(connection, sealed))


def test_a_report_becomes_a_tip_that_the_inbox_reads_and_the_reporter_signed(staff: Staff) -> None:
    report = replace(
        WEB,
        details={Detail.WHERE: "Dundas", Detail.DANGER: "yes", Detail.WHEN: ""},
        offence=Offence.FIREARM,
        danger=True,
    )

    author = a_reporter(staff).author

    receipt = keep(staff, receive.prepare(report, desk=staff.desk(), author=author, now=NOON))

    tip = staff.tip()
    record = tip.records[0].record
    assert (tip.tip_id, tip.row.number, receipt.fresh) == (receipt.tip_id, receipt.number, True)
    assert (tip.team, tip.proven, tip.texts) == (TeamKind.INBOX, True, [SAID])
    assert (record.kind, record.by, record.at, record.person) == (
        RecordKind.REPORT,
        Author.REPORTER,
        NOON,
        None,
    )
    assert record.fields == {
        "where": "Dundas",
        "danger": "yes",
        PRINCIPAL: b64encode(author.key.public().raw).decode(),
    }
    assert (tip.row.status, tip.row.priority, tip.row.offence) == (
        Status.NEW,
        Priority.DANGER,
        Offence.FIREARM,
    )
    assert (tip.row.channel, tip.row.unread, tip.row.received_day) == (Channel.WEB, True, date(2026, 11, 20))


def test_a_tip_is_one_row_of_each_kind_two_grants_and_no_trace_of_an_act(staff: Staff) -> None:
    audit_before = len(staff.rows(AuditRow))

    keep(staff, receive.prepare(WEB, desk=staff.desk(), author=a_reporter(staff).author, now=NOON))

    assert [len(staff.rows(row)) for row in (TipRow, TipKeyRow, RecordRow, TipGrantRow)] == [1, 1, 1, 2]
    assert {grant.holder_kind for grant in staff.rows(TipGrantRow)} == {HolderKind.EPOCH, HolderKind.REPORTER}
    assert staff.rows(TipMoveRow) == []
    assert len(staff.rows(AuditRow)) == audit_before


def test_a_tip_takes_four_statements_besides_its_form_token(staff: Staff) -> None:
    statements: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        statements.append(" ".join(statement.split()[:3]))

    sealed = receive.prepare(WEB, desk=staff.desk(), author=a_reporter(staff).author, now=NOON)
    event.listen(staff.stores.tips.engine, "before_cursor_execute", note)
    keep(staff, sealed)

    assert [words for words in statements if not words.startswith("BEGIN")] == [
        "INSERT INTO tip",
        "INSERT INTO tip_key",
        "INSERT INTO tip_grant",
        "INSERT INTO record",
    ]


@pytest.mark.parametrize(
    "report",
    [
        replace(WEB, about_us=True),
        replace(WEB, text="Coordinator Byron warns them."),
        replace(WEB, details={Detail.WHO: "Ada Byron"}),
    ],
)
def test_a_tip_about_us_is_integritys_and_opens_for_nobody_in_the_inbox(staff: Staff, report: Report) -> None:
    desk = staff.desk()
    desk = replace(desk, program=replace(desk.program, watched=Watched.of(["ada byron"])))

    keep(staff, receive.prepare(report, desk=desk, author=a_reporter(staff).author, now=NOON))

    tip = staff.tip()
    (thread,) = staff.rows(TipKeyRow)
    assert (tip.team, tip.texts) == (TeamKind.INTEGRITY, [report.text])
    with (
        staff.stores.tips.read() as tips,
        staff.stores.keys.read() as keys,
        pytest.raises(NoGrant),
    ):
        staff.holdings(TeamKind.INBOX).tip_key(tips, keys, thread.key_id)


def test_without_a_proven_key_of_integrity_a_tip_about_us_goes_nowhere(staff: Staff) -> None:
    desk = staff.desk()
    integrity = team_id(desk.program.program_id, TeamKind.INTEGRITY)
    epochs = {id_: epoch for id_, epoch in desk.keys.epochs.items() if epoch.team_id != integrity}

    with pytest.raises(NoProvenKey):
        receive.prepare(
            replace(WEB, about_us=True),
            desk=Desk(desk.program, replace(desk.keys, epochs=epochs)),
            author=a_reporter(staff).author,
            now=NOON,
        )


@pytest.mark.parametrize(("kind", "kept"), [(LinkKind.ACCOUNT, LinkId("abcd1234")), (LinkKind.PLACE, None)])
def test_a_link_at_a_place_leaves_its_appeal_and_kind_alone(
    staff: Staff, kind: LinkKind, kept: LinkId | None
) -> None:
    appeal = AppealId(b"a" * 16)
    report = replace(WEB, channel=Channel.LINK, origin=Origin(appeal, kind, LinkId("abcd1234")))

    keep(staff, receive.prepare(report, desk=staff.desk(), author=a_reporter(staff).author, now=NOON))

    row = staff.tip().row
    assert (row.channel, row.appeal_id, row.link_kind, row.link_id) == (Channel.LINK, appeal, kind, kept)


def test_a_day_is_the_day_where_the_program_is(staff: Staff) -> None:
    late = datetime(2026, 12, 1, 3, 30, tzinfo=UTC)

    keep(staff, receive.prepare(WEB, desk=staff.desk(), author=a_reporter(staff).author, now=late))

    assert staff.tip().row.received_day == date(2026, 11, 30)
    assert [row.day for row in staff.rows(RecordRow)] == [date(2026, 11, 30)]


def test_a_number_that_is_taken_is_drawn_again(staff: Staff) -> None:
    first, second = (
        receive.prepare(WEB, desk=staff.desk(), author=a_reporter(staff).author, now=NOON) for _ in range(2)
    )
    taken = keep(staff, first).number
    drawn = [taken, taken, draw_number("TOR")]

    receipt = staff.stores.tips.write_now(
        lambda connection: receive.store(connection, second, draw=lambda _: drawn.pop(0))
    )

    assert (receipt.fresh, receipt.number == taken, drawn) == (True, False, [])
    assert len(staff.tips()) == 2


def test_numbers_that_are_all_taken_are_the_stores_trouble(staff: Staff) -> None:
    first, second = (
        receive.prepare(WEB, desk=staff.desk(), author=a_reporter(staff).author, now=NOON) for _ in range(2)
    )
    taken = keep(staff, first).number

    with pytest.raises(StoreUnavailable):
        staff.stores.tips.write_now(
            lambda connection: receive.store(connection, second, draw=lambda _: taken)
        )
    assert len(staff.rows(TipRow)) == 1


def test_a_tip_that_comes_twice_is_stored_once_and_keeps_its_number(staff: Staff) -> None:
    gateway = staff.program.gateway.signing()
    ids = TipId(b"t" * 16), RecordId(b"r" * 16)
    report = replace(WEB, channel=Channel.TEXT)

    first, second = (
        keep(
            staff,
            receive.prepare(
                report, desk=staff.desk(), author=gateway, now=NOON, tip_id=ids[0], record_id=ids[1]
            ),
        )
        for _ in range(2)
    )

    assert (first.fresh, second.fresh, second.number) == (True, False, first.number)
    assert (staff.tip().texts, staff.tip().proven) == ([SAID], True)
    assert [grant.holder_kind for grant in staff.rows(TipGrantRow)] == [HolderKind.EPOCH]


def test_a_later_message_marks_the_tip_as_unread_and_is_stored_once(staff: Staff) -> None:
    reporter = a_reporter(staff)
    sealed = receive.prepare(WEB, desk=staff.desk(), author=reporter.author, now=NOON)
    keep(staff, sealed)
    with staff.stores.tips.transaction() as session:
        session.get_one(TipRow, (staff.program.program_id, sealed.thread.tip_id)).unread = False
    message = receive.prepare_message(
        "Also a van.",
        thread=sealed.thread,
        desk=staff.desk(),
        author=reporter.author,
        channel=Channel.WEB,
        now=NOON,
        record_id=RecordId(secrets.token_bytes(16)),
    )

    added = [
        staff.stores.tips.write_now(lambda connection: receive.add_message(connection, message))
        for _ in range(2)
    ]

    tip = staff.tip()
    assert (added, sorted(tip.texts), tip.row.unread) == ([True, False], sorted([SAID, "Also a van."]), True)
    assert tip.proven


@pytest.mark.parametrize(
    ("report", "priority"),
    [
        (replace(WEB, danger=False), Priority.ROUTINE),
        (replace(WEB, danger=False, text="He is going to kill her"), Priority.DANGER),
        (replace(WEB, danger=False, details={Detail.WHO: "il va la tuer"}), Priority.DANGER),
        (replace(WEB, danger=False, channel=Channel.TEXT, text="有人带枪去学校"), Priority.DANGER),
    ],
)
def test_words_of_danger_do_what_the_ticked_box_does_and_keep_it_unticked(
    staff: Staff, report: Report, priority: Priority
) -> None:
    keep(staff, receive.prepare(report, desk=staff.desk(), author=a_reporter(staff).author, now=NOON))

    assert (staff.tip().row.priority, staff.tip().texts) == (priority, [report.text])
    assert staff.tip().typed == dict(report.details)


@pytest.mark.parametrize(
    ("text", "priority"),
    [("And a van.", Priority.ROUTINE), ("he has a knife at her throat", Priority.DANGER)],
)
def test_a_later_message_with_words_of_danger_makes_the_tip_danger_to_life(
    staff: Staff, text: str, priority: Priority
) -> None:
    reporter = a_reporter(staff)
    calm = replace(WEB, danger=False)
    sealed = receive.prepare(calm, desk=staff.desk(), author=reporter.author, now=NOON)
    keep(staff, sealed)
    message = receive.prepare_message(
        text,
        thread=sealed.thread,
        desk=staff.desk(),
        author=reporter.author,
        channel=Channel.WEB,
        now=NOON,
    )

    staff.stores.tips.write_now(lambda connection: receive.add_message(connection, message))

    assert (staff.tip().row.priority, staff.tip().row.unread) == (priority, True)


def test_a_later_message_that_names_staff_is_a_tip_of_integritys_and_the_inbox_sees_nothing(
    staff: Staff,
) -> None:
    reporter, desk = a_reporter(staff), staff.desk()
    desk = replace(desk, program=replace(desk.program, watched=Watched.of(["ada byron"])))
    sealed = receive.prepare(WEB, desk=desk, author=reporter.author, now=NOON)
    keep(staff, sealed)
    with staff.stores.tips.transaction() as session:
        session.get_one(TipRow, (staff.program.program_id, sealed.thread.tip_id)).unread = False

    for text in ("Ada Byron warns them.", "Ada Byron again.", "And a van."):
        message = receive.prepare_message(
            text, thread=sealed.thread, desk=desk, author=reporter.author, channel=Channel.WEB, now=NOON
        )
        staff.stores.tips.write_now(partial(receive.add_message, sealed=message))

    tips = {tip.team: tip for tip in staff.tips()}
    assert len(tips) == len(staff.tips()) == 2
    assert sorted(tips[TeamKind.INBOX].texts) == ["And a van.", SAID]
    assert sorted(tips[TeamKind.INTEGRITY].texts) == ["Ada Byron again.", "Ada Byron warns them."]
    assert all(tip.proven for tip in tips.values())


def test_nothing_in_the_clear_connects_what_went_aside_with_its_tip(staff: Staff) -> None:
    reporter, desk = a_reporter(staff), staff.desk()
    desk = replace(desk, program=replace(desk.program, watched=Watched.of(["ada byron"])))
    sealed = receive.prepare(WEB, desk=desk, author=reporter.author, now=NOON)
    keep(staff, sealed)

    message = receive.prepare_message(
        "Ada Byron", thread=sealed.thread, desk=desk, author=reporter.author, channel=Channel.WEB, now=NOON
    )
    staff.stores.tips.write_now(lambda connection: receive.add_message(connection, message))

    first, second = (
        {
            *(value for value in (key.key_id, key.tip_id, key.lookup, key.verify_key, key.public_key)),
            *(grant.holder_id for grant in staff.rows(TipGrantRow) if grant.key_id == key.key_id),
        }
        for key in staff.rows(TipKeyRow)
    )
    assert first.isdisjoint(second)


def test_a_text_that_goes_aside_comes_once(staff: Staff) -> None:
    gateway, desk = staff.program.gateway.signing(), staff.desk()
    desk = replace(desk, program=replace(desk.program, watched=Watched.of(["ada byron"])))
    sealed = receive.prepare(replace(WEB, channel=Channel.TEXT), desk=desk, author=gateway, now=NOON)
    keep(staff, sealed)

    for _ in range(2):
        message = receive.prepare_message(
            "Ada Byron",
            thread=sealed.thread,
            desk=desk,
            author=gateway,
            channel=Channel.TEXT,
            now=NOON,
            record_id=RecordId(b"r" * 16),
        )
        staff.stores.tips.write_now(partial(receive.add_message, sealed=message))

    assert sorted((tip.team, tuple(tip.texts)) for tip in staff.tips()) == [
        (TeamKind.INBOX, (SAID,)),
        (TeamKind.INTEGRITY, ("Ada Byron",)),
    ]


def test_what_is_sealed_says_nothing_when_it_is_printed(staff: Staff) -> None:
    reporter = a_reporter(staff)
    report = replace(WEB, details={Detail.WHERE: "Dundas"})
    sealed = receive.prepare(report, desk=staff.desk(), author=reporter.author, now=NOON)
    message = receive.prepare_message(
        SAID,
        thread=sealed.thread,
        desk=staff.desk(),
        author=reporter.author,
        channel=Channel.WEB,
        now=NOON,
    )

    printed = repr((report, sealed, message, reporter))

    words = reporter.code.words
    # By twos: one by itself may be a word of ours, such as "report".
    pairs = [form for two in pairwise(words) for form in (" ".join(two), f"{two[0]!r}, {two[1]!r}")]
    for secret in (SAID, "Dundas", repr(reporter.author.lookup), *pairs):
        assert secret not in printed
