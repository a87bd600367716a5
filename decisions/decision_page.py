"""The page on which the authority decides one vacancy, put together for who looks at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.wording import with_comma
from candidates.models import OfficialPost
from candidates.positions import newer_posts_of
from decisions.backing import backing_of
from decisions.barring import barred_of
from decisions.cards import Card, card_of, ground_of
from decisions.choosing import choices_of, held_elsewhere, intended, live, saved_drafts
from decisions.inquiring import inquiries_of
from decisions.models import Choice, ChoiceDraft, ChoiceEnd, Inquiry, What
from decisions.posts import Held, Strip, strip_of
from decisions.routes import Route
from decisions.sending import Sending, sending_of
from decisions.shortlist import Post, post_of
from decisions.standings import Standing
from scoring.outcome import outcome_of
from scoring.sensitivity import Sensitivity
from scoring.stability_marks import MARKS, Mark
from selection.models import Round, Vacancy


@dataclass(frozen=True, slots=True)
class Place:
    """A card in its column: `elsewhere`, the other post for which the person is chosen already.

    `barred`: why the person can be chosen no longer, to follow the name. `newer`: the post taken up
    since, of which the round's own data know nothing.
    """

    card: Card
    elsewhere: str
    barred: str
    newer: OfficialPost | None

    @property
    def is_free(self) -> bool:
        return not (self.elsewhere or self.barred)

    @property
    def key(self) -> str:
        """How the form names the person."""
        return str(self.card.name.candidate.number)


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """One vacancy. `draft` (it may have ended) is there for its author alone; `choice` was set.

    `moved`: that its rank is another one since, in words.
    """

    round: Round
    strip: Strip
    post: Post
    number: int
    places: Sequence[Place]
    mark: Mark | None
    firmness: str
    sending: Sending
    draft: ChoiceDraft | None
    choice: Choice | None
    inquiries: Sequence[Inquiry]
    moved: str

    @property
    def vacancy(self) -> Vacancy:
        return self.post.vacancy

    @property
    def route(self) -> Route:
        """Of who is chosen; without anybody, what hangs on the person counts as needed."""
        return self.sending.route(self.vacancy, self.chosen.candidate if self.chosen else None)

    @property
    def sends_names(self) -> bool:
        return self.sending.is_due(self.vacancy)

    @property
    def to(self) -> str:
        """Who sees all names first."""
        return self.sending.to(self.vacancy)

    @property
    def agreed(self) -> Standing | None:
        """What that body said, once it agreed to the names."""
        return self.sending.agreed.get(self.vacancy.pk)

    @property
    def version(self) -> int:
        """Of the draft that the page shows."""
        return self.draft.version if self.draft else 0

    @property
    def chosen(self) -> ChoiceDraft | Choice | None:
        """What the page marks as chosen: the draft, or else what was set."""
        return self.draft if self.has_draft else self.choice

    @property
    def is_outdated(self) -> bool:
        """Whether who is marked as chosen is put forward no longer."""
        chosen = self.chosen
        forward = {place.card.name.candidate.pk for place in self.places}
        return bool(chosen and chosen.candidate_id and chosen.candidate_id not in forward)

    @property
    def end(self) -> ChoiceEnd | None:
        """How what was set came to nothing, where it did."""
        return getattr(self.choice, "end", None)

    @property
    def setback(self) -> str:
        """Why who was set cannot take office as it stands, to follow the name; empty if he can."""
        chosen = self.choice.candidate_id if self.choice else None
        told = (place.barred for place in self.places if place.card.name.candidate.pk == chosen)
        return next(told, "")

    @property
    def is_kept(self) -> bool:
        """Whether what is marked as chosen can be saved anew as it stands."""
        chosen = self.chosen
        if self.has_draft or chosen is None:
            return self.has_draft
        if chosen.what == What.NAMES:
            return self.sends_names
        return not (self.setback or self.end)

    @property
    def has_draft(self) -> bool:
        return self.draft is not None and self.draft.ended_at is None

    @property
    def before(self) -> Vacancy | None:
        return self._at(self.number - 2)

    @property
    def after(self) -> Vacancy | None:
        return self._at(self.number)

    def _at(self, place: int) -> Vacancy | None:
        posts = self.strip.posts
        return posts[place].vacancy if 0 <= place < len(posts) else None


def page_of(
    round_: Round, posts: Sequence[Vacancy], wanted: Vacancy, today: date, *, chooses: bool
) -> DecisionPage:
    """The page of one of these vacancies. `chooses`: whether the viewer sees the drafts, his own.

    Raises StillSealed, NothingToRank.
    """
    outcome = outcome_of(round_)
    post = post_of(outcome, wanted, today)
    found = next(one for one in outcome.vacancies if one.vacancy.pk == wanted.pk)
    saved = saved_drafts(round_) if chooses else {}
    drafts = live(saved)
    choices, inquiries = choices_of(round_), inquiries_of(round_)
    barred, sending = barred_of(round_), sending_of(round_, choices, today)
    backing = backing_of(round_, choices)
    choice = next((choice for choice in choices if choice.vacancy_id == wanted.pk), None)
    taken = {one.candidate.nip for one in intended(drafts, choices) if one.candidate}
    ground = ground_of(outcome, found, post.names, today, {*barred.gone, *taken})
    newer = newer_posts_of([name.candidate for name in post.names])
    elsewhere = held_elsewhere(drafts, choices, wanted) if chooses else {}
    return DecisionPage(
        round=round_,
        strip=strip_of(posts, Held(drafts, choices, inquiries, sending, backing)),
        post=post,
        number=[vacancy.pk for vacancy in posts].index(wanted.pk) + 1,
        places=[
            Place(
                card_of(name, ground),
                elsewhere.get(name.candidate.pk, ""),
                barred.why(name.candidate.pk, wanted.pk),
                newer.get(name.candidate.pk),
            )
            for name in post.names
        ],
        mark=MARKS[ground.tested.label] if ground.tested.label else None,
        firmness=_firmness(ground.tested),
        sending=sending,
        draft=saved.get(wanted.pk),
        choice=choice,
        inquiries=inquiries.get(wanted.pk, ()),
        moved=backing.moved.get(choice.pk, "") if choice else "",
    )


def _firmness(tested: Sensitivity) -> str:
    """How firmly the names stand together, in a sentence."""
    together = tested.together
    if tested.label is None or not together.runs:
        return ""
    words = f"Nama yang diusulkan tidak berubah pada {together.same} dari {together.runs} uji."
    if tested.gap is None:
        return words
    return f"Selisih di batas usulan {with_comma(tested.gap)} poin. {words}"
