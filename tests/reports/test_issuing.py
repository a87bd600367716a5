import hashlib
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerDown

from audit.models import Event
from audit.turns import Turn
from config.celery import app
from reports import actions, issuing, tasks
from reports.models import Document
from reports.pdf import Rendered
from reports.recommendation import Order, make
from reports.verification_mark import mark_of
from tests import factories
from tests.factories import DocumentFactory
from tests.reports.reading import pages_of
from tests.rounds import make_round

pytestmark = pytest.mark.django_db
PARAMETERS = ("dbname", "user", "password", "host", "port")


@pytest.fixture
def ordered(unsealed):
    return actions.order(unsealed.round, paper="f4", by=unsealed.staff)


@pytest.fixture
def elsewhere(db):
    """A second connection to the same database, as another worker has it."""
    known = connection.get_connection_params()
    with psycopg.connect(**{k: known[k] for k in PARAMETERS if k in known}) as other:
        yield other


@pytest.fixture
def at_once():
    """Tasks run where they are sent."""
    app.conf.task_always_eager = app.conf.task_eager_propagates = True
    yield
    app.conf.task_always_eager = app.conf.task_eager_propagates = False


@pytest.fixture
def quickly(monkeypatch):
    """What is made takes seconds; here only what becomes of it matters."""
    made = Rendered(b"%PDF-1.7 laporan", pages=1)
    monkeypatch.setattr(issuing.builders, "make", lambda *_: made)


def being_made_by(other, document):
    other.execute("SELECT pg_advisory_lock(%s, %s)", [Turn.DOCUMENT, document.pk])


def sent(document, ago):
    Document.objects.filter(pk=document.pk).update(sent_at=timezone.now() - ago)


def verbs(small):
    events = Event.objects.filter(scope=small.round.scope, verb__startswith="reports.")
    return list(events.order_by("seq").values_list("verb", flat=True))


def test_produce_stores_the_file_that_the_row_describes(ordered):
    issuing.produce(ordered.pk)

    ordered.refresh_from_db()
    path = Path(ordered.file.path)
    content = path.read_bytes()
    assert ordered.status == Document.Status.READY
    assert (ordered.percent, ordered.step, ordered.attempts) == (100, "", 1)
    assert ordered.file.name == f"documents/{ordered.public_id}.pdf"
    assert ordered.sha256 == hashlib.sha256(content).hexdigest()
    assert (ordered.size, ordered.pages) == (len(content), len(pages_of(content)))
    assert ordered.finished_at is not None
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in path.parent.glob(f"{ordered.public_id}*")] == [path.name]


def test_produce_gives_the_bytes_that_the_command_gives(ordered):
    to_the_second = ordered.ordered_at.replace(microsecond=0)
    mark = mark_of(ordered)
    same = make(Order(ordered.round, None, "f4", ordered.number, to_the_second, mark))

    issuing.produce(ordered.pk)

    ordered.refresh_from_db()
    assert ordered.sha256 == hashlib.sha256(same.content).hexdigest()


@pytest.mark.usefixtures("quickly")
def test_produce_makes_a_document_once(unsealed, ordered):
    issuing.produce(ordered.pk)
    first = Document.objects.values().get(pk=ordered.pk)

    issuing.produce(ordered.pk)

    assert Document.objects.values().get(pk=ordered.pk) == first
    assert verbs(unsealed) == ["reports.document_ordered", "reports.document_made"]
    event = Event.objects.get(verb="reports.document_made")
    assert (event.actor_id, event.actor_name) == (None, "sistem")
    assert first["sha256"] in event.facts_json
    assert first["number"] in event.facts_json


def test_produce_leaves_what_another_worker_is_making(ordered, elsewhere):
    being_made_by(elsewhere, ordered)

    issuing.produce(ordered.pk)

    ordered.refresh_from_db()
    assert (ordered.status, ordered.attempts) == (Document.Status.ORDERED, 0)


def test_produce_lets_go_of_the_lock(elsewhere):
    ordered = DocumentFactory()

    issuing.produce(ordered.pk)

    free = elsewhere.execute(
        "SELECT pg_try_advisory_lock(%s, %s)", [Turn.DOCUMENT, ordered.pk]
    ).fetchone()
    assert free == (True,)


@pytest.mark.usefixtures("quickly")
def test_produce_finishes_what_a_killed_worker_left(unsealed, ordered):
    Document.objects.filter(pk=ordered.pk).update(status="making", percent=45, attempts=1)

    issuing.produce(ordered.pk)

    ordered.refresh_from_db()
    assert (ordered.status, ordered.attempts) == (Document.Status.READY, 2)
    assert verbs(unsealed) == ["reports.document_ordered", "reports.document_made"]


