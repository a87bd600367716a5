"""What a check of loaded data covers: the fingerprint by which it lapses when the data change."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from candidates.models import Candidate, CareerPost, Topic

TOPIC_OF_KIND: Mapping[str, Topic] = {
    "education_at_least": Topic.EDUCATION,
    "age_at_most": Topic.BIRTH,
    "grade_at_least": Topic.GRADE,
    "ratings_at_least": Topic.RATINGS,
    "no_sanction": Topic.SANCTIONS,
    "related_experience": Topic.CAREER,
    "years_in_post": Topic.CAREER,
}


def fingerprint(candidate: Candidate, career: Iterable[CareerPost], topic: str) -> str:
    """SHA-256 (hex) of the candidate's loaded data on the topic; `career`: the posts in force."""
    text = json.dumps(_data(candidate, career, topic), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _data(candidate: Candidate, career: Iterable[CareerPost], topic: str) -> Sequence[object]:
    match Topic(topic):
        case Topic.EDUCATION:
            return [candidate.education, candidate.education_field]
        case Topic.BIRTH:
            return [candidate.nip]
        case Topic.GRADE:
            return [candidate.grade, candidate.grade_since]
        case Topic.RATINGS:
            return [candidate.rating_1, candidate.rating_2]
        case Topic.SANCTIONS:
            return [candidate.sanction]
        case Topic.CAREER:
            return sorted(
                [str(p.began), p.post, p.unit, p.post_kind, str(p.ended or "")] for p in career
            )
