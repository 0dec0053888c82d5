import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

import pytest
import uvicorn

from cli.findings import Finding, Grade
from cli.sms_check import ADVANCED_OPT_OUT, look_at_numbers, look_at_webhook
from sms.account import Account
from sms.webhook import gateway_app
from tests.unit.cli.account_double import ACCOUNT, TOKEN, a_code, a_number, a_service, an_account
from tests.unit.cli.terminal import Terminal
from tests.unit.sms.fixtures import founded_programs, gateway
from tests.unit.sms.gateway import OTHER_TOKEN, Gateway
from tipline.carrier_errors import CarrierRefused, CarrierUnavailable

__all__ = ["founded_programs", "gateway"]

LINE: Final = "+14165550199"
CODE: Final = "274637"
WEBHOOK: Final = "https://line.example/sms/inbound"
OURS: Final = {"sms_url": WEBHOOK, "sms_method": "POST"}


def look(*lines: str, **lists: list[dict[str, Any]]) -> list[Finding]:
    with an_account(lists) as url:
        numbers = Account(account_sid=ACCOUNT, auth_token=TOKEN, url=url).numbers()
    return list(look_at_numbers(numbers, lines=lines, webhook=WEBHOOK))


def grades(found: list[Finding]) -> list[Grade]:
    return [one.grade for one in found]


def test_a_number_whose_texts_come_to_us_is_good_and_its_missing_fallback_is_something_to_know() -> None:
    found = look(LINE, numbers=[a_number(LINE, **OURS)])

    assert [str(one) for one in found] == [
        f"ok      {LINE}: what is texted comes to {WEBHOOK} by POST.",
        (
            f"note    {LINE}: has no fallback. "
            "A text that finds us away waits at the carrier until we ask for it."
        ),
    ]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"sms_url": ""}, "brings its texts nowhere"),
        ({"sms_url": None, "sms_method": None}, "brings its texts nowhere"),
        ({"sms_url": "https://demo.twilio.com/welcome/sms/reply/"}, "on demo.twilio.com."),
        ({"sms_url": WEBHOOK + "/"}, "on line.example."),
        ({"sms_url": "http://line.example/sms/inbound"}, "on line.example."),
        ({**OURS, "sms_method": "GET"}, "by GET, which puts texts into addresses"),
    ],
)
def test_a_webhook_that_is_not_ours_to_the_letter_is_a_problem(changed: dict[str, Any], says: str) -> None:
    first, _ = look(LINE, numbers=[a_number(LINE, **changed)])

    assert first.grade is Grade.PROBLEM
    assert says in first.words


@pytest.mark.parametrize(
    ("fallback", "grade"),
    [
        ({"sms_fallback_url": WEBHOOK, "sms_fallback_method": "POST"}, Grade.GOOD),
        ({"sms_fallback_url": WEBHOOK, "sms_fallback_method": "GET"}, Grade.PROBLEM),
        ({"sms_fallback_url": "https://handler.example/forward"}, Grade.PROBLEM),
    ],
)
def test_a_fallback_must_be_ours(fallback: dict[str, Any], grade: Grade) -> None:
    found = look(LINE, numbers=[a_number(LINE, **OURS, **fallback)])

    assert grades(found) == [Grade.GOOD, grade]


def test_a_line_that_the_account_does_not_have_and_a_number_that_no_program_has_are_problems() -> None:
    found = look(CODE, numbers=[a_number(LINE, **OURS), a_number("+14165550111")])

    assert [str(one) for one in found] == [
        f"PROBLEM {CODE}: the account does not have this number, and a program is texted on it.",
        f"PROBLEM {LINE}: comes to us, and no program is texted on it: what it brings is not stored.",
    ]


def test_a_short_code_is_looked_at_as_a_number_is() -> None:
    assert grades(look(CODE, codes=[a_code(CODE, **OURS)])) == [Grade.GOOD, Grade.NOTE]


def test_in_a_messaging_service_it_is_the_service_that_decides() -> None:
    service = a_service(inbound_request_url=WEBHOOK)
    number = a_number(LINE, sms_url="https://elsewhere.example/")

    found = look(LINE, numbers=[number], services=[service], in_service=[{"phone_number": LINE}])

    assert grades(found) == [Grade.GOOD, Grade.NOTE, Grade.NOTE]
    assert found[0].words.startswith(f"{LINE} (messaging service Tips): what is texted comes to")
    assert found[2].words == ADVANCED_OPT_OUT


