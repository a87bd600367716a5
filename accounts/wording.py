"""Numbers and times as Indonesian offices write them (ux.md 2.2). Pure text, no clock."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


def in_words(day: date) -> str:
    """`3 Desember 2025`"""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def in_short(day: date) -> str:
    """`3 Des 2025`, where a column is narrow"""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def with_weekday(day: date) -> str:
    """`Rabu, 3 Desember 2025`"""
    return f"{DAYS[day.weekday()]}, {in_words(day)}"


def at_clock(moment: datetime) -> str:
    """`10.42 WIB`; `moment` in local time."""
    return f"{moment:%H.%M} WIB"


def at_moment(moment: datetime) -> str:
    """`Jumat, 5 Desember 2025 pukul 10.42 WIB`; `moment` in local time."""
    return f"{with_weekday(moment)} pukul {at_clock(moment)}"


def with_comma(value: Decimal | Fraction | str, places: int | None = None) -> str:
    """A number with a decimal comma, rounded half up where `places` is given: `83,51`."""
    if places is None:
        return str(value).replace(".", ",").replace("-", "−")
    over, under = (Decimal(value) if isinstance(value, str) else value).as_integer_ratio()
    whole = (abs(over) * 10**places * 2 + under) // (2 * under)
    sign = "−" if over < 0 and whole else ""
    digits = f"{whole:0{places + 1}}"
    return sign + (f"{digits[:-places]},{digits[-places:]}" if places else digits)


def percent(value: Decimal | Fraction) -> str:
    """`20%`, `33,5%`"""
    text = (
        f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
        if isinstance(value, Fraction)
        else f"{value:f}"
    )
    trimmed = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{trimmed.replace('.', ',')}%"


_ONES = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_IRREGULAR = {**dict(enumerate(_ONES)), 10: "sepuluh", 11: "sebelas"}
_SCALES = ((1000, "ribu", "seribu"), (100, "ratus", "seratus"), (10, "puluh", ""))


def number_in_words(number: int) -> str:
    """`dua ribu dua puluh lima`, from 0 up to 999,999."""
    if number < 20:
        return _IRREGULAR.get(number) or f"{_ONES[number - 10]} belas"
    unit, name, one = next(scale for scale in _SCALES if number >= scale[0])
    count, rest = divmod(number, unit)
    head = one if count == 1 and one else f"{number_in_words(count)} {name}"
    return f"{head} {number_in_words(rest)}" if rest else head


def opening_of(day: date) -> str:
    """The first sentence of minutes, with the date in words as they have it."""
    return f"Pada hari ini, {date_in_words(day)}"


def date_in_words(day: date) -> str:
    """`Rabu tanggal tiga bulan Desember tahun dua ribu dua puluh lima (03-12-2025)`"""
    return (
        f"{DAYS[day.weekday()]} tanggal {number_in_words(day.day)} bulan {MONTHS[day.month - 1]}"
        f" tahun {number_in_words(day.year)} ({day:%d-%m-%Y})"
    )
