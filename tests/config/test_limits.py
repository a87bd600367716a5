"""How long a page and a worker may keep others waiting at the database."""

import os
import subprocess
import sys

from tests.e2e.product import ROOT

SAY = """
from django.db import connection
with connection.cursor() as cursor:
    for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
        cursor.execute(f"SHOW {name}")
        print(name, cursor.fetchone()[0])
"""
SERVER = "import config.wsgi"
WORKER = (
    "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'; django.setup()"
)


def limits_of(process):
    done = subprocess.run(
        [sys.executable, "-c", process + SAY],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(line.split() for line in done.stdout.splitlines() if "_timeout " in line)


def test_a_page_gives_up_soon():
    assert limits_of(SERVER) == {
        "lock_timeout": "2s",
        "statement_timeout": "5s",
        "idle_in_transaction_session_timeout": "10s",
    }


def test_a_worker_may_take_its_time():
    assert limits_of(WORKER) == {
        "lock_timeout": "2s",
        "statement_timeout": "0",
        "idle_in_transaction_session_timeout": "1min",
    }