def test_a_service_that_leaves_it_to_the_number_decides_nothing() -> None:
    service = a_service(inbound_request_url="https://elsewhere.example/", use_inbound_webhook_on_number=True)

    found = look(
        LINE, numbers=[a_number(LINE, **OURS)], services=[service], in_service=[{"phone_number": LINE}]
    )

    assert grades(found) == [Grade.GOOD, Grade.NOTE]


@pytest.mark.parametrize(("can", "grade"), [("sms", Grade.PROBLEM), ("mms", Grade.NOTE)])
def test_a_number_that_cannot_take_texts_or_pictures_is_told(can: str, grade: Grade) -> None:
    capabilities = {"sms": True, "mms": True, can: False}

    found = look(LINE, numbers=[a_number(LINE, **OURS, capabilities=capabilities)])

    assert grades(found) == [Grade.GOOD, Grade.NOTE, grade]


def test_an_account_that_does_not_know_us_refuses_and_one_that_is_away_is_told_apart() -> None:
    with an_account({}) as url:
        stranger = Account(account_sid="AC" + "9" * 32, auth_token=TOKEN, url=url)
        with pytest.raises(CarrierRefused) as refused:
            stranger.numbers()

    assert refused.value.code == 20404
    with pytest.raises(CarrierUnavailable):
        Account(account_sid=ACCOUNT, auth_token=TOKEN, url="http://127.0.0.1:9").numbers()


@contextmanager
def served(gateway: Gateway, *tokens: str) -> Iterator[str]:
    """A gateway on a port of this machine, with these tokens in force; the address that is signed."""
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    settings = gateway.runtime.settings.model_copy(update={"sms_public_url": url})
    keys = replace(gateway.runtime.keys, auth_tokens=tokens)
    app = gateway_app(replace(gateway.runtime, settings=settings, keys=keys))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield f"{url}/sms/inbound"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


def test_a_signed_request_reaches_the_gateway_under_both_tokens_and_stores_nothing(gateway: Gateway) -> None:
    keys = replace(gateway.runtime.keys, auth_tokens=(TOKEN, OTHER_TOKEN))

    with served(gateway, TOKEN, OTHER_TOKEN) as webhook:
        found = list(look_at_webhook(keys, webhook=webhook))

    assert [one.words for one in found] == [
        "A signed request under token 1 of 2 reaches the gateway.",
        "A signed request under token 2 of 2 reaches the gateway.",
    ]
    assert (gateway.tips(), gateway.vault_rows()) == ([], (0, 0, 0, 0))


def test_a_gateway_that_was_not_started_again_refuses_the_new_token(gateway: Gateway) -> None:
    keys = replace(gateway.runtime.keys, auth_tokens=(OTHER_TOKEN, TOKEN))

    with served(gateway, TOKEN) as webhook:
        found = list(look_at_webhook(keys, webhook=webhook))

    assert grades(found) == [Grade.PROBLEM, Grade.GOOD]


def test_a_gateway_that_does_not_answer_is_a_problem(gateway: Gateway) -> None:
    found = list(look_at_webhook(gateway.runtime.keys, webhook="http://127.0.0.1:9/sms/inbound"))

    assert grades(found) == [Grade.PROBLEM]


def test_what_takes_a_request_that_nobody_signed_is_not_our_gateway(gateway: Gateway) -> None:
    with an_account({}, anything=True) as url:
        found = list(look_at_webhook(gateway.runtime.keys, webhook=f"{url}/sms/inbound"))

    assert grades(found) == [Grade.GOOD, Grade.GOOD, Grade.PROBLEM]


def test_the_command_says_what_is_missing_before_it_asks_anybody(terminal: Terminal) -> None:
    terminal.found()

    result = terminal.run("sms", "check")

    assert (result.exit_code, result.stderr.strip()) == (
        1,
        "Set sms_public_url: the address, before /sms/inbound, that the carrier calls and signs.",
    )


def test_the_command_looks_at_every_line_and_ends_with_1_where_one_is_wrong(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.found()
    terminal.do("keys", "carrier", "--account-sid", ACCOUNT, typed=f"{TOKEN}\n")
    monkeypatch.setenv("TIPLINE_SMS_PUBLIC_URL", "http://127.0.0.1:9")
    with an_account({"codes": [a_code(CODE, sms_url="http://127.0.0.1:9/sms/inbound")]}) as url:
        monkeypatch.setenv("TIPLINE_CARRIER_URL", url)

        result = terminal.run("sms", "check")

    said = result.stdout.splitlines()
    assert (result.exit_code, [line.split()[0] for line in said]) == (1, ["ok", "note", "PROBLEM"])
    assert said[2].startswith("PROBLEM http://127.0.0.1:9/sms/inbound cannot be reached from here.")
