import pytest

from tipline.telltale.linter import marks
from tipline.telltale.reasons import Reason


def found(text: str) -> set[tuple[Reason, str]]:
    return {(mark.reason, mark.words) for mark in marks(text)}


MARKED = [
    (Reason.FAMILY, "My cousin sells it", "My cousin"),
    (Reason.FAMILY, "it is my older step brother", "my older step brother"),
    (Reason.FAMILY, "my brother-in-law has two guns", "my brother-in-law"),
    (Reason.FAMILY, "MY EX HUSBAND did it", "MY EX HUSBAND"),
    (Reason.FAMILY, "he is a friend of mine", "friend of mine"),
    (Reason.FAMILY, "our daughter told us", "our daughter"),
    (Reason.FAMILY, "my girlfriend's car", "my girlfriend"),
    (Reason.FAMILY, "my\ncousin", "my\ncousin"),
    (Reason.FAMILY, "he is related to me", "related to me"),
    (Reason.FAMILY, "mon cousin vend de la drogue", "mon cousin"),
    (Reason.FAMILY, "c'est ma belle-sœur", "ma belle-sœur"),
    (Reason.FAMILY, "ma soeur et son chum", "ma soeur"),
    (Reason.FAMILY, "notre fils", "notre fils"),
    (Reason.FAMILY, "un ami à moi", "ami à moi"),
    (Reason.FAMILY, "mon me\u0301chant pe\u0300re, mon pe\u0300re", "mon pe\u0300re"),
    (Reason.NEIGHBOUR, "My next door neighbour", "My next door neighbour"),
    (Reason.NEIGHBOUR, "my neighbor deals", "my neighbor"),
    (Reason.NEIGHBOUR, "our upstairs tenant", "our upstairs tenant"),
    (Reason.NEIGHBOUR, "my landlord", "my landlord"),
    (Reason.NEIGHBOUR, "he lives across from me", "lives across from me"),
    (Reason.HOME, "he lives on my street", "my street"),
    (Reason.NEIGHBOUR, "my room\u00admate", "my room\u00admate"),
    (Reason.NEIGHBOUR, "mon voisin d'en haut", "mon voisin"),
    (Reason.NEIGHBOUR, "il habite à côté de chez moi", "habite à côté de chez moi"),
    (Reason.NEIGHBOUR, "notre propriétaire", "notre propriétaire"),
    (Reason.COLLEAGUE, "my boss keeps a gun", "my boss"),
    (Reason.COLLEAGUE, "my co-workers", "my co-workers"),
    (Reason.COLLEAGUE, "he works with me", "works with me"),
    (Reason.COLLEAGUE, "a guy I work with", "guy I work with"),
    (Reason.COLLEAGUE, "my grade teacher, my math, my teacher", "my teacher"),
    (Reason.COLLEAGUE, "ma patronne le sait", "ma patronne"),
    (Reason.COLLEAGUE, "il travaille avec moi", "travaille avec moi"),
    (Reason.BOND, "I am his sister", "I am his sister"),
    (Reason.BOND, "I'm her ex", "I'm her ex"),
    (Reason.BOND, "i was their babysitter", "i was their babysitter"),
    (Reason.BOND, "I am the mother of his kids", "I am the mother of"),
    (Reason.BOND, "As his teacher I must say", "As his teacher"),
    (Reason.BOND, "I grew up with him", "I grew up with"),
    (Reason.BOND, "je suis sa sœur", "je suis sa sœur"),
    (Reason.BOND, "j'ai grandi avec lui", "j'ai grandi avec"),
    (Reason.HOME, "I live at 12 Oak", "I live at"),
    (Reason.HOME, "i live near the school", "i live near"),
    (Reason.HOME, "I live two doors down", "I live two doors"),
    (Reason.HOME, "I live in the same building", "I live in the"),
    (Reason.HOME, "behind my house", "my house"),
    (Reason.HOME, "seen from my bedroom, from my balcony", "my balcony"),
    (Reason.HOME, "J'habite près du parc", "J'habite près"),
    (Reason.HOME, "je reste au troisième", "je reste au"),
    (Reason.HOME, "en arrière de chez nous", "chez nous"),
    (Reason.HOME, "dans mon immeuble", "mon immeuble"),
    (Reason.WORK, "I work at the bar", "I work at"),
    (Reason.WORK, "I'm working there too", "I'm working there"),
    (Reason.WORK, "at my school", "my school"),
    (Reason.WORK, "Je travaille chez eux", "Je travaille chez"),
    (Reason.WORK, "à mon école", "mon école"),
    (Reason.NAME, "My name is Ann", "My name is Ann"),
    (Reason.NAME, "my name's Ann", "my name's Ann"),
    (Reason.NAME, "I am Ann Example and I saw it", "I am Ann Example"),
    (Reason.NAME, "He did it.\nSigned, Ann Example", "Signed, Ann Example"),
    (Reason.NAME, "Regards,\nAnn", "Regards,\nAnn"),
    (Reason.NAME, "je m'appelle Anne", "je m'appelle Anne"),
    (Reason.NAME, "mon nom est Anne", "mon nom est Anne"),
    (Reason.CONTACT, "call me at night", "call me at"),
    (Reason.CONTACT, "text me back", "text me back"),
    (Reason.CONTACT, "my cell number", "my cell number"),
    (Reason.CONTACT, "appelez-moi", "appelez-moi"),
    (Reason.SELF, "I am 17 years old", "I am 17 years old"),
    (Reason.SELF, "I'm a nurse", "I'm a nurse"),
    (Reason.SELF, "j'ai 17 ans", "j'ai 17 ans"),
    (Reason.SELF, "je suis infirmière", "je suis infirmière"),
    (Reason.ONLY_ONE, "only I know this", "only I know"),
    (Reason.ONLY_ONE, "I'm the only one who saw", "I'm the only one who saw"),
    (Reason.ONLY_ONE, "nobody else knows", "nobody else knows"),
    (Reason.ONLY_ONE, "he only told me", "he only told me"),
    (Reason.ONLY_ONE, "they will know it was me", "they will know it was me"),
    (Reason.ONLY_ONE, "je suis le seul", "je suis le seul"),
    (Reason.ONLY_ONE, "personne d'autre ne le sait", "personne d'autre ne le sait"),
    (Reason.PRESENCE, "I saw him leave at 3:15", "I saw him leave at 3:15"),
    (Reason.PRESENCE, "At 3 pm I was in the lot", "3 pm I was"),
    (Reason.PRESENCE, "j'ai vu le char à 15h30", "j'ai vu le char à 15h30"),
    (Reason.HANDLE, "my insta is @ann.example", "@ann.example"),
    (Reason.HANDLE, "add me on snapchat", "add me on snapchat"),
    (Reason.PLATE, "my plate is ABCD 123", "ABCD 123"),
    (Reason.PLATE, "he hit our car, abcd123", "abcd123"),
    (Reason.PLATE, "ma plaque est A12 BCD", "A12 BCD"),
    (Reason.EMAIL, "ann.example+1@mail.example.org", "ann.example+1@mail.example.org"),
    (Reason.EMAIL, "ann at example dot com", "ann at example dot com"),
]


