"""By what a sender is known in the vault, and the way back that is sealed there."""

from typing import Final

import pytest

from crypto.context import Purpose, context
from crypto.keys import PrivateKey
from crypto.padding import pad
from crypto.sealing import seal
from tests.unit.sms.gateway import Gateway
from tipline.intake.texts.addresses import Names, ReturnAddress, open_address, seal_address
from tipline.private import Address
from tipline.vocabulary import Month, ProgramId

NUMBER: Final = "+14165550142"
LINE: Final = "+14165550199"
PROGRAM: Final = ProgramId(b"p" * 16)
ROUTE: Final = b"r" * 16
MONTH: Final = Month(202611)
KINDS: Final = (NUMBER, f"whatsapp:{NUMBER}", "messenger:4465012966906978", f"rcs:{NUMBER}")


@pytest.fixture
def names(gateway: Gateway) -> Names:
    return Names(gateway.runtime.keys)


def test_sms_and_rcs_of_a_number_are_one_sender_and_the_other_kinds_are_not(names: Names) -> None:
    sms, whatsapp, messenger, rcs = (
        (names.pseudonym(PROGRAM, person), names.on_line(LINE, person))
        for person in (Address.read(one).person for one in KINDS)
    )

    assert rcs == sms
    assert len({sms, whatsapp, messenger}) == 3


def test_a_kind_is_part_of_the_name_and_not_of_what_is_named(names: Names) -> None:
    assert names.pseudonym(PROGRAM, f"whatsapp:{NUMBER}") != names.pseudonym(PROGRAM, f"messenger:{NUMBER}")


@pytest.mark.parametrize("wire", KINDS)
def test_a_way_back_of_every_kind_opens_and_has_one_length(wire: str) -> None:
    key = PrivateKey.generate()
    way = ReturnAddress(Address.read(wire), Address.read("rcs:" + "a" * 59))

    sealed = seal_address(way, to=key.public(), program_id=PROGRAM, route=ROUTE)

    opened = open_address(sealed, month=MONTH, keys={MONTH: key}, program_id=PROGRAM, route=ROUTE)
    assert (opened, len(sealed)) == (way, _length_of_a_plain_one(key))


def test_a_way_back_from_before_there_were_kinds_still_opens() -> None:
    key = PrivateKey.generate()
    where = context(Purpose.RETURN_ADDRESS, PROGRAM, ROUTE)
    old = seal(pad(f"{NUMBER} 274637".encode(), floor=64), key.public(), context=where)

    opened = open_address(old, month=MONTH, keys={MONTH: key}, program_id=PROGRAM, route=ROUTE)

    assert opened == ReturnAddress(Address.read(NUMBER), Address.read("274637"))


def _length_of_a_plain_one(key: PrivateKey) -> int:
    way = ReturnAddress(Address.read(NUMBER), Address.read("274637"))
    return len(seal_address(way, to=key.public(), program_id=PROGRAM, route=ROUTE))
