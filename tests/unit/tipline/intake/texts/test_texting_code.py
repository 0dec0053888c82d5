"""CODE by text: a link that works once, to who has told something, and nothing else in the text."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from crypto.keys import PrivateKey
from tests.program import NOON
from tests.unit.sms.gateway import OWN, SHARED, Gateway
from tipline.code_links import LIFE, CodeLink, LinkOver, check_link, read_token
from tipline.intake.code_links import find_link
from tipline.intake.texts.code_links import address
from tipline.intake.texts.manners import MOST_LINKS
from tipline.intake.texts.transitions import Answer
from tipline.intake.texts.wording import plain
from tipline.store.columns import table
from tipline.store.tip_tables import TipKeyRow, TipRow
from tipline.store.vault_tables import ReturnAddressRow
from tipline.store.work_tables import CodeLinkRow
from tipline.vocabulary import Status

pytestmark = pytest.mark.anyio

SITE = "https://tips.example"
LINK = re.compile(rf"{SITE}(?:/([a-z]{{2}}))?/c/([a-z2-7]{{26}}) ")


def with_site(gateway: Gateway, site: str | None = SITE) -> Gateway:
    gateway.runtime.settings = gateway.runtime.settings.model_copy(update={"public_origin": site})
    return gateway


def token_in(text: str | None) -> str:
    assert text is not None
    found = LINK.match(text)
    assert found is not None
    return found[2]


def link_of(gateway: Gateway, written: str) -> CodeLink:
    with gateway.stores.tips.read() as session:
        return find_link(session.connection(), read_token(written))


def links(gateway: Gateway) -> int:
    return gateway.count(CodeLinkRow)


@pytest.mark.parametrize("body", ["CODE", " code. ", "Código"])
async def test_code_answers_with_a_link_to_the_tip_signed_by_the_gateway(
    any_gateway: Gateway, body: str
) -> None:
    gateway = with_site(any_gateway)
    await gateway.text("black jeep")

    heard = await gateway.text(body)

    link, tip = link_of(gateway, token_in(heard.said)), gateway.only_tip()
    assert (link.tip_id, link.expires_at) == (tip.tip_id, NOON + LIFE)
    check_link(link, gateway=gateway.toronto.keys().gateway, now=NOON)
    assert tip.texts == ["black jeep"]
    assert gateway.count(TipKeyRow) == 1


async def test_it_says_how_long_and_to_delete_it_and_names_neither_program_nor_tip(gateway: Gateway) -> None:
    with_site(gateway)
    await gateway.text("black jeep")

    said = (await gateway.text("CODE")).said or ""

    told = LINK.sub("", said).casefold()
    assert ("15 minutes" in told, "delete this text" in told) == (True, True)
    names = ("toronto", "crime", "tip", gateway.only_tip().number.casefold(), "jeep")
    assert [name for name in names if name in told] == []


async def test_the_link_is_in_the_language_of_the_thread(gateway: Gateway) -> None:
    with_site(gateway)
    await gateway.text("une jeep noire")
    tips = table(TipRow)
    gateway.stores.tips.write_now(lambda connection: connection.execute(update(tips).values(language="fr")))

    heard = await gateway.text("CODE")

    assert heard.said is not None
    assert heard.said.startswith(f"{SITE}/fr/c/")
    assert address(SITE, "xx", "t") == f"{SITE}/c/t"


async def test_who_has_told_nothing_is_told_how(gateway: Gateway) -> None:
    with_site(gateway)

    heard = [(await gateway.text("CODE", To=number)).said for number in (OWN, SHARED)]

    assert heard == [plain(Answer.CODE_FIRST)] * 2
    assert (gateway.vault_rows(), gateway.tips(), links(gateway)) == ((0, 0, 0, 0), [], 0)


async def test_after_new_there_is_nothing_yet_that_a_page_could_belong_to(gateway: Gateway) -> None:
    with_site(gateway)
    await gateway.text("black jeep")
    await gateway.text("NEW")

    assert (await gateway.text("CODE")).said == plain(Answer.CODE_FIRST)


async def test_on_a_shared_number_it_is_the_program_that_was_talked_to_or_is_called(gateway: Gateway) -> None:
    with_site(gateway)
    await gateway.text("TOR black jeep", To=SHARED)
    await gateway.text("PEEL white van", To=SHARED)

    last = link_of(gateway, token_in((await gateway.text("CODE", To=SHARED)).said))
    called = link_of(gateway, token_in((await gateway.text("TOR code", To=SHARED)).said))

    assert [last.program_id, called.program_id] == [gateway.peel.program_id, gateway.toronto.program_id]
    assert gateway.only_tip(gateway.toronto).texts == ["black jeep"]


async def test_each_link_puts_out_the_one_before_and_five_are_enough_for_a_day(gateway: Gateway) -> None:
    with_site(gateway)
    await gateway.text("black jeep")

    given = [token_in((await gateway.text("CODE")).said) for _ in range(MOST_LINKS)]
    more = (await gateway.text("CODE")).said
    gateway.clock.at += timedelta(days=1)
    tomorrow = token_in((await gateway.text("CODE")).said)

    assert (len(set(given)), links(gateway), more) == (MOST_LINKS, 1, plain(Answer.CODE_LATER))
    assert link_of(gateway, tomorrow).tip_id == gateway.only_tip().tip_id
    for older in given:
        with pytest.raises(LinkOver):
            link_of(gateway, older)


async def test_the_same_text_again_gets_another_link_and_counts_once(gateway: Gateway) -> None:
    """Which of two answers the phone was shown nobody knows: the newest always works."""
    with_site(gateway)
    await gateway.text("black jeep")

    said = [(await gateway.text("CODE", sid="SM" + "5" * 32)).said for _ in range(MOST_LINKS + 3)]

    assert len({token_in(one) for one in said}) == MOST_LINKS + 3
    link_of(gateway, token_in(said[-1]))


async def test_a_tip_that_is_finished_still_leads_to_a_page(gateway: Gateway) -> None:
    """An award is proposed when the work is over."""
    with_site(gateway)
    await gateway.text("TOR black jeep", To=SHARED)
    gateway.close()

    heard = await gateway.text("CODE", To=SHARED)

    assert link_of(gateway, token_in(heard.said)).tip_id == gateway.only_tip().tip_id


async def test_a_tip_that_was_taken_back_does_not(gateway: Gateway) -> None:
    with_site(gateway)
    await gateway.text("black jeep")
    tips = table(TipRow)
    gateway.stores.tips.write_now(
        lambda connection: connection.execute(update(tips).values(status=Status.WITHDRAWN))
    )

    assert (await gateway.text("CODE")).said == plain(Answer.CODE_FIRST)


async def test_a_tip_whose_key_was_changed_in_the_store_does_not(gateway: Gateway) -> None:
    with_site(gateway)
    await gateway.text("black jeep")
    keys, stranger = table(TipKeyRow), PrivateKey.generate().public().raw
    gateway.stores.tips.write_now(
        lambda connection: connection.execute(update(keys).values(public_key=stranger))
    )

    assert (await gateway.text("CODE")).said == plain(Answer.CODE_FIRST)
    assert links(gateway) == 0


async def test_it_is_a_contact_so_the_number_is_kept_for_thirty_days_more(gateway: Gateway) -> None:
    with_site(gateway)
    await gateway.text("black jeep")
    gateway.clock.at += timedelta(days=10)

    await gateway.text("CODE")

    with gateway.stores.vault.read() as session:
        (day,) = session.connection().scalars(select(table(ReturnAddressRow).c.expires_day)).all()
    assert day == (NOON + timedelta(days=40)).date()


@pytest.mark.parametrize(
    "site", [None, "https://" + "a" * 200 + ".example", "https://tips.ex\u00e5\u0142mple"]
)
async def test_where_the_page_has_no_address_that_fits_it_says_so(gateway: Gateway, site: str | None) -> None:
    with_site(gateway, site)
    await gateway.text("black jeep")

    assert (await gateway.text("CODE")).said == plain(Answer.CODE_NOWHERE)
    assert links(gateway) == 0


async def test_nobody_who_cannot_be_answered_is_given_one(gateway: Gateway) -> None:
    with_site(gateway)
    for sender in ("12345", "BANK"):
        await gateway.text("black jeep", From=sender)

        assert (await gateway.text("CODE", From=sender)).said is None
    assert links(gateway) == 0


async def test_with_a_picture_it_is_a_tip(gateway: Gateway) -> None:
    await with_site(gateway).text("CODE", NumMedia="1")

    assert gateway.only_tip().texts == ["CODE"]


async def test_just_after_stop_it_is_passed_over_in_silence(gateway: Gateway) -> None:
    with_site(gateway)
    await gateway.text("black jeep")
    await gateway.text("STOP")

    assert (await gateway.text("CODE")).said is None
    assert (links(gateway), len(gateway.tips())) == (0, 1)


async def test_a_sentence_with_the_word_is_a_tip(gateway: Gateway) -> None:
    await with_site(gateway).text("code of the back door is 4711")

    assert gateway.only_tip().texts == ["code of the back door is 4711"]


async def test_another_process_that_was_started_anew_gives_links_too(gateway: Gateway) -> None:
    with_site(gateway)
    await gateway.text("black jeep")
    gateway.begin_again()

    assert (
        link_of(gateway, token_in((await gateway.text("CODE")).said)).program_id == gateway.toronto.program_id
    )


async def test_a_gateway_of_another_key_makes_no_link_that_stands(gateway: Gateway) -> None:
    with_site(gateway)
    await gateway.text("black jeep")
    gateway.runtime.keys = replace(gateway.runtime.keys, signing_seed=bytes(range(32)))
    gateway.begin_again()

    link = link_of(gateway, token_in((await gateway.text("CODE")).said))

    with pytest.raises(LinkOver):
        check_link(link, gateway=gateway.toronto.keys().gateway, now=NOON)
