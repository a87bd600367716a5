"""Publishing a timetable: the version becomes the slots that members and reports read."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import Actor, record
from panels.models import Slot, TimetablePlan
from panels.timetable_asking import parts_of
from panels.timetable_reading import (
    Facts,
    Version,
    draft_of,
    facts_of,
    panel_instruments,
    version_of,
)
from panels.timetabling import NothingThere, lock, require_same
from selection.actions import note as note_changes
from selection.models import Round
from selection.registry import Changes, replace

SLOT_FIELDS = ("ends",)


class NotPublishable(Exception):
    """The version was not published; the message says what has to be mended first."""


@transaction.atomic
def publish(round_: Round, *, revision: int, note: str = "", by: User) -> TimetablePlan:
    """Let the draft be the timetable. `note`: why, where a check warns.

    Raises TimetableClosed, TimetableChanged, NothingThere, NotPublishable.
    """
    locked = lock(round_)
    held = draft_of(locked)
    require_same(held, revision)
    if held is None:
        raise NothingThere("Tidak ada draf jadwal untuk diterbitkan. Tidak ada yang berubah.")
    facts = facts_of(locked)
    version = version_of(held, facts)
    _refuse(version, facts, note)
    held.note = note.strip()
    return publish_as(locked, version, facts, by=by)


@transaction.atomic
def write_slots(round_: Round, wanted: Sequence[Slot], *, by: Actor) -> Changes[Slot]:
    """Make the round's slots the wanted ones; those no longer wanted are withdrawn."""
    existing = Slot.objects.filter(round=round_)
    changes = replace(
        existing.select_related("instrument", "candidate", "vacancy"),
        wanted,
        key=lambda s: (
            s.date,
            s.starts,
            s.room,
            s.instrument.code,
            s.candidate.nip,
            s.vacancy.code if s.vacancy else "",
        ),
        fields=SLOT_FIELDS,
    )
    if changes:
        note_changes(round_, "panels.slots_set", changes, by=by)
    return changes


def publish_as(round_: Round, version: Version, facts: Facts, *, by: User) -> TimetablePlan:
    """The version becomes the one in force, and its sittings the slots. Inside a transaction."""
    plan = version.plan
    now = timezone.now()
    TimetablePlan.objects.in_force().filter(round=round_).update(superseded_at=now)
    plan.published_by, plan.published_at = by, now
    plan.save()
    write_slots(round_, _slots(round_, version, facts), by=by)
    record(
        "panels.timetable_published",
        plan,
        by=by,
        scope=round_.scope,
        version=plan.version,
        sittings=len(version.timetable.sittings),
        warnings=[problem.message for problem in version.warnings],
        note=plan.note,
    )
    return plan


def _refuse(version: Version, facts: Facts, note: str) -> None:
    if not version.timetable.sittings:
        raise NotPublishable("Draf ini belum berisi jadwal. Susun jadwalnya lebih dahulu.")
    if version.blocking:
        raise NotPublishable(
            f"Jadwal belum dapat diterbitkan: {len(version.blocking)} masalah harus diperbaiki."
            f" {version.blocking[0].message} Draf tetap tersimpan."
        )
    if facts.doubts and version.plan.draw_id:
        raise NotPublishable(f"Jadwal belum dapat diterbitkan. {' '.join(facts.doubts)}")
    if version.warnings and not note.strip():
        raise NotPublishable(
            "Pemeriksaan memberi peringatan. Tulis alasannya pada kolom catatan, lalu terbitkan."
            " Draf tetap tersimpan."
        )


def _slots(round_: Round, version: Version, facts: Facts) -> list[Slot]:
    instruments = {instrument.code: instrument for instrument in panel_instruments(round_)}
    return [
        Slot(
            round=round_,
            date=sitting.day,
            starts=hours.starts,
            ends=hours.ends,
            room=sitting.room,
            instrument=instruments[code],
            candidate=facts.candidates[sitting.candidate],
        )
        for sitting in version.timetable.sittings
        if sitting.candidate in facts.candidates
        for code, hours in parts_of(sitting, version.asked)
        if code in instruments
    ]
