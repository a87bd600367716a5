"""Reading public input: what is public, what a sender learns, what the authority reads."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from candidates.input_secrecy import LETTERS, keyed_hash
from candidates.models import (
    Candidate,
    InputState,
    InputStep,
    InputSubject,
    InputWindow,
    PublicInput,
    ReportingChannel,
)
from selection.models import Round, Vacancy


@dataclass(frozen=True, slots=True)
class Named:
    """A vacancy of a window and the people named for it, by name."""

    vacancy: Vacancy
    subjects: Sequence[InputSubject]


@dataclass(frozen=True, slots=True)
class VerifiedInput:
    """What the appointing authority reads: never who said it, never a number."""

    summary: str
    reply: str
    verified_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What the sender learns with a receipt."""

    number: str
    state: InputState
    since: datetime
    received_at: datetime


def public_window(code: str) -> InputWindow | None:
    """The newest window of a round that the public may know of; without one there is no page."""
    windows = InputWindow.objects.public(timezone.now()).filter(round__code=code)
    return windows.select_related("round__agency").order_by("-opens_at", "-pk").first()


def named_in(window: InputWindow) -> list[Named]:
    """Who may be given input about, post by post, each by name."""
    subjects = window.subjects.filter(
        nomination__withdrawn_at=None, nomination__candidate__withdrawn_at=None
    ).select_related("nomination__candidate", "nomination__vacancy")
    by_vacancy: dict[Vacancy, list[InputSubject]] = {}
    for subject in subjects.order_by(
        "nomination__vacancy__title", "nomination__vacancy", "nomination__candidate__name", "pk"
    ):
        subject.window = window
        by_vacancy.setdefault(subject.nomination.vacancy, []).append(subject)
    return [Named(vacancy, subjects) for vacancy, subjects in by_vacancy.items()]


def channels_now() -> list[ReportingChannel]:
    """Where crimes and complaints are reported today."""
    today = timezone.localdate()
    in_force = Q(valid_until=None) | Q(valid_until__gte=today)
    channels = ReportingChannel.objects.filter(in_force, valid_from__lte=today)
    return list(channels.order_by("code", "pk"))


def standing_of(receipt: str) -> Standing | None:
    """Of the input with this number and code; None alike for a wrong number and a wrong code."""
    number, code = _parts(receipt)
    stored = PublicInput.objects.filter(number=number).first()
    expected = stored.code_hash if stored else keyed_hash("receipt", "")
    if not constant_time_compare(expected, keyed_hash("receipt", code)) or stored is None:
        return None
    last = stored.steps.order_by("-number").first()
    state = InputState(last.state) if last else InputState.RECEIVED
    since = last.taken_at if last else stored.received_at
    return Standing(stored.number, state, since, stored.received_at)


def verified_among(people: Collection[Candidate]) -> list[tuple[Candidate, list[VerifiedInput]]]:
    """Those of these candidates about whom something was verified, by name; the oldest first."""
    return _by_candidate(Q(subject__nomination__candidate__in=people))


def verified_of_round(round_: Round) -> list[tuple[Candidate, list[VerifiedInput]]]:
    """The same for all candidates of a round."""
    return _by_candidate(Q(subject__window__round=round_))


def _by_candidate(which: Q) -> list[tuple[Candidate, list[VerifiedInput]]]:
    by_candidate: dict[Candidate, list[VerifiedInput]] = {}
    for input_, told in _verified(which):
        by_candidate.setdefault(input_.subject.nomination.candidate, []).append(told)
    return sorted(by_candidate.items(), key=lambda item: (item[0].name, item[0].pk))


def _verified(which: Q) -> list[tuple[PublicInput, VerifiedInput]]:
    found = PublicInput.objects.for_listing().in_state(InputState.VERIFIED).filter(which)
    by_pk = {input_.pk: input_ for input_ in found}
    replies: dict[int, str] = {}
    verified: dict[int, InputStep] = {}
    for step in InputStep.objects.filter(input__in=by_pk).order_by("input", "number"):
        if step.state == InputState.REPLIED:
            replies[step.input_id] = step.reply
        elif step.state == InputState.VERIFIED:
            verified[step.input_id] = step
    return [
        (input_, VerifiedInput(verified[pk].summary, replies.get(pk, ""), verified[pk].taken_at))
        for pk, input_ in by_pk.items()
    ]


def _parts(receipt: str) -> tuple[str, str]:
    """`M-2026-041728-KQ7P-W3XM`, typed in whatever way, as number and code."""
    letters = "".join(receipt.upper().split()).replace("-", "")
    number, code = letters[:11], letters[11:]
    whole = f"{number[:1]}-{number[1:5]}-{number[5:]}"
    return whole, f"{code[:4]}-{code[4:]}" if set(code) <= set(LETTERS) else ""
