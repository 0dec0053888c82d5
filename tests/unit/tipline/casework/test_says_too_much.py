import pytest

from tipline.casework.says_too_much import Says, says_too_much

TOLD = "My neighbour Dwayne Carter keeps it in the shed behind the old mill on Keele Street"


@pytest.mark.parametrize(
    ("answer", "has"),
    [
        ("Is it still there?", ()),
        ("When did you see it last? Reply when you can.", ()),
        ("Thank you. Can you say more about the vehicle?", ()),
        ("Is Dwayne Carter at home?", (Says.NAME, Says.REPEATS)),
        ("Was the plate BXKR 447?", (Says.PLATE,)),
        ("Is he at 44 Elm Avenue?", (Says.ADDRESS,)),
        ("Call us at 416-555-0155", (Says.CONTACT,)),
        ("Did you see the gun?", (Says.WEAPON,)),
        ("Combien de fusils y a-t-il ?", (Says.WEAPON,)),
        ("¿Cuánta droga hay?", (Says.DRUG,)),
        ("Qoriga ma aragtay?", (Says.WEAPON,)),
        ("هل رأيت السلاح؟", (Says.WEAPON,)),
        ("هل رأيت المخدرات؟", (Says.DRUG,)),
        ("你看到枪了吗？", (Says.WEAPON,)),
        ("ਕੀ ਤੁਸੀਂ ਨਸ਼ੇ ਦੇਖੇ?", (Says.DRUG,)),
        ("What is in the shed behind the old mill?", (Says.REPEATS,)),
        ("How much fentanyl is in the shed behind the old mill?", (Says.DRUG, Says.REPEATS)),
    ],
)
def test_what_no_phone_should_show_is_named(answer: str, has: tuple[Says, ...]) -> None:
    assert says_too_much(answer, [TOLD]) == has
