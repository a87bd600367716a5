"""Gerbong of a round: who leaves which post if the choices stand, and who could follow there.

Nobody is picked here. Drafts count for their author alone: whoever may not read them hands over
none, and then only what was set counts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accounts.models import Agency
from candidates.models import Candidate, PostKind
from decisions.barring import barred_of
from decisions.benches import Bench, bench_of
from decisions.cascade import Holder, Ready, Successor, Vacated
from decisions.choosing import choices_of, intended
from decisions.models import Choice, ChoiceDraft, ChoiceEnd, FollowUp, What
from decisions.post_levels import (
    begins,
    full_title,
    key_of,
    place,
    same_post,
    unit_beside,
)
from selection.models import Round, Vacancy

EXPERTS = (PostKind.EXPERT_MUDA, PostKind.EXPERT_MADYA, PostKind.EXPERT_UTAMA)
OTHERS = ("Pemerintah", "Kementerian", "Provinsi", "Kabupaten", "Kota")
"""How units begin that are another government, and no unit of this one."""

SHOWN = 30
"""People who are named beside a post, those who are ready first."""


class Fate(StrEnum):
    """What becomes of the post that a chosen person holds now."""

    VACANT = "vacant"
    STAYS = "stays"
    OUTSIDE = "outside"
    EXPERT = "expert"
    IN_ROUND = "in_round"


@dataclass(frozen=True, slots=True)
class Move:
    """One chosen person: where to, and what that leaves. `is_draft`: not set yet."""

    candidate: Candidate
    target: Vacancy
    is_draft: bool
    fate: Fate
    holder: Holder

    @property
    def name(self) -> str:
        return self.candidate.full_name

    @property
    def leaves(self) -> str:
        """The post and, where its title does not say so, its unit."""
        return place(*self.holder.post)


@dataclass(frozen=True, slots=True)
class Opening:
    """A post that is left, or could be. `follow_up`: the round that fills it already.

    `is_certain`: somebody who was chosen leaves it, and no draft.
    """

    vacated: Vacated
    echelon: str
    follow_up: Round | None
    is_certain: bool

    @property
    def title(self) -> str:
        return self.vacated.post[0]

    @property
    def people(self) -> list[tuple[Successor, str]]:
        """The first of those who could follow, each with the post that he holds."""
        return [(one, place(*one.holder.post)) for one in self.vacated.successors[:SHOWN]]

    @property
    def more(self) -> int:
        """How many could follow besides."""
        return max(len(self.vacated.successors) - SHOWN, 0)

    @property
    def unit(self) -> str:
        return unit_beside(*self.vacated.post)

    @property
    def place(self) -> str:
        return place(*self.vacated.post)

    @property
    def key(self) -> str:
        """How forms name the post."""
        return "|".join(key_of(*self.vacated.post))

    @property
    def is_followed(self) -> bool:
        """Its level is known, so that successors can be looked for."""
        return self.vacated.level is not None

    @property
    def is_critical(self) -> bool:
        return self.is_followed and self.vacated.is_critical

    @property
    def ready(self) -> list[Successor]:
        return self._those(Ready.YES)

    @property
    def unclear(self) -> list[Successor]:
        return self._those(Ready.UNCLEAR)

    @property
    def lacking(self) -> list[Successor]:
        return self._those(Ready.NO)

    @property
    def boxes(self) -> str:
        """The boxes of those who are ready: `8–9`."""
        found = sorted({one.holder.box for one in self.ready if one.holder.box})
        return "–".join(map(str, dict.fromkeys((found[0], found[-1])))) if found else ""

    @property
    def can_start(self) -> bool:
        return self.is_certain and self.is_followed and self.follow_up is None

    def _those(self, ready: Ready) -> list[Successor]:
        return [one for one in self.vacated.successors if one.ready is ready]


@dataclass(frozen=True, slots=True)
class Level:
    """The posts of one level of the cascade, in order."""

    posts: Sequence[Opening]

    @property
    def critical(self) -> list[Opening]:
        return [post for post in self.posts if post.is_critical]

    @property
    def ready(self) -> int:
        """People ready for any of the posts, each counted once."""
        return len({one.holder.nip for post in self.posts for one in post.ready})


@dataclass(frozen=True, slots=True)
class Gerbong:
    """All of it: `levels[0]` falls vacant, the others could if somebody ready steps up."""

    bench: Bench
    moves: Sequence[Move]
    levels: Sequence[Level]
    names_sent: Sequence[Vacancy]

    @property
    def vacant(self) -> Sequence[Opening]:
        return self.levels[0].posts if self.levels else ()

    @property
    def critical(self) -> list[Opening]:
        return self.levels[0].critical if self.levels else []

    @property
    def has_drafts(self) -> bool:
        return any(move.is_draft for move in self.moves)

    @property
    def startable(self) -> list[Opening]:
        """The posts that a following round can fill."""
        return [post for post in self.vacant if post.can_start]


def gerbong_of(round_: Round, drafts: Mapping[int, ChoiceDraft], today: date) -> Gerbong:
    """`drafts`: of the viewer; none for whoever may not read them. A constant number of queries."""
    chosen = _standing(round_, intended(drafts, choices_of(round_)))
    chosen.sort(key=lambda one: (one.vacancy.code, one.vacancy_id))
    bench = bench_of(round_.agency, today)
    vacancies = list(Vacancy.objects.in_force().filter(round=round_))
    moves = [
        _move(one, one.candidate, round_, vacancies, bench)
        for one in chosen
        if one.candidate and one.what == What.PERSON
    ]
    leaving = [move for move in moves if move.fate is Fate.VACANT]
    levels = bench.levels([move.holder for move in leaving], barred_of(round_).gone)
    followed = _followed(round_)
    certain = {key_of(*move.holder.post) for move in leaving if not move.is_draft}
    return Gerbong(
        bench=bench,
        moves=moves,
        levels=[
            Level([_opening(post, bench, followed, certain) for post in level]) for level in levels
        ],
        names_sent=[one.vacancy for one in chosen if one.what == What.NAMES],
    )


def holder_of(candidate: Candidate, bench: Bench) -> Holder:
    """A candidate as somebody who leaves a post."""
    post = (full_title(candidate.post, candidate.unit), candidate.unit)
    level = bench.ladder.level_of(*post, candidate.echelon)
    return Holder(candidate.nip, candidate.full_name, post, level, None)


def fate_of(
    candidate: Candidate,
    holder: Holder,
    target: Vacancy,
    vacancies: Collection[Vacancy],
    agency: Agency,
) -> Fate:
    """What becomes of the candidate's post with the target; `vacancies`: all of the round."""
    posts = [(vacancy.title, vacancy.unit) for vacancy in vacancies]
    holds = {
        Fate.STAYS: same_post(holder.post, (target.title, target.unit)),
        Fate.OUTSIDE: _is_elsewhere(candidate.unit, agency),
        Fate.EXPERT: candidate.post_kind in EXPERTS,
        Fate.IN_ROUND: any(same_post(holder.post, post) for post in posts),
    }
    return next((fate for fate, is_so in holds.items() if is_so), Fate.VACANT)


