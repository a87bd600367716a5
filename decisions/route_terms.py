"""The conditions under which an approval is needed: what is asked of the facts, and in which words.

A condition is data: a list of alternatives, each a mapping of term to value, all of which must
hold. `[{}]` always holds; `[]` never does (the body does not exist yet). What nobody has recorded
is neither: it holds for neither answer, and says what is missing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from accounts.spelling import plain
from accounts.wording import in_words
from candidates.periods import shift


class Trait(StrEnum):
    """Posts for which somebody beside the usual bodies has to agree (domain.md 1.3)."""

    ORDINARY = "ordinary"
    DUKCAPIL = "dukcapil"
    INSPECTOR = "inspector"
    SECRETARY = "secretary"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Trait.ORDINARY: "jabatan biasa",
    Trait.DUKCAPIL: "Kepala Disdukcapil",
    Trait.INSPECTOR: "Inspektur",
    Trait.SECRETARY: "Sekretaris Daerah",
}
HEADS = ("kepala dinas", "kepala disdukcapil")
CIVIL_REGISTRY = ("kependudukan dan pencatatan sipil", "disdukcapil", "dukcapil")


def trait_of(post: str, unit: str) -> Trait:
    """What is special about a post, by its name; `unit` helps where the post is just a head's."""
    name = plain(post)
    if name == "inspektur" or name.startswith(("inspektur kota", "inspektur daerah")):
        return Trait.INSPECTOR
    if name == "sekda" or name.startswith("sekretaris daerah"):
        return Trait.SECRETARY
    place = f"{name} {unit.casefold()}"
    if name.startswith(HEADS) and any(words in place for words in CIVIL_REGISTRY):
        return Trait.DUKCAPIL
    return Trait.ORDINARY


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A term of a head of region; `ends_on` is None while it goes on."""

    office: str
    inaugurated_on: date
    ends_on: date | None
    is_acting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Election:
    """An election of the head: the day candidates are designated, and when the freeze ends."""

    designation_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the route of one person to one post rests on, as it stands on the day `on`.

    `named`: whose approval of the post the workbook names, in its words.
    `present` is the post that this person leaves. Without a person (several names are sent)
    `post_since` and `holds_senior_post` are None.
    """

    on: date
    kind: str
    post: Trait
    named: str = ""
    present: Trait = Trait.ORDINARY
    post_since: date | None = None
    holds_senior_post: bool | None = None
    heads: Sequence[Head] = ()
    elections: Sequence[Election] = ()

    @property
    def head(self) -> Head | None:
        """Who heads the region on the day; the latest inaugurated where terms overlap."""
        held = [
            head
            for head in self.heads
            if head.inaugurated_on <= self.on and (head.ends_on is None or self.on <= head.ends_on)
        ]
        return max(held, key=lambda head: head.inaugurated_on, default=None)


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether one term holds (None: not known), and the fact it rests on, in words."""

    holds: bool | None
    words: str


NO_HEAD = Finding(None, "masa jabatan kepala daerah pada tanggal ini belum dicatat")
NO_PERSON = "orangnya belum ditetapkan"


def _yes(words: str) -> Finding:
    return Finding(holds=True, words=words)


def _no(words: str) -> Finding:
    return Finding(holds=False, words=words)


def _post(facts: Facts, wanted: Any) -> Finding:
    label = Trait(wanted).label
    is_it = facts.post == wanted
    return Finding(is_it, f"jabatan ini {label}" if is_it else f"jabatan bukan {label}")


def _named_approval(facts: Facts, _: Any) -> Finding:
    if not facts.named:
        return _no("")
    return _yes(f"syarat jabatan ini menurut berkas: persetujuan {facts.named}")


def _leaves(facts: Facts, wanted: Any) -> Finding:
    label = Trait(wanted).label
    if facts.present == wanted:
        return _yes(f"pejabat yang pindah sedang menjabat {label}")
    return _no(f"pejabat tidak sedang menjabat {label}")


def _kind(facts: Facts, wanted: Any) -> Finding:
    review = "putaran ini uji kompetensi pejabat"
    filling = "putaran ini pengisian jabatan melalui manajemen talenta"
    return Finding(facts.kind == wanted, review if facts.kind == "competency_review" else filling)


def _months_after_inauguration(facts: Facts, months: Any) -> Finding:
    head = facts.head
    if head is None:
        return NO_HEAD
    if head.is_acting:
        return _no(_acting_words(head))
    until = shift(head.inaugurated_on, months)
    when = in_words(head.inaugurated_on)
    if facts.on <= until:
        window = f"pelantikan {head.office} belum lewat {months} bulan"
        return _yes(f"{window} ({when}, sampai {in_words(until)})")
    return _no(f"pelantikan {head.office} lebih dari {months} bulan ({when})")


def _acting_head(facts: Facts, _: Any) -> Finding:
    head = facts.head
    if head is None:
        return NO_HEAD
    if not head.is_acting:
        return _no(f"{head.office} definitif")
    return _yes(_acting_words(head))


def _acting_words(head: Head) -> str:
    since = in_words(head.inaugurated_on)
    return f"{head.office} dijabat penjabat atau pelaksana tugas sejak {since}"


def _months_before_designation(facts: Facts, months: Any) -> Finding:
    for election in facts.elections:
        begins = shift(election.designation_on, -months)
        if begins <= facts.on and not _is_over(election, facts):
            day = in_words(election.designation_on)
            words = f"masa pemilihan sejak {in_words(begins)} (penetapan pasangan calon {day})"
            return _yes(words)
    if facts.elections:
        return _no("bukan masa pemilihan")
    return _no("tidak ada masa pemilihan yang dicatat")


def _is_over(election: Election, facts: Facts) -> bool:
    """The term that saw the election has ended: as recorded, or by whoever was elected."""
    if election.ends_on is not None:
        return facts.on > election.ends_on
    return any(
        not head.is_acting and election.designation_on < head.inaugurated_on <= facts.on
        for head in facts.heads
    )


def _tenure_below_years(facts: Facts, years: Any) -> Finding:
    if facts.post_since is None:
        return Finding(None, NO_PERSON)
    full = shift(facts.post_since, 12 * years)
    since, tenure = in_words(facts.post_since), "masa dalam jabatan sekarang"
    if facts.on < full:
        return _yes(f"{tenure} kurang dari {years} tahun (sejak {since})")
    return _no(f"{tenure} {years} tahun atau lebih (sejak {since})")


def _holds_senior_post(facts: Facts, _: Any) -> Finding:
    if facts.holds_senior_post is None:
        return Finding(None, NO_PERSON)
    senior = facts.holds_senior_post
    return Finding(senior, f"jabatan sekarang {'' if senior else 'bukan '}JPT Pratama")


TERMS: Mapping[str, Callable[[Facts, Any], Finding]] = {
    "post": _post,
    "named_approval": _named_approval,
    "leaves": _leaves,
    "kind": _kind,
    "months_after_inauguration": _months_after_inauguration,
    "acting_head": _acting_head,
    "months_before_designation": _months_before_designation,
    "tenure_below_years": _tenure_below_years,
    "holds_senior_post": _holds_senior_post,
}

WINDOWS = frozenset({"months_after_inauguration", "months_before_designation", "acting_head"})
"""Terms that another day may answer otherwise, for whichever post."""


def findings(alternative: Mapping[str, Any], facts: Facts) -> list[Finding]:
    """What each term of an alternative comes to. Raises `KeyError` for a term nobody knows."""
    return [TERMS[term](facts, value) for term, value in alternative.items()]
