from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from audit.actions import Actor
from candidates.models import Candidate, CareerPost, Nomination, Official
from selection.actions import settle
from selection.models import Round
from selection.registry import Changes, replace

CANDIDATE_FIELDS = (
    "front_title",
    "name",
    "back_title",
    "grade",
    "grade_since",
    "post",
    "post_kind",
    "echelon",
    "post_since",
    "unit",
    "education",
    "education_field",
    "rating_1",
    "rating_2",
    "performance",
    "potential",
    "sanction",
    "email",
)
CAREER_FIELDS = ("post_kind", "ended", "related_to")


@transaction.atomic
def put_candidates(round_: Round, wanted: Sequence[Candidate], *, by: Actor) -> Changes[Candidate]:
    """Make the round's candidates those of the file. Newcomers get the next numbers, by NIP."""
    held = {candidate.nip: candidate for candidate in Candidate.objects.filter(round=round_)}
    newcomers = sorted((c for c in wanted if c.nip not in held), key=lambda c: c.nip)
    officials = _officials(round_, newcomers if round_.is_draft else ())
    last = Candidate.objects.filter(round=round_).aggregate(last=Max("number"))["last"] or 0
    for number, candidate in enumerate(newcomers, start=last + 1):
        candidate.number = number
        if candidate.nip in officials:
            candidate.official = officials[candidate.nip]
    changes = replace(
        held.values(),
        wanted,
        key=lambda c: (c.nip,),
        fields=CANDIDATE_FIELDS,
        write=round_.is_draft,
    )
    settle(round_, "candidates.candidates_set", changes, by=by)
    return changes


@transaction.atomic
def put_career(round_: Round, wanted: Sequence[CareerPost], *, by: Actor) -> Changes[CareerPost]:
    """Make the histories of posts of all the round's candidates those of the file."""
    existing = CareerPost.objects.filter(candidate__round=round_).select_related("candidate")
    changes = replace(
        existing,
        wanted,
        key=lambda line: (line.candidate.nip, line.began, line.post, line.unit),
        fields=CAREER_FIELDS,
        write=round_.is_draft,
    )
    settle(round_, "candidates.career_set", changes, by=by)
    return changes


@transaction.atomic
def put_nominations(
    round_: Round, wanted: Sequence[Nomination], *, by: Actor
) -> Changes[Nomination]:
    """Make the nominations of all the round's candidates those of the file."""
    existing = Nomination.objects.filter(candidate__round=round_)
    changes = replace(
        existing.select_related("candidate", "vacancy"),
        wanted,
        key=lambda n: (n.candidate.nip, n.vacancy.code),
        fields=(),
        write=round_.is_draft,
    )
    settle(round_, "candidates.nominations_set", changes, by=by)
    return changes


def _officials(round_: Round, newcomers: Sequence[Candidate]) -> dict[str, Official]:
    """The agency's officials behind these candidates; unknown ones are added."""
    Official.objects.bulk_create(
        [Official(agency_id=round_.agency_id, nip=c.nip, name=c.name) for c in newcomers],
        ignore_conflicts=True,
    )
    known = Official.objects.filter(
        agency_id=round_.agency_id, nip__in=[candidate.nip for candidate in newcomers]
    )
    return {official.nip: official for official in known}
