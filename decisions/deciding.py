"""What a plenary decides on the ranking, each with its reason, or withdraws before the freeze."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from decisions.holding import CannotHold, lock
from decisions.models import Plenary, PlenaryDecision
from decisions.questions import Lacking, Questions, Tie, questions_of
from decisions.reasons import NOTHING
from decisions.standing import decisions_of, members_of, outcome_with, present_at, quorum_of
from selection.enumeration import listed

Kind = PlenaryDecision.Kind


@dataclass(frozen=True, slots=True)
class Proposal:
    """A decision before it is taken. `vacancy`: its code, or empty; `votes`: for and against."""

    kind: str
    reason: str
    vacancy: str = ""
    nips: Sequence[str] = field(default_factory=tuple)
    votes: tuple[int, int] | None = None


@transaction.atomic
def decide(plenary: Plenary, proposal: Proposal, *, by: User) -> PlenaryDecision:
    """Take a decision. Raises CannotHold."""
    locked = lock(plenary)
    _require_quorum(locked)
    _refuse_words(locked, proposal)
    places, instruments = _ground(locked, proposal)
    yes, no = proposal.votes or (None, None)
    decision = PlenaryDecision.objects.create(
        plenary=locked,
        number=PlenaryDecision.objects.filter(plenary=locked).count() + 1,
        kind=proposal.kind,
        vacancy=proposal.vacancy,
        nips=list(proposal.nips),
        instruments=list(instruments),
        places=places,
        reason=proposal.reason.strip(),
        votes_for=yes,
        votes_against=no,
        decided_by=by,
        decided_at=timezone.now(),
    )
    facts = {**decision.ruling.described(), "votes": proposal.votes}
    record("decisions.decided", decision, by=by, scope=locked.round.scope, **facts)
    return decision


@transaction.atomic
def withdraw(decision: PlenaryDecision, *, reason: str, by: User) -> PlenaryDecision:
    """Take a decision back before the result is frozen; it stays in the minutes, withdrawn."""
    plenary = lock(decision.plenary)
    held = PlenaryDecision.objects.select_for_update().get(pk=decision.pk)
    if held.withdrawn_at:
        raise CannotHold("Keputusan ini sudah dicabut. Muat ulang halaman ini.")
    if not reason.strip():
        raise CannotHold(f"Tulis mengapa keputusan ini dicabut. {NOTHING}")
    if held.kind == Kind.QUORUM:
        _refuse_if_built_upon(plenary, held.vacancy)
    held.withdrawn_by, held.withdrawn_at = by, timezone.now()
    held.withdrawn_reason = reason.strip()
    held.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    facts = {"number": held.number, "reason": held.withdrawn_reason}
    record("decisions.withdrawn", held, by=by, scope=plenary.round.scope, **facts)
    return held


def _require_quorum(plenary: Plenary) -> None:
    members = members_of(plenary.round)
    present, least = len(present_at(plenary)), quorum_of(plenary.round, len(members))
    if present < least:
        raise CannotHold(
            f"Kuorum pleno belum tercapai: {present} dari {len(members)} penilai hadir, paling"
            f" sedikit {least}. Catat kehadiran, atau tunda rapat. {NOTHING}"
        )


def _refuse_words(plenary: Plenary, proposal: Proposal) -> None:
    if not proposal.reason.strip():
        raise CannotHold(f"Tulis alasan keputusan ini. {NOTHING}")
    if proposal.votes and sum(proposal.votes) > len(present_at(plenary)):
        raise CannotHold(f"Jumlah suara melebihi penilai yang hadir. {NOTHING}")


def _ground(plenary: Plenary, proposal: Proposal) -> tuple[int, Sequence[str]]:
    """What the ranking leaves open for this decision: places at the cut, and instruments."""
    if proposal.kind == Kind.OTHER:
        return 0, ()
    questions = questions_of(outcome_with(plenary))
    if proposal.kind == Kind.QUORUM:
        _refuse_if_built_upon(plenary, proposal.vacancy)
        return 0, [i.code for i in _lacking(questions, proposal).instruments]
    tie = _tie(questions, proposal)
    if proposal.kind == Kind.SHARED:
        if frozenset(proposal.nips) != tie.nips:
            raise CannotHold(f"Sebutkan semua yang berbagi peringkat {tie.rank}. {NOTHING}")
        return 0, ()
    if tie.is_decided:
        raise CannotHold(
            "Nama pada batas usulan jabatan ini sudah diputuskan. Cabut keputusan itu lebih dahulu."
        )
    if len(set(proposal.nips)) != tie.places or len(proposal.nips) != tie.places:
        raise CannotHold(
            f"Pilih tepat {tie.places} dari {len(tie.people)} nama yang berbagi peringkat"
            f" {tie.rank}. {NOTHING}"
        )
    return tie.places, ()


def _lacking(questions: Questions, proposal: Proposal) -> Lacking:
    for one in questions.lacking:
        is_meant = (one.vacancy.code, [one.person.nip]) == (proposal.vacancy, list(proposal.nips))
        if is_meant and one.instruments:
            return one
    raise CannotHold(
        "Pengecualian kuorum hanya untuk kandidat yang kuorumnya tidak tercapai dan yang memiliki"
        f" paling sedikit satu lembar bertanda tangan. {NOTHING}"
    )


def _tie(questions: Questions, proposal: Proposal) -> Tie:
    for tie in questions.ties:
        is_meant = tie.vacancy.code == proposal.vacancy and tie.nips >= set(proposal.nips)
        if is_meant and proposal.nips and (tie.is_at_cut or proposal.kind == Kind.SHARED):
            return tie
    raise CannotHold(
        "Nama-nama ini tidak berbagi peringkat yang perlu diputuskan pada jabatan ini."
        f" {NOTHING} Muat ulang halaman ini."
    )


def _refuse_if_built_upon(plenary: Plenary, vacancy: str) -> None:
    """A quorum exception moves ranks: what was decided on shared ranks there goes first."""
    built = [
        str(decision.number)
        for decision in decisions_of(plenary)
        if decision.vacancy == vacancy and decision.kind in (Kind.CUT, Kind.SHARED)
    ]
    if built:
        raise CannotHold(
            "Pengecualian kuorum mengubah peringkat jabatan ini. Cabut dahulu keputusan nomor"
            f" {listed(built)}, lalu putuskan lagi. {NOTHING}"
        )
