"""Leaks on purpose, each through another side door, to see that the comparison finds them."""

import csv
import hashlib
import io
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from logging import getLogger
from statistics import mean

from celery import current_app
from django.contrib import messages
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import send_mail
from django.http import Http404, HttpResponse
from django.urls import get_resolver

from accounts.policy import Role
from accounts.posting import post, recipient_of, reminder
from audit.actions import record
from reports.models import Document
from scoring.copies import copies_of
from scoring.models import Sheet, Transcription
from scoring.rules import level_at, levels_of
from tests import factories
from tests.leaks.addresses import kind_of
from tests.leaks.looking import Visit
from tests.leaks.values import WORDS
from tests.leaks.worlds import TYPIST
from tests.test_house import routes


@dataclass(frozen=True)
class Plant:
    """A view that says too much: where, to whom, through which channels it must be found."""

    where: str
    channels: set
    change: object
    data: tuple = ()
    role: Role = Role.STAFF


PLANTS = {}


def plant(*channels, where="reports:round", role=Role.STAFF, **data):
    """The function (request, response) becomes a leak of this name."""

    def keep(change):
        typed = tuple(data.items())
        PLANTS[change.__name__] = Plant(where, set(channels), change, typed, role)
        return change

    return keep


@contextmanager
def planted(found):
    """The leak is in the product until the context ends."""
    route = _route(found.where)
    kept = route.callback

    @wraps(kept)
    def talkative(request, *args, **kwargs):
        response = kept(request, *args, **kwargs)
        return found.change(request, response) or response

    route.callback = talkative
    try:
        yield
    finally:
        route.callback = kept


def visit_of(found, addresses):
    """The one visit by which the leak shows."""
    where = next(address for address in addresses if address.kind == found.where)
    return Visit(found.role, where.kind, where.path, where.is_command, found.data)


def _route(kind):
    for route in routes(get_resolver().url_patterns):
        if kind_of(route.callback, route.name) == kind:
            return route
    raise LookupError(kind)


def _sheets():
    sheets = Sheet.objects.exclude(version=0).order_by("pk")
    return list(sheets.select_related("candidate", "instrument", "seat"))


def _signed():
    return [sheet for sheet in _sheets() if sheet.is_signed]


def _average(sheet):
    return mean(sheet.scores.values())


def _hidden():
    """A sheet of the second member, of whom nobody looking here may know."""
    return next(sheet for sheet in _signed() if sheet.seat.number == 2)


def _notes():
    return [note for sheet in _sheets() for note in sheet.notes.values()]


def _say(response, text):
    response.content += str(text).encode()


@plant("isi")
def candidates_in_the_order_of_their_scores(_request, response):
    _say(response, [sheet.candidate.name for sheet in sorted(_signed(), key=_average)])


@plant("isi")
def filled_criteria_counted_in_the_title(_request, response):
    filled = sum(len(sheet.scores) for sheet in _sheets() if not sheet.is_signed)
    title = f"<title>({filled}) ".encode()
    response.content = response.content.replace(b"<title>", title)


@plant("isi", role=Role.CHAIR)
def the_average_that_a_colleague_gives(_request, response):
    mine = [_average(sheet) for sheet in _signed() if sheet.seat.number == 2]
    _say(response, f"Rata-rata penilai 2: {mean(mine):.2f}")


@plant("isi")
def a_badge_that_counts_notes(_request, response):
    _say(response, f"<span>{len(_notes())}</span>")


@plant("isi", role=Role.MEMBER)
def the_level_that_a_colleague_chose(_request, response):
    sheet = _hidden()
    levels = levels_of(sheet.instrument)
    _say(response, [level_at(levels, score).name for score in sheet.scores.values()])


@plant("isi", q=WORDS["A"])
def a_search_that_also_reads_notes(request, response):
    found = any(request.GET["q"] in note for note in _notes())
    _say(response, "1 hasil" if found else "0 hasil")


@plant("isi", minimal="80")
def a_filter_by_score(request, response):
    limit = int(request.GET["minimal"])
    _say(response, [s.candidate.number for s in _signed() if _average(s) >= limit])


@plant("isi")
def when_a_colleague_saved_to_the_second(_request, response):
    _say(response, f"{_hidden().saved_at:%H.%M.%S}")


@plant("kepala")
def an_etag_over_the_values(_request, response):
    values = repr([sheet.entries for sheet in _sheets()])
    response.headers["ETag"] = f'"{hashlib.sha256(values.encode()).hexdigest()}"'


@plant("kepala")
def a_header_for_the_front_end(_request, response):
    response.headers["X-Kemajuan"] = str(sum(map(_average, _signed())))


