"""What the carrier tells of a text that it took from us: it came, it did not come, or how far it is."""

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Final

from sms.refusals import closes, notice
from sms.telling import Telling
from tipline.errors import KeyTrouble, StoreUnavailable
from tipline.intake.texts.addresses import names_of
from tipline.intake.texts.senders import ChangedMeanwhile, address_of
from tipline.intake.texts.sent import SentText, State, heard, write_state
from tipline.log import Event, failure, log
from tipline.runtime import GatewayRuntime
from tipline.vocabulary import StoreName, TipId

_SID: Final = re.compile(r"[A-Z]{2}[0-9a-f]{32}", re.ASCII)
_CODE: Final = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)
ATTEMPTS: Final = 5
MOST_LATE: Final = 10_000
"""Reports that wait in memory for the stores; the oldest is let go when there are more."""


@dataclass(frozen=True, slots=True)
class Report:
    """How far one text is."""

    sid: str = field(repr=False)
    state: State
    code: int | None
    line: str = field(default="", repr=False)
    """From which of our numbers it was sent."""


def read_report(fields: Mapping[str, str]) -> Report | None:
    """What a signed request tells, or nothing where it tells nothing that we know.

    An allow-list of four fields: to whom it went, places and carriers get no further than this.
    """
    sid, code = fields.get("MessageSid", ""), fields.get("ErrorCode", "")
    try:
        state = State(fields.get("MessageStatus", ""))
    except ValueError:
        return None
    if not _SID.fullmatch(sid):
        return None
    return Report(
        sid, state, int(code) if state.lost and _CODE.fullmatch(code) else None, fields.get("From", "")
    )


class Reports:
    """Takes in what the carrier tells of texts, in whatever order and however often."""

    def __init__(self, runtime: GatewayRuntime, telling: Telling) -> None:
        """Take it in for this gateway."""
        self._runtime = runtime
        self._telling = telling
        self._late: deque[tuple[Report, datetime]] = deque(maxlen=MOST_LATE)

    async def take(self, report: Report, *, now: datetime) -> None:
        """Take a report in, now or as soon as the stores are back: the carrier tells it once and no more."""
        try:
            await self._take(report, now)
        except StoreUnavailable as trouble:
            log(Event.STORE_UNAVAILABLE, store=trouble.store)
            self._late.append((report, now))

    async def settle(self) -> int:
        """Take in what had to wait; how many reports that were.

        Raises:
            StoreUnavailable: a store is still away; what is left waits on.
        """
        count = 0
        while self._late:
            report, at = self._late.popleft()
            try:
                await self._take(report, at)
            except StoreUnavailable:
                self._late.appendleft((report, at))
                raise
            except KeyTrouble as trouble:  # as for one that is told now: it must not hold up the others
                failure(trouble)
            count += 1
        return count

    async def _take(self, report: Report, now: datetime) -> None:
        """Tell staff first, then write it down: who dies in between tells them nothing twice."""
        names = names_of(self._runtime)
        known = await self._runtime.vault.write(
            partial(heard, names=names, sid=report.sid, state=report.state)
        )
        if known is not None and known.tip_id is not None and report.state.lost:
            await self.tell(known, known.tip_id, report.sid, report.code, now=now)
        deed = partial(
            write_state,
            names=names,
            sid=report.sid,
            state=report.state,
            code=report.code,
            now=now,
            program_id=self._telling.first_of(report.line, now=now),
        )
        for _ in range(ATTEMPTS):
            try:
                await self._runtime.vault.write(deed)
            except ChangedMeanwhile:
                continue
            return
        raise StoreUnavailable(StoreName.VAULT)

    async def tell(self, sent: SentText, tip_id: TipId, sid: str, code: int | None, *, now: datetime) -> None:
        """Tell staff that a text which the carrier had taken did not arrive, and end what is to be ended."""
        names = names_of(self._runtime)
        record_id = names.record(sid)
        address = (
            address_of(
                self._runtime.vault, names_of(self._runtime), program_id=sent.program_id, tip_id=tip_id
            )
            if closes(code)
            else None
        )
        ended = await self._telling.end(
            code, address, program_id=sent.program_id, tip_id=tip_id, record_id=record_id, now=now
        )
        log(Event.CARRIER_REFUSED, program=sent.program_id, code=code or 0)
        await self._telling.lost(
            sent.program_id, tip_id, notice(code), record_id=record_id, now=now, ended=ended
        )
