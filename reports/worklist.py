"""What is to be done in a round, by whom, until when: read from the facts, nothing kept by hand."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from accounts.policy import POLICY, Action, Role
from accounts.wording import with_weekday
from decisions.standing import newest_plenary, silent_members_at
from reports.announcement_tasks import announcement_tasks
from reports.approval_tasks import approval_tasks
from reports.choice_tasks import choice_tasks
from reports.models import Document, Signatory
from scoring.closing import ending_of
from scoring.models import Freeze, Result, Unsealing
from scoring.readiness import gaps_of
from scoring.unsealing import silent_members
from selection.gaps import GapLine, Stage, lines_of
from selection.models import Round
from selection.stages import StagePlan, Standing, standings
from selection.work import Obstacle, Owner, State, Task

PLACES = dict.fromkeys(("close-day", "unseal", "witness"), "reports:sealing") | dict.fromkeys(
    ("plenary", "freeze-result"), "reports:plenary"
)
BUTTONS = {"reports:sealing": "Buka segel", "reports:plenary": "Buka pleno"}
PREPARING = {Stage.CANDIDATES, Stage.REQUIREMENTS, Stage.PANEL, Stage.TIMETABLE}


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the round itself, taken by one role; `done` on a day, if it was."""

    key: str
    title: str
    role: Role
    stage: Stage
    blocked_by: tuple[str, ...] = ()
    done: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the tasks of a round follow from. `days`: the first and the last day of the tests.

    `is_corrected`: the result was handed over, then corrected, and not handed over again.
    """

    round: Round
    viewer: AbstractSet[Role]
    viewer_name: str
    days: tuple[date, date] | None
    freeze_due: date | None
    sheets: int
    unsigned: int
    to_sign: Sequence[Signatory] = ()
    is_corrected: bool = False


def tasks_of(facts: Facts) -> list[Task]:
    """All work of the round that is open now, and what was done of it."""
    tasks = [*_preparing(facts), *_scoring(facts), *_deciding(facts), *_signing(facts)]
    return tasks if not facts.round.is_archive else []


def stages_of(facts: Facts, tasks: Sequence[Task]) -> tuple[Standing, ...]:
    """How far each stage is, with its days and the reason in words."""
    return standings([_plan(stage, facts) for stage in Stage], tasks, timezone.localdate())


def _preparing(facts: Facts) -> Iterator[Task]:
    """What is missing, and the freeze that waits for it; papers and timetable also after that."""
    round_ = facts.round
    if round_.is_unsealed:
        return
    blocking: list[str] = []
    for place, line in enumerate(_lines(facts)):
        task = _from_line(line, place, facts)
        if line.gap.blocks_freeze:
            blocking.append(task.key)
        yield task
    if not round_.is_draft:
        return
    freeze = Freeze.objects.pending().filter(round=round_).first()
    if freeze is None:
        title = "Minta pembekuan aturan"
        yield _taken(Step("freeze", title, Role.STAFF, Stage.FREEZE, tuple(blocking)), facts)
        return
    for role, agreed in ((Role.HEAD, freeze.head_at), (Role.CHAIR, freeze.chair_at)):
        title = "Setujui pembekuan aturan"
        key = f"freeze-{role.name}"
        step = Step(key, title, role, Stage.FREEZE, tuple(blocking), done=_day(agreed))
        yield _taken(step, facts)


def _scoring(facts: Facts) -> Iterator[Task]:
    round_ = facts.round
    if round_.is_frozen:
        yield _taken(Step("open", "Buka penilaian", Role.CHAIR, Stage.SCORING), facts)
    if not round_.is_scoring:
        return
    left = f"{facts.unsigned} dari {facts.sheets} lembar belum ditandatangani"
    yield Task(
        key="sign",
        title="Tandatangani semua lembar nilai",
        note=left,
        owner=Owner("Para penilai", is_viewer=Role.MEMBER in facts.viewer),
        url=reverse("scoring:agenda"),
        action="Buka jadwal menilai",
        stage=Stage.SCORING,
        state=State.STARTED if facts.unsigned else State.DONE,
        deadline=facts.days[1] if facts.days else None,
    )
    yield from _sealing(facts)


def _sealing(facts: Facts) -> Iterator[Task]:
    """The day to close, minutes to confirm, requests to answer, and the seal itself."""
    round_ = facts.round
    ending = ending_of(round_)
    if ending:
        title = f"Tutup {with_weekday(ending.day)}"
        yield _taken(Step("close-day", title, Role.CHAIR, Stage.SCORING), facts)
    if silent := silent_members(round_):
        names = {name for people in silent.values() for name in people}
        yield Task(
            key="confirm-minutes",
            title="Konfirmasi berita acara",
            note=f"{len(names)} penilai belum mengonfirmasi",
            owner=Owner("Para penilai", is_viewer=facts.viewer_name in names),
            url=reverse("reports:sealing", args=[round_.code]),
            action="Buka berita acara",
            stage=Stage.SCORING,
        )
    pending = Unsealing.objects.pending().filter(round=round_).exists()
    if pending:
        step = Step("witness", "Saksikan pembukaan segel", Role.MEMBER, Stage.RESULT)
    else:
        step = Step("unseal", "Minta pembukaan segel", Role.CHAIR, Stage.RESULT, ("sign",))
    yield _taken(step, facts)


def _deciding(facts: Facts) -> Iterator[Task]:
    round_ = facts.round
    if not round_.is_unsealed:
        return
    made = Document.objects.filter(round=round_, status=Document.Status.READY).exists()
    yield Task(
        key="report",
        title="Buat laporan rekomendasi",
        owner=_owner(Role.STAFF, facts),
        url=reverse("reports:documents", args=[round_.code]),
        action="Buka dokumen",
        stage=Stage.RESULT,
        state=State.DONE if made else State.OPEN,
    )
    yield from _resolving(facts)
    if round_.is_handed_over:
        yield from choice_tasks(round_, lambda role: _owner(role, facts))
        yield from announcement_tasks(round_, lambda role: _owner(role, facts))
        yield from approval_tasks(round_, lambda role: _owner(role, facts))


def _resolving(facts: Facts) -> Iterator[Task]:
    """One step after the other: the plenary, its frozen result, and the hand-over of that."""
    result = Result.objects.in_force().filter(round=facts.round).first()
    plenary = newest_plenary(facts.round)
    opened = _day(plenary.opened_at) if plenary and (plenary.is_open or result) else None
    yield _taken(Step("plenary", "Buka pleno", Role.CHAIR, Stage.RESULT, done=opened), facts)
    if plenary and plenary.is_open and (silent := silent_members_at(plenary)):
        yield Task(
            key="confirm-plenary",
            title="Konfirmasi berita acara pleno",
            note=f"{len(silent)} penilai yang hadir belum mengonfirmasi",
            owner=Owner("Para penilai", is_viewer=facts.viewer_name in silent),
            url=reverse("reports:plenary", args=[facts.round.code]),
            action="Buka pleno",
            stage=Stage.RESULT,
        )
    if opened:
        frozen = _day(result.frozen_at) if result else None
        title = "Tetapkan hasil"
        yield _taken(Step("freeze-result", title, Role.CHAIR, Stage.RESULT, done=frozen), facts)
    if result:
        title, handed = "Serahkan hasil kepada Wali Kota", _day(facts.round.handed_over_at)
        if facts.is_corrected:
            title, handed = "Serahkan hasil yang dikoreksi kepada Wali Kota", None
        yield _taken(Step("hand-over", title, Role.CHAIR, Stage.RESULT, done=handed), facts)


def _signing(facts: Facts) -> Iterator[Task]:
    """Documents that wait for the viewer's own signature."""
    for line in facts.to_sign:
        yield Task(
            key=f"sign-document-{line.pk}",
            title=f"Tandatangani {line.document.number}",
            note=line.document.get_kind_display(),
            owner=Owner(line.name, is_viewer=True),
            url=reverse("reports:signing", args=[line.public_id]),
            action="Buka dokumen",
            stage=Stage.RESULT,
        )