def test_produce_gives_up_after_three_tries_and_says_so(unsealed, ordered):
    Document.objects.filter(pk=ordered.pk).update(status="making", attempts=3)

    issuing.produce(ordered.pk)

    ordered.refresh_from_db()
    assert ordered.status == Document.Status.FAILED
    assert ordered.problem == issuing.GAVE_UP
    assert ordered.attempts == 3
    assert verbs(unsealed) == ["reports.document_ordered", "reports.document_failed"]


def test_produce_says_why_nothing_can_be_ranked(db):
    ordered = DocumentFactory()

    issuing.produce(ordered.pk)

    ordered.refresh_from_db()
    assert ordered.status == Document.Status.FAILED
    assert ordered.problem.startswith("Putaran ini tidak memuat pencalonan")
    assert ordered.sha256 == ""


@pytest.mark.usefixtures("quickly")
def test_produce_says_that_the_disk_is_at_fault(ordered, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "store"
    settings.MEDIA_ROOT.write_text("a file where a folder should be")

    issuing.produce(ordered.pk)

    ordered.refresh_from_db()
    assert ordered.status == Document.Status.FAILED
    assert ordered.problem == issuing.NO_SPACE


def test_produce_keeps_the_inside_of_an_error_out_of_the_words(agency):
    document = DocumentFactory(round=make_round(agency, tie_breaks=["ENTAH"]).play().round)

    issuing.produce(document.pk)

    document.refresh_from_db()
    assert document.status == Document.Status.FAILED
    assert document.problem == issuing.UNFORESEEN


def test_produce_without_the_database_leaves_the_order_standing(ordered):
    def lost(execute, sql, params, many, context):
        if "scoring_sheet" in sql:
            raise OperationalError("the connection is lost")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(lost), pytest.raises(OperationalError):
        issuing.produce(ordered.pk)

    ordered.refresh_from_db()
    assert (ordered.status, ordered.attempts) == (Document.Status.MAKING, 1)


@pytest.mark.usefixtures("quickly")
def test_produce_drops_its_file_when_another_worker_was_first(ordered):
    def overtaken(execute, sql, params, many, context):
        if "FOR UPDATE" in sql:
            Document.objects.filter(pk=ordered.pk).update(
                status="ready", percent=100, sha256="f" * 64, file="documents/first.pdf"
            )
        return execute(sql, params, many, context)

    with connection.execute_wrapper(overtaken):
        issuing.produce(ordered.pk)

    ordered.refresh_from_db()
    assert ordered.sha256 == "f" * 64
    assert not default_storage.exists(f"documents/{ordered.public_id}.pdf")


def test_failing_never_undoes_a_finished_document(ordered):
    Document.objects.filter(pk=ordered.pk).update(
        status="ready", percent=100, sha256="f" * 64, file="documents/first.pdf"
    )

    issuing._fail(ordered, "Terlambat.")

    ordered.refresh_from_db()
    assert (ordered.status, ordered.problem) == (Document.Status.READY, "")


def test_progress_is_kept_in_the_row_while_it_is_made(ordered):
    Document.objects.filter(pk=ordered.pk).update(status="making")

    issuing._telling(ordered)(45, "Menata halaman 2")

    ordered.refresh_from_db()
    assert (ordered.percent, ordered.step) == (45, "Menata halaman 2")


def test_waiting_names_what_was_sent_long_ago_and_nobody_makes(ordered):
    sent(ordered, timedelta(seconds=11))

    assert issuing.waiting() == [ordered.pk]


def test_waiting_names_what_was_never_sent(unsealed):
    document = DocumentFactory(round=unsealed.round, sent_at=None)

    assert issuing.waiting() == [document.pk]


def test_waiting_leaves_out_what_is_under_way_or_being_made_or_settled(
    unsealed, ordered, elsewhere
):
    made = DocumentFactory(round=unsealed.round, status="making", sent_at=None)
    being_made_by(elsewhere, made)
    DocumentFactory(round=unsealed.round, status="failed", problem="Gagal.", sent_at=None)

    assert issuing.waiting() == []


def test_waiting_names_it_again_when_the_worker_is_gone(unsealed, elsewhere):
    made = DocumentFactory(round=unsealed.round, status="making", sent_at=None)
    being_made_by(elsewhere, made)
    before = issuing.waiting()

    elsewhere.close()

    assert before == []
    assert _eventually(issuing.waiting) == [made.pk]


def _eventually(ask, tries=100):
    """The server notices within milliseconds that a connection is gone."""
    for _ in range(tries):
        if found := ask():
            return found
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.02)")
    return []


