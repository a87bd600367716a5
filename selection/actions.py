from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions import Actor, record
from selection.models import Indicator, Instrument, Round, Vacancy
from selection.phases import Phase, require_step
from selection.registry import Changes, replace
from selection.scheme import canonical, describe, fingerprint

ROUND_FIELDS = (
    "title",
    "kind",
    "legal_basis",
    "reference_date",
    "location",
    "aggregation",
    "quorum",
    "plenary_quorum",
    "precision",
    "tie_breaks",
    "names_put_forward",
    "max_nominations",
)
VACANCY_FIELDS = (
    "title",
    "unit",
    "echelon",
    "vacant_since",
    "acting",
    "education_min",
    "education_fields",
    "grade_min",
    "experience_min_years",
    "age_max",
    "special_approval",
    "incumbent_nip",
)
INSTRUMENT_FIELDS = (
    "title",
    "source",
    "coverage",
    "scale_min",
    "scale_max",
    "weight",
    "pass_mark",
    "bands",
)
INDICATOR_FIELDS = ("title", "weight", "anchors", "questions")


class RoundFixed(Exception):
    """Scoring has opened (or the round is an archive): what it holds no longer changes."""

    def __init__(self, changes: Changes[Any]) -> None:
        super().__init__("Putaran sudah dibekukan. Isinya tidak dapat diubah lewat buku kerja.")
        self.changes = changes


class ArchiveFixed(Exception):
    """Whether a round is an archive is settled when it is created."""


class ForeignRound(Exception):
    """The code belongs to a round of another agency."""


@transaction.atomic
def put_round(wanted: Round, *, by: Actor) -> tuple[Round, Changes[Round]]:
    """Create the round of this code, or make it say what the unsaved `wanted` says."""
    held = Round.objects.locked().filter(code=wanted.code).first()
    if held and held.agency_id != wanted.agency_id:
        raise ForeignRound("Kode ini sudah dipakai. Pilih kode lain untuk putaran Anda.")
    if held and held.is_archive != wanted.is_archive:
        raise ArchiveFixed("Arsip atau bukan ditetapkan sekali, saat putaran dibuat.")
    existing = [held] if held else []
    is_open = held is None or held.is_draft
    changes = replace(
        existing, [wanted], key=lambda r: (r.code,), fields=ROUND_FIELDS, write=is_open
    )
    round_ = changes.rows[wanted.code,]
    settle(round_, "selection.round_set", changes, by=by)
    return round_, changes


@transaction.atomic
def withdraw_round(round_: Round, *, by: Actor) -> None:
    """Take a draft out of sight whose rows are withdrawn already; a later import brings it back."""
    locked = Round.objects.locked().get(pk=round_.pk)
    if not locked.is_draft:
        raise RoundFixed(Changes())
    locked.withdrawn_at = timezone.now()
    locked.save(update_fields=["withdrawn_at"])
    record("selection.round_withdrawn", locked, by=by, scope=locked.scope)


@transaction.atomic
def put_vacancies(round_: Round, wanted: Sequence[Vacancy], *, by: Actor) -> Changes[Vacancy]:
    """Make the round's vacancies those of the file."""
    existing = Vacancy.objects.filter(round=round_)
    changes = replace(
        existing, wanted, key=lambda v: (v.code,), fields=VACANCY_FIELDS, write=round_.is_draft
    )
    settle(round_, "selection.vacancies_set", changes, by=by)
    return changes


@transaction.atomic
def put_instruments(
    round_: Round, wanted: Sequence[Instrument], *, by: Actor
) -> Changes[Instrument]:
    """Make the round's instruments those of the file."""
    existing = Instrument.objects.filter(round=round_)
    changes = replace(
        existing, wanted, key=lambda i: (i.code,), fields=INSTRUMENT_FIELDS, write=round_.is_draft
    )
    settle(round_, "selection.instruments_set", changes, by=by)
    return changes


@transaction.atomic
def put_indicators(round_: Round, wanted: Sequence[Indicator], *, by: Actor) -> Changes[Indicator]:
    """Make the indicators of all the round's instruments those of the file."""
    existing = Indicator.objects.filter(instrument__round=round_).select_related("instrument")
    changes = replace(
        existing,
        wanted,
        key=lambda i: (i.instrument.code, i.code),
        fields=INDICATOR_FIELDS,
        write=round_.is_draft,
    )
    settle(round_, "selection.indicators_set", changes, by=by)
    return changes


def settle(round_: Round, verb: str, changes: Changes[Any], *, by: Actor) -> None:
    """Let the changes stand and record them, or refuse them where the round is fixed."""
    if not changes:
        return
    if not round_.is_draft:
        raise RoundFixed(changes)
    note(round_, verb, changes, by=by)


def note(round_: Round, verb: str, changes: Changes[Any], *, by: Actor) -> None:
    """Record what replacing did: counts, and the keys of what changed or was withdrawn."""
    record(
        verb,
        round_,
        by=by,
        scope=round_.scope,
        new=len(changes.new),
        changed=sorted(_name(key) for key in changes.changed),
        withdrawn=sorted(_name(key) for key in changes.withdrawn),
    )


@transaction.atomic
def advance(round_: Round, *, to: Phase, by: Actor, rules: str = "", **facts: Any) -> Round:
    """Move the round on; leaving the draft keeps the hash of the rules that are fixed with it.

    `rules`: their canonical text; without it the scheme alone, as an archive brings it.
    """
    locked = Round.objects.locked().get(pk=round_.pk)
    require_step(Phase(locked.phase), to)
    now = timezone.now()
    if locked.is_draft:
        locked.scheme_sha256 = fingerprint(rules or canonical(describe(locked)))
        locked.frozen_at = now
    if to == Phase.SCORING:
        locked.scoring_opened_at = now
    if to == Phase.UNSEALED:
        locked.unsealed_at = now
    if to == Phase.HANDED_OVER:
        locked.handed_over_at = now
    locked.phase = to
    locked.save(
        update_fields=[
            "phase",
            "scheme_sha256",
            "frozen_at",
            "scoring_opened_at",
            "unsealed_at",
            "handed_over_at",
        ]
    )
    verb = f"selection.{to.value}"
    record(verb, locked, by=by, scope=locked.scope, scheme_sha256=locked.scheme_sha256, **facts)
    return locked


def _name(key: tuple[object, ...]) -> str:
    return " / ".join(map(str, key))
