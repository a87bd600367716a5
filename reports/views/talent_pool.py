"""The talent pool of an agency: officials, imports, rules, and where file and rules disagree."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.access import SignedInRequest, agencies_for, page
from accounts.policy import Action
from candidates.models import Official, TalentImport, TalentImportQuerySet
from candidates.talent_rules import NoSingleScheme
from candidates.talent_standing import as_scheme, pool_of, scheme_in_force, schemes_of
from reports.talent_access import NOT_SIGNED, closed_officials, may_load
from reports.talent_people import BOXES, TABLE, UNPLACED, Wanted, lines_of, open_pool, pool_grid
from reports.talent_presenting import history_of, imports_of, term_headings, why_of
from reports.talent_round import chosen


@page(Action.READ_TALENT_POOL)
def pool(request: SignedInRequest) -> HttpResponse:
    """The officials of an import on the grid; the newest import unless another is chosen."""
    imports = _imports(request)
    found = chosen(imports, request.GET.get("impor", ""))
    closed = closed_officials(request.user)
    view = pool_grid(found, Wanted.of(request.GET), closed) if found else None
    scheme = view.pool.scheme if view else None
    context = {
        "view": view,
        "imports": imports,
        "headings": term_headings(scheme) if scheme else [],
        "as_table": request.GET.get("tampilan") == TABLE,
        "boxes": BOXES,
        "unplaced": UNPLACED,
        "not_signed": NOT_SIGNED,
        "loads": may_load(request.user),
    }
    return render(request, "reports/talent_pool.html", context)


@page(Action.READ_TALENT_POOL)
def official(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """One official: why this box, what was held over time, where earlier imports put him."""
    imports = _imports(request)
    agencies = agencies_for(request, Action.READ_TALENT_POOL)
    mine = Official.objects.filter(agency__in=agencies).select_related("agency")
    found = get_object_or_404(mine, public_id=public_id)
    if found.pk in closed_officials(request.user):
        raise PermissionDenied(NOT_SIGNED)
    talent_import = chosen(imports.filter(agency=found.agency), request.GET.get("impor", ""))
    pool = pool_of(talent_import, [found.pk]) if talent_import else None
    why = why_of(pool, pool.of(found), found.name) if pool else None
    if request.htmx:
        return render(request, "reports/talent_why.html", {"why": why})
    context = {
        "official": found,
        "pool": pool,
        "why": why,
        "history": history_of(found),
        "standings": imports_of(found, schemes_of(found.agency)),
    }
    return render(request, "reports/talent_official.html", context)


@page(Action.READ_TALENT_POOL)
def apart(request: SignedInRequest) -> HttpResponse:
    """Every sum on which the file and the rules disagree."""
    found = chosen(_imports(request), request.GET.get("impor", ""))
    pool, _ = open_pool(found, closed_officials(request.user)) if found else (None, 0)
    people = [s for s in pool.people if s.differences] if pool else []
    lines = lines_of(people, found) if found else []
    return render(request, "reports/talent_differences.html", {"pool": pool, "lines": lines})


@page(Action.READ_TALENT_POOL)
def schemes(request: SignedInRequest) -> HttpResponse:
    """The rules in force today as one readable page, and all versions; `versi` opens another."""
    agency = agencies_for(request, Action.READ_TALENT_POOL)[0]
    rows, wanted = schemes_of(agency), request.GET.get("versi", "")
    refusal, today = "", timezone.localdate()
    chosen_row = next((row for row in rows if str(row.pk) == wanted), None)
    try:
        scheme = as_scheme(chosen_row) if chosen_row else scheme_in_force(agency, today)
    except NoSingleScheme as none:
        scheme, refusal = None, str(none)
    context = {"scheme": scheme, "rows": rows, "refusal": refusal, "today": today}
    return render(request, "reports/talent_schemes.html", context)


def _imports(request: SignedInRequest) -> TalentImportQuerySet:
    agencies = agencies_for(request, Action.READ_TALENT_POOL)
    imports = TalentImport.objects.in_force().filter(agency__in=agencies)
    return imports.select_related("agency", "applied_by")
