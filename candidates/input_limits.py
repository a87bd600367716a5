"""How often one address may send, and how much one name may receive."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from django.db import transaction
from django.db.models import F

from candidates.input_secrecy import keyed_hash
from candidates.models import InputCounter

KEPT = timedelta(days=2)
START = datetime(2020, 1, 1, tzinfo=UTC)
HOUSEHOLD = 64  # bits of an IPv6 address that one subscriber shares


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so often in a stretch of time."""

    purpose: str
    most: int
    stretch: timedelta

    @property
    def minutes(self) -> int:
        return self.stretch // timedelta(minutes=1)


ATTEMPTS = Limit("attempt", 40, timedelta(hours=1))  # of one address, sent or refused
SENDS = Limit("send", 8, timedelta(minutes=10))  # of one address
SENDS_A_DAY = Limit("send-a-day", 20, timedelta(days=1))
ABOUT = Limit("about", 60, timedelta(hours=1))  # about one candidate, whoever sends
LOOKUPS = Limit("lookup", 10, timedelta(minutes=10))  # of one address


class TooMany(Exception):
    """The limit is reached; the message says when to try again."""

    def __init__(self, limit: Limit, said: str) -> None:
        super().__init__(said)
        self.retry_after = int(limit.stretch.total_seconds())


@transaction.atomic
def spend(limit: Limit, who: str, *, now: datetime) -> None:
    """Count one more. Raises TooMany. Counted for good, whatever becomes of the request."""
    if _spent(limit, who, now) > limit.most:
        raise TooMany(limit, _words(limit))


def household(address: str) -> str:
    """Whom an address stands for: itself, or the network that IPv6 gives one subscriber."""
    try:
        parsed = ip_address(address)
    except ValueError:  # a proxy wrote something else
        return address
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, HOUSEHOLD), strict=False))
    return address


def sweep(*, now: datetime) -> int:
    """Forget counters of stretches that are over."""
    return InputCounter.objects.filter(began_at__lt=now - KEPT).delete()[0]


def _spent(limit: Limit, who: str, now: datetime) -> int:
    began = START + (now - START) // limit.stretch * limit.stretch
    key = keyed_hash("counter", f"{limit.purpose} {now:%Y-%m-%d} {who}")
    counter, _ = InputCounter.objects.get_or_create(key=key, began_at=began)
    InputCounter.objects.filter(pk=counter.pk).update(count=F("count") + 1)
    counter.refresh_from_db(fields=["count"])
    return counter.count


def _words(limit: Limit) -> str:
    if limit is ABOUT:
        return (
            "Terlalu banyak masukan tentang nama ini dalam satu jam terakhir. Masukan Anda belum"
            " terkirim; teksnya masih ada di bawah. Kirim lagi nanti."
        )
    if limit is LOOKUPS:
        return "Terlalu banyak percobaan dari jaringan ini. Coba lagi dalam sepuluh menit."
    wait = "besok" if limit is SENDS_A_DAY else f"dalam {limit.minutes} menit"
    return (
        "Terlalu banyak kiriman dari jaringan internet ini. Masukan Anda belum terkirim; teksnya"
        f" masih ada di bawah. Kirim lagi {wait}."
    )
