"""Whether the panel still stands behind what was set, after a result was corrected and handed over.

The database asks the same before anything begins for somebody who was chosen (migration 0014).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from accounts.wording import in_words
from decisions.happenings import ApprovalRefused
from decisions.models import Choice
from decisions.reasons import NOTHING
from scoring.models import Result
from selection.models import Round


@dataclass(frozen=True, slots=True)
class Backing:
    """What the newest result says of choices of people that rest on an older one, in words.

    By key of the choice: `gone`, who is put forward no longer; `moved`, who has another rank.
    """

    gone: Mapping[int, str]
    moved: Mapping[int, str]


def backing_of(round_: Round, choices: Iterable[Choice]) -> Backing:
    """For these choices, which are in force; the database is asked about people only.

    One query; two more once a result was corrected.
    """
    people = [choice for choice in choices if choice.candidate]
    if not people:
        return Backing({}, {})
    handed = Result.objects.filter(round=round_, hand_over__isnull=False).order_by("-number")
    newest = handed.select_related("hand_over").defer("text").first()
    older = [one for one in people if newest and one.determination.result_id != newest.pk]
    if newest is None or not older:
        return Backing({}, {})
    open_ = Choice.objects.filter(pk__in=[choice.pk for choice in older], end=None)
    open_keys = set(open_.exclude(inaugurations__held=True).values_list("pk", flat=True))
    ranks = _ranks(newest)
    day = in_words(timezone.localdate(newest.hand_over.handed_at))
    gone, moved = {}, {}
    for choice in older:
        nip = choice.candidate.nip if choice.candidate else ""
        rank = ranks.get((choice.vacancy.code, nip))
        if choice.pk not in open_keys or rank == choice.rank:
            continue
        if rank is None:
            gone[choice.pk] = f"tidak lagi diusulkan panitia sejak koreksi yang diserahkan {day}"
        else:
            said = f"peringkat berubah sejak dipilih: semula {choice.rank}, kini {rank}"
            moved[choice.pk] = said
    return Backing(gone, moved)


def refuse_unbacked(choice: Choice) -> None:
    """Raises ApprovalRefused where the panel does not put forward any more who was chosen."""
    if why := backing_of(choice.vacancy.round, [choice]).gone.get(choice.pk):
        who = choice.candidate.full_name if choice.candidate else ""
        raise ApprovalRefused(f"{who} {why}. {NOTHING} Tunggu penetapan baru Wali Kota.")


def _ranks(result: Result) -> dict[tuple[str, str], int]:
    """By code of the post and NIP: the rank of everybody who is put forward."""
    return {
        (post["code"], person["nip"]): person["rank"]
        for post in json.loads(result.text)["vacancies"]
        for person in post["ranked"]
        if person["put_forward"]
    }