@plant("isi", where="reports:on-paper")
def what_was_typed_off_paper(_request, response):
    _say(response, Transcription.objects.order_by("pk")[0].entries)


@plant("isi", where="reports:on-paper")
def how_many_criteria_two_copies_read_otherwise(_request, response):
    copies = [copies_of(sheet) for sheet in Sheet.objects.filter(version=0).order_by("pk")]
    _say(response, [len(c.apart_for(c.held[0].typed_by).scores) for c in copies if c.held])


@plant("isi")
def a_page_whose_length_tells(_request, response):
    _say(response, " " * sum(_hidden().scores.values()))


@plant("kepala", where="workbook:export")
def a_file_name_with_the_best(_request, response):
    best = max(_signed(), key=_average)
    response.headers["Content-Disposition"] += f"; best={best.candidate.number}"


@plant("isi", where="workbook:export")
def a_table_of_scores_in_an_export(_request, _response):
    table = io.StringIO()
    csv.writer(table).writerows(sheet.scores.values() for sheet in _sheets())
    return HttpResponse(table.getvalue(), content_type="text/csv")


@plant("kuki")
def a_cookie_that_remembers(_request, response):
    response.set_cookie("terakhir", sum(_hidden().scores.values()))


@plant("kuki")
def a_flashed_message(request, response):
    messages.info(request, f"Nilai terakhir {_hidden().scores}")
    request._messages.update(response)


@plant("status", where="reports:changes")
def a_page_that_is_there_only_for_some_values(_request, _response):
    if sum(_hidden().scores.values()) % 2 == 0:
        raise Http404


@plant("status", where="reports:rules")
def not_modified_as_long_as_values_are_the_same(_request, _response):
    if _average(_hidden()) > 80:
        return HttpResponse(status=304)
    return None


@plant("jumlah kueri")
def a_query_more_for_high_scores(_request, _response):
    for sheet in _signed():
        if _average(sheet) > 80:
            sheet.seat.round.refresh_from_db()


@plant("isi", where="reports:ask-unsealing", role=Role.CHAIR)
def a_refusal_that_says_the_score(_request, _response):
    return HttpResponse(f"Nilai sudah {_hidden().scores}", status=409)


@plant("kepala", where="reports:ask-unsealing", role=Role.CHAIR)
def a_redirect_to_the_best(_request, response):
    response.headers["Location"] = f"/#{max(_signed(), key=_average).candidate.number}"


@plant("tulisan", where="panels:remind")
def an_audit_event_with_the_score(request, _response):
    sheet = _hidden()
    by = request.user
    record("scoring.seen", sheet, by=by, scope=sheet.seat.round.scope, scores=sheet.scores)


@plant("tulisan", where="reports:note-attendance")
def a_document_numbered_by_values(request, _response):
    sheet = _hidden()
    number = f"{sum(sheet.scores.values()):03}/LAP"
    factories.DocumentFactory(round=sheet.seat.round, number=number, ordered_by=request.user)
    return HttpResponse(str(Document.objects.count()))


@plant("tulisan", where="panels:remind")
def a_ready_made_result_in_the_cache(_request, _response):
    cache.set("peringkat", [sheet.pk for sheet in sorted(_signed(), key=_average)])


@plant("surel", where="panels:remind")
def a_mail_with_a_note(request, _response):
    send_mail("Pengingat", _notes()[0], None, [request.user.email])


@plant("tulisan", where="panels:remind")
def a_letter_in_the_queue_about_the_score(request, _response):
    sheet = _hidden()
    agency, scope = sheet.seat.round.agency, sheet.seat.round.scope
    said = {"matter": f"nilai {sheet.scores}", "path": "/", "occasion": "bocor"}
    letter = reminder(recipient_of(request.user), **said)
    post([letter], agency=agency, scope=scope, by=request.user)


@plant("pekerjaan", where="panels:remind")
def a_job_that_carries_the_score(_request, _response):
    current_app.tasks["reports.tasks.produce"].delay(sum(_hidden().scores.values()))


@plant("berkas", where="panels:remind")
def a_report_made_before_unsealing(_request, _response):
    default_storage.save("hasil.csv", ContentFile(repr([s.scores for s in _sheets()]).encode()))


@plant("log")
def a_line_in_the_log(_request, _response):
    getLogger("pratama.nilai").info("saved %s", _hidden().entries)


def what_the_other_typist_read(request, response):
    sheet = Sheet.objects.get(public_id=request.resolver_match.kwargs["public_id"])
    _say(response, [copy.entries for copy in copies_of(sheet).held])


TO_A_TYPIST = Plant("reports:copy", {"isi"}, what_the_other_typist_read, role=TYPIST)
