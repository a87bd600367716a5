"""How a city looks for successors: what holds now, and setting it anew with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import Agency, User
from audit.actions import record
from decisions.cascade import Rule
from decisions.ladders import NUMBERS
from decisions.models import CascadeSetting
from decisions.reasons import NOTHING
from selection.models import Vacancy

DEFAULT = CascadeSetting(lowest=Vacancy.Echelon.IIIA, boxes=[7, 8, 9], steps=1, same_unit=False)
"""Before a city sets anything: the succession group of PermenPANRB 3/2020, down to III.a."""

MOST_STEPS = 3


class SettingRefused(Exception):
    """The setting says nothing new, or not why; the message is for the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the city wants to look: down to which echelon, for whom."""

    lowest: str
    boxes: Iterable[int]
    steps: int
    same_unit: bool


def setting_of(agency: Agency | int) -> CascadeSetting:
    """What holds now; the default, unsaved, where nobody set anything. One query."""
    rows = CascadeSetting.objects.filter(agency=agency).select_related("set_by")
    return rows.order_by("-pk").first() or DEFAULT


def rule_of(setting: CascadeSetting) -> Rule:
    return Rule(
        boxes=frozenset(setting.boxes),
        lowest=NUMBERS[setting.lowest],
        steps=setting.steps,
        same_unit=setting.same_unit,
    )


@transaction.atomic
def set_look(agency: Agency, look: Look, *, reason: str, by: User) -> CascadeSetting:
    """Look so from now on; what was set before stays. Raises SettingRefused."""
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    wanted = CascadeSetting(
        agency=agency,
        lowest=look.lowest,
        boxes=sorted(set(look.boxes)),
        steps=look.steps,
        same_unit=look.same_unit,
        reason=reason.strip(),
        set_by=by,
        set_at=timezone.now(),
    )
    _refuse(wanted)
    if rule_of(wanted) == rule_of(setting_of(agency)):
        raise SettingRefused(f"Pengaturan ini sudah berlaku. {NOTHING}")
    wanted.save()
    record(
        "decisions.cascade_set",
        wanted,
        by=by,
        scope=agency.scope,
        lowest=wanted.lowest,
        boxes=wanted.boxes,
        steps=wanted.steps,
        same_unit=wanted.same_unit,
        reason=wanted.reason,
    )
    return wanted


def _refuse(wanted: CascadeSetting) -> None:
    if not wanted.reason:
        raise SettingRefused(f"Tulis alasan perubahan ini. {NOTHING}")
    if not wanted.boxes or not set(wanted.boxes) <= set(range(1, 10)):
        raise SettingRefused(f"Pilih paling sedikit satu kotak, dari 1 sampai 9. {NOTHING}")
    if wanted.lowest not in NUMBERS or not 1 <= wanted.steps <= MOST_STEPS:
        raise SettingRefused(f"Pilih tingkat dari daftar. {NOTHING}")
