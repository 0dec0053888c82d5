"""Keys: what each single key does, for those who want them, and which letter it has."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from tipline.casework.shortcuts import NotOneKey, SharedKey, Shortcut, choose_shortcuts, shortcuts_of
from web.console.desk import Posted, Signed, SignedIn, page
from web.who_may import who_may

router = APIRouter(prefix="/keys")

MEANS: Final[Mapping[str, Mapping[Shortcut, str]]] = {
    "Anywhere": {
        Shortcut.SEARCH: "Search",
        Shortcut.BACK: "Back to the queue",
        Shortcut.HELP: "This page",
    },
    "In the queue": {
        Shortcut.DOWN: "Down to the next tip",
        Shortcut.UP: "Up to the tip before",
        Shortcut.OPEN: "Open the tip, as Enter does",
        Shortcut.TICK: "Tick the tip, or untick it",
    },
    "On a tip": {
        Shortcut.NEXT: "Next tip of the queue",
        Shortcut.PREVIOUS: "Previous tip of the queue",
        Shortcut.CLAIM: "I am on it",
        Shortcut.DISPATCH: "To the scrub step and the dispatch",
        Shortcut.NOTE: "To the box for a note",
        Shortcut.OUTCOME: "To what became of it",
    },
}
"""What each does, by the pages on which it does."""

WORDS: Final = {each: words for group in MEANS.values() for each, words in group.items()}
NOT_ONE: Final = "“{words}” needs one letter or sign. Nothing was changed."
SHARED: Final = "“{first}” and “{second}” cannot have the same key. Nothing was changed."


@router.get("")
@who_may("everybody who works on tips")
def show(signed: SignedIn) -> Response:
    """This person's keys."""
    signed.require(signed.holder.role.may_work)
    with signed.runtime.tips.read() as session:
        found = shortcuts_of(session, signed.holder)
    return _page(signed, switched_on=found.switched_on, typed=found.letters)


@router.post("")
@who_may("everybody who works on tips; for themselves")
def keep(signed: SignedIn, form: Posted) -> Response:
    """Switch this person's keys on or off, with the letters that they wrote, or say why not."""
    signed.require(signed.holder.role.may_work)
    usual = form.get("deed") == "usual"
    switched_on = form.get("on") == "yes"
    typed = {each: each.usual if usual else form.get(each.value) for each in Shortcut}
    try:
        with signed.runtime.tips.transaction() as session:
            choose_shortcuts(session, switched_on=switched_on, written=typed, by=signed.holder)
    except NotOneKey as refused:
        words = NOT_ONE.format(words=WORDS[refused.shortcut])
        return _page(signed, switched_on=switched_on, typed=typed, refusal=words, wrong=refused.shortcut)
    except SharedKey as refused:
        words = SHARED.format(first=WORDS[refused.first], second=WORDS[refused.second])
        return _page(signed, switched_on=switched_on, typed=typed, refusal=words, wrong=refused.second)
    return RedirectResponse("/keys", 303)


def _page(
    signed: Signed,
    *,
    switched_on: bool,
    typed: Mapping[Shortcut, str],
    refusal: str = "",
    wrong: Shortcut | None = None,
) -> Response:
    return page(
        signed,
        "keys.html",
        here="/keys",
        status=422 if refusal else 200,
        groups=MEANS,
        switched_on=switched_on,
        typed=typed,
        refusal=refusal,
        wrong=wrong,
    )
