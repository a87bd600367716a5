"""Which post everybody of a talent import holds now, of which level, and since when."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from candidates import facts
from candidates.facts import Known, PostKind
from candidates.models import Candidate, OfficialPost, TalentRecord
from candidates.periods import DAY, Period
from candidates.talent_standing import Rows
from decisions.cascade import Post
from decisions.post_levels import Ladder, full_title, same_post

SIMATA = "SIMATA"
KINDS = {"II": PostKind.SENIOR, "III": PostKind.ADMINISTRATOR, "IV": PostKind.SUPERVISOR}
"""The beginning of an echelon -> the kind of its posts (domain.md 4.3)."""


@dataclass(frozen=True, slots=True)
class Held:
    """The post that somebody holds, its level, and the posts whose first day is known."""

    post: Post
    level: int
    served: Sequence[Known[facts.Post]]


@dataclass(frozen=True, slots=True)
class _Term:
    """One post as its source has it."""

    title: str
    unit: str
    level: int | None
    kind: PostKind | None
    since: date | None
    source: str


def held_by(rows: Rows, candidates: Mapping[int, Candidate], ladder: Ladder) -> dict[int, Held]:
    """By official: the post that he holds, where it has a level. One query.

    What he took up after a round since the day of the data stands before what the export says.
    """
    as_of = rows.talent_import.as_of
    later = defaultdict(list)
    taken = OfficialPost.objects.filter(
        official__talent__talent_import=rows.talent_import, since__gt=as_of
    )
    for post in taken.order_by("since", "pk"):
        later[post.official_id].append(post)
    found = {}
    for official, row in rows.by_official.items():
        candidate = candidates.get(official)
        terms = [_exported(row, candidate, ladder)]
        terms += [_taken(post, candidate, ladder) for post in later.get(official, ())]
        now = terms[-1]
        if now.level is not None:
            here = (full_title(now.title, now.unit), now.unit)
            found[official] = Held(here, now.level, _served(terms, as_of))
    return found


def _exported(row: TalentRecord, candidate: Candidate | None, ladder: Ladder) -> _Term:
    echelon = row.echelon or _echelon((row.post, row.unit), candidate)
    level = ladder.level_of(row.post, row.unit, echelon)
    kind = KINDS[ladder.echelon_of(level).partition(".")[0]] if level else None
    return _Term(row.post, row.unit, level, kind, row.post_since, SIMATA)


def _taken(post: OfficialPost, candidate: Candidate | None, ladder: Ladder) -> _Term:
    level = ladder.level_of(post.post, post.unit, _echelon((post.post, post.unit), candidate))
    return _Term(post.post, post.unit, level, PostKind(post.post_kind), post.since, post.source)


def _echelon(post: Post, candidate: Candidate | None) -> str:
    """The echelon that a round knows of this very post."""
    known = candidate and same_post((candidate.post, candidate.unit), post)
    return candidate.echelon if candidate and known else ""


def _served(terms: Sequence[_Term], as_of: date) -> list[Known[facts.Post]]:
    """Each post until the day before the next."""
    ends = [*(term.since - DAY if term.since else None for term in terms[1:]), None]
    return [
        Known(
            facts.Post(term.title, term.unit, term.kind, Period(term.since, end)),
            term.source,
            as_of,
            term.source,
        )
        for term, end in zip(terms, ends, strict=True)
        if term.kind and term.since
    ]
