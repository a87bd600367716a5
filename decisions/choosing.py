"""What the appointing authority leans to, vacancy by vacancy, before anything is set.

Drafts are his alone. Each is saved against the version that he saw, so that a second tablet never
overwrites what the first one says.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.wording import at_moment, in_words
from audit.actions import record
from candidates.models import Candidate, Nomination
from decisions.barring import Barred, barred_of
from decisions.handing_over import correction_of, correction_words
from decisions.models import Choice, ChoiceDraft, Inauguration, RoundClosure, What
from decisions.reasons import NOTHING, least_for, tidy, too_short
from decisions.sending import Sending, sending_of
from scoring.outcome import NothingToRank, outcome_of
from scoring.ranking import Placed
from selection.models import Round, Vacancy


class CannotChoose(Exception):
    """The choice is not possible as it stands; the message says why, and that nothing changed."""


class TooShort(CannotChoose):
    """The reason says too little."""


class Overtaken(CannotChoose):
    """Something else was saved or set since the page was opened."""


@dataclass(frozen=True, slots=True)
class Picked:
    """What is picked for a vacancy: a person, all the names, or nobody."""

    what: What
    candidate: Candidate | None = None


def choices_of(round_: Round) -> list[Choice]:
    """The choices in force, in the order of their vacancies' codes."""
    found = Choice.objects.in_force().filter(determination__round=round_)
    rows = found.select_related("vacancy", "candidate", "determination", "end")
    rows = rows.prefetch_related("inaugurations")
    return sorted(rows, key=lambda choice: (choice.vacancy.code, choice.vacancy_id))


def drafts_of(round_: Round) -> Mapping[int, ChoiceDraft]:
    """What is saved and not yet set, by key of the vacancy, in the order of their codes."""
    return live(saved_drafts(round_))


def saved_drafts(round_: Round) -> Mapping[int, ChoiceDraft]:
    """Every draft there ever was, those that ended too: their versions count on."""
    drafts = ChoiceDraft.objects.filter(vacancy__round=round_, vacancy__withdrawn_at=None)
    rows = drafts.select_related("vacancy__round", "candidate").order_by("vacancy__code", "vacancy")
    return {draft.vacancy_id: draft for draft in rows}


def live(saved: Mapping[int, ChoiceDraft]) -> Mapping[int, ChoiceDraft]:
    """Those of the drafts that still count."""
    return {key: draft for key, draft in saved.items() if draft.ended_at is None}


def put_forward(round_: Round, vacancy: Vacancy | None = None) -> dict[int, Sequence[Placed]]:
    """Who is put forward for each vacancy, by its key, best first."""
    try:
        outcome = outcome_of(round_, vacancy)
    except NothingToRank:
        return {}
    return {
        found.vacancy.pk: [placed for placed in found.ranking.ranked if placed.put_forward]
        for found in outcome.vacancies
    }


@transaction.atomic
def save_draft(
    vacancy: Vacancy, picked: Picked, reason: str, *, seen_version: int, by: User
) -> ChoiceDraft:
    """Keep what is picked for one vacancy. Raises CannotChoose, Overtaken.

    `seen_version`: of the draft on the page that was sent, 0 where there was none.
    """
    round_ = lock_to_choose(vacancy.round)
    draft = ChoiceDraft.objects.filter(vacancy=vacancy).select_related("candidate").first()
    refuse_overtaken(draft, seen_version)
    require_open([vacancy])
    forward = put_forward(round_, vacancy).get(vacancy.pk, ())
    choices = choices_of(round_)
    sending = sending_of(round_, choices, timezone.localdate())
    require_possible(vacancy, picked, reason, forward, sending=sending)
    require_available(vacancy, picked, barred_of(round_))
    require_free(picked, held_elsewhere(drafts_of(round_), choices, vacancy))
    draft = draft or ChoiceDraft(vacancy=vacancy, version=0)
    draft.what, draft.candidate, draft.reason = picked.what, picked.candidate, tidy(reason)
    draft.version += 1
    draft.saved_by, draft.saved_at, draft.ended_at = by, timezone.now(), None
    draft.save()
    _record("decisions.choice_drafted", draft, round_, by)
    return draft


@transaction.atomic
def clear_draft(vacancy: Vacancy, *, seen_version: int, by: User) -> None:
    """Take back what was saved for a vacancy; what was set before stays. Raises Overtaken."""
    round_ = lock_round(vacancy.round)
    draft = ChoiceDraft.objects.filter(vacancy=vacancy).select_related("candidate").first()
    refuse_overtaken(draft, seen_version)
    if draft is None or draft.ended_at:
        return
    draft.version += 1
    draft.saved_by, draft.ended_at = by, timezone.now()
    draft.save(update_fields=["version", "saved_by", "ended_at"])
    _record("decisions.choice_cleared", draft, round_, by)


def lock_round(round_: Round) -> Round:
    """The round, locked, once it was handed over. Raises CannotChoose."""
    locked = Round.objects.locked().get(pk=round_.pk)
    if not locked.is_handed_over:
        raise CannotChoose(f"Panitia belum menyerahkan hasil. {NOTHING}")
    return locked


