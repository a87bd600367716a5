"""Indonesian ways of writing dates, times and numbers, for templates."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from html import escape

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts import wording

register = template.Library()


@register.filter
def tanggal(day: date) -> str:
    return wording.in_words(_local(day))


@register.filter
def hari(day: date) -> str:
    return wording.with_weekday(_local(day))


@register.filter
def jam(moment: datetime) -> str:
    return wording.at_clock(timezone.localtime(moment))


@register.filter
def jam_detik(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H.%M.%S} WIB"


@register.filter
def koma(value: Decimal | Fraction | str, places: int | None = None) -> str:
    return wording.with_comma(value, places)


@register.filter
def persen(value: Decimal | Fraction) -> str:
    return wording.percent(value)


@register.filter
def sel(numbers: Iterable[str]) -> SafeString:
    """The cells of a table's row; a loop in the template takes many times as long."""
    return SafeString("".join(f'<td class="num">{escape(number)}</td>' for number in numbers))


@register.filter
def nip(digits: str) -> str:
    """Grouped 8-6-1-3, as people read it."""
    return f"{digits[:8]} {digits[8:14]} {digits[14]} {digits[15:]}"


def _local(day: date) -> date:
    return timezone.localtime(day).date() if isinstance(day, datetime) else day
