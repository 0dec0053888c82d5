import re
from dataclasses import dataclass

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Scope

from web.security import PUBLIC_POLICY, Fortress, new_app
from web.visitors import EVERYBODY, LIFE, NAME_SIZE, Visitors, visitor_of

DAY = 86_400.0


@dataclass
class Seconds:
    """A clock that a test moves."""

    at: float = 0.0

    def __call__(self) -> float:
        return self.at


def came_from(address: str | None, *forwarded: str) -> Scope:
    headers = [(b"x-forwarded-for", line.encode()) for line in forwarded]
    return {"type": "http", "client": address and (address, 50_000), "headers": headers}


def test_a_name_is_the_same_for_an_address_and_another_for_another() -> None:
    visitors = Visitors()

    one, again, other = (visitors.name(came_from(at)) for at in ("203.0.113.7", "203.0.113.7", "203.0.113.8"))

    assert (one == again, one == other, len(one)) == (True, False, NAME_SIZE)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "unix:", "", None])
def test_who_comes_by_this_machine_itself_is_everybody(address: str | None) -> None:
    assert Visitors().name(came_from(address)) == EVERYBODY


def test_a_house_has_one_name_however_many_addresses_its_provider_gives_it() -> None:
    visitors = Visitors()

    houses = [
        visitors.name(came_from(at)) for at in ("2001:db8:1:2::7", "2001:db8:1:2:ffff::", "2001:db8:1:3::7")
    ]

    assert (houses[0] == houses[1], houses[0] == houses[2]) == (True, False)
    assert visitors.name(came_from("::ffff:203.0.113.7")) == visitors.name(came_from("203.0.113.7"))


def test_without_proxies_of_ours_what_a_visitor_says_of_themselves_changes_nothing() -> None:
    visitors = Visitors()

    assert visitors.name(came_from("203.0.113.7", "198.51.100.1")) == visitors.name(came_from("203.0.113.7"))
    assert visitors.name(came_from("127.0.0.1", "198.51.100.1")) == EVERYBODY


@pytest.mark.parametrize(
    ("proxies", "forwarded"),
    [
        (1, ["203.0.113.7"]),
        (1, ["198.51.100.66, 203.0.113.7"]),
        (1, ["198.51.100.66", "203.0.113.7"]),
        (2, ["198.51.100.66, 203.0.113.7, 10.0.0.2"]),
    ],
)
def test_of_a_header_that_is_what_our_own_proxies_added_is_believed(
    proxies: int, forwarded: list[str]
) -> None:
    visitors = Visitors(proxies=proxies)

    named = visitors.name(came_from("127.0.0.1", *forwarded))

    assert named == visitors.name(came_from("10.9.9.9", *["203.0.113.7"] * proxies))
    assert named != EVERYBODY


def test_who_comes_past_the_proxies_has_the_name_of_their_own_address() -> None:
    visitors = Visitors(proxies=2)

    assert visitors.name(came_from("203.0.113.7", "198.51.100.1")) == visitors.name(came_from("203.0.113.7"))


def test_after_its_life_the_salt_is_gone_and_no_address_has_its_name_any_more() -> None:
    clock = Seconds()
    visitors = Visitors(clock=clock)
    name = visitors.name(came_from("203.0.113.7"))
    salt, salt_before = visitors._salt, bytes(visitors._salt)

    clock.at = LIFE - 1
    still = visitors.name(came_from("203.0.113.7"))
    clock.at = DAY
    visitors.forget_old()

    assert still == name
    assert bytes(salt) == bytes(len(salt_before))
    assert visitors.name(came_from("203.0.113.7")) != name
    assert salt_before not in (
        bytes(value) for value in vars(visitors).values() if isinstance(value, bytearray)
    )
    assert LIFE <= DAY


def test_two_processes_give_an_address_two_names() -> None:
    assert Visitors().name(came_from("203.0.113.7")) != Visitors().name(came_from("203.0.113.7"))


def test_the_application_has_the_name_and_no_address() -> None:
    async def look(request: Request) -> Response:
        seen = re.sub(r"\s", "", f"{request.client}{request.headers}")
        return PlainTextResponse(f"{visitor_of(request).hex()} {seen}")

    app = new_app()
    app.router.routes.append(Route("/", look))
    trouble = PlainTextResponse("our page", 500)
    fortress = Fortress(app, policy=PUBLIC_POLICY, trouble=lambda _: trouble, visitors=Visitors(proxies=1))
    browser = TestClient(fortress, client=("10.0.0.2", 50_000))

    first, second, other = (
        browser.get("/", headers={"X-Forwarded-For": at}).text
        for at in ("203.0.113.7", "203.0.113.7", "203.0.113.8")
    )

    assert first == second != other
    assert len(first.split()[0]) == 2 * NAME_SIZE
    assert not any(at in first for at in ("203.0.113", "10.0.0.2"))
