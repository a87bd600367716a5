"""The talent pool of the sample agency: two exports, put in by the real action."""

from datetime import date, timedelta
from pathlib import Path

from accounts.models import Agency, User
from candidates.talent_pool import TalentFile, put_talent
from workbook.talent_reading import read_export

EARLIER = date(2025, 11, 1)
"""The data on which the round that was played to the end stands."""

UNHURRIED = 60  # seconds for a file of our own: a first start keeps the machine busy
BEFORE_THE_TESTS = timedelta(days=32)


def load_talent_samples(folder: Path, agency: Agency, first_day: date, *, by: User) -> None:
    """Two exports: the earlier one, and a newer one of a month before `first_day`."""
    days = {"simata-2025-11.xlsx": EARLIER, "simata-mutakhir.xlsx": first_day - BEFORE_THE_TESTS}
    for name, as_of in days.items():
        content = (folder / name).read_bytes()
        put_talent(
            agency, TalentFile(name, content, read_export(content, seconds=UNHURRIED), as_of), by=by
        )
