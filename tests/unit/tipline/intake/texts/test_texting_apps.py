"""WhatsApp, Messenger and RCS: closed until a board opens them, and honest about who knows what."""

from datetime import timedelta
from typing import Final

import pytest

from tests.program import FoundedProgram
from tests.unit.sms.gateway import OWN, REPORTER, Gateway, ReadTip
from tipline.intake.texts.lines import ASKED_AGAIN, REMEMBERED
from tipline.intake.texts.transitions import Answer
from tipline.intake.texts.wording import by_app
from tipline.intake.texts.words.by_app import BY_APP
from tipline.intake.texts.words.spanish import SPANISH
from tipline.store.program_tables import LineRow, OpenAppRow
from tipline.store.vault_tables import PseudonymRow
from tipline.vocabulary import Channel, TipNumber

pytestmark = pytest.mark.anyio

SITE: Final = "https://tips.example"
FORM: Final = f"{SITE}/toronto-crime-stoppers"
BOTH: Final = "+14165550177"
"""A number that Toronto and Peel share."""
PAGE: Final = "messenger:102542248309018"
AGENT: Final = "rcs:tip_line_k3hzkq1m_agent"
ACCOUNT: Final = "messenger:4465012966906978"
WHATSAPP: Final = {"From": f"whatsapp:{REPORTER}", "To": f"whatsapp:{OWN}"}
SHARED_WHATSAPP: Final = {"From": f"whatsapp:{REPORTER}", "To": f"whatsapp:{BOTH}"}
MESSENGER: Final = {"From": ACCOUNT, "To": PAGE}
RCS: Final = {"From": f"rcs:{REPORTER}", "To": AGENT}
NOTHING: Final = (0, 0, 0, 0)


@pytest.fixture
def apps(gateway: Gateway) -> Gateway:
    """A gateway that knows where the form is; Toronto has a page at Messenger and an agent for RCS."""
    gateway.runtime.settings = gateway.runtime.settings.model_copy(update={"public_origin": SITE})
    with gateway.stores.tips.transaction() as session:
        for number in (PAGE, AGENT, BOTH):
            session.add(LineRow(program_id=gateway.toronto.program_id, number=number, first=True))
        session.add(LineRow(program_id=gateway.peel.program_id, number=BOTH))
    return gateway


def decide(gateway: Gateway, program: FoundedProgram, *channels: Channel) -> None:
    """The board opens these and closes the others; the gateway hears of it within half a minute."""
    with gateway.stores.tips.transaction() as session:
        session.connection().execute(
            OpenAppRow.__table__.delete()  # type: ignore[attr-defined]  # SQLModel sets it where no checker sees it
        )
        for channel in channels:
            session.add(OpenAppRow(program_id=program.program_id, channel=channel))
    gateway.clock.at += REMEMBERED


def told(tips: list[ReadTip]) -> list[list[str]]:
    return sorted(sorted(tip.texts) for tip in tips)


def said(answer: Answer, app: Channel, number: str | None = None, form: str = FORM) -> str:
    return by_app(answer, app=app, number=TipNumber(number) if number else None, form=form)


@pytest.mark.parametrize(
    ("ways", "app"),
    [(WHATSAPP, Channel.WHATSAPP), (MESSENGER, Channel.MESSENGER)],
    ids=["whatsapp", "messenger"],
)
async def test_by_a_closed_app_it_is_said_so_and_the_words_are_kept_without_who_wrote(
    apps: Gateway, ways: dict[str, str], app: Channel
) -> None:
    first = await apps.text("black jeep", sid="SM" + "1" * 32, **ways)
    again = await apps.text("black jeep", sid="SM" + "1" * 32, **ways)
    second = await apps.text("it has no plates", **ways)

    assert {first.said, again.said, second.said} == {said(Answer.KEPT, app)}
    assert f"We take no tips by {app.label}" in str(first.said)
    assert f"Our form does not: {FORM} " in str(first.said)
    assert told(apps.tips()) == [["black jeep"], ["it has no plates"]]
    assert apps.vault_rows() == NOTHING


