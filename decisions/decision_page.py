"""The page on which the authority decides one vacancy, put together for who looks at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.wording import with_comma
from decisions.barring import Barred, barred_of
from decisions.cards import Card, Ground, card_of, grounds_of
from decisions.choosing import choices_of, held_elsewhere, intended, live, saved_drafts
from decisions.inquiring import inquiries_of
from decisions.models import Choice, ChoiceDraft, Inquiry
from decisions.posts import Strip, strip_of
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

    `barred`: why the person can be chosen no longer, to follow the name. `route`: the approvals
    that this person needs for the post.
    """

    card: Card
    elsewhere: str
    barred: str
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
    """One vacancy. `draft` (it may have ended) is there for its author alone; `choice` was set."""

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
    choices, inquiries = choices_of(round_), inquiries_of(round_)
    sending = sending_of(round_, choices, today)
    table = _Table(
        round=round_,
        strip=strip_of(posts, live(saved), choices, inquiries, sending),
        saved=saved,
        choices=choices,
        inquiries=inquiries,
        barred=barred_of(round_),
        sending=sending,
    )
    listed = [post_of(outcome, vacancy, today) for vacancy in wanted]
    names = {post.vacancy.pk: post.names for post in listed}
    grounds = grounds_of(outcome, names, today, table.away)
    return [_page(table, post, grounds[post.vacancy.pk]) for post in listed]


@dataclass(frozen=True, slots=True)
class _Table:
    """What the pages of a round have in common. `saved`: drafts, none for who may not see them."""

    round: Round
    strip: Strip
    saved: Mapping[int, ChoiceDraft]
    choices: Sequence[Choice]
    inquiries: Mapping[int, Sequence[Inquiry]]
    barred: Barred
    sending: Sending

    @property
    def away(self) -> set[str]:
        """NIPs of who left or is chosen: they follow nobody."""
        taken = intended(live(self.saved), self.choices)
        return {*self.barred.gone, *(one.candidate.nip for one in taken if one.candidate)}


def _page(table: _Table, post: Post, ground: Ground) -> DecisionPage:
    vacancy, tested = post.vacancy, ground.tested
    elsewhere = held_elsewhere(live(table.saved), table.choices, vacancy)
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
                route=table.sending.route(vacancy, name.candidate),
            )
            for name in post.names
        ],
        mark=MARKS[tested.label] if tested.label else None,
        firmness=_firmness(tested),
        sending=table.sending,
        draft=table.saved.get(vacancy.pk),
        choice=_choice(table.choices, vacancy),
        inquiries=table.inquiries.get(vacancy.pk, ()),
    )


def _choice(choices: Sequence[Choice], wanted: Vacancy) -> Choice | None:
    return next((choice for choice in choices if choice.vacancy_id == wanted.pk), None)


def _firmness(tested: Sensitivity) -> str:
    """How firmly the names stand together, in a sentence."""
    together = tested.together
    if tested.label is None or not together.runs:
        return ""
    words = f"Nama yang diusulkan tidak berubah pada {together.same} dari {together.runs} uji."
    if tested.gap is None:
        return words
    return f"Selisih di batas usulan {with_comma(tested.gap)} poin. {words}"
