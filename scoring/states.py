"""How far a sheet is, asked of the database without bringing along what is written on it."""

from django.db.models import Case, Exists, F, Func, OuterRef, TextField, Value, When

from scoring.hours import EXCUSED, REOPENED
from selection.models import Indicator


def state() -> Case:
    """`empty`, `draft`, `filled`, `reopened`, `signed` or `excused`, to annotate sheets with.

    Filled is where every criterion has a score, whichever: a note that an extreme score calls for
    plays no part, or the state would tell of the score.
    """
    criteria = Indicator.objects.in_force().filter(instrument=OuterRef("instrument"))
    score = Func(
        *(OuterRef("entries"), F("code"), Value("score")),
        function="jsonb_extract_path_text",
        output_field=TextField(),
    )
    return Case(
        When(signed_at__isnull=False, then=Value("signed")),
        When(EXCUSED, then=Value("excused")),
        When(REOPENED, then=Value("reopened")),
        When(version=0, then=Value("empty")),
        When(
            Exists(criteria.annotate(score=score).filter(score__isnull=True)), then=Value("draft")
        ),
        default=Value("filled"),
    )
