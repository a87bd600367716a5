import gc
import shutil

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from scoring import readiness
from tests import factories
from tests.offline import stay_home
from tests.rounds import make_round
from workbook import opening

pytest_plugins = ["tests.browsers", "tests.filled", "tests.stages"]
stay_home()

ROWS_BROUGHT_BY = {"selection", "candidates", "panels", "decisions"}

# Two busy cores say nothing about the code: no deadlines in properties.
hypothesis_settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("house")


def pytest_collection_finish():
    """What was imported stays: the collector need not look through all of it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def _a_workbook_may_take_its_time():
    """For the same reason; the limit of processor time stays."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "SECONDS", 60)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every test talks to the database as the application's role, with its few rights."""
    options = connection.settings_dict["OPTIONS"]
    plain, flush = options["options"], connection.ops.execute_sql_flush

    def flush_as_owner(sql_list):
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE NONE")
            flush(sql_list)
            for table, rows in brought.items():
                source = f"jsonb_populate_recordset(NULL::{table}, %s::jsonb)"
                cursor.execute(f"INSERT INTO {table} SELECT * FROM {source}", [rows])
            cursor.execute("SET ROLE pratama_app")

    with django_db_blocker.unblock():
        brought = _rows_of_migrations()
        connection.close()
        options["options"] = f"{plain} -c role=pratama_app"
        connection.ops.execute_sql_flush = flush_as_owner
    yield
    with django_db_blocker.unblock():
        connection.close()
        options["options"] = plain
        connection.ops.execute_sql_flush = flush


def _rows_of_migrations():
    """Table -> its rows as JSON: what migrations bring is part of the schema, no flush takes it."""
    ours = [m for m in apps.get_models() if m.__module__.split(".")[0] in ROWS_BROUGHT_BY]
    found = {}
    with connection.cursor() as cursor:
        for model in ours:
            table = model._meta.db_table
            cursor.execute(f"SELECT json_agg(row)::text FROM {table} AS row")
            rows = cursor.fetchone()[0]
            if rows:
                found[table] = rows
    return found


@pytest.fixture(scope="session", autouse=True)
def _store():
    yield
    shutil.rmtree(settings.STORE_ROOT, ignore_errors=True)


@pytest.fixture
def nothing_missing(monkeypatch):
    """A small round counts as ready where it holds candidates, posts, a panel and instruments."""
    for module in ("scoring.freezing", "reports.rules", "reports.worklist"):
        monkeypatch.setattr(f"{module}.gaps_of", readiness._contents)


@pytest.fixture
def as_owner(db):
    """For what only the tables' owner can do: tampering."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        yield cursor
        connection.needs_rollback = False
        cursor.execute("SET ROLE pratama_app")


@pytest.fixture
def bend(as_owner):
    """Changes a table as its owner, with our triggers out of the way."""

    def bend(table, change):
        as_owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
        as_owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        as_owner.execute(f"UPDATE {table} SET {change}")
        as_owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    return bend


@pytest.fixture
def thawed(as_owner):
    """Lets a test bend a fixed round into a case that takes long to reach by real actions."""
    as_owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
    as_owner.execute(
        "SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE tgname LIKE '%_is_fixed'"
        " OR tgname IN ('scoring_sheet_follows_events', 'reports_document_is_kept')"
    )
    for table, trigger in as_owner.fetchall():
        as_owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    as_owner.execute("SET CONSTRAINTS ALL DEFERRED")
    as_owner.execute("SET ROLE pratama_app")


@pytest.fixture
def agency(db):
    return factories.AgencyFactory()


@pytest.fixture
def draft(agency):
    """A small, complete round before scoring: 2 posts, 3 candidates, 3 members, 2 instruments."""
    return make_round(agency)


@pytest.fixture
def member_client(client, draft):
    """Signed in as the first member of the small round's panel."""
    client.force_login(draft.members[0])
    return client
