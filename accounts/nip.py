"""The 18-digit number of a civil servant (NIP), as a value."""

import re
from dataclasses import dataclass
from datetime import date

LENGTH = 18
FIRST_YEAR = 1900
YOUNGEST_AT_APPOINTMENT = 18
FIRST_MONTH_OF_CONTRACT_STAFF = 21  # NI PPPK carries a frequency code where a NIP has a month


class ImpossibleNIP(ValueError):
    """These digits cannot be the number of a civil servant."""


@dataclass(frozen=True, slots=True, order=True)
class NIP:
    """Birth date (8 digits), month of first appointment (6), sex (1), sequence (3)."""

    digits: str

    def __post_init__(self) -> None:
        if len(self.digits) != LENGTH or not (self.digits.isascii() and self.digits.isdigit()):
            raise ImpossibleNIP("NIP harus 18 digit dan disimpan sebagai teks")
        _require_month(int(self.digits[12:14]))
        if self.digits[14] not in "12":
            raise ImpossibleNIP("Angka ke-15 NIP harus 1 atau 2.")
        born = self.born_on
        if self.appointed_in < (born.year + YOUNGEST_AT_APPOINTMENT, born.month):
            raise ImpossibleNIP("Menurut NIP ini, TMT CPNS jatuh sebelum usia 18 tahun.")

    @classmethod
    def parse(cls, text: str) -> "NIP":
        """The number as people write it: spaces, no-break spaces and dots do not count."""
        return cls(re.sub(r"[\s.]", "", text))

    @property
    def born_on(self) -> date:
        year, month, day = int(self.digits[:4]), int(self.digits[4:6]), int(self.digits[6:8])
        try:
            born = date(year, month, day)
        except ValueError:
            born = date.min
        if born.year < FIRST_YEAR:
            raise ImpossibleNIP("Delapan angka pertama NIP harus tanggal lahir yang ada.")
        return born

    @property
    def appointed_in(self) -> tuple[int, int]:
        """Year and month of the first appointment (TMT CPNS)."""
        return int(self.digits[8:12]), int(self.digits[12:14])

    @property
    def is_woman(self) -> bool:
        """Digit 15: 1 for men, 2 for women."""
        return self.digits[14] == "2"

    @property
    def looks_rounded(self) -> bool:
        """Excel keeps 15 digits of a number: the last three become 000."""
        return self.digits.endswith("000")

    @property
    def masked(self) -> str:
        """For whoever need not know it: birth date and appointment stay hidden."""
        return f"{'•' * 15} {self.digits[15:]}"

    def __str__(self) -> str:
        d = self.digits
        return f"{d[:8]} {d[8:14]} {d[14]} {d[15:]}"


def _require_month(month: int) -> None:
    if month >= FIRST_MONTH_OF_CONTRACT_STAFF:
        raise ImpossibleNIP(
            "Nomor ini NI PPPK, bukan NIP PNS. PPPK tidak dapat dicalonkan melalui jalur ini."
        )
    if not 1 <= month <= 12:
        raise ImpossibleNIP("Angka ke-13 dan ke-14 NIP harus bulan TMT CPNS, 01 sampai 12.")
