"""Writing what an announcement tells: the text that decisions.announced describes and reads."""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from accounts.wording import number_in_words, with_comma
from candidates.models import Candidate
from decisions.announced import Shows, Wanted, read
from decisions.choosing import choices_of
from decisions.models import Announcement, ChoiceEnd, Decree, Inauguration, Withdrawal
from panels.models import Seat
from scoring.models import Result
from selection.models import Round
from selection.scheme import canonical

CHAIR = "Ketua Panitia Seleksi"
APPOINTED = "Pejabat yang diangkat"


def text_of(round_: Round, result: Result, wanted: Wanted) -> str:
    """All that would be shown of this, as one text that can be hashed."""
    rule, before = wanted.disclosure, wanted.replaces
    return canonical(
        {
            "agency": round_.agency.name,
            "round": round_.title,
            "kind": wanted.kind.value,
            "number": wanted.number,
            "dated": wanted.dated.isoformat(),
            "title": wanted.title,
            "contact": wanted.contact,
            **_issuer(round_, wanted),
            "heading": _heading(round_, wanted.kind),
            "shows": rule.shows if rule else "",
            "shown": rule.title if rule else "",
            "legal_basis": rule.legal_basis if rule else "",
            "legal_note": rule.note if rule else "",
            "replaces": _earlier(before, wanted.reason) if before else None,
            "posts": sorted(_posts(round_, result, wanted), key=_by_title),
        }
    )


def _issuer(round_: Round, wanted: Wanted) -> dict[str, str]:
    """The panel tells what it came to; who was appointed is told by the government itself."""
    about = wanted.replaces.kind if wanted.replaces else wanted.kind
    if about == Announcement.Kind.APPOINTED:
        return {"office": round_.agency.name, "official": ""}
    chair = Seat.objects.in_force().filter(round=round_, part=Seat.Part.CHAIR).first()
    return {"office": CHAIR, "official": chair.name if chair else ""}


def _heading(round_: Round, kind: Announcement.Kind) -> str:
    if kind == Announcement.Kind.APPOINTED:
        return APPOINTED
    count = number_in_words(round_.names_put_forward).capitalize()
    return f"{count} kandidat terbaik" if kind == Announcement.Kind.SHORTLIST else ""


def _earlier(before: Announcement, reason: str) -> dict[str, str]:
    said = read(before.text)
    return {
        "number": before.number,
        "dated": before.dated.isoformat(),
        "title": said.title,
        "reason": reason,
    }


def _posts(round_: Round, result: Result, wanted: Wanted) -> Iterable[dict[str, Any]]:
    if wanted.disclosure is None:
        return []
    if wanted.kind == Announcement.Kind.APPOINTED:
        return _appointed(round_)
    return _put_forward(round_, result, Shows(wanted.disclosure.shows))


def _put_forward(round_: Round, result: Result, shows: Shows) -> list[dict[str, Any]]:
    """The names that the panel put forward, out of the frozen text."""
    people = {row.nip: row for row in Candidate.objects.filter(round=round_)}
    gone = set(
        Withdrawal.objects.filter(candidate__round=round_).values_list("candidate", flat=True)
    )
    posts = []
    for vacancy in json.loads(result.text)["vacancies"]:
        rows = [row for row in vacancy["ranked"] if row["put_forward"]]
        if shows == Shows.NAMES:
            rows.sort(key=lambda row: _alphabetical(people[row["nip"]]))
        else:
            rows.sort(key=lambda row: (row["rank"], *_alphabetical(people[row["nip"]])))
        shown = [_shown(people[row["nip"]], row, shows, gone) for row in rows]
        posts.append({"title": vacancy["title"], "people": shown})
    return posts


def _shown(
    candidate: Candidate, row: Mapping[str, Any], shows: Shows, gone: Collection[int]
) -> dict[str, Any]:
    """Of one person as much as the rule shows."""
    said: dict[str, Any] = {"name": candidate.full_name}
    if candidate.pk in gone:
        said["withdrew"] = True
    if shows in (Shows.RANKS, Shows.SCORES):
        said["rank"] = row["rank"]
    if shows == Shows.SCORES:
        said["total"] = with_comma(row["total"])
    return said


def _appointed(round_: Round) -> list[dict[str, Any]]:
    """Who holds a decree, with the day of his inauguration once it was held."""
    choices = {choice.pk: choice for choice in choices_of(round_)}
    ended = ChoiceEnd.objects.filter(choice__in=choices).values("choice")
    decrees = Decree.objects.filter(choice__in=choices).exclude(choice__in=ended)
    held = dict(
        Inauguration.objects.filter(choice__in=choices, held=True).values_list("choice", "on")
    )
    posts = []
    for decree in decrees.order_by("pk"):
        choice = choices[decree.choice_id]
        if choice.candidate:
            day = held.get(choice.pk)
            person = {
                "name": choice.candidate.full_name,
                "decree": decree.number,
                "decreed": decree.dated.isoformat(),
                "inaugurated": day.isoformat() if day else None,
            }
            posts.append({"title": choice.vacancy.title, "people": [person]})
    return posts


def _alphabetical(candidate: Candidate) -> tuple[str, str]:
    """By the name without titles, as a list of names is read."""
    return candidate.name.casefold(), candidate.full_name


def _by_title(post: Mapping[str, Any]) -> str:
    title: str = post["title"]
    return title.casefold()
