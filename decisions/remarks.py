"""What is remarked about the choice for each post, and what has to be put right, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.nip import NIP
from accounts.wording import in_words
from candidates.models import Candidate
from decisions.backing import Backing
from decisions.barring import Barred
from decisions.cabinet import doubled
from decisions.cards import pension_words
from decisions.choosing import describe
from decisions.models import Choice, ChoiceDraft, What
from decisions.pensions import Post, pension_of
from decisions.posts import PostState
from scoring.ranking import Placed
from selection.enumeration import listed
from selection.models import Vacancy

READ_LETTER = "Baca suratnya pada Persetujuan, lalu pilih nama lain atau minta dikirim ulang."
ICONS = {"err": "seru", "warn": "seru", "off": "berkas"}


@dataclass(frozen=True, slots=True)
class Note:
    """One remark about a post. `other`: the post that its words end with.

    `advice`: what to do, where something is wrong.
    """

    tone: str
    text: str
    advice: str = ""
    other: Vacancy | None = None

    @property
    def icon(self) -> str:
        return ICONS[self.tone]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What keeps choices from being set or carried out, and the posts it concerns."""

    text: str
    advice: str
    vacancies: Sequence[Vacancy]


@dataclass(frozen=True, slots=True)
class Sight:
    """What remarks are made from, loaded once; all but the last three by vacancy's key.

    `chosen`: the draft, or else what was set; `replaced`: what was set under a draft; `ranked`:
    best first. `people` by NIP.
    """

    today: date
    posts: Mapping[int, PostState]
    chosen: Mapping[int, Choice | ChoiceDraft]
    replaced: Mapping[int, Choice]
    ranked: Mapping[int, Sequence[Placed]]
    people: Mapping[str, Candidate]
    barred: Barred
    backing: Backing

    def forward(self, vacancy: int) -> list[Placed]:
        """Who is put forward for a post, best first."""
        return [placed for placed in self.ranked.get(vacancy, ()) if placed.put_forward]

    def placed(self, chosen: Choice | ChoiceDraft) -> Placed | None:
        """The rank, for that post, of the person who is chosen."""
        if chosen.candidate is None:
            return None
        ranked = self.ranked.get(chosen.vacancy_id, ())
        return next((placed for placed in ranked if placed.nip == chosen.candidate.nip), None)

    def held(self, candidate: Candidate, but: int) -> list[Vacancy]:
        """The other posts for which this person is chosen."""
        return [
            self.posts[key].vacancy
            for key, chosen in self.chosen.items()
            if chosen.candidate_id == candidate.pk and key != but
        ]

    def also(self, candidate: Candidate, but: int) -> list[str]:
        """The other posts for which this person is put forward and not chosen, by title."""
        known = {vacancy.pk for vacancy in self.held(candidate, but)} | {but}
        return [
            self.posts[key].vacancy.title
            for key in self.ranked
            if key not in known and any(p.nip == candidate.nip for p in self.forward(key))
        ]


def notes_of(post: PostState, sight: Sight) -> list[Note]:
    """All remarks about one post, what is wrong first."""
    chosen = sight.chosen.get(post.vacancy.pk)
    if chosen is None:
        return list(_about_open(post.vacancy, sight))
    if chosen.candidate is None:
        return list(_about_names(post, chosen, sight))
    return [*_wrong(post, chosen, sight), *_worth_knowing(chosen, chosen.candidate, sight)]


def troubles_of(sight: Sight) -> list[Trouble]:
    """Who is chosen twice, then all else that is wrong, in the order of the posts."""
    found = [*_chosen_twice(sight)]
    for key, post in sight.posts.items():
        chosen = sight.chosen.get(key)
        who = f"{chosen.candidate.full_name}, " if chosen and chosen.candidate else ""
        found += [
            Trouble(f"{who}{post.vacancy.title}: {note.text}.", note.advice, [post.vacancy])
            for note in notes_of(post, sight)
            if note.advice
        ]
    return found


def _chosen_twice(sight: Sight) -> Iterator[Trouble]:
    by_code = {sight.posts[key].vacancy.code: chosen for key, chosen in sight.chosen.items()}
    people = [(chosen.candidate_id, code) for code, chosen in by_code.items()]
    for codes in doubled((person, code) for person, code in people if person).values():
        held = [by_code[code] for code in codes]
        said = " dan ".join(f"{one.vacancy.title} ({_state(one)})" for one in held)
        drafts = [one.vacancy.title for one in held if isinstance(one, ChoiceDraft)]
        change = f" Batalkan pilihan sementara untuk {drafts[-1]}, atau p" if drafts else " P"
        yield Trouble(
            f"{describe(held[0])} dipilih untuk {said}. Pilih salah satu jabatan.",
            f"{change.strip()}ilih nama lain untuk jabatan yang satunya. Sebelum itu pilihan"
            " sementaranya tidak dapat ditetapkan; yang sudah disimpan tidak hilang.",
            [one.vacancy for one in held],
        )