@pytest.mark.usefixtures("quickly")
def test_resume_produces_what_was_ordered_and_forgotten(ordered, at_once):
    sent(ordered, timedelta(minutes=1))

    tasks.resume.delay()

    ordered.refresh_from_db()
    assert ordered.status == Document.Status.READY


def test_resume_sends_one_message_and_then_waits(ordered, monkeypatch):
    messages = []
    monkeypatch.setattr(tasks.produce, "delay", messages.append)
    sent(ordered, timedelta(minutes=1))

    tasks.resume()
    tasks.resume()

    assert messages == [ordered.pk]


def test_an_order_stands_when_the_broker_is_down(
    unsealed, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    def refuse(*args, **kwargs):
        raise BrokerDown("connection refused")

    monkeypatch.setattr(tasks.produce, "apply_async", refuse)

    with django_capture_on_commit_callbacks(execute=True):
        document = actions.order(unsealed.round, paper="a4", by=unsealed.staff)

    assert Document.objects.get().status == Document.Status.ORDERED
    assert f"document {document.pk} waits for the scheduler" in caplog.text


def test_an_order_is_sent_once_its_transaction_is_done(
    unsealed, monkeypatch, django_capture_on_commit_callbacks
):
    messages = []
    monkeypatch.setattr(tasks.produce, "delay", messages.append)

    with django_capture_on_commit_callbacks(execute=True):
        document = actions.order(unsealed.round, paper="a4", by=unsealed.staff)
        before = list(messages)

    assert (before, messages) == ([], [document.pk])


def test_order_gives_every_document_of_a_round_its_own_number(unsealed):
    year, code = timezone.localdate().year, unsealed.round.code.upper()

    first = actions.order(unsealed.round, paper="f4", by=unsealed.staff)
    second = actions.order(unsealed.round, paper="a4", by=unsealed.staff)

    assert first.number == f"001/LAP-REK/{code}/{year}"
    assert second.number == f"002/LAP-REK/{code}/{year}"


def test_order_twice_while_it_is_made_gives_the_same_document(unsealed, ordered):
    again = actions.order(unsealed.round, paper="f4", by=unsealed.head)

    assert again == ordered
    assert Document.objects.count() == 1
    assert verbs(unsealed) == ["reports.document_ordered"]


def test_order_of_one_vacancy_is_another_document(unsealed, ordered):
    other = actions.order(
        unsealed.round, paper="f4", vacancy=unsealed.vacancies[1], by=unsealed.staff
    )

    assert other != ordered
    assert other.vacancy == unsealed.vacancies[1]


def test_order_refuses_while_the_scores_are_sealed(draft):
    draft.open()

    with pytest.raises(actions.CannotOrder, match="tersegel"):
        actions.order(draft.round, paper="f4", by=draft.staff)

    assert not Document.objects.exists()
    assert verbs(draft) == []


def test_order_refuses_where_nobody_is_nominated(draft):
    empty = factories.VacancyFactory(round=draft.round)
    draft.play()

    with pytest.raises(actions.CannotOrder, match="Tidak ada pencalonan"):
        actions.order(draft.round, paper="f4", vacancy=empty, by=draft.staff)

    assert not Document.objects.exists()


def test_retry_orders_again_under_the_same_number(unsealed, ordered):
    Document.objects.filter(pk=ordered.pk).update(
        status="failed", problem="Gagal.", attempts=3, percent=60, finished_at=timezone.now()
    )

    again = actions.retry(ordered, by=unsealed.head)

    again.refresh_from_db()
    assert (again.status, again.problem, again.number) == ("ordered", "", ordered.number)
    assert (again.attempts, again.percent, again.finished_at) == (0, 0, None)
    assert verbs(unsealed) == ["reports.document_ordered", "reports.document_retried"]


@pytest.mark.parametrize("status", ["ordered", "making"])
def test_retry_refuses_what_did_not_fail(unsealed, ordered, status):
    Document.objects.filter(pk=ordered.pk).update(status=status)

    with pytest.raises(actions.NotFailed):
        actions.retry(ordered, by=unsealed.staff)

    ordered.refresh_from_db()
    assert ordered.status == status
    assert verbs(unsealed) == ["reports.document_ordered"]
