"""The page on which the authority decides one vacancy, put together for who looks at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.wording import with_comma
from candidates.models import OfficialPost
from candidates.positions import newer_posts_of
from decisions.backing import backing_of
from decisions.barring import Barred, barred_of
from decisions.cards import Card, Ground, card_of, grounds_of
from decisions.choosing import choices_of, held_elsewhere, intended, live, saved_drafts
from decisions.inquiring import inquiries_of
from decisions.models import Choice, ChoiceDraft, ChoiceEnd, Inquiry, What
from decisions.posts import Held, Strip, strip_of
from decisions.routes import Route
from decisions.sending import Sending, sending_of
from decisions.shortlist import Post, post_of
from decisions.standings import Standing
from scoring.outcome import Outcome, outcome_of
from scoring.sensitivity import Sensitivity
from scoring.stability_marks import MARKS, Mark
from selection.models import Round, Vacancy


@dataclass(frozen=True, slots=True)
class Place:
    """A card in its column: `elsewhere`, the other post for which the person is chosen already.

    `barred`: why the person can be chosen no longer, to follow the name. `newer`: the post taken up
    since, of which the round's own data know nothing. `route`: the approvals that this person needs
    for the post.
    """

    card: Card
    elsewhere: str
    barred: str
    newer: OfficialPost | None
    route: Route

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
    return pages_of(outcome_of(round_), posts, [wanted], today, chooses=chooses)[0]


def pages_of(
    outcome: Outcome,
    posts: Sequence[Vacancy],
    wanted: Sequence[Vacancy],
    today: date,
    *,
    chooses: bool,
) -> list[DecisionPage]:
    """The pages of several of these vacancies; all but the careers is read once for all."""
    round_ = outcome.round
    saved = saved_drafts(round_) if chooses else {}
    choices = choices_of(round_)
    held = Held(
        drafts=live(saved),
        choices=choices,
        inquiries=inquiries_of(round_),
        sending=sending_of(round_, choices, today),
        backing=backing_of(round_, choices),
    )
    listed = [post_of(outcome, vacancy, today) for vacancy in wanted]
    table = _Table(
        round=round_,
        strip=strip_of(posts, held),
        saved=saved,
        held=held,
        barred=barred_of(round_),
        newer=newer_posts_of([name.candidate for post in listed for name in post.names]),
    )
    names = {post.vacancy.pk: post.names for post in listed}
    grounds = grounds_of(outcome, names, today, table.away)
    return [_page(table, post, grounds[post.vacancy.pk]) for post in listed]


@dataclass(frozen=True, slots=True)
class _Table:
    """What the pages of a round have in common. `saved`: drafts, also those that ended.

    `newer`: by key of the candidate.
    """

    round: Round
    strip: Strip
    saved: Mapping[int, ChoiceDraft]
    held: Held
    barred: Barred
    newer: Mapping[int, OfficialPost]

    @property
    def away(self) -> set[str]:
        """NIPs of who left or is chosen: they follow nobody."""
        taken = intended(self.held.drafts, self.held.choices)
        return {*self.barred.gone, *(one.candidate.nip for one in taken if one.candidate)}

    def choice(self, vacancy: Vacancy) -> Choice | None:
        """What was set for a post."""
        return next((one for one in self.held.choices if one.vacancy_id == vacancy.pk), None)


def _page(table: _Table, post: Post, ground: Ground) -> DecisionPage:
    vacancy, tested, held = post.vacancy, ground.tested, table.held
    elsewhere = held_elsewhere(held.drafts, held.choices, vacancy)
    choice = table.choice(vacancy)
    return DecisionPage(
        round=table.round,
        strip=table.strip,
        post=post,
        number=[one.vacancy.pk for one in table.strip.posts].index(vacancy.pk) + 1,
        places=[
            Place(
                card=card_of(name, ground),
                elsewhere=elsewhere.get(name.candidate.pk, ""),
                barred=table.barred.why(name.candidate.pk, vacancy.pk),
                newer=table.newer.get(name.candidate.pk),
                route=held.sending.route(vacancy, name.candidate),
            )
            for name in post.names
        ],
        mark=MARKS[tested.label] if tested.label else None,
        firmness=_firmness(tested),
        sending=held.sending,
        draft=table.saved.get(vacancy.pk),
        choice=choice,
        inquiries=held.inquiries.get(vacancy.pk, ()),
        moved=held.backing.moved.get(choice.pk, "") if choice else "",
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
