"""What the requirements add to a round: one object of every kind that has an address."""

from dataclasses import dataclass

from django.core.files.base import ContentFile

from candidates.national_rules import LOCAL_RULES
from candidates.requirement_rows import row_of
from tests import factories


@dataclass
class Checking:
    """The address parts of the pages about requirements, by what they are about."""

    arguments: dict


def checking_of(small):
    """In the draft, before the round is fixed: evidence, an exception, a rule, a file, a career."""
    code, candidate = small.round.code, small.candidates[0]
    post = factories.CareerPostFactory(candidate=candidate, post="Plt. Sekretaris Dinas")
    attachment = factories.AttachmentFactory.build(
        round=small.round, kind="exception", uploaded_by=small.staff, sha256="1" * 64, file=""
    )
    attachment.file.save("nota.pdf", ContentFile(b"%PDF-"), save=False)
    attachment.save()
    exception = factories.RequirementExceptionFactory(
        nomination=candidate.nominations.get(vacancy=small.vacancies[0]),
        document=attachment,
        requested_by=small.staff,
    )
    evidence = factories.EvidenceFactory(candidate=candidate, recorded_by=small.staff)
    rule = row_of(LOCAL_RULES[0], small.round.agency)
    rule.save()
    return Checking(
        {
            "nomination": [code, "DINKES", candidate.number],
            "requirement": [code, "DINKES", candidate.number, "USIA"],
            "candidate": [code, candidate.number],
            "acting": [code, candidate.number, post.pk],
            "exception": [code, exception.public_id],
            "evidence": [code, evidence.public_id],
            "attachment": [code, attachment.public_id],
            "rule": [code, rule.pk],
        },
    )