def _standing(round_: Round, chosen: Sequence[Choice | ChoiceDraft]) -> list[Choice | ChoiceDraft]:
    """Without the choices that ended before an inauguration."""
    ended = set(
        ChoiceEnd.objects.filter(choice__vacancy__round=round_).values_list("choice", flat=True)
    )
    return [one for one in chosen if not (isinstance(one, Choice) and one.pk in ended)]


def _move(
    chosen: Choice | ChoiceDraft,
    candidate: Candidate,
    round_: Round,
    vacancies: Collection[Vacancy],
    bench: Bench,
) -> Move:
    holder = holder_of(candidate, bench)
    return Move(
        candidate=candidate,
        target=chosen.vacancy,
        is_draft=isinstance(chosen, ChoiceDraft),
        fate=fate_of(candidate, holder, chosen.vacancy, vacancies, round_.agency),
        holder=holder,
    )


def _is_elsewhere(unit: str, agency: Agency) -> bool:
    return any(begins(unit, other) for other in OTHERS) and not begins(unit, agency.name)


def _opening(
    vacated: Vacated,
    bench: Bench,
    followed: Mapping[tuple[str, str], Round],
    certain: Collection[tuple[str, str]],
) -> Opening:
    key = key_of(*vacated.post)
    return Opening(
        vacated=vacated,
        echelon=bench.ladder.echelon_of(vacated.level),
        follow_up=followed.get(key),
        is_certain=key in certain,
    )


def _followed(round_: Round) -> dict[tuple[str, str], Round]:
    """Post -> the round that was begun for it out of this one."""
    rows = FollowUp.objects.filter(source=round_, round__withdrawn_at=None)
    return {
        key_of(title, unit): row.round
        for row in rows.select_related("round").order_by("pk")
        for title, unit in row.posts
    }
