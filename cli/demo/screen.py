"""What the demo says to the person at the terminal: where to go, how to sign in, what went wrong."""

import sys
from pathlib import Path
from typing import Final

from cli.demo.children import ChildDied
from cli.demo.config import DemoConfig
from cli.demo.folder import AlreadyRunning, NotADemo
from cli.demo.ports import NotAPort, Ports, PortTaken, variable

FAILED: Final = 1


def say(words: str) -> None:
    """Tell something at once, also where the output goes to a file."""
    print(words, flush=True)


def refuse(words: str) -> int:
    """Tell what went wrong and what to do: the exit status that goes with it."""
    print(words, file=sys.stderr, flush=True)
    return FAILED


def sorry(trouble: Exception) -> str:
    """What went wrong and what to do about it."""
    match trouble:
        case NotAPort():
            return f"{trouble.variable} is not a port of its own. Give it a number from 1 to 65535."
        case PortTaken():
            return (
                f"Port {trouble.port} is in use, and the demo's {trouble.name} server needs it.\n"
                "Nothing was started or changed. End the other program "
                f"(`ss -ltnp 'sport = :{trouble.port}'` names it),\n"
                f"or choose another port:  {variable(trouble.name)}={trouble.port + 1000} make demo"
            )
        case NotADemo():
            return (
                f"{trouble.folder} holds something that is not the demo's, so it was left alone.\n"
                "Unset TIPLINE_DATA, or name an empty folder."
            )
        case AlreadyRunning():
            return f"A demo already runs in {trouble.folder}. End it where it was started, with Ctrl-C."
        case ChildDied():
            how = "did not answer" if trouble.code is None else f"ended by itself (status {trouble.code})"
            return (
                f"The demo's {trouble.name} server {how}, so everything was stopped. "
                f"The last that it said:\n\n{trouble.last_words}"
            )
        case _:
            raise trouble


def cannot_use(folder: Path, trouble: Exception) -> str:
    """What to do about a demo that was damaged, or a disk that is full."""
    return (
        f"The demo in {folder} cannot be used ({type(trouble).__name__}: {trouble}).\n"
        "`make demo-reset` starts afresh."
    )


def _award(config: DemoConfig, ports: Ports) -> str:
    """The walk that shows rewards: whose words to type where."""
    if config.award is None:
        return ""
    return f"""
  5  Collect an award. The reporter of {config.award.number} wrote these words down:

       {config.award.code}

     Type them at {ports.url("public")}/{config.program}/follow-up and take the claim code;
     then be the teller at {ports.url("console")}/payout. Two others wait for the board's next meeting.
"""


def welcome(config: DemoConfig, ports: Ports, folder: Path) -> None:
    """Where to go and how to sign in."""
    rows = "\n".join(f"    {one.role:<14} {one.name:<22} {one.password}" for one in config.people)
    say(
        f"""
tipline demo · Toronto Crime Stoppers · sample data, on this machine alone

  1  Text a tip from a phone     {ports.url("phone")}/
  2  Send one by the web form    {ports.url("public")}/{config.program}
  3  Send one through a link     {ports.url("public")}/l/{config.links[0]}
  4  Read them in the console    {ports.url("console")}/sign-in

  Sign in with a name, its password, and the six digits that the phone page shows beside the name.
  Not with Safari, which takes no secure cookie from an address without https.

    role           name                   password
{rows}
{_award(config, ports)}
  The coordinator reads every tip but those that are about us; an investigator, what was passed on to them;
  integrity, what is about us; the others, no tip at all.
  Everything lies in {folder}. Its keys are open and its passwords are on this screen:
  it is for looking at, never for a real tip.

  Ctrl-C stops everything. `make demo` again goes on; `make demo-reset` starts afresh.
"""
    )
