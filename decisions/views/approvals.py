"""Reading where approvals stand: all posts, one post, one step, why a route is as it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.access import SignedInRequest, logged_page, page
from accounts.policy import Action
from audit.actions import record
from decisions.approval_forms import DayForm, DecreeForm, ReasonForm
from decisions.ending import still_open
from decisions.handing_over import correction_of
from decisions.models import ApprovalEvent, RoundClosure, What
from decisions.region_facts import grounds_of
from decisions.route_facts import change_ahead
from decisions.tracker_rows import left_out, rows_of
from decisions.tracking import Track, tracks_of
from panels.permissions import may, round_for
from selection.attachments import answer
from selection.calendars import loaded_calendar
from selection.models import Attachment, Round
from selection.working_days import Count, working_days


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who has the ball: for how many posts, and the longest wait."""

    name: str
    posts: int
    longest: Count


@page(Action.READ_APPROVALS)
def overview(request: SignedInRequest, code: str) -> HttpResponse:
    """All posts of the round, nearest deadline first."""
    round_ = round_for(request, Action.READ_APPROVALS, code)
    tracks = tracks_of(round_)
    closure = RoundClosure.objects.filter(round=round_).select_related("closed_by").first()
    context = {
        "round": round_,
        "tracks": tracks,
        "holders": _holders(tracks),
        "ready": sum(track.is_ready and not (track.is_over or track.decree) for track in tracks),
        "over": sum(track.is_over for track in tracks),
        "closure": closure,
        "may_close": may(round_, Action.CLOSE_ROUND) and not closure and bool(tracks),
        "still_open": still_open(round_, [track.choice for track in tracks]),
        "today": timezone.localdate(),
    }
    return render(request, "decisions/approvals.html", context)


@page(Action.READ_APPROVALS)
def track(request: SignedInRequest, code: str, vacancy: str) -> HttpResponse:
    """One post: every step on the way to the inauguration."""
    round_ = round_for(request, Action.READ_APPROVALS, code)
    found = track_in(round_, vacancy)
    return render(request, "decisions/approval_track.html", track_context(round_, found))


@page(Action.READ_APPROVALS)
def why(request: SignedInRequest, code: str, vacancy: str) -> HttpResponse:
    """Each step of the route with the facts, the law and the source it rests on."""
    round_ = round_for(request, Action.READ_APPROVALS, code)
    found = track_in(round_, vacancy)
    changing_on, ahead = change_ahead(found.choice.vacancy, found.choice.candidate)
    context = {
        "round": round_,
        "track": found,
        "changing_on": changing_on,
        "ahead": [] if found.is_over else ahead,
        "grounds": grounds_of(round_.agency),
        "overrides": sorted(found.choice.overrides.all(), key=lambda each: -each.pk),
        "may_run": may(round_, Action.RUN_APPROVALS),
        "may_decide": may(round_, Action.DECIDE_ROUTE),
        "me": request.user,
    }
    return render(request, "decisions/approval_route.html", context)


@logged_page(Action.READ_APPROVALS)
def letter_file(request: SignedInRequest, code: str, letter: UUID) -> HttpResponseBase:
    """The PDF of a letter or a decree of the round; who fetched it is recorded."""
    round_ = round_for(request, Action.READ_APPROVALS, code)
    kinds = [Attachment.Kind.LETTER, Attachment.Kind.DECREE]
    file = get_object_or_404(Attachment, round=round_, kind__in=kinds, public_id=letter)
    record(
        "decisions.letter_fetched", file, by=request.user, scope=round_.scope, sha256=file.sha256
    )
    return answer(file)


def track_in(round_: Round, vacancy: str) -> Track:
    """The track of a vacancy by its code; 404 where nothing was chosen for it."""
    found = [t for t in tracks_of(round_) if t.choice.vacancy.code.casefold() == vacancy.casefold()]
    if not found:
        raise Http404
    return found[0]


def track_context(round_: Round, found: Track, **more: object) -> dict[str, object]:
    """What the page of one post shows."""
    return {
        "round": round_,
        "track": found,
        "rows": rows_of(found),
        "left_out": left_out(found),
        "earlier": _earlier(found),
        "correction": correction_of(round_),
        "may_run": may(round_, Action.RUN_APPROVALS),
        "may_export": may(round_, Action.EXPORT_REQUEST),
        "faulty": None,
        **_ending_forms(round_, found),
        **more,
    }


def _earlier(found: Track) -> QuerySet[ApprovalEvent]:
    """What was written to and fro about those chosen for the post before."""
    own = [standing.approval.pk for standing in found.standings]
    events = ApprovalEvent.objects.filter(
        approval__choice__vacancy=found.choice.vacancy_id, letter__isnull=False
    ).exclude(approval__in=own)
    return events.select_related("approval__choice__candidate", "letter__file").order_by("pk")


def _ending_forms(round_: Round, found: Track) -> dict[str, forms.Form | None]:
    """The forms for what may come next on the way to the inauguration."""
    decreed, for_one = found.decree is not None, found.choice.what == What.PERSON
    return {
        "decree_form": DecreeForm(prefix="sk") if found.is_ready and not decreed else None,
        "held_form": DayForm(prefix="dilantik") if decreed else None,
        "plan_form": DayForm(prefix="rencana") if for_one else None,
        "end_form": ReasonForm(prefix="akhir") if may(round_, Action.END_CHOICE) else None,
    }


def _holders(tracks: Sequence[Track]) -> list[Holder]:
    today, calendar = timezone.localdate(), loaded_calendar()
    waits: dict[str, list[Count]] = {}
    for found in tracks:
        if found.front.holder:
            since = min(found.front.since, today)
            waits.setdefault(found.front.holder, []).append(working_days(since, today, calendar))
    return [
        Holder(name, len(counts), max(counts, key=lambda count: count.days))
        for name, counts in sorted(waits.items())
    ]
