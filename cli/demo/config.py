"""What the demo tells a person on the screen, as one value: `demo.json` is this and nothing else."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

CONFIG_FILE: Final = "demo.json"
"""Lies in the demo's folder; no command but the demo reads or writes it."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One of the demo's people, and all that they need to sign in."""

    name: str
    role: str
    password: str = field(repr=False)
    totp: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DemoTwilio:
    """The account that the demo's phone page plays, and the numbers that it serves."""

    account_sid: str
    auth_token: str = field(repr=False)
    shared_number: str
    own_number: str
    public_url: str
    short_code: str = ""
    """Of the shared line; none in a demo that was made before there was one."""


@dataclass(frozen=True, slots=True)
class DemoAward:
    """An award that is approved and waits for its reporter, whom a newcomer plays."""

    number: str
    """Of their tip."""
    code: str = field(repr=False)
    """Their eight words."""


@dataclass(frozen=True, slots=True)
class DemoConfig:
    """What `demo.json` holds."""

    program: str
    links: tuple[str, ...]
    twilio: DemoTwilio
    people: tuple[DemoPerson, ...]
    award: DemoAward | None = None
    """None where the demo has no history."""

    def person(self, role: str) -> DemoPerson:
        """The first of the demo's people who has this role.

        Raises:
            LookupError: nobody has it.
        """
        for person in self.people:
            if person.role == role:
                return person
        raise LookupError(role)


@dataclass(frozen=True, slots=True)
class Place:
    """A page that the phone page leads to."""

    name: str
    url: str
    about: str


@dataclass(frozen=True, slots=True)
class PhoneConfig:
    """What the phone page needs: where texts go, how they are signed, whose codes it shows."""

    gateway_url: str
    """The handset POSTs to this and `/sms/inbound`."""
    public_url: str
    """Signatures are made over this and `/sms/inbound`."""
    account_sid: str
    auth_token: str = field(repr=False)
    shared_number: str
    own_number: str
    people: tuple[DemoPerson, ...]
    places: tuple[Place, ...] = ()
    short_code: str = ""
    step_seconds: float = 0.7
    """From one state of a text that is sent to the next."""


def phone_config(
    config: DemoConfig, *, gateway_url: str, public_url: str = "", console_url: str = ""
) -> PhoneConfig:
    """The part of the demo's configuration that its phone page is told."""
    return PhoneConfig(
        gateway_url=gateway_url,
        public_url=config.twilio.public_url,
        account_sid=config.twilio.account_sid,
        auth_token=config.twilio.auth_token,
        shared_number=config.twilio.shared_number,
        own_number=config.twilio.own_number,
        people=config.people,
        places=tuple(_places(config, public_url, console_url)),
        short_code=config.twilio.short_code,
    )


def _places(config: DemoConfig, public_url: str, console_url: str) -> Iterator[Place]:
    if public_url:
        yield Place("The web form", f"{public_url}/{config.program}", "A tip without a phone.")
        for link in config.links[:1]:
            yield Place("A social link", f"{public_url}/l/{link}", "The form, as reached from a post.")
        follow_up = f"{public_url}/{config.program}/follow-up"
        yield Place("Come back with a code", follow_up, "What the reporter of a web tip sees later.")
    if console_url:
        yield Place("The staff console", console_url, "Where tips are read and answered.")
    yield Place("Components", "/components", "What the pages are built of, each in its kinds.")


def write_config(folder: Path, config: DemoConfig) -> None:
    """Put `demo.json` in its place whole: it has passwords, so only its owner may read it."""
    text = json.dumps(
        {
            "program": config.program,
            "links": list(config.links),
            "twilio": {
                "account_sid": config.twilio.account_sid,
                "auth_token": config.twilio.auth_token,
                "shared_number": config.twilio.shared_number,
                "own_number": config.twilio.own_number,
                "public_url": config.twilio.public_url,
                "short_code": config.twilio.short_code,
            },
            "people": [
                {"name": one.name, "role": one.role, "password": one.password, "totp": one.totp}
                for one in config.people
            ],
            "award": None
            if config.award is None
            else {"number": config.award.number, "code": config.award.code},
        },
        ensure_ascii=False,
        indent=2,
    )
    half = folder / f"{CONFIG_FILE}.new"
    half.unlink(missing_ok=True)
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    half.replace(folder / CONFIG_FILE)


def read_config(folder: Path) -> DemoConfig:
    """Read `demo.json` of this folder.

    Raises:
        OSError: it is not there.
        ValueError: it is not what the demo writes.
    """
    try:
        raw: Mapping[str, object] = json.loads((folder / CONFIG_FILE).read_text("utf-8"))
        return _parse(raw)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(CONFIG_FILE) from error


def _parse(raw: Mapping[str, object]) -> DemoConfig:
    twilio, people, links = raw["twilio"], raw["people"], raw["links"]
    # A demo that was made before there were awards has none.
    award = raw.get("award")
    if not (isinstance(twilio, dict) and isinstance(people, list) and isinstance(links, list)):
        raise TypeError(CONFIG_FILE)
    return DemoConfig(
        program=str(raw["program"]),
        links=tuple(str(link) for link in links),
        twilio=DemoTwilio(
            account_sid=str(twilio["account_sid"]),
            auth_token=str(twilio["auth_token"]),
            shared_number=str(twilio["shared_number"]),
            own_number=str(twilio["own_number"]),
            public_url=str(twilio["public_url"]),
            short_code=str(twilio.get("short_code", "")),
        ),
        people=tuple(
            DemoPerson(
                name=str(one["name"]),
                role=str(one["role"]),
                password=str(one["password"]),
                totp=str(one["totp"]),
            )
            for one in people
        ),
        award=DemoAward(str(award["number"]), str(award["code"])) if isinstance(award, dict) else None,
    )
