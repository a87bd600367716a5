"""The page of a round's rules: all that a freeze fixes, in words, and who agreed to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from accounts.models import User
from accounts.policy import Action
from accounts.wording import percent, with_comma
from candidates.talent_rules import Scheme
from panels.permissions import may
from panels.roster import fingerprint_of
from reports.recommendation import AGGREGATIONS
from reports.ties import naming
from scoring.freezing import changed_since
from scoring.models import Freeze
from scoring.outcome import thresholds_of
from scoring.readiness import gaps_of
from scoring.rulebook import (
    Asked,
    requirements_in,
    requirements_of,
    rulebook_of,
    talent_scheme_in,
    talent_scheme_of,
)
from scoring.rules import Level, levels_of
from selection.enumeration import listed
from selection.gaps import GapLine, lines_of
from selection.models import Aggregation, Indicator, Instrument, Round, Vacancy
from selection.scheme import fingerprint

PLACES = 2


@dataclass(frozen=True, slots=True)
class Side:
    """One of the three people of a freeze; without a name his answer is awaited."""

    role: str
    name: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Criterion:
    indicator: Indicator
    weight: str
    levels: Sequence[Level]


@dataclass(frozen=True, slots=True)
class Component:
    """One instrument: its row in the table, and its criteria where the panel scores it."""

    instrument: Instrument
    weight: str
    scale: str
    pass_mark: str
    criteria: Sequence[Criterion]


@dataclass(frozen=True, slots=True)
class RulesPage:
    """`sha256` of the rules as they stand, `panel_sha256` of the panel once it is fixed.

    `pending` is what was asked to be fixed, if anything.
    `changed`: what the tables say otherwise than was asked, so that nobody can agree to it.
    `must_wait`: the viewer's agreement is due, but not before `gaps` are closed.
    Of a frozen round `requirements` and `talent` are those of the frozen text.
    """

    round: Round
    sha256: str
    panel_sha256: str
    pending: Freeze | None
    changed: str
    sides: Sequence[Side]
    returned: Sequence[Freeze]
    gaps: Sequence[GapLine]
    warnings: Sequence[GapLine]
    components: Sequence[Component]
    vacancies: Sequence[Vacancy]
    requirements: Sequence[Asked]
    talent: Scheme | None
    counting: Sequence[tuple[str, str]]
    may_request: bool
    may_approve: bool
    must_wait: bool
    may_return: bool
    may_set_limits: bool


def rules_page(round_: Round, viewer: User) -> RulesPage:
    """The page for the viewer for whom the round was fetched. Raises RequirementUnreadable."""
    freezes = list(
        Freeze.objects.filter(round=round_)
        .select_related("requested_by", "head", "chair", "returned_by")
        .order_by("-requested_at")
    )
    current = next((freeze for freeze in freezes if freeze.returned_at is None), None)
    settled = current if current and current.settled_at else None
    pending = current if current and not settled else None
    gaps = lines_of(
        gaps_of(round_) if round_.is_draft else [],
        reader=viewer.name,
        sees_all=may(round_, Action.READ_DECLARATION_STATES),
    )
    blocking = [line for line in gaps if line.gap.blocks_freeze]
    changed = changed_since(pending, round_) if pending else []
    is_asked = pending is not None and not changed and _is_asked(pending, round_, viewer)
    components = _components(round_)
    return RulesPage(
        round=round_,
        sha256=round_.scheme_sha256 or fingerprint(rulebook_of(round_)),
        panel_sha256=fingerprint_of(round_),
        pending=pending,
        changed=listed(changed),
        sides=_sides(current) if current else (),
        returned=[freeze for freeze in freezes if freeze.returned_at],
        gaps=blocking,
        warnings=[line for line in gaps if not line.gap.blocks_freeze],
        components=components,
        vacancies=_vacancies(round_),
        requirements=requirements_in(settled.text) if settled else requirements_of(round_),
        talent=talent_scheme_in(settled.text) if settled else talent_scheme_of(round_),
        counting=_counting(round_, {c.instrument.code: c.instrument.title for c in components}),
        may_request=may(round_, Action.REQUEST_FREEZE) and pending is None,
        may_approve=is_asked and not blocking,
        must_wait=is_asked and bool(blocking),
        may_return=may(round_, Action.RETURN_FREEZE) and pending is not None,
        may_set_limits=may(round_, Action.SET_STABILITY) and pending is None,
    )


def _is_asked(freeze: Freeze, round_: Round, viewer: User) -> bool:
    """Whether the viewer's agreement is still awaited."""
    parts = (freeze.requested_by_id, freeze.head_id, freeze.chair_id)
    return may(round_, Action.APPROVE_FREEZE) and viewer.pk not in parts


