"""The talent grid of one round: its candidates among the agency's officials."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import SignedInRequest, page
from accounts.policy import Action
from candidates.talent_standing import pool_of
from panels.permissions import may, round_for
from reports import talent_access
from reports.talent_people import TABLE
from reports.talent_presenting import term_headings, why_of
from reports.talent_round import chosen, grid_of
from scoring.talent_imports import imports_for


@page(Action.READ_TALENT_GRID)
def grid(request: SignedInRequest, code: str) -> HttpResponse:
    """Where the candidates stand; a panel member sees those whose sheets are signed."""
    round_ = round_for(request, Action.READ_TALENT_GRID, code)
    sees_pool = talent_access.sees_pool(round_)
    imports = imports_for(round_)
    found = chosen(imports, request.GET.get("impor", "") if sees_pool else "")
    candidates = talent_access.open_candidates(round_, request.user)
    view = grid_of(round_, found, candidates, others=sees_pool)
    pool, first = view.pool, view.first
    context = {
        "round": round_,
        "opens_round": may(round_, Action.READ_ROUND),
        "view": view,
        "why": why_of(pool, first.standing, first.name) if pool and first else None,
        "headings": term_headings(pool.scheme) if pool and pool.scheme else [],
        "not_signed": talent_access.NOT_SIGNED if talent_access.judges(round_) else "",
        "sees_pool": sees_pool,
        "imports": imports if sees_pool else [],
        "as_table": request.GET.get("tampilan") == TABLE,
    }
    return render(request, "reports/talent_grid.html", context)


@page(Action.READ_TALENT)
def candidate(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """Why one candidate stands there, term by term."""
    round_, found = talent_access.candidate_for(request, code, number)
    wanted = request.GET.get("impor", "") if talent_access.sees_pool(round_) else ""
    talent_import = chosen(imports_for(round_), wanted)
    pool = pool_of(talent_import, [found.official_id]) if talent_import else None
    why = why_of(pool, pool.of(found.official), found.full_name) if pool else None
    if request.htmx:
        return render(request, "reports/talent_why.html", {"why": why})
    context = {"round": round_, "candidate": found, "pool": pool, "why": why}
    return render(request, "reports/talent_candidate.html", context)
