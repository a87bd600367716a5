"""What a cell of the matrix shows at a glance: the value that was judged, in few characters."""

from collections.abc import Iterable
from datetime import date

from candidates.checks import AgeAtMost, EducationAtLeast, GradeAtLeast, RatingsAtLeast
from candidates.facts import Facts, Known, Post, Rating
from candidates.periods import Length, elapsed, total
from candidates.records import Documented, NoSanction
from candidates.tenures import RelatedExperience, YearsInPost
from candidates.verdicts import Check

SHORT = {
    Rating.VERY_GOOD: "SB",
    Rating.GOOD: "B",
    Rating.NEEDS_WORK: "BP",
    Rating.POOR: "K",
    Rating.VERY_POOR: "SK",
}


def brief(check: Check, facts: Facts, on: date) -> str:
    """`8 th 8 bl`, `S-2`, `SB · B`, `2 dari 3`; empty where nothing is known."""
    shown = ""
    match check:
        case EducationAtLeast() if facts.degrees:
            shown = ", ".join(degree.level.value for degree in facts.degrees.value)
        case AgeAtMost():
            shown = _age(facts, on)
        case GradeAtLeast() if facts.grade:
            shown = facts.grade.value.grade.value
        case RatingsAtLeast():
            shown = _ratings(check, facts, on)
        case NoSanction():
            shown = _sanctions(facts)
        case Documented():
            shown = _documents(check, facts)
        case RelatedExperience() | YearsInPost():
            shown = _years(check, facts, on)
    return shown


def demand(check: Check) -> str:
    """What the check asks at the head of a column: `min. 5 th`, `maks. 56 th`."""
    asked = "dokumen"
    match check:
        case EducationAtLeast():
            asked = f"min. {check.level}" + (", bidang tertentu" if check.fields else "")
        case AgeAtMost():
            asked = f"maks. {check.years} th"
        case GradeAtLeast():
            asked = f"min. {check.grade}"
        case RatingsAtLeast():
            asked = f"min. {check.least.label}, {check.years} th"
        case NoSanction():
            asked = "tanpa " + "/".join(level.label for level in check.levels)
        case RelatedExperience() | YearsInPost():
            asked = f"min. {check.years} th"
    return asked


def in_short(length: Length) -> str:
    """`8 th 8 bl`; under a month the days."""
    if not length.years and not length.months:
        return f"{length.days} hr"
    return f"{length.years} th {length.months} bl"


def _age(facts: Facts, on: date) -> str:
    if facts.born is None or facts.born.value > on:
        return ""
    return in_short(elapsed(facts.born.value, on))


def _ratings(check: RatingsAtLeast, facts: Facts, on: date) -> str:
    latest = on.year - 1 if check.latest_year is None else check.latest_year
    known = [facts.ratings.get(latest - back) for back in range(check.years)]
    return " · ".join(SHORT[rating.value] if rating else "–" for rating in known)


def _sanctions(facts: Facts) -> str:
    if facts.sanctions is None:
        return ""
    return ", ".join(s.level.label for s in facts.sanctions.value) or "tidak ada"


def _documents(check: Documented, facts: Facts) -> str:
    there = sum(code in facts.evidence for code, _ in check.documents)
    if len(check.documents) == 1:
        return "ada" if there else ""
    return f"{there} dari {len(check.documents)}"


def _years(check: RelatedExperience | YearsInPost, facts: Facts, on: date) -> str:
    counted = [line.value for line in facts.posts if _counts(check, line, on)]
    return in_short(_sum(counted, on)) if facts.posts else ""


def _sum(posts: Iterable[Post], on: date) -> Length:
    return total([post.period for post in posts], on).length


def _counts(check: RelatedExperience | YearsInPost, line: Known[Post], on: date) -> bool:
    """As the check counts for sure, whether or not the lines were checked."""
    post = line.value
    if isinstance(check, RelatedExperience):
        return post.related is not None and post.related.answer
    ended = post.period.last is not None and post.period.last < on
    counts = not post.acting or (post.acting_counts is not None and post.acting_counts.answer)
    return post.kind in check.kinds and counts and not (check.current_only and ended)
