"""The posts of a round as the authority sees them: what is chosen, what waits for him."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from decisions.models import Choice, ChoiceDraft, Inquiry, What
from decisions.sending import Sending
from selection.models import Vacancy


class State(StrEnum):
    """How far the choice for a post is. A draft stands above what was set before."""

    OPEN = "open"
    ASKED = "asked"
    DRAFT = "draft"
    SET = "set"
    AGREED = "agreed"  # the names were, and one of them is to be chosen
    REFUSED = "refused"  # a body refused what was set
    HELD = "held"  # who was set took office
    ENDED = "ended"  # what was set came to nothing


SETTLED = frozenset({State.SET, State.HELD, State.ENDED})


@dataclass(frozen=True, slots=True)
class PostState:
    """A post in the strip. `words`: who is chosen, in brief; `sends`: its names go on together.

    `to`: whom they go to.
    """

    vacancy: Vacancy
    state: State
    words: str
    sends: bool
    to: str

    @property
    def icon(self) -> str:
        icons = {
            State.OPEN: "strip",
            State.ASKED: "tanya",
            State.DRAFT: "cek",
            State.SET: "segel",
            State.AGREED: "jam",
            State.REFUSED: "seru",
            State.HELD: "cekb",
            State.ENDED: "strip",
        }
        return icons[self.state]

    @property
    def is_chosen(self) -> bool:
        return self.state == State.DRAFT or self.is_settled

    @property
    def is_settled(self) -> bool:
        """Set, and nothing that waits for the authority came of it."""
        return self.state in SETTLED


@dataclass(frozen=True, slots=True)
class Strip:
    """All posts of a round in the order of their codes."""

    posts: Sequence[PostState]

    @property
    def drafted(self) -> int:
        return sum(post.state == State.DRAFT for post in self.posts)

    @property
    def settled(self) -> int:
        return sum(post.is_settled for post in self.posts)

    @property
    def asked(self) -> int:
        return sum(post.state == State.ASKED for post in self.posts)

    @property
    def chosen(self) -> int:
        return self.drafted + self.settled

    @property
    def sent(self) -> int:
        """Of those chosen, the posts whose names go on together."""
        return sum(post.is_chosen and post.sends for post in self.posts)

    @property
    def open(self) -> list[PostState]:
        return [post for post in self.posts if not post.is_chosen]

    @property
    def waits(self) -> bool:
        """Whether a post is without a choice, or with one that is not set yet."""
        return bool(self.open or self.drafted)

    @property
    def next(self) -> Vacancy | None:
        """Where to go on: the first post without a choice."""
        return self.open[0].vacancy if self.open else None


def strip_of(
    vacancies: Sequence[Vacancy],
    drafts: Mapping[int, ChoiceDraft],
    choices: Sequence[Choice],
    inquiries: Mapping[int, Sequence[Inquiry]],
    sending: Sending,
) -> Strip:
    """The strip over these vacancies. Whoever may not see drafts hands over none."""
    held = {choice.vacancy_id: choice for choice in choices}
    states = [_state(vacancy, drafts, held, inquiries, sending) for vacancy in vacancies]
    return Strip(states)


def _state(
    vacancy: Vacancy,
    drafts: Mapping[int, ChoiceDraft],
    held: Mapping[int, Choice],
    inquiries: Mapping[int, Sequence[Inquiry]],
    sending: Sending,
) -> PostState:
    chosen = drafts.get(vacancy.pk) or held.get(vacancy.pk)
    sends, to = sending.is_due(vacancy), sending.to(vacancy)
    if chosen and chosen.what == What.NAMES and not sends:
        return PostState(vacancy, State.AGREED, "Disetujui, pilih satu", sends, to)
    if chosen:
        return PostState(vacancy, *_came_of(chosen, sending, to), sends, to)
    if any(not inquiry.answered_at for inquiry in inquiries.get(vacancy.pk, ())):
        return PostState(vacancy, State.ASKED, "Menunggu panitia", sends, to)
    return PostState(vacancy, State.OPEN, "Belum dipilih", sends, to)


def _came_of(chosen: ChoiceDraft | Choice, sending: Sending, to: str) -> tuple[State, str]:
    """How far a choice is, and the words for it."""
    state, words = State.SET, _brief(chosen, to)
    if isinstance(chosen, ChoiceDraft):
        state = State.DRAFT
    elif chosen.held_inauguration:
        state = State.HELD
    elif hasattr(chosen, "end"):
        state, words = State.ENDED, "Diakhiri tanpa pelantikan"
    elif refusal := sending.refused.get(chosen.vacancy_id):
        state, words = State.REFUSED, f"Ditolak {refusal.approval.rule.body}, putuskan lagi"
    return state, words


def _brief(chosen: ChoiceDraft | Choice, to: str) -> str:
    if chosen.what == What.NAMES:
        return f"Semua nama ke {to}"
    return chosen.candidate.name if chosen.candidate else "Tidak ada yang dipilih"
