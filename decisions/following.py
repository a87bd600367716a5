"""A new round out of the posts that fall vacant: begun once, for what was set and nothing else."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from audit.actions import record
from candidates.checks import AgeAtMost, EducationAtLeast, GradeAtLeast
from candidates.tenures import YearsInPost
from decisions.models import FollowUp, Inauguration
from decisions.post_levels import Level
from decisions.succession import Gerbong, Opening, gerbong_of
from scoring.ranking import TieBreak
from selection.actions import put_round, put_vacancies
from selection.models import Kind, Round, Vacancy

SAFE = "Belum ada putaran yang dibuat."
CODE_LENGTH = 40
AHEAD = timedelta(days=90)
"""How far ahead the appointment is planned, until somebody says otherwise."""

LIKE_BEFORE = (
    "legal_basis",
    "location",
    "aggregation",
    "precision",
    "names_put_forward",
    "max_nominations",
)
"""What the new round does as the one before it did."""


class CannotFollow(Exception):
    """The round cannot be begun as it stands; the message says why, and that nothing changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The round that is wanted, and the keys of the posts that it fills."""

    code: str
    title: str
    reference_date: date
    posts: Collection[str]


def proposed(round_: Round, gerbong: Gerbong, today: date) -> dict[str, Any]:
    """What the form says before anybody types."""
    posts, planned = len(gerbong.startable), today + AHEAD
    where = round_.agency.city or round_.agency.name
    return {
        "code": _free_code(round_.code),
        "title": f"Pengisian {posts} Jabatan Lanjutan {where} Tahun {planned.year}",
        "reference_date": planned,
        "posts": [post.key for post in gerbong.startable],
    }


@transaction.atomic
def start_follow_up(round_: Round, plan: Plan, *, by: User) -> tuple[Round, bool]:
    """The draft round for these posts; True where it is new. Raises CannotFollow.

    The same plan again gives the round that is there already.
    """
    locked = Round.objects.locked().get(pk=round_.pk)
    gerbong = gerbong_of(locked, {}, timezone.localdate())
    posts = _wanted(gerbong, plan)
    if held := _begun(locked, plan, posts):
        return held, False
    _refuse(plan, posts)
    made, changes = put_round(_round(locked, plan), by=by)
    if not changes.new:  # a workbook of that code came in between
        raise CannotFollow(_taken(plan))
    since = _vacant_since(locked)
    put_vacancies(made, _vacancies(made, posts, gerbong, since), by=by)
    follow_up = FollowUp.objects.create(
        round=made,
        source=locked,
        posts=[list(post.vacated.post) for post in posts],
        started_by=by,
        started_at=timezone.now(),
    )
    facts = {"round": made.code, "posts": len(posts)}
    record("decisions.follow_up_started", follow_up, by=by, scope=locked.scope, **facts)
    record("decisions.follows", made, by=by, scope=made.scope, source=locked.code)
    return made, True


def _wanted(gerbong: Gerbong, plan: Plan) -> list[Opening]:
    if not gerbong.moves:
        raise CannotFollow(
            f"Wali Kota belum menetapkan pilihan, jadi belum ada jabatan yang kosong. {SAFE}"
        )
    by_key = {post.key: post for post in gerbong.vacant if post.is_certain and post.is_followed}
    if not plan.posts:
        raise CannotFollow(f"Pilih paling sedikit satu jabatan. {SAFE}")
    if gone := set(plan.posts) - by_key.keys():
        raise CannotFollow(
            f"{len(gone)} jabatan tidak lagi kosong menurut pilihan yang berlaku. {SAFE} Muat ulang"
            " halaman, lalu pilih lagi."
        )
    return [post for key, post in by_key.items() if key in plan.posts]


def _begun(round_: Round, plan: Plan, posts: Sequence[Opening]) -> Round | None:
    """The round that this very plan began before."""
    rounds = {post.follow_up for post in posts}
    one = next(iter(rounds)) if len(rounds) == 1 else None
    if one is None or one.code != plan.code:
        return None
    held = FollowUp.objects.get(round=one, source=round_)
    return one if len(held.posts) == len(posts) else None


def _refuse(plan: Plan, posts: Sequence[Opening]) -> None:
    for post in posts:
        if post.follow_up:
            raise CannotFollow(
                f"{post.place} sudah ada dalam putaran “{post.follow_up.title}”. {SAFE} Hapus"
                " centangnya, lalu coba lagi."
            )
    if Round.objects.filter(code=plan.code).exists():
        raise CannotFollow(_taken(plan))


def _taken(plan: Plan) -> str:
    return f"Kode {plan.code} sudah dipakai putaran lain. {SAFE} Tulis kode lain."


def _round(source: Round, plan: Plan) -> Round:
    rules = {name: getattr(source, name) for name in LIKE_BEFORE}
    return Round(
        agency=source.agency,
        code=plan.code,
        title=plan.title,
        kind=Kind.TALENT_FILL,
        reference_date=plan.reference_date,
        tie_breaks=[code for code in source.tie_breaks if code in list(TieBreak)],
        **rules,
    )


def _vacancies(
    made: Round, posts: Sequence[Opening], gerbong: Gerbong, since: dict[str, date]
) -> list[Vacancy]:
    found: list[Vacancy] = []
    levels = gerbong.bench.ladder.by_number
    for post in posts:
        title, unit = post.vacated.post
        days = [since[one.nip] for one in post.vacated.left_by if one.nip in since]
        found.append(
            Vacancy(
                round=made,
                code=_code(title, {vacancy.code for vacancy in found}),
                title=title,
                unit=unit,
                echelon=post.echelon,
                vacant_since=min(days, default=None),
                **_demands(levels[post.vacated.level or 0]),
            )
        )
    return found


def _demands(level: Level) -> dict[str, Any]:
    """What the level asks, as demands of the vacancy."""
    found: dict[str, Any] = {}
    for asked in level.requirements:
        match asked.check:
            case EducationAtLeast(level=education):
                found["education_min"] = education.value
            case GradeAtLeast(grade=grade):
                found["grade_min"] = grade.value
            case AgeAtMost(years=years):
                found["age_max"] = years
            case YearsInPost(years=years):
                found["experience_min_years"] = years
    return found


def _vacant_since(round_: Round) -> dict[str, date]:
    """NIP -> the day on which the chosen person was inaugurated elsewhere, where that is past."""
    held = Inauguration.objects.filter(choice__vacancy__round=round_, held=True)
    return dict(held.values_list("choice__candidate__nip", "on"))


def _code(title: str, taken: Collection[str]) -> str:
    """`SEKRETARIS_DINAS_KESEHATAN`, numbered where it is taken."""
    plain = slugify(title).upper().replace("-", "_")[: CODE_LENGTH - 3].strip("_")
    numbered = (f"{plain}_{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (plain, *numbered) if code not in taken)


def _free_code(source: str) -> str:
    first = f"{source[:48]}-lanjutan"
    taken = set(Round.objects.filter(code__startswith=first).values_list("code", flat=True))
    numbered = (f"{first}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (first, *numbered) if code not in taken)