@pytest.mark.parametrize("body", ["TOR", "NEW", "START", "YES"])
async def test_who_tells_nothing_by_a_closed_app_is_sent_to_the_form_and_nothing_is_kept(
    apps: Gateway, body: str
) -> None:
    heard = await apps.text(body, **WHATSAPP)

    assert heard.said == said(Answer.CLOSED, Channel.WHATSAPP)
    assert (apps.tips(), apps.vault_rows()) == ([], NOTHING)


@pytest.mark.parametrize(
    ("ways", "app"),
    [(WHATSAPP, Channel.WHATSAPP), (MESSENGER, Channel.MESSENGER)],
    ids=["whatsapp", "messenger"],
)
async def test_by_an_open_app_the_first_answer_says_who_knows_and_gives_the_form(
    apps: Gateway, ways: dict[str, str], app: Channel
) -> None:
    decide(apps, apps.toronto, app)
    first = await apps.text("black jeep", **ways)
    later = await apps.text("it has no plates", **ways)

    tip = apps.only_tip()
    assert first.said == said(Answer.RECEIVED, app, tip.number)
    assert f"{app.label} knows who you are. Our form does not: {FORM} " in str(first.said)
    assert later.said == "Added, thank you. Danger now? Call 911. Delete these texts."
    assert sorted(tip.texts) == ["black jeep", "it has no plates"]


async def test_an_answer_goes_back_by_the_app_and_from_the_account_that_was_written_to(apps: Gateway) -> None:
    decide(apps, apps.toronto, Channel.WHATSAPP, Channel.MESSENGER)
    for ways in (WHATSAPP, MESSENGER):
        await apps.text("black jeep", **ways)
    for tip in apps.tips():
        apps.answer(tip, "There is a question for you.")

    await apps.delivery().turn(now=apps.clock.at)

    assert sorted((one.to, one.from_) for one in apps.carrier.sent) == [
        (MESSENGER["From"], MESSENGER["To"]),
        (WHATSAPP["From"], WHATSAPP["To"]),
    ]


@pytest.mark.parametrize("body", ["REWARD", "CODE", "Récompense", "recompensa"])
@pytest.mark.parametrize("opened", [(), (Channel.WHATSAPP,)], ids=["closed", "open"])
async def test_nothing_is_said_of_awards_by_an_app(
    apps: Gateway, body: str, opened: tuple[Channel, ...]
) -> None:
    decide(apps, apps.toronto, *opened)

    heard = await apps.text(body, **WHATSAPP)

    words = str(heard.said).casefold()
    assert SITE in words
    assert [word for word in ("reward", "award", "récompense", "recompensa", "code") if word in words] == []
    assert (apps.tips(), apps.vault_rows()) == ([], NOTHING)


async def test_a_number_by_whatsapp_is_another_sender_than_by_sms(apps: Gateway) -> None:
    decide(apps, apps.toronto, Channel.WHATSAPP)
    await apps.text("black jeep")
    await apps.text("white van", **WHATSAPP)

    stopped = await apps.text("STOP", **WHATSAPP)
    apps.clock.at += timedelta(minutes=1)
    await apps.text("by the gate")

    assert stopped.said == said(Answer.STOPPED, Channel.WHATSAPP)
    assert apps.count(PseudonymRow) == 1
    assert [tip for tip in told(apps.tips()) if "black jeep" in tip] == [["black jeep", "by the gate"]]


@pytest.mark.parametrize(("told_by", "stopped_by"), [({}, RCS), (RCS, {})], ids=["by-rcs", "by-sms"])
async def test_stop_by_rcs_is_stop_by_sms_of_the_same_number(
    apps: Gateway, told_by: dict[str, str], stopped_by: dict[str, str]
) -> None:
    await apps.text("black jeep", **told_by)
    before = apps.vault_rows()

    await apps.text("STOP", **stopped_by)
    late = await apps.text("by the gate", **told_by)

    assert (before, apps.vault_rows()) == ((1, 0, 1, 0), NOTHING)
    assert late.said is None
    assert [tip.texts[0] for tip in apps.tips() if "by the gate" in tip.texts] == ["by the gate"]