@pytest.mark.parametrize(("reason", "text", "words"), MARKED)
def test_words_that_may_tell_who_wrote_are_marked_with_the_reason(
    reason: Reason, text: str, words: str
) -> None:
    assert (reason, words) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "his cousin sells it",
        "her neighbour saw the car",
        "the boss of the bar",
        "my god, my bad, my guess, my opinion, my mistake",
        "That is my. Cousin Vinny is a film",
        "a friend of his",
        "he works at the mall with two others",
        "he lives near the school, across from the park",
        "he is 17 years old",
        "he is the only one",
        "nobody else was hurt",
        "I live in fear",
        "I live for this city",
        "I work hard",
        "I work out",
        "where are you, I am here",
        "My name is not important",
        "Do not use my name",
        "he signed a lease with Ann",
        "Thanks for reading",
        "his name is Ann",
        "I am Canadian",
        "I am very Sorry",
        "I AM HERE NOW AND HE IS THERE",
        "he called me names",
        "call him at the bar",
        "they call him Red",
        "I saw a man about 30 with 2 bags",
        "he left at 3:15",
        "I saw it. He left at 3:15",
        "@redman sells on instagram",
        "follow @redman",
        "write to me @ the bar",
        "his plate is ABCD 123",
        "a black truck, ABCD 123",
        "my gun is a 9mm, an AK47 or AR15",
        "my 100mg pills at 10am on the 24th",
        "sell me 20 for 20 at 20",
        "a@b and c@ and @",
        "look at that dot com",
        "son cousin vend de la drogue",
        "sa voisine l'a vu",
        "le patron du bar",
        "il habite près du parc",
        "il travaille chez eux",
        "il s'appelle Marc",
        "mon nom est pas important",
        "il a 17 ans",
        "il est le seul",
        "je suis certain",
        "je suis en danger",
        "mon Dieu, mon avis, mon erreur",
        "mon. Cousin",
        "à 15h30 il est parti",
        "on vend des ailes au coin",
    ],
)
def test_what_only_looks_alike_is_not_marked(text: str) -> None:
    assert found(text) == set()


