"""The rules in force for a round, with legal basis and validity; adopting local ones."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.access import SignedInRequest, command, page
from accounts.policy import Action
from candidates.eligibility import Rule
from candidates.facts import SelectionPath
from candidates.models import Requirement
from candidates.national_rules import LOCAL_RULES
from candidates.requirement_rows import rule_of
from candidates.rule_actions import RuleRefused, adopt_rules, end_rule
from panels.permissions import may, round_for
from reports.requirement_forms import AdoptForm, EndForm
from reports.requirement_pages import told
from selection.models import Round


@page(Action.READ_REQUIREMENTS)
@told
def rules(request: SignedInRequest, code: str) -> HttpResponse:
    """Every rule for the round's path: what it asks, its legal basis, from when to when."""
    round_ = round_for(request, Action.READ_REQUIREMENTS, code)
    return _showing(request, round_)


@command(Action.CHECK_REQUIREMENTS)
@told
def adopt(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.CHECK_REQUIREMENTS, code)
    form = AdoptForm(request.POST, offered=_offered(round_, _rows(round_)))
    if not form.is_valid():
        return _showing(request, round_, form)
    chosen = form.cleaned_data
    try:
        adopt_rules(
            round_.agency,
            chosen["codes"],
            valid_from=chosen["valid_from"],
            decree=chosen["decree"],
            by=request.user,
        )
    except RuleRefused as refusal:
        form.add_error(None, str(refusal))
        return _showing(request, round_, form)
    messages.success(request, "Syarat daerah berlaku sejak tanggal yang Anda isi.")
    return redirect("reports:requirement-rules", code)


@command(Action.CHECK_REQUIREMENTS)
def end(request: SignedInRequest, code: str, rule: int) -> HttpResponse:
    """Give one of the agency's own rules its last day."""
    round_ = round_for(request, Action.CHECK_REQUIREMENTS, code)
    row = Requirement.objects.filter(agency=round_.agency_id, pk=rule).first()
    if row is None:
        raise Http404
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Hari terakhir belum terisi dengan benar. Tidak ada perubahan.")
        return redirect("reports:requirement-rules", code)
    try:
        end_rule(row, last_day=form.cleaned_data["last_day"], by=request.user)
    except RuleRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Syarat {row.title} mendapat hari terakhirnya.")
    return redirect("reports:requirement-rules", code)


def _showing(
    request: SignedInRequest, round_: Round, form: AdoptForm | None = None
) -> HttpResponse:
    rows = _rows(round_)
    may_set = may(round_, Action.CHECK_REQUIREMENTS)
    offered = _offered(round_, rows)
    context = {
        "round": round_,
        "rules": [
            (row, rule, _state(rule, round_), _end_form(row) if may_set else None)
            for row, rule in rows
        ],
        "may_set": may_set,
        "form": (form or AdoptForm(offered=offered)) if may_set and offered else None,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
    return render(request, "reports/requirement_rules.html", context, status=status)


def _rows(round_: Round) -> list[tuple[Requirement, Rule]]:
    """The rows for the round's path, whichever their dates."""
    rows = Requirement.objects.of_agency(round_.agency_id).in_rule_order()
    return [(row, rule_of(row)) for row in rows if round_.kind in row.paths]


def _offered(round_: Round, rows: list[tuple[Requirement, Rule]]) -> list[tuple[str, str]]:
    """The usual local rules which the agency does not have in an open-ended version."""
    held = {row.code for row, _ in rows if row.valid_until is None}
    offered = [rule for rule in LOCAL_RULES if SelectionPath(round_.kind) in rule.paths]
    return [(r.code, f"{r.title}: {r.check.asks}") for r in offered if r.code not in held]


def _end_form(row: Requirement) -> EndForm | None:
    """For a rule of the agency's own that has no last day yet; its ids are those of its row."""
    is_open = row.agency_id is not None and row.valid_until is None
    return EndForm(auto_id=f"akhir-{row.pk}-%s") if is_open else None


def _state(rule: Rule, round_: Round) -> str:
    on = round_.reference_date
    if rule.valid_from > on:
        return "Belum berlaku"
    if rule.valid_until is not None and rule.valid_until < on:
        return "Sudah berakhir"
    return "Berlaku"
