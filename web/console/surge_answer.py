"""One answer to all reporters of a case: written, looked over with who gets it and who not, then sent."""

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Path, Response

from tipline.casework.canned import canned_answers
from tipline.casework.case_views import view_case
from tipline.casework.conversation import TEXT_LIMIT
from tipline.casework.surge.answers import (
    MOST,
    Answer,
    Reach,
    Why,
    announce_reach,
    languages_in,
    reach_of,
    send_all,
)
from tipline.errors import KeyTrouble, NoSuchCase, NotPermitted, Refused, TextTooLong
from tipline.intake.normalise import clean
from web.console.cases import HERE
from web.console.desk import Posted, Signed, SignedIn, page
from web.console.queue_alike import LANGUAGES
from web.console.tip import SEGMENT_LIMIT
from web.console.typed import id_of
from web.console.wording import said_of
from web.forms import Form
from web.who_may import who_may

router = APIRouter(prefix="/cases/{number}/surge/answer")

WHO: Final = "who holds the team whose case it is, and may triage"
EMPTY: Final = "Write it, or choose a sentence, in one language at least. Nothing was sent."
WORDS: Final[Mapping[Why, str]] = {
    Why.CLOSED: "closed: work on them is over",
    Why.HAS_IT: "have it already",
    Why.NO_WORDS: "nobody wrote it in their language",
    Why.DANGER: "a life is in danger: answer each on its own page, after reading it",
    Why.REPEATS: "held: it repeats what this reporter told, and whoever has their phone would know it again",
    Why.NO_RETURN: "no return address: the reporter has texted STOP",
    Why.ELSEWHERE: "another system received them; their reporters read nothing here",
    Why.ON_IT: "somebody else is on them at this moment",
    Why.TOO_LONG: f"by text it would be more than {SEGMENT_LIMIT} messages",
    Why.NOT_PROVEN: "it is not sure which conversation is the reporter's",
}

Number = Annotated[str, Path(max_length=16)]


@router.get("")
@who_may(WHO)
def show(number: Number, signed: SignedIn) -> Response:
    """A box for each language of the case's open tips."""
    signed.require(signed.holder.role.may_triage)
    return _compose(signed, number, {})


@router.post("")
@who_may(WHO)
def change(number: Number, signed: SignedIn, form: Posted) -> Response:
    """Look it over, change it again, or send it; what was not looked over is not sent."""
    signed.require(signed.holder.role.may_triage)
    words = _words(signed, number, form)
    if form.get("deed") == "change":
        return _compose(signed, number, words)
    if not any(words.values()):
        return _compose(signed, number, words, refusal=EMPTY, status=422)
    longest = max(map(len, words.values()))
    if longest > TEXT_LIMIT:
        said = said_of(TextTooLong(limit=TEXT_LIMIT, found=longest))
        return _compose(signed, number, words, refusal=said.words, status=said.status)
    if form.get("deed") == "send" and form.get("looked") == "yes":
        return _send(signed, number, words)
    return _look_over(signed, number, words)


def _send(signed: Signed, number: str, words: Mapping[str, str]) -> Response:
    try:
        with signed.runtime.keys_store.read() as keys:
            sent = send_all(
                signed.runtime.tips.transaction,
                keys,
                number=number,
                answer=Answer(words),
                segment_limit=SEGMENT_LIMIT,
                by=signed.holder,
                program=signed.program,
                now=signed.now,
            )
    except (NotPermitted, NoSuchCase):
        raise
    except (Refused, KeyTrouble) as refused:
        said = said_of(refused)
        return _look_over(signed, number, words, refusal=said.words, status=said.status)
    told = "One reporter is told." if sent == 1 else f"{sent} reporters are told."
    return _look_over(signed, number, words, done=told)


def _words(signed: Signed, number: str, form: Form) -> dict[str, str]:
    """What is said in each language of the case: what was typed, else the sentence that was chosen."""
    with signed.runtime.tips.read() as session:
        languages = languages_in(session, number=number, by=signed.holder)
        sentences = {one.answer_id: one.words for one in canned_answers(session, signed.holder.program_id)}
    found = {}
    for language in languages:
        chosen = sentences.get(id_of(form.get(f"sentence-{language}")) or b"", "")
        found[language] = clean(form.get(f"text-{language}")).strip() or chosen
    return found


def _compose(
    signed: Signed, number: str, words: Mapping[str, str], *, refusal: str = "", status: int = 200
) -> Response:
    holder = signed.holder
    with signed.runtime.keys_store.read() as keys, signed.runtime.tips.read() as session:
        languages = languages_in(session, number=number, by=holder)
        case = view_case(session, keys, number=number, by=holder, program=signed.program)
        sentences = canned_answers(session, holder.program_id)
    return page(
        signed,
        "surge_answer.html",
        here=HERE,
        status=status,
        refusal=refusal,
        case=case,
        languages=languages,
        words=words,
        sentences=sentences,
        called=LANGUAGES,
        longest=TEXT_LIMIT,
    )


def _look_over(
    signed: Signed,
    number: str,
    words: Mapping[str, str],
    *,
    refusal: str = "",
    done: str = "",
    status: int = 200,
) -> Response:
    holder, program, now = signed.holder, signed.program, signed.now
    with signed.runtime.keys_store.read() as keys:
        with signed.runtime.tips.transaction() as session:
            announce_reach(session, number=number, by=holder, now=now)
        with signed.runtime.tips.read() as session:
            case = view_case(session, keys, number=number, by=holder, program=program)
            reach: Reach = reach_of(
                session,
                keys,
                number=number,
                answer=Answer(words),
                segment_limit=SEGMENT_LIMIT,
                by=holder,
                program=program,
                now=now,
            )
    if done and not reach.goes:
        done += " Nobody is left who can be told this."
    return page(
        signed,
        "surge_answer_review.html",
        here=HERE,
        status=status,
        refusal=refusal,
        done=done,
        case=case,
        reach=reach,
        words={language: said for language, said in words.items() if said},
        called=LANGUAGES,
        why=WORDS,
        most=MOST,
    )
