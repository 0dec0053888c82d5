"""Months put out for the public site to show."""

from dataclasses import replace

from sqlalchemy import insert

from crypto.signing import SigningKey
from tests.program import NOON
from tests.unit.tipline.intake.readers import Staff
from tests.unit.tipline.reports.months_out import counts_of
from tipline.reports.coarsening import coarse_month, coarse_year
from tipline.reports.counting import Counts
from tipline.reports.measures import Measure
from tipline.reports.public_month import PublicMonth, to_bytes
from tipline.reports.published import place
from tipline.reports.publishing import set_publishing
from tipline.store.columns import table
from tipline.store.month_tables import PublishedMonthRow
from tipline.vocabulary import Month, Offence

BUSY = counts_of(
    {"text": 150, "web": 92, "link": 60, "phone": 10},
    {word.value: 8 for word in Offence} | {"firearm": 17, "homicide": 0, "arson": 7},
    more={Measure.FOLLOW_UPS: 80, Measure.ARRESTS: 12, Measure.AWARDS_PAID: 3},
)
QUIET = counts_of({"web": 9}, {"arson": 9})


def voice(staff: Staff) -> SigningKey:
    """The key that signs for the program."""
    with staff.stores.keys.read() as keys_session:
        return staff.program.holder("Ada Byron").holdings.voice(keys_session, staff.program.keys())


def begin(staff: Staff, *, on: bool = True) -> None:
    """The program publishes its months, or no more."""
    with staff.stores.tips.transaction() as session:
        set_publishing(session, on=on, by=staff.program.holder("Ada Byron"), now=NOON)


def put_out(
    staff: Staff,
    month: int,
    counts: Counts = BUSY,
    *,
    signer: SigningKey | None = None,
    year_of: tuple[PublicMonth, ...] = (),
) -> PublicMonth:
    """A month is out, with the year of busy months before it, signed by the voice or by somebody else."""
    public = coarse_month(counts, program="toronto", month=Month(month), behind={Measure.ARRESTS: 6})
    if year_of:
        year = coarse_year([*((each, BUSY) for each in year_of), (public, counts)])
        public = replace(public, year=year)
    return sign(staff, public, signer or voice(staff))


def sign(staff: Staff, public: PublicMonth, signer: SigningKey) -> PublicMonth:
    """What somebody has signed stands in the store."""
    content, program_id = to_bytes(public), staff.program.program_id
    values = {
        "program_id": program_id,
        "month": public.month,
        "content": content,
        "signature": signer.sign(content, context=place(program_id, public.month)),
    }
    with staff.stores.tips.transaction() as session:
        session.connection().execute(insert(table(PublishedMonthRow)), values)
    return public
