"""The figures that were asked for, measured on the sample rounds of a running local copy.

Times over HTTP come from the gunicorn that `script/run` started (2 workers), one client; queries
are counted in this process on the same data; the report is made here, warm.
"""

import logging
import resource
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, User
from reports.models import Document
from reports.recommendation import Order, make
from scoring.models import Sheet
from selection.models import Round, Vacancy
from workbook import figures
from workbook.actions import cancel, receive
from workbook.figures import Figure
from workbook.models import Upload
from workbook.samples import PASSWORD, PEOPLE, SUFFIX
from workbook.visiting import JSON, Visitor
from workbook.walking_in import client_of

LIVE, DONE = "pekalongan-2025", f"pekalongan-2025{SUFFIX}"
SAVES, READS, REPORTS = 120, 60, 3
PATIENCE = 60  # seconds for the worker to check a workbook
NUMBERS = {f"n{place}": str(76 + place) for place in range(1, 7)}


def figures_of(address: str, sheets: Sequence[Sheet]) -> Iterator[Figure]:
    """Every figure in the order of the issue. The copy at `address` must run on this database."""
    logging.disable(logging.WARNING)  # a request that is counted here would be logged in the table
    staff = Visitor(address).sign_in(PEOPLE[Membership.Role.STAFF][0], PASSWORD)
    yield from _saving(address, sheets[:SAVES])
    post = largest_post()
    yield from _ranking(staff, post)
    yield _weight(address, staff, sheets[0], post)
    yield from _report()


def largest_post() -> str:
    """Code of the vacancy of the finished round with the most candidates."""
    posts = Vacancy.objects.in_force().filter(round__code=DONE, nominations__withdrawn_at=None)
    most = posts.annotate(candidates=Count("nominations")).order_by("-candidates", "code").first()
    assert most is not None
    code: str = most.code
    return code


def _saving(address: str, sheets: Sequence[Sheet]) -> Iterator[Figure]:
    seconds = []
    visitors: dict[str, Visitor] = {}
    for sheet in sheets:
        email = sheet.seat.user.email
        visitor = visitors.get(email) or Visitor(address).sign_in(email, PASSWORD)
        visitors[email] = visitor
        place = reverse("scoring:sheet", args=[sheet.public_id])
        page = visitor.get(place)
        data = {**visitor.hidden(page.text), **_numbers()}
        answer = visitor.post(reverse("scoring:save", args=[sheet.public_id]), data, JSON)
        assert answer.status == HTTPStatus.OK, f"a save was answered {answer.status}"
        seconds.append(answer.seconds)
    yield figures.time("Menyimpan lembar nilai, median", statistics.median(seconds), 25)
    yield figures.time("Menyimpan lembar nilai, p95", figures.p95(seconds))
    sheet = Sheet.objects.select_related("seat__user").get(pk=sheets[0].pk)
    client = client_of(sheet.seat.user)
    form = client.get(reverse("scoring:sheet", args=[sheet.public_id])).content.decode()
    data = {**Visitor.hidden(form), **_numbers()}
    with _counted() as queries:
        client.post(reverse("scoring:save", args=[sheet.public_id]), data, headers=JSON)
    yield figures.count("Menyimpan lembar nilai, kueri SQL", len(queries), 8)


def _numbers() -> dict[str, str]:
    """What a save sends: never what the sheet says already, which would write nothing."""
    return {**NUMBERS, "c1": f"Catatan {uuid4()}"}


def _ranking(staff: Visitor, post: str) -> Iterator[Figure]:
    path = reverse("reports:ranking", args=[DONE, post])
    staff.get(path)
    seconds = [staff.get(path).seconds for _ in range(READS)]
    yield figures.time(f"Halaman peringkat ({post}), median", statistics.median(seconds), 60)
    yield figures.time("Halaman peringkat, p95", figures.p95(seconds))
    client = client_of(User.objects.get(email=PEOPLE[Membership.Role.STAFF][0]))
    with _counted() as queries:
        client.get(path)
    yield figures.count("Halaman peringkat, kueri SQL", len(queries), 12)


def _weight(address: str, staff: Visitor, sheet: Sheet, post: str) -> Figure:
    """The heaviest first load among the pages."""
    member = Visitor(address).sign_in(sheet.seat.user.email, PASSWORD)
    mayor = Visitor(address).sign_in(PEOPLE[Membership.Role.AUTHORITY][0], PASSWORD)
    document = Document.objects.filter(round__code=DONE).earliest("pk")
    upload = _checked_upload()
    places = {
        staff: (
            reverse("reports:home"),
            reverse("reports:round", args=[LIVE]),
            reverse("reports:results", args=[DONE]),
            reverse("reports:ranking", args=[DONE, post]),
            reverse("reports:documents", args=[DONE]),
            reverse("reports:document", args=[document.public_id]),
            reverse("workbook:uploads"),
            reverse("workbook:upload", args=[upload.public_id]),
            reverse("mfa_index"),
        ),
        member: (reverse("scoring:agenda"), reverse("scoring:sheet", args=[sheet.public_id])),
        mayor: (reverse("decisions:shortlist-post", args=[DONE, post]),),
    }
    sizes = {path: who.first_load(path) for who, paths in places.items() for path in paths}
    if upload.status == Upload.Status.CHECKED:
        cancel(upload, by=upload.uploaded_by)
    path, size = max(sizes.items(), key=lambda item: item[1])
    name = f"Muat pertama terberat dari {len(sizes)} ({path})"
    return Figure(name, figures.comma(size / 1024, 1) + " KB", "< 60 KB", size < 60 * 1024)


def _checked_upload() -> Upload:
    """The sample workbook as somebody hands it in, once the worker has looked at it."""
    staff = User.objects.get(email=PEOPLE[Membership.Role.STAFF][0])
    agency = staff.memberships.get(ended_at=None).agency
    content = (settings.BASE_DIR / "samples" / f"{LIVE}.xlsx").read_bytes()
    upload = receive(SimpleUploadedFile(f"{LIVE}.xlsx", content), agency, by=staff)
    deadline = time.monotonic() + PATIENCE
    while upload.status == Upload.Status.RECEIVED and time.monotonic() < deadline:
        time.sleep(0.2)
        upload.refresh_from_db()
    return upload


def _report() -> Iterator[Figure]:
    round_ = Round.objects.select_related("agency").get(code=DONE)
    order = Order(round=round_, vacancy=None, paper="f4", number="BENCH", at=timezone.now())
    began = time.process_time()
    rendered = make(order)
    cold = time.process_time() - began
    warm = []
    for _ in range(REPORTS):
        began = time.process_time()
        make(order)
        warm.append(time.process_time() - began)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    best = statistics.median(warm)
    pages = f"Laporan lengkap ({rendered.pages} halaman), CPU hangat, median"
    yield Figure(pages, f"{figures.comma(best, 2)} s", "< 6 s", best < 6)
    yield Figure("Laporan lengkap, CPU pertama kali", f"{figures.comma(cold, 2)} s", "")
    yield Figure(
        "Laporan lengkap, memori puncak proses", f"{memory:.0f} MB", "< 250 MB", memory < 250
    )


@contextmanager
def _counted() -> Iterator[list[str]]:
    """The SQL that runs inside; transaction statements are not among them."""
    queries: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        queries.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield queries
