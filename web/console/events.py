"""The stream by which an open queue hears that something has come in, and nothing of what it is."""

from collections.abc import AsyncGenerator
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from tipline.errors import SessionOver
from web.console.desk import looking_on
from web.console.live import PATH, read
from web.console.queue_view import scope_of
from web.console.watch import OVER, Listener, Watch
from web.who_may import who_may

router = APIRouter()

NOTHING: Final = 204
"""The answer after which a browser does not come again."""
HEADERS: Final = {"X-Accel-Buffering": "no"}
"""A proxy before us passes each line on when it comes."""


@router.get(PATH)
@who_may("everybody who works on tips")
async def events(request: Request) -> Response:
    """How many tips have come into the queue since its page was made, and have changed, once a second.

    Who is signed in no longer is told so within the stream: a redirect to the sign-in would look to the
    browser like trouble, and it would come again and again.
    """
    watch: Watch = request.app.state.watch
    try:
        signed = await run_in_threadpool(looking_on, request)
    except SessionOver:
        return _stream(_one(OVER))
    signed.require(signed.holder.role.may_work)
    had = read(request.query_params, today=signed.today)
    if had is None:
        return Response(status_code=NOTHING)
    watch.require_room(signed.holder.session_id)
    listener = Listener(await run_in_threadpool(scope_of, signed), *had, signed.holder.session_id)
    return _stream(watch.frames(listener))


def _stream(frames: AsyncGenerator[bytes]) -> Response:
    return StreamingResponse(frames, media_type="text/event-stream", headers=HEADERS)


async def _one(frame: bytes) -> AsyncGenerator[bytes]:
    yield frame
