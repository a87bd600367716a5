"""Drafts of a timetable: filled in, generated, changed by hand, thrown away. Members see none."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from panels.drawing import may_draw
from panels.models import TimetablePlan
from panels.rearranging import move, swap
from panels.sittings import Place, RequestRefused, Timetable, past_fault
from panels.timetable import generate
from panels.timetable_asking import Asked, as_json, breaks_in_force, from_json, sittings_as_json
from panels.timetable_checks import check
from panels.timetable_reading import (
    Facts,
    Version,
    break_rules,
    draft_of,
    facts_of,
    published_of,
    version_of,
)
from selection.models import Round

UNDRAWN = (
    "Urutan kandidat belum diundi, jadi jadwal belum dapat disusun. Simpan isian ini, lalu undi"
    " urutan dalam rapat."
)
NEVER_DRAWN = (
    "Penilaian dibuka tanpa undian, jadi urutan tidak diundi lagi dan jadwal baru tidak disusun."
    " Jadwal dari buku kerja tetap berlaku; pindahkan atau tukar waktu satu per satu."
)


class TimetableClosed(Exception):
    """The timetable no longer changes; the message says since when."""


class TimetableChanged(Exception):
    """Somebody changed it since the page was made; the message says that nothing happened."""


class NotDrawn(Exception):
    """There is no order to generate from; the message says what to do."""


class NothingThere(Exception):
    """There is no such draft or version."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The version that the page showed, and how often it had been changed."""

    version: int
    revision: int


Change = Callable[[Version], Timetable]


@transaction.atomic
def prepare(
    round_: Round, asked: Asked, *, revision: int | None, arrange: bool, by: User
) -> TimetablePlan:
    """Keep what was filled in, and generate the draft's timetable from it where `arrange`.

    `revision`: that of the draft on the page, None where there was none. Raises TimetableClosed,
    TimetableChanged, NotDrawn, panels.sittings.RequestRefused, panels.timetable.DoesNotFit.
    """
    locked = lock(round_)
    held = draft_of(locked)
    require_same(held, revision)
    asked = replace(asked, breaks=breaks_in_force(asked, break_rules()))
    plan = held or _fresh(locked, by)
    plan.asked = as_json(asked)
    if arrange:
        _generate(plan, facts_of(locked))
    return _keep(plan, "panels.timetable_prepared", by=by, arranged=arrange)


@transaction.atomic
def arrange(round_: Round, *, revision: int, by: User) -> TimetablePlan:
    """Generate the draft's timetable from what is filled in. Raises as `prepare` does."""
    locked = lock(round_)
    held = draft_of(locked)
    require_same(held, revision)
    if held is None or not from_json(held.asked).is_complete:
        raise NothingThere(
            "Isi tanggal, ruang, dan lama wawancara lebih dahulu. Belum ada jadwal yang disusun."
        )
    _generate(held, facts_of(locked))
    return _keep(held, "panels.timetable_arranged", by=by)


@transaction.atomic
def move_sitting(
    round_: Round, candidate: str, to: Place, *, seen: Seen, by: User
) -> TimetablePlan:
    """Move a candidate in the draft, or in a draft made from the published version.

    Raises TimetableClosed, TimetableChanged, panels.sittings.NotScheduled, and
    panels.slots.PastMidnight.
    """
    return _change(
        round_,
        lambda held: move(held.timetable, candidate, to),
        seen,
        by=by,
        verb="panels.sitting_moved",
        candidate=candidate,
        to=str(to),
    )


@transaction.atomic
def swap_sittings(
    round_: Round, candidate: str, other: str, *, seen: Seen, by: User
) -> TimetablePlan:
    """Let two candidates change places. Raises as `move_sitting` does."""
    return _change(
        round_,
        lambda held: swap(held.timetable, candidate, other),
        seen,
        by=by,
        verb="panels.sittings_swapped",
        candidate=candidate,
        other=other,
    )


@transaction.atomic
def discard(round_: Round, *, revision: int, by: User) -> TimetablePlan:
    """Throw the draft away; the published version stays as it is."""
    locked = lock(round_)
    held = draft_of(locked)
    require_same(held, revision)
    if held is None:
        raise NothingThere("Tidak ada draf jadwal. Jadwal yang terbit tidak berubah.")
    held.discarded_at = timezone.now()
    held.save(update_fields=["discarded_at"])
    record("panels.timetable_discarded", held, by=by, scope=locked.scope, version=held.version)
    return held


def lock(round_: Round) -> Round:
    locked = Round.objects.locked().get(pk=round_.pk)
    if locked.is_unsealed:
        raise TimetableClosed(
            "Segel sudah dibuka; jadwal wawancara tidak dapat diubah lagi. Tidak ada yang berubah."
        )
    return locked


def require_same(held: TimetablePlan | None, revision: int | None) -> None:
    if (held.revision if held else None) != revision:
        raise TimetableChanged(
            "Jadwal berubah sejak halaman ini dibuka, jadi perubahan Anda belum disimpan. Muat"
            " ulang halaman, periksa jadwalnya, lalu ulangi."
        )


def current(round_: Round) -> TimetablePlan | None:
    """The draft, or else the published version: what a change starts from."""
    return draft_of(round_) or published_of(round_)


def next_version(round_: Round) -> int:
    last = TimetablePlan.objects.filter(round=round_, discarded_at=None).order_by("-version")
    return (last.values_list("version", flat=True).first() or 0) + 1


def _fresh(round_: Round, by: User) -> TimetablePlan:
    return TimetablePlan(
        round=round_, version=next_version(round_), made_by=by, made_at=timezone.now()
    )


def _generate(plan: TimetablePlan, facts: Facts) -> None:
    if facts.drawn is None:
        raise NotDrawn(UNDRAWN if may_draw(plan.round, again=False) else NEVER_DRAWN)
    if facts.doubts:
        raise NotDrawn(f"Jadwal belum disusun. {' '.join(facts.doubts)}")
    asked, today = from_json(plan.asked), timezone.localdate()
    past = [past_fault(asked_day.day) for asked_day in asked.days if asked_day.day < today]
    if past:
        raise RequestRefused(f"{' '.join(past)} Jadwal belum disusun.")
    timetable = generate(facts.request(asked), plan.version)
    plan.sittings = sittings_as_json(timetable)
    plan.draw = facts.drawn


def _change(
    round_: Round, change: Change, seen: Seen, *, by: User, verb: str, **facts: str
) -> TimetablePlan:
    locked = lock(round_)
    held = current(locked)
    if held is None or Seen(held.version, held.revision) != seen:
        raise TimetableChanged(
            "Jadwal berubah sejak halaman ini dibuka, jadi perubahan Anda belum disimpan. Muat"
            " ulang halaman, periksa jadwalnya, lalu ulangi."
        )
    known = facts_of(locked)
    changed = change(version_of(held, known))
    plan = held
    if not held.is_draft:
        plan = _fresh(locked, by)
        plan.asked, plan.draw = held.asked, held.draw
    plan.sittings = sittings_as_json(changed)
    request = known.request(from_json(plan.asked), changed)
    blocking = sum(problem.is_blocking for problem in check(changed, request))
    return _keep(plan, verb, by=by, blocking=blocking, **facts)


def _keep(plan: TimetablePlan, verb: str, *, by: User, **facts: object) -> TimetablePlan:
    plan.revision += 1
    plan.save()
    round_ = plan.round
    record(verb, plan, by=by, scope=round_.scope, version=plan.version, **facts)
    return plan
