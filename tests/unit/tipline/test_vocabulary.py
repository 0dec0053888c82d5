"""The words of the trade: what each role may, where a status leads, which ids follow from which."""

import pytest

from tipline.vocabulary import (
    ID_SIZE,
    Channel,
    Disposition,
    Offence,
    Priority,
    ProgramId,
    Role,
    Status,
    TeamKind,
    fold,
    team_id,
)

TORONTO = ProgramId(bytes.fromhex("a1" * 16))
HALTON = ProgramId(bytes.fromhex("b2" * 16))
SPECIAL = [kind for kind in TeamKind if kind.special]


def test_each_role_may_what_the_trade_lets_it_and_no_more() -> None:
    powers = ("may_triage", "may_work", "may_see_month", "may_confirm", "may_audit", "may_manage")

    found = {role: {power for power in powers if getattr(role, power)} for role in Role}

    assert found == {
        Role.COORDINATOR: set(powers),
        Role.INVESTIGATOR: {"may_work"},
        Role.CALL_TAKER: set(),
        Role.UNIT_LIAISON: {"may_work"},
        Role.INTEGRITY: {"may_triage", "may_work"},
        Role.TRANSLATOR: set(),
        Role.BOARD: {"may_see_month"},
        Role.TREASURER: set(),
        Role.TELLER: set(),
        Role.ANALYST: {"may_see_month"},
        Role.ADMINISTRATOR: {"may_manage"},
        Role.AUDITOR: {"may_audit"},
    }


def test_each_role_has_its_power_over_awards_and_nobody_two_of_the_three() -> None:
    powers = (
        "may_propose_award",
        "may_decide_award",
        "may_pay_award",
        "may_fill_float",
        "may_count_desk",
        "may_undo_payment",
        "may_thaw_award",
        "may_set_rewards",
    )

    found = {role: {power for power in powers if getattr(role, power)} for role in Role}

    assert {role: said for role, said in found.items() if said} == {
        Role.COORDINATOR: {"may_propose_award", "may_undo_payment", "may_thaw_award"},
        Role.INTEGRITY: {"may_propose_award"},
        Role.BOARD: {"may_decide_award", "may_thaw_award", "may_set_rewards"},
        Role.TELLER: {"may_pay_award", "may_count_desk", "may_undo_payment"},
        Role.TREASURER: {"may_fill_float", "may_count_desk", "may_undo_payment"},
        Role.ADMINISTRATOR: {"may_set_rewards"},
    }
    assert max(len(said & set(powers[:3])) for said in found.values()) == 1


def test_a_status_leads_forward_or_out_and_never_back() -> None:
    over = {Status.CLOSED, Status.DUPLICATE, Status.SPAM, Status.PASSED_ON, Status.WITHDRAWN}

    assert {status: set(status.next) for status in Status} == {
        Status.NEW: over | {Status.TRIAGED, Status.DISPATCHED, Status.INVESTIGATING},
        Status.TRIAGED: over | {Status.DISPATCHED, Status.INVESTIGATING},
        Status.DISPATCHED: over | {Status.INVESTIGATING},
        Status.INVESTIGATING: over,
    } | {status: set() for status in over}


def test_a_status_is_open_until_it_leads_nowhere() -> None:
    assert [status for status in Status if status.open] == [
        Status.NEW,
        Status.TRIAGED,
        Status.DISPATCHED,
        Status.INVESTIGATING,
    ]


def test_the_inbox_gives_no_way_into_a_closed_team() -> None:
    assert [kind for kind in TeamKind if kind.closed] == [
        TeamKind.INTEGRITY,
        TeamKind.CUSTODIAN_A,
        TeamKind.CUSTODIAN_B,
    ]


def test_special_teams_have_ids_that_follow_from_program_and_kind() -> None:
    ids = [team_id(program, kind) for program in (TORONTO, HALTON) for kind in SPECIAL]

    assert {len(each) for each in ids} == {ID_SIZE}
    assert len(set(ids)) == len(ids)
    assert ids == [team_id(program, kind) for program in (TORONTO, HALTON) for kind in SPECIAL]


@pytest.mark.parametrize("kind", [TeamKind.DIVISION, TeamKind.AGENCY])
def test_teams_that_a_program_has_many_of_have_no_such_id(kind: TeamKind) -> None:
    with pytest.raises(ValueError, match="random id"):
        team_id(TORONTO, kind)


def test_the_id_of_an_inbox_never_changes() -> None:
    assert team_id(TORONTO, TeamKind.INBOX).hex() == "a5abdf4fc7c8d125f098c4b9f4171bb1"


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Jane Roe", "jane roe"),
        ("  JANE\t\nROE ", "jane roe"),
        ("O'Brien-Smith", "o brien smith"),
        ("Zoë Müller", "zoe muller"),
        ("ZOE\u0308 MU\u0308LLER", "zoe muller"),
        ("Straße", "strasse"),
        ("İpek", "ipek"),
        ("ﬁnn", "finn"),
        ("Ｊａｎｅ", "jane"),
        ("51 Division", "51 division"),
        ("Ελένη", "ελενη"),
        ("李 小龍", "李 小龍"),
        ("...", ""),
        ("", ""),
    ],
)
def test_names_are_compared_without_case_marks_and_punctuation(typed: str, folded: str) -> None:
    assert fold(typed) == folded
    assert fold(folded) == folded


def test_words_are_shown_with_their_labels() -> None:
    shown = [
        Channel.WEB.label,
        Role.UNIT_LIAISON.label,
        Status.INVESTIGATING.label,
        Status.PASSED_ON.label,
        Priority.DANGER.label,
        Priority.URGENT.label,
        Offence.BREAK_AND_ENTER.label,
        Offence.THREAT.label,
        Disposition.NO_ANSWER.label,
        Disposition.LED_TO_ARREST.label,
    ]

    assert shown == [
        "Web",
        "Unit liaison",
        "Under investigation",
        "Passed on",
        "Danger to life",
        "Urgent",
        "Break and enter",
        "Threat to a school or crowd",
        "No answer from the agency",
        "Led to arrest",
    ]


@pytest.mark.parametrize("words", [Offence, Disposition, Status, Channel, Role])
def test_no_two_words_of_a_kind_look_alike(words: type[Offence]) -> None:
    labels = [word.label for word in words]

    assert sorted(set(labels)) == sorted(labels)