def _state(chosen: Choice | ChoiceDraft) -> str:
    return "sementara" if isinstance(chosen, ChoiceDraft) else "ditetapkan"


def _wrong(post: PostState, chosen: Choice | ChoiceDraft, sight: Sight) -> Iterator[Note]:
    """What keeps the person who is chosen from taking the post."""
    candidate = chosen.candidate
    if candidate is None:
        return
    for other in sight.held(candidate, post.vacancy.pk):
        yield Note("err", "juga dipilih untuk", other=other)
    if why := sight.barred.why(candidate.pk, post.vacancy.pk):
        is_refused = (candidate.pk, post.vacancy.pk) in sight.barred.refused
        yield Note("err", why, READ_LETTER if is_refused else "Pilih nama lain.")
    elif not ((placed := sight.placed(chosen)) and placed.put_forward):
        words = "tidak lagi diusulkan panitia untuk jabatan ini"
        yield Note("err", words, "Pilih nama lain, atau minta keterangan panitia.")
    if post.sends and isinstance(chosen, ChoiceDraft):
        words = "semua nama untuk jabatan ini kini disampaikan bersama"
        yield Note("err", words, "Buka jabatannya, lalu simpan sebagai usulan semua nama.")


def _worth_knowing(
    chosen: Choice | ChoiceDraft, candidate: Candidate, sight: Sight
) -> Iterator[Note]:
    yield from _replacing(chosen, sight)
    if isinstance(chosen, Choice) and (moved := sight.backing.moved.get(chosen.pk)):
        yield Note("warn", moved)
    pension = pension_of(NIP(candidate.nip).born_on, Post.SENIOR, sight.today)
    if pension.is_soon:
        yield Note("warn", pension_words(pension, sight.today))
    if also := sight.also(candidate, chosen.vacancy_id):
        yield Note("off", f"juga diusulkan untuk {listed(also)}")


def _replacing(chosen: Choice | ChoiceDraft, sight: Sight) -> Iterator[Note]:
    """What was set before stays in force until the draft is set."""
    before = sight.replaced.get(chosen.vacancy_id)
    if before and (before.what, before.candidate_id) != (chosen.what, chosen.candidate_id):
        day = in_words(before.determination.set_on)
        yield Note("off", f"menggantikan yang ditetapkan {day}: {describe(before)}")


def _about_names(post: PostState, chosen: Choice | ChoiceDraft, sight: Sight) -> Iterator[Note]:
    """About a post whose names go on together, or for which nobody is chosen."""
    yield from _replacing(chosen, sight)
    if chosen.what != What.NAMES:
        return
    if not post.sends and isinstance(chosen, ChoiceDraft):
        words = "jabatan ini tidak lagi menyampaikan semua nama"
        yield Note("err", words, "Buka jabatannya, lalu pilih satu nama.")
    yield from _gone(post.vacancy, sight)


def _about_open(vacancy: Vacancy, sight: Sight) -> Iterator[Note]:
    forward, gone = sight.forward(vacancy.pk), list(_gone(vacancy, sight))
    if any(placed.put_forward is None for placed in sight.ranked.get(vacancy.pk, ())):
        yield Note("warn", "nama pada batas usulan menunggu pleno")
    if not sight.ranked.get(vacancy.pk):
        yield Note("warn", "tidak ada kandidat berperingkat")
    elif not gone:
        yield Note("off", f"{len(forward)} nama diusulkan")
    elif len(gone) == len(forward):
        yield Note("warn", f"dari {len(forward)} nama tidak ada lagi yang tersedia")
    yield from gone


def _gone(vacancy: Vacancy, sight: Sight) -> Iterator[Note]:
    """Who of those put forward is available no longer: one remark each."""
    for placed in sight.forward(vacancy.pk):
        candidate = sight.people[placed.nip]
        who = f"peringkat {placed.rank}, {candidate.name},"
        if why := sight.barred.why(candidate.pk, vacancy.pk):
            yield Note("warn", f"{who} {why}")
        elif held := sight.held(candidate, vacancy.pk):
            yield Note("warn", f"{who} sudah dipilih untuk", other=held[0])
