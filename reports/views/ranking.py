from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.access import SignedInRequest, logged_page
from accounts.models import User
from accounts.policy import Action, Role, When, allows
from audit.actions import record
from candidates.models import Nomination
from panels.permissions import may, roles_in, round_for, rounds_of, states_of
from reports.explanation import Explanation, explain, shortened
from reports.results_summary import Results, summarise
from reports.spreadsheets import ranking_xlsx, recapitulation_xlsx
from scoring.models import Sheet
from scoring.outcome import NothingToRank, outcome_of
from scoring.printing import in_order
from selection.models import Round, Vacancy

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SEALED = "Peringkat belum tersedia. Nilai tersegel sampai ketua membuka segel."
NOT_OPENED = "Peringkat belum tersedia. Penilaian putaran ini belum dibuka."
NOT_HANDED_OVER = "Peringkat belum tersedia. Panitia belum menyerahkan hasil kepada Anda."
NOT_SCORED = "Anda dapat membaca peringkat jabatan yang kandidatnya Anda nilai."


@dataclass(frozen=True, slots=True)
class Post:
    """A vacancy, and whether the reader may read about it."""

    vacancy: Vacancy
    is_readable: bool


@logged_page(Action.READ_RANKING)
def overview(request: SignedInRequest, code: str) -> HttpResponse:
    """The names that lead for every vacancy, and how far the members agree."""
    round_ = _round(request, code)
    everything = _posts(round_, request.user)
    readable = [post for post in everything if post.is_readable]
    if everything and not readable:
        raise PermissionDenied(NOT_SCORED)
    context = {
        "round": round_,
        "opens_round": may(round_, Action.READ_ROUND),
        "opens_plenary": may(round_, Action.READ_PLENARY),
        "view": _results(round_, readable),
        "asks": may(round_, Action.READ_CLARIFICATION),
        "may_export": may(round_, Action.EXPORT_EVIDENCE),
    }
    response = render(request, "reports/results.html", context)
    record("reports.results_read", round_, by=request.user, scope=round_.scope)
    return response


@logged_page(Action.READ_RANKING)
def ranking(request: SignedInRequest, code: str, vacancy: str) -> HttpResponse:
    """How one vacancy was decided, down to the sheets."""
    round_ = _round(request, code)
    posts = _posts(round_, request.user)
    post = _chosen(posts, vacancy)
    chosen = post.vacancy
    context = {
        "round": round_,
        "opens_round": may(round_, Action.READ_ROUND),
        "opens_plenary": may(round_, Action.READ_PLENARY),
        "vacancy": chosen,
        "view": _explanation(round_, chosen),
        "fingerprint": shortened(round_.scheme_sha256),
        "with_names": may(round_, Action.READ_SHEETS_BY_NAME),
        **_beside(chosen, [post.vacancy for post in posts if post.is_readable]),
    }
    response = render(request, "reports/ranking.html", context)
    verb = "reports.ranking_read"
    record(verb, round_, by=request.user, scope=round_.scope, vacancy=chosen.code)
    return response


@logged_page(Action.READ_RANKING)
def recapitulation_file(request: SignedInRequest, code: str) -> HttpResponse:
    """Every member's scores of the vacancies that the reader may read about."""
    round_, vacancies = _readable(request, code)
    with_names = may(round_, Action.READ_SHEETS_BY_NAME)
    content = recapitulation_xlsx(round_, vacancies, with_names=with_names)
    record("reports.recapitulation_taken", round_, by=request.user, scope=round_.scope)
    return _xlsx(content, f"rekapitulasi-{round_.code}.xlsx")


@logged_page(Action.READ_RANKING)
def ranking_file(request: SignedInRequest, code: str) -> HttpResponse:
    """The ranking of the vacancies that the reader may read about, as one table."""
    round_, vacancies = _readable(request, code)
    content = ranking_xlsx(round_, vacancies)
    record("reports.ranking_taken", round_, by=request.user, scope=round_.scope)
    return _xlsx(content, f"peringkat-{round_.code}.xlsx")


def _readable(request: SignedInRequest, code: str) -> tuple[Round, list[Vacancy]]:
    """The round and what the reader may read of it; 404 where nobody could have a rank."""
    round_ = _round(request, code)
    vacancies = [post.vacancy for post in _posts(round_, request.user) if post.is_readable]
    if not vacancies:
        raise PermissionDenied(NOT_SCORED)
    if not Nomination.objects.in_force().filter(candidate__round=round_).exists():
        raise Http404
    return round_, vacancies


def _xlsx(content: bytes, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store, private",
    }
    return HttpResponse(content, content_type=XLSX, headers=headers)


def _round(request: SignedInRequest, code: str) -> Round:
    """The round, or a refusal that says what the reader waits for."""
    try:
        return round_for(request, Action.READ_RANKING, code)
    except PermissionDenied as refusal:
        round_ = rounds_of(request.user).get(code=code)
        if not allows(Action.READ_RANKING, roles_in(round_), {When.UNSEALED, When.HANDED_OVER}):
            raise
        raise PermissionDenied(_what_is_awaited(round_)) from refusal


def _what_is_awaited(round_: Round) -> str:
    if round_.is_draft:
        return NOT_OPENED
    return SEALED if round_.is_scoring else NOT_HANDED_OVER


def _posts(round_: Round, user: User) -> list[Post]:
    """All vacancies by code."""
    is_readable = Exists(_signed_for(user)) if _reads_own_posts_only(round_) else Value(value=True)
    rows = Vacancy.objects.in_force().filter(round=round_).annotate(is_readable=is_readable)
    posts = [Post(row, row.is_readable) for row in rows]
    return sorted(posts, key=lambda post: post.vacancy.code)


def _reads_own_posts_only(round_: Round) -> bool:
    """A member who holds no other part reads about the candidates whom he scored himself."""
    other_parts = roles_in(round_) - {Role.MEMBER}
    return not allows(Action.READ_RANKING, other_parts, states_of(round_))


def _signed_for(user: User) -> QuerySet[Sheet]:
    """The user's signed sheets for the vacancy of the outer query, or for its candidates."""
    nominated = Q(
        vacancy=None,
        candidate__nominations__vacancy=OuterRef("pk"),
        candidate__nominations__withdrawn_at=None,
    )
    return Sheet.objects.visible_to(user).signed().filter(Q(vacancy=OuterRef("pk")) | nominated)


def _chosen(posts: Sequence[Post], code: str) -> Post:
    found = [post for post in posts if post.vacancy.code == code.upper()]
    if not found:
        raise Http404
    if not found[0].is_readable:
        raise PermissionDenied(NOT_SCORED)
    return found[0]


def _beside(chosen: Vacancy, readable: Sequence[Vacancy]) -> dict[str, Vacancy | None]:
    """The vacancies before and after it, by code."""
    place = readable.index(chosen)
    return {
        "previous": readable[place - 1] if place else None,
        "following": readable[place + 1] if place + 1 < len(readable) else None,
    }


def _explanation(round_: Round, vacancy: Vacancy) -> Explanation | None:
    """None where nobody is nominated."""
    try:
        outcome = outcome_of(round_, vacancy)
    except NothingToRank:
        return None
    return explain(outcome, outcome.vacancies[0])


def _results(round_: Round, posts: Sequence[Post]) -> Results | None:
    """None where the round has no nominations."""
    try:
        outcome = outcome_of(round_)
    except NothingToRank:
        return None
    order = in_order(outcome, [post.vacancy for post in posts])
    return summarise(outcome, order)
