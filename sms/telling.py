"""Tell staff that an answer did not arrive, and end a thread whose reporter the carrier may not text."""

import secrets
from datetime import datetime

from sqlalchemy import Connection

from sms.refusals import closes
from tipline import outbox
from tipline.errors import NoSuchProgram
from tipline.intake.notices import SealedNotice, add_notice, prepare_notice
from tipline.intake.texts.addresses import ReturnAddress, names_of
from tipline.intake.texts.erasures import NO_PROGRAM
from tipline.intake.texts.senders import forget_routes
from tipline.intake.texts.texting import Texting
from tipline.intake.texts.tips import read_tip
from tipline.outbox import DueText
from tipline.records import ENDED
from tipline.runtime import GatewayRuntime
from tipline.vocabulary import ID_SIZE, ProgramId, RecordId, TipId


class Telling:
    """What one gateway tells staff of texts that do not arrive."""

    def __init__(self, runtime: GatewayRuntime, texting: Texting) -> None:
        """Tell for this gateway."""
        self._runtime = runtime
        self._texting = texting

    def first_of(self, line: str, *, now: datetime) -> ProgramId:
        """In whose name the rows of a line stand, and a name that is nobody's where the line is not ours.

        Raises:
            StoreUnavailable: the lines cannot be read.
        """
        return self._texting.first_of(line, now=now) or NO_PROGRAM

    async def give_up(
        self,
        row: DueText,
        tip_id: TipId,
        words: str,
        *,
        now: datetime,
        ended: bool = False,
        keep: bool = False,
    ) -> bool:
        """Tell staff in the thread of a text that was not handed over, and let go of it, in one transaction.

        Of one that waits for an OK nothing is told where it waits no more.

        Args:
            row: the text.
            tip_id: whom it answers.
            words: why.
            now: this moment.
            ended: whether nobody can be texted about this tip any more.
            keep: whether the text stays, sealed as it is, to be sent again by hand.

        Returns:
            Whether it was given up now.
        """
        notice = await self._notice(row.program_id, tip_id, words, now=now, ended=ended)
        day = (await self._texting.programs.by_id(row.program_id, now=now)).program.day(now)

        def told(connection: Connection) -> bool:
            if row.unanswered and not outbox.waits_still(connection, row):
                return False
            if notice is not None:
                add_notice(connection, notice)
            if keep and notice is not None:
                outbox.set_aside(connection, row, tip_id=tip_id, day=day)
            else:
                outbox.done(connection, row)
            return True

        return await self._runtime.tips.write(told)

    async def lost(
        self,
        program_id: ProgramId,
        tip_id: TipId,
        words: str,
        *,
        record_id: RecordId,
        now: datetime,
        ended: bool,
    ) -> None:
        """Tell staff of a text that the carrier has taken and not brought: once, however often it is told us.

        Args:
            program_id: whose tip it is.
            tip_id: whom it answers.
            words: why.
            record_id: the same whenever the carrier tells the same.
            now: this moment.
            ended: as for `give_up`.
        """
        try:
            notice = await self._notice(program_id, tip_id, words, now=now, ended=ended, record_id=record_id)
        except NoSuchProgram:
            return
        if notice is not None:
            await self._runtime.tips.write(lambda connection: add_notice(connection, notice))

    async def end(
        self,
        code: int | None,
        address: ReturnAddress | None,
        *,
        program_id: ProgramId,
        tip_id: TipId,
        record_id: RecordId,
        now: datetime,
    ) -> bool:
        """Forget the number, if this error means that nobody may be texted there; whether it does.

        It is done before staff are told: should this process die in between, they are told that there is no
        number any more.
        """
        if not closes(code):
            return False
        if address is not None:
            await self._texting.opted_out(address, record_id=record_id, now=now)
        routes = [names_of(self._runtime).route(program_id, tip_id)]
        await self._runtime.vault.write(lambda connection: forget_routes(connection, program_id, routes))
        return True

    async def _notice(
        self,
        program_id: ProgramId,
        tip_id: TipId,
        words: str,
        *,
        now: datetime,
        ended: bool,
        record_id: RecordId | None = None,
    ) -> SealedNotice | None:
        desk = await self._texting.programs.by_id(program_id, now=now)
        with self._runtime.tips.read() as session:
            tip = read_tip(session.connection(), program_id=program_id, tip_id=tip_id)
        thread = tip.any_thread() if tip is not None else None
        if thread is None:
            return None
        return prepare_notice(
            words,
            thread=thread,
            program=desk.program,
            record_id=record_id or RecordId(secrets.token_bytes(ID_SIZE)),
            signer=self._runtime.keys.signing(),
            now=now,
            event=ENDED if ended else "",
        )
