"""In what a page was opened: a social app's own web view, which can see what is typed, or Tor Browser.

It is told from the request's User-Agent and Host alone, for its answer; nothing of it is kept.
The marks and where they were found are listed in `docs/languages.md`, under "Where the form is opened".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request

MARKS: Final[Mapping[str, tuple[str, ...]]] = {
    "Instagram": ("Instagram ",),
    "Facebook": ("FBAN/", "FBAV/", "FB_IAB/", "FBIOS", "FB4A"),
    "TikTok": ("musical_ly", "BytedanceWebview", "TikTok ", "TikTok/", "trill_"),
    "X": ("Twitter for iP", "TwitterAndroid"),
    "Snapchat": ("Snapchat/", "Snapchat "),
    "WeChat": ("MicroMessenger/",),
    "LinkedIn": ("LinkedInApp",),
}
"""What each app writes into the User-Agent of its web view; Instagram first, which may have Facebook's."""

_TOR: Final = re.compile(
    r"Mozilla/5\.0 \((?:Windows NT 10\.0; (?:Win64; x64; )?|Android 10; Mobile; |X11; Linux x86_64; )"
    r"rv:(?:102|115|128|140|153)\.0\) Gecko/(?:20100101|\d+\.0) Firefox/(?:102|115|128|140|153)\.0"
)
"""What Tor Browser says of itself: a Firefox with long support, as many people have one without Tor."""

_HOST: Final = re.compile(r"[A-Za-z0-9.-]{1,253}(?::\d{1,5})?|\[[0-9a-fA-F:]{2,39}\](?::\d{1,5})?")


@dataclass(frozen=True, slots=True)
class Opened:
    """Where a form was opened, as far as its page says something about it."""

    app: str = ""
    android: bool = False
    tor: bool = False
    """It may be Tor Browser."""
    by_onion: bool = False
    """It came by the onion address, so it is."""


ORDINARY: Final = Opened()


def opened_in(request: Request) -> Opened:
    """Where the page of a request is opened."""
    agent = request.headers.get("user-agent", "")
    by_onion = request.headers.get("host", "").partition(":")[0].endswith(".onion")
    for app, marks in MARKS.items():
        if any(mark in agent for mark in marks):
            return Opened(app=app, android="Android" in agent)
    if by_onion or _TOR.fullmatch(agent):
        return Opened(tor=True, by_onion=by_onion)
    return ORDINARY


def host_of(request: Request) -> str:
    """The host that a request names, if it is one that can be shown."""
    named = request.headers.get("host", "")
    return named if _HOST.fullmatch(named) else ""