def text_of(round_: Round) -> str:
    """The text behind the fingerprint: as it was frozen, or as it stands now."""
    freeze = Freeze.objects.settled().filter(round=round_).first()
    return freeze.text if freeze else rulebook_of(round_)


def _sides(freeze: Freeze) -> list[Side]:
    return [
        Side("Staf BKPSDM, meminta", freeze.requested_by.name, freeze.requested_at),
        Side("Kepala BKPSDM", freeze.head.name if freeze.head else "", freeze.head_at),
        Side("Ketua panitia", freeze.chair.name if freeze.chair else "", freeze.chair_at),
    ]


def _components(round_: Round) -> list[Component]:
    instruments = Instrument.objects.in_force().filter(round=round_).order_by("code", "pk")
    indicators = Indicator.objects.in_force().filter(
        instrument__round=round_, instrument__withdrawn_at=None
    )
    by_instrument: dict[int, list[Indicator]] = {}
    for indicator in indicators.order_by("code", "pk"):
        by_instrument.setdefault(indicator.instrument_id, []).append(indicator)
    return [_component(i, by_instrument.get(i.pk, [])) for i in instruments]


def _component(instrument: Instrument, indicators: Sequence[Indicator]) -> Component:
    mark = instrument.pass_mark
    return Component(
        instrument=instrument,
        weight=percent(instrument.weight),
        scale=f"{instrument.lowest}–{instrument.highest}",
        pass_mark="–" if mark is None else with_comma(mark, PLACES),
        criteria=[
            Criterion(indicator, percent(indicator.weight), levels_of(instrument, indicator))
            for indicator in indicators
        ],
    )


def _vacancies(round_: Round) -> list[Vacancy]:
    nominated = Count("nominations", filter=Q(nominations__withdrawn_at=None))
    rows = Vacancy.objects.in_force().filter(round=round_)
    return list(rows.annotate(nominated=nominated).order_by("code"))


def _counting(round_: Round, titles: dict[str, str]) -> list[tuple[str, str]]:
    """How scores become ranks: the name of each rule, and the rule in a sentence."""
    plenary = (
        f"Paling sedikit {round_.plenary_quorum} penilai hadir"
        if round_.plenary_quorum
        else "Lebih dari separuh penilai hadir"
    )
    quorum = (
        f"Paling sedikit {round_.quorum} lembar yang ditandatangani"
        if round_.quorum
        else "Lebih dari separuh lembar kandidat itu ditandatangani"
    )
    aggregation = AGGREGATIONS[Aggregation(round_.aggregation)].capitalize()
    chain = [naming(code, titles) for code in round_.tie_breaks]
    ties = "; ".join(f"{n}. {words}" for n, (_, words) in enumerate(chain, start=1))
    return [
        (
            "Nilai panitia",
            f"{aggregation}, skala 0–100",
        ),
        ("Kuorum", f"{quorum}; nilai yang tidak ada tidak pernah dihitung nol"),
        ("Kuorum pleno", plenary),
        ("Nilai akhir", "Jumlah nilai × bobot, tanpa pembulatan antara"),
        ("Pembulatan", f"Satu kali, {round_.precision} desimal, setengah ke atas"),
        ("Nilai akhir sama", f"{ties}. Yang tetap sama diputus pleno" if ties else "Diputus pleno"),
        ("Diusulkan", f"Peringkat 1 sampai {round_.names_put_forward} tiap jabatan"),
        *_stability(round_),
        ("Pencalonan", f"Tiap kandidat paling banyak {round_.max_nominations} jabatan"),
    ]


def _stability(round_: Round) -> list[tuple[str, str]]:
    """What the labels of stability mean; nothing where the rules were fixed without any."""
    if round_.stability_gap is None:
        return []
    limits = thresholds_of(round_)
    strong, fair = percent(limits.strong), percent(limits.fair)
    return [
        (
            "Uji kepekaan",
            f"Hanya informasi: bobot digeser ±{with_comma(limits.step, 0)} poin, satu penilai"
            " dikeluarkan, cara menggabungkan yang lain",
        ),
        (
            "Label kestabilan",
            f"Kuat mulai {strong} uji dengan nama yang sama; tipis mulai {fair}, atau selisih di"
            f" batas kurang dari {with_comma(limits.gap, PLACES)} poin; tidak stabil di bawah itu",
        ),
    ]
