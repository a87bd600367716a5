"""config/roles.sql: what each role may do with a table that a migration makes."""

import pytest
from django.db import ProgrammingError, connection, transaction

pytestmark = pytest.mark.django_db

ALLOWED = {
    "pratama_app": {"SELECT", "INSERT", "UPDATE"},
    "pratama_auditor": {"SELECT"},
}
STATEMENTS = {
    "SELECT": "SELECT count(*) FROM fresh",
    "INSERT": "INSERT INTO fresh (id) VALUES (2)",
    "UPDATE": "UPDATE fresh SET id = 3",
    "DELETE": "DELETE FROM fresh",
    "TRUNCATE": "TRUNCATE fresh",
    "ALTER": "ALTER TABLE fresh ADD COLUMN more integer",
    "DROP": "DROP TABLE fresh",
}


@pytest.fixture
def fresh_table():
    """A table made by the owner, as a migration would."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE pratama_owner")
        cursor.execute("CREATE TABLE fresh (id integer, number serial)")
        cursor.execute("INSERT INTO fresh (id) VALUES (1)")


def refused(role, statement):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {role}")
            cursor.execute(statement)
    except ProgrammingError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("role", ALLOWED)
@pytest.mark.parametrize("right", STATEMENTS)
@pytest.mark.usefixtures("fresh_table")
def test_a_role_may_do_only_what_is_granted(role, right):
    answer = refused(role, STATEMENTS[right])

    if right in ALLOWED[role]:
        assert answer == ""
    else:
        assert "permission denied" in answer or "must be owner" in answer


@pytest.mark.parametrize("role", ALLOWED)
def test_nobody_but_the_owner_makes_tables(role):
    assert "permission denied for schema public" in refused(role, "CREATE TABLE mine (id integer)")


@pytest.mark.parametrize("role", [*ALLOWED, "pratama_owner"])
def test_no_role_is_a_superuser_or_makes_roles(role):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolcreaterole, rolbypassrls, rolreplication, rolinherit"
            " FROM pg_roles WHERE rolname = %s",
            [role],
        )
        assert cursor.fetchall() == [(False, False, False, False, False)]


def test_a_session_of_the_auditor_begins_read_only():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolconfig FROM pg_roles WHERE rolname = 'pratama_auditor'")
        assert cursor.fetchone() == (["default_transaction_read_only=on"],)
