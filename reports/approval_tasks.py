"""The work between the authority's choice and the archive: approvals, decrees, inaugurations."""

from collections.abc import Callable, Iterator, Mapping

from django.urls import reverse
from django.utils import timezone

from accounts.policy import Role
from decisions.fronts import AT_HOME, AUTHORITY
from decisions.models import RoundClosure, RouteOverride
from decisions.tracking import Track, tracks_of
from reports.choice_tasks import unset
from selection.gaps import Stage
from selection.models import Round, Vacancy
from selection.work import Owner, State, Task

HOLDERS: Mapping[str, Role] = {AT_HOME: Role.STAFF, AUTHORITY: Role.AUTHORITY}


def approval_tasks(round_: Round, owner: Callable[[Role], Owner]) -> Iterator[Task]:
    """One for each choice in force, with whoever has the ball; the archive when all are over."""
    tracks = tracks_of(round_)
    for track in tracks:
        yield _of(track, owner)
        if asked := track.open_override:
            yield _to_decide(asked, track.choice.vacancy, owner)
    if tracks and all(track.is_over for track in tracks) and not unset(round_)[0]:
        closure = RoundClosure.objects.filter(round=round_).first()
        yield Task(
            key="close-round",
            title="Tutup putaran ke arsip",
            owner=owner(Role.HEAD),
            url=reverse("decisions:approvals", args=[round_.code]),
            action="Buka persetujuan",
            stage=Stage.APPROVAL,
            state=State.DONE if closure else State.OPEN,
            done_on=timezone.localdate(closure.closed_at) if closure else None,
        )


def _of(track: Track, owner: Callable[[Role], Owner]) -> Task:
    front, vacancy = track.front, track.choice.vacancy
    role = HOLDERS.get(front.holder)
    holder = owner(role) if role else Owner(front.holder)
    return Task(
        key=f"approval-{vacancy.code}",
        title=f"Proses persetujuan: {vacancy.title}",
        note=front.words,
        owner=holder,
        url=reverse("decisions:approval-track", args=[vacancy.round.code, vacancy.code]),
        action="Buka persetujuan",
        stage=Stage.APPROVAL,
        state=_state(track, holder),
        deadline=front.due_on,
        done_on=front.since if track.is_over else None,
    )


def _to_decide(asked: RouteOverride, vacancy: Vacancy, owner: Callable[[Role], Owner]) -> Task:
    return Task(
        key=f"override-{asked.pk}",
        title="Putuskan penyimpangan rute",
        note=f"{asked.title}: {vacancy.title}",
        owner=owner(Role.HEAD),
        url=reverse("decisions:approval-route", args=[vacancy.round.code, vacancy.code]),
        action="Buka rute",
        stage=Stage.APPROVAL,
    )


def _state(track: Track, holder: Owner) -> State:
    if track.is_over:
        return State.DONE
    return State.STARTED if holder.is_viewer else State.WAITING
