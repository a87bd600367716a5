"""The minutes of a plenary (Berita Acara Pleno): who was there, what was decided, what came out."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import Agency
from accounts.wording import (
    at_moment,
    number_in_words,
    opening_of,
    with_comma,
    with_weekday,
)
from decisions.models import Plenary
from decisions.standing import outcome_at
from reports import pdf
from reports.letterhead import OFFICE
from reports.models import Document
from reports.plenary import Said, said_at
from reports.provenance import Source, grouped
from reports.verification_mark import mark_of
from scoring.models import Result
from selection.models import Round

TITLE = "Berita Acara Rapat Pleno"


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A name put forward, as the frozen text has it."""

    rank: int
    nip: str
    name: str
    total: str


@dataclass(frozen=True, slots=True)
class FrozenPost:
    """A vacancy with the names that the frozen text puts forward."""

    title: str
    names: Sequence[Forwarded]


@dataclass(frozen=True, slots=True)
class PlenaryMinutes:
    """Everything on paper; what came out is read from the frozen text, not computed again."""

    plenary: Plenary
    result: Result
    said: Said
    agency: Agency
    opening: str
    attended: str
    posts: Sequence[FrozenPost]

    @property
    def round(self) -> Round:
        return self.plenary.round


def minutes_of(result: Result) -> PlenaryMinutes:
    """The minutes of the plenary that froze this result."""
    plenary = Plenary.objects.select_related("round__agency", "chair", "result").get(result=result)
    said = said_at(plenary, outcome_at(plenary))
    present = len(said.present)
    return PlenaryMinutes(
        plenary=plenary,
        result=result,
        said=said,
        agency=plenary.round.agency,
        opening=opening_of(plenary.held_on),
        attended=f"{present} ({number_in_words(present)}) dari {len(said.members)} penilai",
        posts=[_post(vacancy) for vacancy in json.loads(result.text)["vacancies"]],
    )


def traits_of(document: Document) -> list[str]:
    """By what the minutes are recognised on paper."""
    if document.result is None:
        return []
    minutes = minutes_of(document.result)
    return [f"{len(minutes.posts)} jabatan", f"{len(minutes.said.present)} penilai hadir"]


def make(document: Document, _on_step: Callable[[int, str], None]) -> pdf.Rendered:
    """The minutes on paper. Raises pdf.CannotRender."""
    if document.result is None:
        raise ValueError("Minutes of a plenary are of a frozen result.")
    minutes = minutes_of(document.result)
    context = {
        "minutes": minutes,
        "office": OFFICE,
        "number": document.number,
        "made": at_moment(timezone.localtime(document.ordered_at)),
        "document": document,
        "verification": mark_of(document),
        "sources": [
            Source("Sidik jari aturan nilai", grouped(minutes.round.scheme_sha256)),
            Source("Sidik jari hasil", grouped(document.result.sha256)),
        ],
    }
    html = render_to_string("reports/pdf/plenary.html", context)
    about = pdf.About(
        title=f"{TITLE} nomor {minutes.plenary.number}",
        author=minutes.agency.name,
        subject=f"{minutes.round.title}, {with_weekday(minutes.plenary.held_on)}",
        at=document.ordered_at,
    )
    return pdf.render(html, paper=document.paper, about=about)


def _post(vacancy: dict[str, Any]) -> FrozenPost:
    return FrozenPost(
        title=vacancy["title"],
        names=[
            Forwarded(row["rank"], row["nip"], row["name"], with_comma(row["total"]))
            for row in vacancy["ranked"]
            if row["put_forward"]
        ],
    )
