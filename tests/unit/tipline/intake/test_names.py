import pytest

from tipline.intake.names import Watched, begun_in, names_staff

WATCHED = Watched.of(
    [
        "Grace Hopper",
        "Ada King Byron",
        "Siobhán O'Neil",
        "Ingrid Sørli",
        "José de la Cruz",
        "Anne-Marie Lévesque",
        "Chris Park",
        "Toronto Police Service",
        "王小明",
    ]
)


@pytest.mark.parametrize(
    "text",
    [
        "Grace Hopper takes money",
        "it was GRACE   hopper!",
        "Hopper, Grace",
        "ask grace-hopper about it",
        "Grace M. Hopper was there",
        "Grace\nHopper",
        "Gra\u200dce Hop\u00adper",
        "@gracehopper on the app",
        "Ada King Byron",
        "ada byron told him",
        "Byron, Ada",
        "siobhan oneil o'neil siobhan o'neil",
        "Siobhan O’Neil",
        "jose de la cruz",
        "Jose Cruz",
        "anne marie levesque",
        "ＧＲＡＣＥ ＨＯＰＰＥＲ",
        "the Toronto Police Service knows",
        "我看见王小明拿钱",
        "G. Hopper helps her",
        "Hopper, G.",
        "Grace 'Amazing' Brewster Hopper",
        "ghopper@example.ca",
        "Ingrid Sorli",
        "Gr\u0430ce Hopper",
    ],
)
def test_a_whole_name_counts_in_any_spelling_and_either_order(text: str) -> None:
    assert names_staff([text], WATCHED)


@pytest.mark.parametrize(
    "text",
    [
        "Officer Hopper sold it",
        "Const. Hopper",
        "Cst Hopper",
        "PC 4417 Hopper",
        "P.C. Hopper",
        "Det. Sgt. Hopper",
        "S/Sgt G. Hopper",
        "inspector hopper's car",
        "the coordinator, Hopper, knew",
        "Mr Park is a dealer",
        "Sgt. O'Neil",
        "Detective De La Cruz",
        "agent Lévesque",
        "l'inspectrice Levesque",
        "officers Singh and Hopper",
        "Chief Park",
        "Det. Gracie Hopper",
        "Coordinator Peggy B. Hopper",
        "detective constable badge 1234 Hopper",
    ],
)
def test_a_surname_counts_after_a_title_rank_or_role(text: str) -> None:
    assert names_staff([text], WATCHED)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a grasshopper in the park",
        "they meet in the park after dark",
        "the police park behind the school",
        "grace under pressure",
        "Grace saw, a long way off, a hopper",
        "Hopper sells bikes",
        "Ada and her friend King",
        "officer in the park",
        "Neil said so",
        "graceful hoppers",
        "police service road in Toronto",
        "王小 and 明",
    ],
)
def test_everyday_words_name_nobody(text: str) -> None:
    assert not names_staff([text], WATCHED)


def test_a_name_is_not_put_together_from_two_fields() -> None:
    assert not names_staff(["Grace", "Hopper"], WATCHED)
    assert names_staff(["nothing here", "Grace Hopper"], WATCHED)


def test_nobody_is_named_where_nobody_is_watched_for() -> None:
    assert not names_staff(["Officer Grace Hopper"], Watched.of([]))
    assert not names_staff(["Officer Grace Hopper"], Watched.of(["", "  ", "..."]))


def test_names_are_not_in_what_is_printed() -> None:
    assert repr(WATCHED) == "Watched()"


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("black jeep, it is Grace", "grace"),
        ("it is Siobhán ", "siobhan"),
        ("they say he is called officer", "officer"),
        ("the cop with the tall hat", "cop with the tall hat"),
        ("it is G.", "g"),
        ("我看见王小", "王小"),
        ("Grace was here but then went to the shop and bought milk", ""),
        ("black jeep outside the laundromat", ""),
        ("g is a letter", ""),
        ("", ""),
    ],
)
def test_only_what_a_name_may_go_on_from_is_taken_of_the_end_of_a_text(text: str, end: str) -> None:
    assert begun_in(text, WATCHED) == end


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("it is Grace", "Hopper who takes money"),
        ("Hopper", "Grace I mean"),
        ("G", "Hopper"),
        ("the officer", "called Hopper"),
        ("我看见王小", "明拿钱"),
    ],
)
def test_a_name_is_found_where_two_texts_meet(first: str, second: str) -> None:
    assert not names_staff([first, second], WATCHED)

    assert names_staff([f"{begun_in(first, WATCHED)}\n{second}"], WATCHED)