async def test_what_is_told_by_rcs_goes_on_by_sms_and_needs_no_board(apps: Gateway) -> None:
    first = await apps.text("black jeep", **RCS)
    await apps.text("it has no plates")

    tip = apps.only_tip()
    assert str(first.said).startswith(f"{tip.number} received, thank you.")
    assert sorted(tip.texts) == ["black jeep", "it has no plates"]


async def test_closing_an_app_cuts_nobody_off_who_is_in_a_conversation(apps: Gateway) -> None:
    decide(apps, apps.toronto, Channel.WHATSAPP)
    await apps.text("black jeep", **WHATSAPP)
    decide(apps, apps.toronto)

    await apps.text("it has no plates", **WHATSAPP)
    another = await apps.text("NEW white van", **WHATSAPP)
    apps.close()
    after = await apps.text("one more thing", **WHATSAPP)

    assert {another.said, after.said} == {said(Answer.KEPT, Channel.WHATSAPP)}
    assert told(apps.tips()) == [["black jeep", "it has no plates"], ["one more thing"], ["white van"]]


async def test_on_a_shared_number_an_app_leads_to_the_programs_that_opened_it(apps: Gateway) -> None:
    decide(apps, apps.peel, Channel.WHATSAPP)

    menu = await apps.text("black jeep", **SHARED_WHATSAPP)
    peel = await apps.text("PEEL", **SHARED_WHATSAPP)

    assert str(menu.said).startswith("Who is it for? Reply PEEL for Peel Crime Stoppers. We keep")
    assert str(peel.said).startswith(f"{apps.only_tip(apps.peel).number} received, thank you. WhatsApp knows")
    assert (told(apps.tips()), told(apps.tips(apps.peel))) == ([], [["black jeep"]])


async def test_who_calls_a_program_that_has_not_opened_it_is_forgotten_with_all_that_waited(
    apps: Gateway,
) -> None:
    decide(apps, apps.peel, Channel.WHATSAPP)
    await apps.text("black jeep", **SHARED_WHATSAPP)

    closed = await apps.text("TOR white van", **SHARED_WHATSAPP)

    assert closed.said == said(Answer.KEPT, Channel.WHATSAPP)
    assert told(apps.tips()) == [["black jeep\nwhite van"]]
    assert apps.vault_rows() == NOTHING


async def test_what_waits_for_its_program_loses_its_sender_where_that_one_has_not_opened_the_app(
    apps: Gateway,
) -> None:
    decide(apps, apps.peel, Channel.WHATSAPP)
    await apps.text("black jeep", **SHARED_WHATSAPP)
    apps.clock.at += timedelta(hours=3)

    await apps.texting.settle(now=apps.clock.at)

    assert (told(apps.tips()), apps.vault_rows()) == ([["black jeep"]], NOTHING)


async def test_by_an_app_it_is_answered_in_the_language_of_the_keyword(apps: Gateway) -> None:
    heard = await apps.text("Ayuda", **WHATSAPP)

    assert "WhatsApp sabe quién es usted." in str(heard.said)
    assert BY_APP["es"][Answer.HELP].startswith("Avisos para")
    assert SPANISH.tag == "es"


async def test_a_page_at_messenger_that_nobody_has_is_an_unknown_line(
    apps: Gateway, capsys: pytest.CaptureFixture[str]
) -> None:
    apps.clock.at += ASKED_AGAIN
    heard = await apps.text("black jeep", From=ACCOUNT, To="messenger:1")

    assert (heard.status, heard.said, apps.tips()) == (200, None, [])
    assert "line-unknown" in capsys.readouterr().err
