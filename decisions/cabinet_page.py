"""The page on which all choices of a round are seen together, put together for who looks at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from accounts.nip import NIP
from accounts.wording import in_words
from candidates.models import Candidate
from decisions.backing import backing_of
from decisions.barring import barred_of
from decisions.cabinet import Member, Share, shares
from decisions.choosing import choices_of, drafts_of, intended
from decisions.comparing import Computation, computation_of
from decisions.fronts import Front
from decisions.inquiring import inquiries_of
from decisions.models import What
from decisions.pensions import Post, pension_of
from decisions.placement import Option
from decisions.posts import Held, PostState, Strip, strip_of
from decisions.proposing import proposal_from
from decisions.remarks import Note, Sight, Trouble, notes_of, troubles_of
from decisions.routes import bodies_of
from decisions.sending import Sending, sending_of
from decisions.tracking import Track, tracks_of
from scoring.outcome import Outcome, outcome_of
from selection.models import Round, Vacancy


@dataclass(frozen=True, slots=True)
class Way:
    """The approvals of a choice in brief: where they stand, or which it will need."""

    words: str
    tone: str = ""
    icon: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One post. `has_page`: somebody competes for it. `rank` and `total`: of who is chosen."""

    post: PostState
    has_page: bool
    candidate: Candidate | None
    rank: int | None
    total: Decimal | None
    names: Sequence[str]
    notes: Sequence[Note]
    way: Way

    @property
    def is_wrong(self) -> bool:
        return any(note.tone == "err" for note in self.notes)


@dataclass(frozen=True, slots=True)
class CabinetPage:
    """All vacancies of a round. `strip`: those for which somebody competes."""

    round: Round
    rows: Sequence[Row]
    strip: Strip
    troubles: Sequence[Trouble]
    balance: Sequence[Share]
    computation: Computation


def cabinet_of(round_: Round, today: date, *, chooses: bool) -> CabinetPage:
    """`chooses`: whether the viewer sees the drafts, his own. Raises StillSealed,
    NothingToRank.
    """
    outcome = outcome_of(round_)
    drafts = drafts_of(round_) if chooses else {}
    choices = choices_of(round_)
    sending = sending_of(round_, choices, today)
    backing = backing_of(round_, choices)
    held = Held(drafts, choices, inquiries_of(round_), sending, backing)
    posts = strip_of(_vacancies(round_), held).posts
    tracks = {track.choice.vacancy_id: track for track in tracks_of(round_)} if choices else {}
    standing = {key: track for key, track in tracks.items() if key not in drafts}
    sight = Sight(
        today=today,
        posts={post.vacancy.pk: post for post in posts},
        chosen={one.vacancy_id: one for one in intended(drafts, choices)},
        replaced={one.vacancy_id: one for one in choices if one.vacancy_id in drafts},
        ranked={found.vacancy.pk: found.ranking.ranked for found in outcome.vacancies},
        people={nip: c for found in outcome.vacancies for nip, c in found.candidates.items()},
        barred=barred_of(round_),
        backing=backing,
    )
    rows = [_row(post, sight, _way(post, sight, standing, sending)) for post in posts]
    return CabinetPage(
        round=round_,
        rows=rows,
        strip=Strip([row.post for row in rows if row.has_page]),
        troubles=troubles_of(sight),
        balance=shares([_member(row, row.candidate, today) for row in rows if row.candidate]),
        computation=_computation(outcome, sight),
    )


def _vacancies(round_: Round) -> list[Vacancy]:
    """All in force, those without candidates too, with the round as fetched."""
    found = list(Vacancy.objects.in_force().filter(round=round_).order_by("code", "pk"))
    for vacancy in found:
        vacancy.round = round_
    return found


def _row(post: PostState, sight: Sight, way: Way) -> Row:
    chosen = sight.chosen.get(post.vacancy.pk)
    placed = sight.placed(chosen) if chosen else None
    sent = sight.forward(post.vacancy.pk) if chosen and chosen.what == What.NAMES else []
    return Row(
        post=post,
        has_page=post.vacancy.pk in sight.ranked,
        candidate=chosen.candidate if chosen else None,
        rank=placed.rank if placed else None,
        total=placed.total if placed else None,
        names=[sight.people[one.nip].full_name for one in sent],
        notes=notes_of(post, sight),
        way=way,
    )


def _way(post: PostState, sight: Sight, tracks: Mapping[int, Track], sending: Sending) -> Way:
    """Where the approvals of what was set stand; before that, which are needed and how long."""
    vacancy = post.vacancy
    if track := tracks.get(vacancy.pk):
        url = reverse("decisions:approval-track", args=[vacancy.round.code, vacancy.code])
        return Way(_brief(track.front), track.front.tone, track.front.icon, url)
    chosen = sight.chosen.get(vacancy.pk)
    if chosen is None or chosen.what == What.NOBODY:
        return Way("bergantung pada pilihan" if chosen is None else "tidak ada")
    route = sending.route(vacancy, chosen.candidate)
    first = [step for step in route.required if step.rule.sends_names and not chosen.candidate]
    bodies = bodies_of(first or route.required)
    after = " lebih dahulu; seluruhnya" if first else ":"
    return Way(f"{bodies}{after} ± {route.typical_days} hari kerja")


def _brief(front: Front) -> str:
    """Who has the ball and until when; in full where that says too little."""
    if front.is_done or front.is_back or front.due_on is None:
        return front.words
    late = " (terlewati)" if front.is_late else ""
    return f"Di {front.holder}, batas {in_words(front.due_on)}{late}"


def _member(row: Row, candidate: Candidate, today: date) -> Member:
    nip, vacancy = NIP(candidate.nip), row.post.vacancy
    return Member(
        words=f"{candidate.full_name}, {vacancy.title}",
        is_woman=nip.is_woman,
        is_from_outside=candidate.unit != vacancy.unit,
        retires_soon=pension_of(nip.born_on, Post.SENIOR, today).is_soon,
    )


def _computation(outcome: Outcome, sight: Sight) -> Computation:
    """Posts whose names go on together are left out: there nobody is chosen by the authority."""
    single = [post.vacancy for post in sight.posts.values() if not post.sends]
    proposed = proposal_from(outcome, single, sight.barred, only_put_forward=True)
    chosen = [
        Option(vacancy.code, placed.nip, placed.exact_total)
        for vacancy in single
        if (one := sight.chosen.get(vacancy.pk)) and (placed := sight.placed(one))
    ]
    apart = [post.vacancy for post in sight.posts.values() if post.sends]
    return computation_of(proposed, chosen, apart)
