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
COLUMNS: Mapping[Topic, Sequence[str]] = {
    Topic.EDUCATION: ("education", "education_field"),
    Topic.BIRTH: ("nip",),
    Topic.GRADE: ("grade", "grade_since"),
    Topic.RATINGS: ("rating_1", "rating_2"),
    Topic.SANCTIONS: ("sanction",),
}


def fingerprint(candidate: Candidate, career: Iterable[CareerPost], topic: str) -> str:
    """SHA-256 (hex) of the candidate's loaded data on the topic; `career`: the posts in force."""
    text = json.dumps(_data(candidate, career, topic), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _data(candidate: Candidate, career: Iterable[CareerPost], topic: str) -> Sequence[object]:
    if Topic(topic) is Topic.CAREER:
        return sorted(
            [str(p.began), p.post, p.unit, p.post_kind, str(p.ended or "")] for p in career
        )
    return [getattr(candidate, column) for column in COLUMNS[Topic(topic)]]
