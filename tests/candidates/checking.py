"""A candidate of a draft round about whom everything is checked, by the real actions."""

from datetime import date

from candidates.check_actions import Source, check_facts, judge_related
from candidates.evidence_actions import Paper, documents_asked, record_evidence
from candidates.judging import rules_in_force
from candidates.models import Topic
from tests import factories

AS_OF = date(2025, 11, 1)
SIASN = Source("SIASN", AS_OF)


def paper(name="Surat keterangan nomor 12", **given):
    facts = {"dated": AS_OF, "favourable": True, "compared": True}
    return Paper(name, **facts | given)


def complete(small, number=0, *, by=None):
    """Everything that the national rules ask of the small round's candidate, checked and met."""
    by = by or small.staff
    candidate = small.candidates[number]
    candidate.career.all() or factories.CareerPostFactory(candidate=candidate)
    check_facts(candidate, Topic.values, SIASN, by=by)
    for nomination in candidate.nominations.select_related("vacancy__round"):
        posts = {post.pk: (True, "") for post in candidate.career.all()}
        judge_related(nomination.vacancy, posts, by=by)
    asked = documents_asked(rules_in_force(small.round))
    record_evidence(candidate, {code: paper(name) for code, name in asked.items()}, by=by)
    return candidate
