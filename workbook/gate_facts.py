"""What the gate judges (workbook.gate), gathered where it stands: database, disk, clock, files."""

import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from subprocess import DEVNULL

from allauth.mfa.models import Authenticator
from cryptography import x509
from django.conf import settings
from django.db import connection
from django.utils import timezone

from audit.verification import broken_chains
from panels.models import Seat
from panels.standing import standings_of
from panels.timetable_reading import published_of
from reports.models import Document
from scoring.evidence import faults_of
from scoring.models import ScoreEvent
from scoring.practising import unpractised
from scoring.replication import has_standby, lag
from selection.models import Round
from workbook.gate import LAG, Clock, Facts, People
from workbook.models import Upload

PATIENCE = 5  # seconds for such a program to answer


class NoCertificate(Exception):
    """The file named as certificate cannot be read as one."""


def facts_of(
    round_: Round, *, ticks: Mapping[str, str], printed_hash: str, certificate: Path | None
) -> Facts:
    """Everything about the round and this machine. Raises NoCertificate."""
    now = timezone.localtime()
    timetable = published_of(round_)
    return Facts(
        now=now,
        ticks=ticks,
        has_standby=has_standby(),
        lag=lag(LAG),
        free=shutil.disk_usage(_existing(Path(settings.STORE_ROOT))).free,
        certificate_until=_ending(certificate) if certificate else None,
        clock=_clock(),
        people=_people(round_),
        rules_hash=round_.scheme_sha256,
        printed_hash=printed_hash,
        timetable=timetable.version if timetable else None,
        waiting=_waiting(round_),
        faults=[*faults_of(round_), *_trail_faults(round_)],
        events=ScoreEvent.objects.filter(round=round_).count(),
        phone=round_.agency.phone,
    )


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there: it lies on the same disk."""
    return next(place for place in (folder, *folder.parents) if place.exists())


def _ending(certificate: Path) -> datetime:
    try:
        return x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc
    except (OSError, ValueError) as error:
        raise NoCertificate(f"Berkas sertifikat {certificate} tidak dapat dibaca.") from error


def _clock() -> Clock:
    """What a keeper of the time says, and how far the database's clock is from this process's."""
    with connection.cursor() as cursor:
        before = timezone.now()
        cursor.execute("SELECT clock_timestamp()")
        there: datetime = cursor.fetchone()[0]
    after = timezone.now()
    apart = max(before - there, there - after, timedelta())
    for source, (ask, healthy) in KEEPERS.items():
        if said := _answer(ask):
            return Clock(source, is_synchronized=healthy in said, apart=apart)
    return Clock("", is_synchronized=False, apart=apart)


def _answer(ask: Callable[[], str]) -> str:
    """What a program prints; nothing where it is missing, fails or stays silent."""
    try:
        return ask()
    except (OSError, subprocess.SubprocessError):
        return ""


def _chrony() -> str:
    return subprocess.check_output(
        ["/usr/bin/chronyc", "-c", "tracking"], text=True, timeout=PATIENCE, stderr=DEVNULL
    )


def _timedatectl() -> str:
    return subprocess.check_output(
        ["/usr/bin/timedatectl", "show", "-p", "NTPSynchronized"],
        text=True,
        timeout=PATIENCE,
        stderr=DEVNULL,
    )


KEEPERS = {
    "chrony": (_chrony, "Normal"),
    "timedatectl": (_timedatectl, "NTPSynchronized=yes"),
}


def _people(round_: Round) -> People:
    seats = list(Seat.objects.in_force().filter(round=round_).order_by("number"))
    strong = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)
    secured = set(
        strong.filter(user__in=[seat.user_id for seat in seats]).values_list("user_id", flat=True)
    )
    return People(
        count=len(seats),
        without_factor=[seat.name for seat in seats if seat.user_id not in secured],
        unpractised=[seat.name for seat in unpractised(round_)],
        undeclared=[one.seat.name for one in standings_of(round_) if one.is_due],
    )


def _waiting(round_: Round) -> int:
    """Documents and uploads that nobody has finished with."""
    documents = Document.objects.filter(round__agency=round_.agency_id)
    uploads = Upload.objects.filter(agency=round_.agency_id, status=Upload.Status.RECEIVED)
    made = documents.filter(status__in=[Document.Status.ORDERED, Document.Status.MAKING])
    return made.count() + uploads.count()


def _trail_faults(round_: Round) -> Iterator[str]:
    for _, broken in broken_chains(round_.scope):
        yield f"rantai kegiatan terputus pada catatan {broken.number} ({broken.reason})"
