"""Facts of the region that routes rest on: recorded with their source, ended, taken back."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Agency, User
from accounts.wording import in_words
from audit.actions import record
from decisions.models import ElectionWindow, HeadOfRegionTerm
from decisions.reasons import NOTHING

Fact = HeadOfRegionTerm | ElectionWindow


class FactRefused(Exception):
    """A fact lacks its source, contradicts itself or is there already; the message says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term of office as it is told."""

    office: str
    is_acting: bool
    inaugurated_on: date
    ends_on: date | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """An election as it is told."""

    designation_on: date
    ends_on: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Ground:
    """A fact that routes rest on, in words, beside the row that says who told it and by what."""

    words: str
    row: Fact


@transaction.atomic
def record_term(agency: Agency, told: Term, *, by: User) -> HeadOfRegionTerm:
    """Raises FactRefused."""
    _refuse(told.source, told.inaugurated_on, told.ends_on)
    if not told.office.strip():
        raise FactRefused(f"Isi nama jabatannya, bukan nama orangnya. {NOTHING}")
    row = HeadOfRegionTerm(
        agency=agency,
        office=told.office.strip(),
        is_acting=told.is_acting,
        inaugurated_on=told.inaugurated_on,
        ends_on=told.ends_on,
        source=told.source.strip(),
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    _store(row)
    facts = {"inaugurated_on": row.inaugurated_on, "ends_on": row.ends_on, "source": row.source}
    acting = {"is_acting": row.is_acting}
    record("decisions.head_recorded", row, by=by, scope=agency.scope, **facts, **acting)
    return row


@transaction.atomic
def record_window(agency: Agency, told: Window, *, by: User) -> ElectionWindow:
    """Raises FactRefused."""
    _refuse(told.source, told.designation_on, told.ends_on)
    row = ElectionWindow(
        agency=agency,
        designation_on=told.designation_on,
        ends_on=told.ends_on,
        source=told.source.strip(),
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    _store(row)
    facts = {"designation_on": row.designation_on, "ends_on": row.ends_on, "source": row.source}
    record("decisions.election_recorded", row, by=by, scope=agency.scope, **facts)
    return row


@transaction.atomic
def withdraw_fact(fact: Fact, *, reason: str, by: User) -> None:
    """Take a fact back, for a reason; the row stays. Raises FactRefused."""
    locked = (
        type(fact)._default_manager.select_for_update(no_key=True, of=("self",)).get(pk=fact.pk)
    )
    if not reason.strip():
        raise FactRefused(f"Penarikan data memerlukan alasan. {NOTHING}")
    if locked.withdrawn_at:
        raise FactRefused("Data ini sudah ditarik. Catatannya tetap tersimpan.")
    locked.withdrawn_by, locked.withdrawn_at = by, timezone.now()
    locked.withdrawal_reason = reason.strip()
    locked.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawal_reason"])
    record(
        "decisions.fact_withdrawn", locked, by=by, scope=locked.agency.scope, reason=reason.strip()
    )


def grounds_of(agency: Agency) -> list[Ground]:
    """All facts of the region that hold, the newest first. Two queries."""
    terms = HeadOfRegionTerm.objects.filter(agency=agency, withdrawn_at=None)
    windows = ElectionWindow.objects.filter(agency=agency, withdrawn_at=None)
    return [
        *(
            Ground(_term_words(term), term)
            for term in terms.select_related("recorded_by").order_by("-inaugurated_on", "pk")
        ),
        *(
            Ground(f"Penetapan pasangan calon {in_words(window.designation_on)}", window)
            for window in windows.select_related("recorded_by").order_by("-designation_on", "pk")
        ),
    ]


def _term_words(term: HeadOfRegionTerm) -> str:
    acting = " (penjabat atau pelaksana tugas)" if term.is_acting else ""
    until = f" sampai {in_words(term.ends_on)}" if term.ends_on else ""
    return f"{term.office}{acting} sejak {in_words(term.inaugurated_on)}{until}"


def _refuse(source: str, begins: date, ends: date | None) -> None:
    if not source.strip():
        raise FactRefused(f"Isi sumbernya, misalnya nomor keputusan. {NOTHING}")
    if ends and ends < begins:
        raise FactRefused(
            f"Tanggal berakhir {in_words(ends)} mendahului {in_words(begins)}. {NOTHING}"
        )


def _store(row: Fact) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise FactRefused(
            f"Data dengan tanggal yang sama sudah dicatat. {NOTHING} Tarik dahulu yang keliru."
        ) from None