def lock_to_choose(round_: Round) -> Round:
    """The same, as long as what was handed over stands. Raises CannotChoose."""
    locked = lock_round(round_)
    if correction := correction_of(locked):
        raise CannotChoose(
            f"{correction_words(correction)} Sampai itu tidak ada yang dapat dipilih atau"
            f" ditetapkan. {NOTHING}"
        )
    if RoundClosure.objects.filter(round=locked).exists():
        raise CannotChoose(f"Putaran ini sudah ditutup ke arsip. {NOTHING}")
    return locked


def require_open(vacancies: Collection[Vacancy]) -> None:
    """Raises CannotChoose where somebody was inaugurated in one of them."""
    held = Inauguration.objects.filter(choice__vacancy__in=vacancies, held=True)
    for found in held.select_related("choice__vacancy", "choice__candidate"):
        raise CannotChoose(
            f"{found.choice.vacancy.title}: {describe(found.choice)} sudah dilantik pada"
            f" {in_words(found.on)}. {NOTHING}"
        )


def refuse_overtaken(draft: ChoiceDraft | None, seen_version: int) -> None:
    """Raises Overtaken where the draft moved on, and says what is there now."""
    if draft is None or draft.version == seen_version:
        return
    saved = f"disimpan sebagai “{describe(draft)}”"
    now = "ditetapkan atau dibatalkan" if draft.ended_at else saved
    when = at_moment(timezone.localtime(draft.ended_at or draft.saved_at))
    raise Overtaken(
        f"Pilihan untuk jabatan ini sudah {now} pada {when}, mungkin dari perangkat lain. Isian"
        " Anda di bawah belum disimpan. Periksa, lalu simpan lagi bila isian Anda yang benar."
    )


def describe(chosen: ChoiceDraft | Choice) -> str:
    """What is chosen, in words: a name, all the names, or nobody."""
    return chosen.candidate.full_name if chosen.candidate else What(chosen.what).label


def require_possible(
    vacancy: Vacancy,
    picked: Picked,
    reason: str,
    forward: Sequence[Placed],
    *,
    sending: Sending,
) -> Placed | None:
    """The rank of who is picked for a vacancy. Raises CannotChoose where that is impossible."""
    is_due = sending.is_due(vacancy)
    if is_due and picked.what == What.PERSON:
        raise CannotChoose(
            f"Jabatan ini memerlukan persetujuan {sending.to(vacancy)}: semua nama disampaikan dan"
            f" satu nama dipilih sesudah disetujui. {NOTHING}"
        )
    if picked.what == What.NAMES and not (is_due and forward):
        raise CannotChoose(
            f"Nama disampaikan bersama hanya untuk jabatan dengan jalur khusus. {NOTHING}"
        )
    placed = _placed(vacancy, picked.candidate, forward) if picked.candidate else None
    is_person = picked.what == What.PERSON
    least = least_for(placed.rank if placed else None, person=is_person)
    if picked.what == What.NAMES:
        least = least_for(1, person=True)
    if fault := too_short(reason, least):
        raise TooShort(fault)
    return placed


def require_available(vacancy: Vacancy, picked: Picked, barred: Barred) -> None:
    """Raises CannotChoose where the person can be chosen no longer, and says why."""
    if picked.candidate and (why := barred.why(picked.candidate.pk, vacancy.pk)):
        raise CannotChoose(f"{picked.candidate.full_name} {why}. {NOTHING} Pilih nama lain.")


def require_free(picked: Picked, elsewhere: Mapping[int, str]) -> None:
    """Raises CannotChoose where the person is chosen for another vacancy already."""
    if picked.candidate and (other := elsewhere.get(picked.candidate.pk)):
        raise CannotChoose(
            f"{picked.candidate.full_name} sudah dipilih untuk {other}. Pilih salah satu jabatan."
            f" {NOTHING}"
        )


def intended(
    drafts: Mapping[int, ChoiceDraft], choices: Sequence[Choice]
) -> list[Choice | ChoiceDraft]:
    """What would count if the drafts were set now: one at most for each vacancy.

    A choice that was ended without an inauguration counts no more.
    """
    kept = [
        choice
        for choice in choices
        if choice.vacancy_id not in drafts and not hasattr(choice, "end")
    ]
    return [*drafts.values(), *kept]


def held_elsewhere(
    drafts: Mapping[int, ChoiceDraft], choices: Sequence[Choice], vacancy: Vacancy
) -> dict[int, str]:
    """Key of each person chosen for another vacancy, by draft or in force -> that vacancy."""
    return {
        chosen.candidate_id: chosen.vacancy.title
        for chosen in intended(drafts, choices)
        if chosen.candidate_id and chosen.vacancy_id != vacancy.pk
    }


def _placed(vacancy: Vacancy, candidate: Candidate, forward: Sequence[Placed]) -> Placed:
    for placed in forward:  # who withdrew is not ranked any more
        if placed.nip == candidate.nip:
            return placed
    competes = Nomination.objects.in_force().filter(
        candidate=candidate, vacancy=vacancy, candidate__withdrawn_at=None
    )
    if competes.exists():
        words = "tidak diusulkan panitia untuk jabatan ini"
    else:
        words = "sudah mengundurkan diri dari jabatan ini"
    raise CannotChoose(f"{candidate.full_name} {words}. {NOTHING} Pilih nama lain.")


def _record(verb: str, draft: ChoiceDraft, round_: Round, by: User) -> None:
    """Whom the authority leans to is in no trail before it is set."""
    facts = {"vacancy": draft.vacancy.code, "version": draft.version}
    record(verb, draft, by=by, scope=round_.scope, **facts)