@pytest.mark.parametrize(
    "number",
    [
        "416-555-0134",
        "(416) 555-0134",
        "416.555.0134",
        "416 555 0134",
        "4165550134",
        "416/555-0134",
        "416_555_0134",
        "416–555–0134",
        "416 555-0134",
        "1-416-555-0134",
        "+1 416 555 0134",
        "+14165550134",
        "14165550134",
        "416 555 01 34",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "0612345678",
        "+33 6 12 34 56 78",
        "07700 900123",
        "020 7946 0000",
        "+44 20 7946 0000",
        "+49 30 123456",
        "４１６ ５５５ ０１３４",
        "four one six five five five oh one three four",
        "4 1 6 5 5 5 0 1 3 4",
    ],
)
def test_a_phone_number_is_marked_however_it_is_written(number: str) -> None:
    (mark,) = [mark for mark in marks(f"Ask ({number}) or him") if mark.reason is Reason.PHONE]

    assert mark.words.strip("(+ ") == number.strip("(+ ")


def test_seven_digits_are_a_phone_only_where_somebody_is_called() -> None:
    assert [mark.words for mark in marks("call 555-0134")] == ["555-0134"]
    assert marks("about 200-1500 pills and 555-0134 of them") == ()


@pytest.mark.parametrize(
    "text",
    [
        "on 2026-11-24 15:20",
        "2026-11-24 1530",
        "$4,165,550,134",
        "$4165550134",
        "#4165550134",
        "4111 1111 1111 1111",
        "192.168.100.100",
        "case 26-1234567",
        "from 2019-2023",
        "1-800-222-8477",
        "call 911 or 211",
        "10000000000",
        "1165550134",
        "one two three",
        "he had five, four or three of six",
        "M5V 2T6",
        "43.6532, -79.3832",
        "12 15 18 21 24",
        "il en a deux, trois, quatre ou cinq",
    ],
)
def test_other_numbers_are_no_phones(text: str) -> None:
    assert [mark for mark in marks(text) if mark.reason is Reason.PHONE] == []


def test_a_mark_says_where_it_stands_and_does_not_print_the_words() -> None:
    (mark,) = marks("Écoute: my cousin")

    assert (mark.start, mark.end, mark.words) == (8, 17, "my cousin")
    assert "cousin" not in repr(mark)


def test_marks_of_one_reason_that_overlap_are_one() -> None:
    assert [(mark.reason, mark.words) for mark in marks("my cousin and my neighbour, my cousin")] == [
        (Reason.FAMILY, "my cousin"),
        (Reason.NEIGHBOUR, "my neighbour"),
        (Reason.FAMILY, "my cousin"),
    ]
