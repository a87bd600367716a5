"""Setting choices: one act, proven, on the frozen result, and never undone but by a later one.

`Determination.text` is canonical JSON (`selection.scheme.canonical`) and `sha256` its hash:

- `round`: code; `number`: 1, 2, …; `result`: number and hash of the frozen result it rests on
- `previous_sha256` of the determination before, or null; `reason`: why something is changed
- `choices` in the order of the vacancies' codes: `{"vacancy", "title", "what", "nip", "name",
  "rank", "reason"}`; `nip` and `name` are empty and `rank` is null unless a person is chosen
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from accounts.wording import at_moment
from audit.actions import record
from candidates.models import Candidate, Official
from decisions.barring import Barred, barred_of
from decisions.choosing import (
    CannotChoose,
    Overtaken,
    Picked,
    TooShort,
    choices_of,
    drafts_of,
    intended,
    lock_to_choose,
    put_forward,
    require_available,
    require_open,
    require_possible,
)
from decisions.models import Choice, ChoiceDraft, Determination, What
from decisions.reasons import FIRST, NOTHING, tidy, too_short
from decisions.sending import Sending, sending_of
from decisions.settling import recount_or_break, result_in_force
from scoring.models import Confirmation, Result
from scoring.ranking import Placed
from selection.models import Round
from selection.scheme import canonical, fingerprint


@dataclass(frozen=True, slots=True)
class Ready:
    """A draft beside the rank of who is chosen by it.

    In words, `fault`: why it cannot be set; `note`: who of it is meant for another post as well.
    """

    draft: ChoiceDraft
    rank: int | None
    fault: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """What drafts are measured by: who is put forward, who is barred, and what sends all names.

    `chosen`: what would be in force with them.
    """

    forward: Mapping[int, Sequence[Placed]]
    barred: Barred
    sending: Sending
    chosen: Sequence[Choice | ChoiceDraft]

    def is_among(self, candidate: Candidate, names: Choice | ChoiceDraft) -> bool:
        """Whether the names that go on together hold this one."""
        forward = self.forward.get(names.vacancy_id, ())
        return names.what == What.NAMES and any(one.nip == candidate.nip for one in forward)


@dataclass(frozen=True, slots=True)
class Proposal:
    """All that would be set now. `seen`: the hash of it, by which a page says what it showed.

    `sending`: by what posts it was measured. `replaces`: the posts that had a choice before.
    """

    round: Round
    number: int
    previous: Determination | None
    result: Result
    ready: Sequence[Ready]
    sending: Sending
    replaces: int

    @property
    def faults(self) -> list[str]:
        return [f"{one.draft.vacancy.title}: {one.fault}" for one in self.ready if one.fault]

    @property
    def names(self) -> int:
        """Posts whose names go on together."""
        return sum(one.draft.what == What.NAMES for one in self.ready)

    @property
    def persons(self) -> int:
        """All the other posts."""
        return len(self.ready) - self.names

    @property
    def seen(self) -> str:
        return fingerprint(self.text())

    def text(self, reason: str = "") -> str:
        """The canonical text of this determination."""
        return canonical(
            {
                "round": self.round.code,
                "number": self.number,
                "result": {"number": self.result.number, "sha256": self.result.sha256},
                "previous_sha256": self.previous.sha256 if self.previous else None,
                "reason": reason,
                "choices": [_described(one) for one in self.ready],
            }
        )


def newest_determination(round_: Round) -> Determination | None:
    """What was set last, by whom."""
    found = Determination.objects.filter(round=round_).order_by("-number")
    return found.select_related("set_by", "result").first()


def proposal_of(round_: Round) -> Proposal:
    """What setting the drafts now would fix. Raises CannotChoose without a frozen result."""
    result = result_in_force(round_)
    if result is None:
        raise CannotChoose(f"Hasil belum ditetapkan pleno. {NOTHING}")
    previous = newest_determination(round_)
    drafts, choices = drafts_of(round_), choices_of(round_)
    sending = sending_of(round_, choices, timezone.localdate())
    chosen = intended(drafts, choices)
    ground = Ground(put_forward(round_), barred_of(round_), sending, chosen)
    held = _held(chosen)
    return Proposal(
        round=round_,
        number=previous.number + 1 if previous else 1,
        previous=previous,
        result=result,
        ready=[_ready(draft, ground, held) for draft in drafts.values()],
        sending=sending,
        replaces=sum(choice.vacancy_id in drafts for choice in choices),
    )


@transaction.atomic
def determine(
    round_: Round, *, seen: str, reason: str, proof: Confirmation.Proof, by: User
) -> Determination:
    """Set every draft. Raises CannotChoose, Overtaken, and evidence.ChainBroken.

    `seen`: `Proposal.seen` of the page that was confirmed. `reason`: why what was set before is
    changed; the first determination needs none.
    """
    locked = lock_to_choose(round_)
    _hold_people(locked)
    proposal = proposal_of(locked)
    _refuse(proposal, seen)
    require_open([one.draft.vacancy for one in proposal.ready])
    reason = tidy(reason) if proposal.previous else ""
    if proposal.previous and (fault := too_short(reason, FIRST)):
        raise TooShort(f"Keputusan baru memerlukan alasan. {fault} {NOTHING}")
    recount_or_break(proposal.result)
    return _set(proposal, reason, proof, by)


def _hold_people(round_: Round) -> None:
    """Whoever is chosen is nobody else's to choose until this is written (migration 0014)."""
    drafts = ChoiceDraft.objects.filter(vacancy__round=round_, ended_at=None)
    people = Official.objects.filter(pk__in=drafts.values("candidate__official"))
    list(people.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _refuse(proposal: Proposal, seen: str) -> None:
    previous = proposal.previous
    if not proposal.ready and previous:
        raise Overtaken(
            f"Pilihan sudah ditetapkan {previous.set_by.name} pada"
            f" {at_moment(timezone.localtime(previous.set_at))}, mungkin dari perangkat lain."
            " Tidak ada yang ditetapkan dua kali."
        )
    if not proposal.ready:
        raise CannotChoose(f"Belum ada pilihan yang disimpan. {NOTHING}")
    if seen != proposal.seen:
        raise Overtaken(
            "Pilihan berubah sesudah halaman ini dibuka, mungkin dari perangkat lain. Belum ada"
            " yang ditetapkan. Baca lagi isinya, lalu tetapkan."
        )
    if proposal.faults:
        raise CannotChoose(f"{' '.join(proposal.faults)} Belum ada yang ditetapkan.")


def _set(proposal: Proposal, reason: str, proof: Confirmation.Proof, by: User) -> Determination:
    text, now = proposal.text(reason), timezone.now()
    made = Determination.objects.create(
        round=proposal.round,
        number=proposal.number,
        result=proposal.result,
        text=text,
        sha256=fingerprint(text),
        reason=reason,
        proof=proof,
        set_by=by,
        set_at=now,
    )
    Choice.objects.bulk_create(
        Choice(
            determination=made,
            vacancy=one.draft.vacancy,
            what=one.draft.what,
            candidate=one.draft.candidate,
            rank=one.rank,
            reason=one.draft.reason,
        )
        for one in proposal.ready
    )
    drafts = ChoiceDraft.objects.filter(pk__in=[one.draft.pk for one in proposal.ready])
    drafts.update(ended_at=now, version=F("version") + 1)
    facts = {"number": made.number, "sha256": made.sha256, "proof": proof, "reason": reason}
    facts["result"] = proposal.result.number
    facts["vacancies"] = [one.draft.vacancy.code for one in proposal.ready]
    record("decisions.choices_set", made, by=by, scope=proposal.round.scope, **facts)
    return made


def _held(chosen: Iterable[Choice | ChoiceDraft]) -> dict[int, list[str]]:
    """Key of each person -> the titles of all posts for which he would be chosen then."""
    held: dict[int, list[str]] = {}
    for one in chosen:
        if one.candidate_id:
            held.setdefault(one.candidate_id, []).append(one.vacancy.title)
    return held


def _ready(draft: ChoiceDraft, ground: Ground, held: Mapping[int, Sequence[str]]) -> Ready:
    picked = Picked(What(draft.what), draft.candidate)
    try:
        names = ground.forward.get(draft.vacancy_id, ())
        placed = require_possible(
            draft.vacancy, picked, draft.reason, names, sending=ground.sending
        )
        require_available(draft.vacancy, picked, ground.barred)
    except CannotChoose as fault:
        return Ready(draft, None, str(fault))
    rank = placed.rank if placed else None
    if draft.candidate and len(posts := held[draft.candidate.pk]) > 1:
        other = next(title for title in posts if title != draft.vacancy.title)
        words = f"{draft.candidate.full_name} sudah dipilih untuk {other}."
        return Ready(draft, rank, f"{words} Pilih salah satu jabatan.")
    return Ready(draft, rank, note=_note(draft, ground))


def _note(draft: ChoiceDraft, ground: Ground) -> str:
    if draft.candidate:
        sent = [one for one in ground.chosen if ground.is_among(draft.candidate, one)]
        return " ".join(f"Namanya juga disampaikan untuk {one.vacancy.title}." for one in sent)
    return " ".join(
        f"{one.candidate.full_name} juga dipilih untuk {one.vacancy.title}."
        for one in ground.chosen
        if one.candidate and ground.is_among(one.candidate, draft)
    )


def _described(one: Ready) -> dict[str, Any]:
    draft = one.draft
    return {
        "vacancy": draft.vacancy.code,
        "title": draft.vacancy.title,
        "what": draft.what,
        "nip": draft.candidate.nip if draft.candidate else "",
        "name": draft.candidate.full_name if draft.candidate else "",
        "rank": one.rank,
        "reason": draft.reason,
    }
