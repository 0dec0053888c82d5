"""The rules of rewards as the board sets them."""

from datetime import timedelta

from sqlmodel import select

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, IDA
from tests.unit.tipline.rewards.board import BEA, TESS, TRUDY
from tests.unit.web.console.console import flash
from tests.unit.web.console.paying import Paying
from tipline.audit import REWARDS, Action
from tipline.rewards.settings import RewardSettings, reward_settings
from tipline.store.work_tables import AuditRow
from tipline.vocabulary import Cents, Role

RULES = "/rewards/rules"
FORM = {"maximum": "2,500", "quorum": "3", "term": "365"}


def found(paying: Paying) -> RewardSettings:
    with paying.board.ledger.read() as session:
        return reward_settings(session, paying.board.case.program.program_id)


def test_the_board_sets_them_with_a_line_in_the_audit_and_others_may_not(quick_paying: Paying) -> None:
    administrator = quick_paying.console.somebody(Role.ADMINISTRATOR)
    seen = {}
    for name in (ADA, IDA, TESS, TRUDY, administrator):
        with quick_paying.console.browser(name) as browser:
            seen[name] = browser.get(RULES).status_code
            if name != administrator:
                assert browser.post(RULES, data=FORM).status_code == 403
    before = found(quick_paying)
    with quick_paying.console.browser(BEA) as browser:
        answer = browser.post(RULES, data=FORM)
        page = browser.get(answer.headers["location"]).text
    with quick_paying.board.case.program.tips.read() as session:
        lines = session.exec(select(AuditRow).where(AuditRow.action == Action.RULES_SET.value)).all()

    assert seen == {ADA: 403, IDA: 403, TESS: 403, TRUDY: 403, administrator: 200}
    assert (before, found(quick_paying)) == (RewardSettings(), RewardSettings(Cents(250_000), 3, 365))
    assert 'value="365"' in page
    assert [(line.subject, line.detail) for line in lines] == [(REWARDS, "")]


def test_what_cannot_be_a_rule_is_said_and_nothing_is_changed(quick_paying: Paying) -> None:
    wrong = [
        {"maximum": ""},
        {"maximum": "0"},
        {"maximum": "-5"},
        {"maximum": "1000000000000"},
        {"quorum": "1"},
        {"quorum": "half"},
        {"term": "89"},
        {"term": "-365"},
        {"term": "1.5"},
        {"term": "99999"},
    ]
    with quick_paying.console.browser(BEA) as browser:
        answers = [browser.post(RULES, data=FORM | each) for each in wrong]

    assert [answer.status_code for answer in answers] == [422] * len(wrong)
    assert all("Nothing was changed." in flash(answer.text) for answer in answers)
    assert found(quick_paying) == RewardSettings()


def test_a_term_that_takes_awards_back_at_once_is_asked_twice(quick_paying: Paying) -> None:
    quick_paying.award()
    quick_paying.console.clock.at = NOON + timedelta(days=150)
    with quick_paying.console.browser(BEA) as browser:
        asked = browser.post(RULES, data=FORM | {"term": "90"})
        between = found(quick_paying)
        sure = browser.post(RULES, data=FORM | {"term": "90", "sure": "yes"}).status_code

    assert (asked.status_code, between) == (422, RewardSettings())
    assert "With this term 1 award, $500 in all, would go back within the hour." in flash(asked.text)
    assert (sure, found(quick_paying).return_after_days) == (303, 90)
