"""Ten megabytes of pictures with one text: what the gateway holds while it fetches, seals and scrubs them."""

import os
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Final

import httpx2
from sqlmodel import col, select

from bench.line import tip_line
from bench.processes import MB, cpu_seconds, load, resident_mb
from bench.tables import Row, at_most
from tests.databases import Kind
from tests.integration.doors import Handset, new_sid
from tests.unit.sms.media_hosts import Answer, Host
from tests.unit.web.public.sender import JPEG
from tipline.store.db import Store, open_store
from tipline.store.file_tables import TipFileRow
from tipline.vocabulary import StoreName

TITLE: Final = "Ten pictures of 1 MB with one text: fetched, sealed, and each scrubbed by a child"
PICTURES: Final = 10
RUNS: Final = 5
LIMIT_MB: Final = 20
LOOK_SECONDS: Final = 0.005
LONGEST_SECONDS: Final = 120


def rows() -> Iterator[Row]:
    """One gateway; the first text, with one small picture, warms it up."""
    with tip_line(Kind.SQLITE) as line, closing(Host()) as host, httpx2.Client(timeout=20) as client:
        pid = line.start("sms", TIPLINE_CARRIER_URL=host.url)
        phone = Handset("+14165550142", line.ports.url("sms"), line.config.twilio, client)
        settings = line.settings()
        with closing(open_store(StoreName.TIPS, settings.store_url(StoreName.TIPS))) as tips:
            _text(phone, host, [JPEG], pid=pid, tips=tips)
            runs = [
                _text(phone, host, [JPEG + os.urandom(MB) for _ in range(PICTURES)], pid=pid, tips=tips)
                for _ in range(RUNS)
            ]
    yield at_most("memory that they add to the gateway, worst run", max(r[0] for r in runs), LIMIT_MB, "MB")
    middle = sorted(runs, key=lambda run: run[1])[RUNS // 2]
    yield Row("from the answer to the last copy, middle run", f"{middle[1]:.1f} s")
    yield Row("CPU of the gateway for it", f"{middle[2]:.2f} s")
    yield at_most("the webhook's answer, the slowest", max(r[3] for r in runs) * 1000, 1000, "ms", digits=0)
    yield Row("load average", load())


def _text(
    phone: Handset, host: Host, pictures: list[bytes], *, pid: int, tips: Store
) -> tuple[float, float, float, float]:
    """Megabytes added, seconds until every copy is made, seconds of processor time, seconds of the answer."""
    sid = new_sid().replace("SM", "MM")
    fields = phone.parameters("this is him", sid=sid) | {"NumMedia": str(len(pictures))}
    for place, picture in enumerate(pictures):
        account = phone.twilio.account_sid
        path = f"/2010-04-01/Accounts/{account}/Messages/{sid}/Media/ME{place:032x}"
        host.answers[path] = Answer(200, body=picture)
        fields[f"MediaUrl{place}"] = f"{host.url}{path}"
    wanted = _copies(tips) + len(pictures)
    before, spent, begun = resident_mb(pid), cpu_seconds(pid), time.perf_counter()
    assert phone.post(fields).status_code == 200
    answered, most = time.perf_counter() - begun, before
    while _copies(tips) < wanted:
        assert time.perf_counter() - begun < LONGEST_SECONDS
        until = time.perf_counter() + 0.2
        while time.perf_counter() < until:
            most = max(most, resident_mb(pid))
            time.sleep(LOOK_SECONDS)
    host.answers.clear()
    return most - before, time.perf_counter() - begun - answered, cpu_seconds(pid) - spent, answered


def _copies(tips: Store) -> int:
    with tips.read() as session:
        copied = select(TipFileRow.file_id).where(col(TipFileRow.copy_id).is_not(None))
        return len(session.exec(copied).all())