def _lines(facts: Facts) -> list[GapLine]:
    gaps = gaps_of(facts.round)
    if not facts.round.is_draft:
        gaps = [gap for gap in gaps if gap.outlasts_freeze]
    sees_all = bool(facts.viewer & POLICY[Action.READ_DECLARATION_STATES].keys())
    return lines_of(gaps, reader=facts.viewer_name, sees_all=sees_all)


def _from_line(line: GapLine, place: int, facts: Facts) -> Task:
    gap = line.gap
    owner = _owner(gap.owner, facts, gap.person)
    return Task(
        key=f"{gap.stage}-{place:03}",
        title=gap.words,
        note=line.names,
        owner=Owner(f"{line.people} penilai") if line.people and not line.is_own else owner,
        url=line.url,
        action=gap.button,
        stage=gap.stage,
        state=State.OPEN if owner.is_viewer else State.WAITING,
        deadline=gap.due or facts.freeze_due,
        obstacle=Obstacle(gap.waits_for) if gap.waits_for else None,
    )


def _taken(step: Step, facts: Facts) -> Task:
    """Freezing is done on the page of rules, sealing on its own, the rest on the round's page."""
    is_freeze = step.stage == Stage.FREEZE
    mine = step.role in facts.viewer
    place = "reports:rules" if is_freeze else PLACES.get(step.key, "reports:round")
    return Task(
        key=step.key,
        title=step.title,
        owner=_owner(step.role, facts),
        url=reverse(place, args=[facts.round.code]),
        action="Buka aturan" if is_freeze else BUTTONS.get(place, ""),
        stage=step.stage,
        state=State.DONE if step.done else State.OPEN if mine else State.WAITING,
        deadline=facts.freeze_due if is_freeze else None,
        done_on=step.done,
        blocked_by=step.blocked_by,
    )


def _owner(role: Role, facts: Facts, person: str = "") -> Owner:
    """Whose it is; one person's task is the viewer's only where he is that person."""
    mine = role in facts.viewer and person in ("", facts.viewer_name)
    return Owner(person or role.value, is_viewer=mine)


def _plan(stage: Stage, facts: Facts) -> StagePlan:
    round_ = facts.round
    frozen = _day(round_.frozen_at)
    finished = {
        Stage.SCORING: _day(round_.unsealed_at),
        Stage.RESULT: _day(round_.handed_over_at),
        Stage.CHOICE: None,
        Stage.APPROVAL: None,
    }.get(stage, frozen)
    first, last = facts.days if facts.days and stage == Stage.SCORING else (None, None)
    signed = facts.sheets - facts.unsigned
    return StagePlan(
        key=stage,
        title=stage.label,
        starts=first,
        ends=last,
        finished_on=finished,
        is_complete=round_.is_draft and stage in PREPARING,
        progress=f"{signed} dari {facts.sheets} lembar" if facts.sheets and first else "",
        waits_for={
            Stage.RESULT: "segel dibuka",
            Stage.CHOICE: "hasil diserahkan",
            Stage.APPROVAL: "pilihan ditetapkan",
            Stage.FREEZE: "persiapan selesai",
            Stage.SCORING: "" if frozen or first else "aturan dibekukan",
        }.get(stage, ""),
    )


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None
