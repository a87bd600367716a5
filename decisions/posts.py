"""The posts of a round as the authority sees them: what is chosen, what waits for him."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from decisions.backing import Backing
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
    GONE = "gone"  # who was set is put forward no longer


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
            State.GONE: "seru",
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


@dataclass(frozen=True, slots=True)
class Held:
    """What there is for the posts of a round. Whoever may not see drafts hands over none.

    `choices`: those in force.
    """

    drafts: Mapping[int, ChoiceDraft]
    choices: Sequence[Choice]
    inquiries: Mapping[int, Sequence[Inquiry]]
    sending: Sending
    backing: Backing


def strip_of(vacancies: Sequence[Vacancy], held: Held) -> Strip:
    """The strip over these vacancies."""
    choices = {choice.vacancy_id: choice for choice in held.choices}
    return Strip([_state(vacancy, choices.get(vacancy.pk), held) for vacancy in vacancies])


def _state(vacancy: Vacancy, choice: Choice | None, held: Held) -> PostState:
    chosen = held.drafts.get(vacancy.pk) or choice
    sends, to = held.sending.is_due(vacancy), held.sending.to(vacancy)
    if chosen:
        state, words = _came_of(chosen, held, to if sends else "")
    elif any(not inquiry.answered_at for inquiry in held.inquiries.get(vacancy.pk, ())):
        state, words = State.ASKED, "Menunggu panitia"
    else:
        state, words = State.OPEN, "Belum dipilih"
    return PostState(vacancy, state, words, sends, to)


def _came_of(chosen: ChoiceDraft | Choice, held: Held, to: str) -> tuple[State, str]:
    """How far a choice is, and the words for it.

    `to`: whom all names go to; empty once they agreed, or where nobody wants to see them.
    """
    state, words = State.SET, _brief(chosen, to)
    if chosen.what == What.NAMES and not to:
        state, words = State.AGREED, "Disetujui, pilih satu"
    elif isinstance(chosen, ChoiceDraft):
        state = State.DRAFT
    elif chosen.held_inauguration:
        state = State.HELD
    elif hasattr(chosen, "end"):
        state, words = State.ENDED, "Diakhiri tanpa pelantikan"
    elif chosen.pk in held.backing.gone:
        state, words = State.GONE, f"{words}: tidak lagi diusulkan"
    elif refusal := held.sending.refused.get(chosen.vacancy_id):
        state, words = State.REFUSED, f"Ditolak {refusal.approval.rule.body}, putuskan lagi"
    return state, words


def _brief(chosen: ChoiceDraft | Choice, to: str) -> str:
    if chosen.what == What.NAMES:
        return f"Semua nama ke {to}"
    return chosen.candidate.name if chosen.candidate else "Tidak ada yang dipilih"
