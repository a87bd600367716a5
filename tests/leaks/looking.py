"""One visit: everything that the answer and what it leaves behind could tell."""

import hashlib
import logging
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from unittest.mock import patch

from celery.app.task import Task
from django.core import mail
from django.core.files.storage import FileSystemStorage
from django.db import connection, transaction
from django.test import Client, TestCase

from tests.leaks.masks import SEALED, links

WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Visit:
    """What somebody asks: an address, a query or the fields of a form, and headers."""

    role: object
    kind: str
    path: str
    is_post: bool = False
    data: tuple = ()
    headers: tuple = ()

    def __str__(self):
        asked = "&".join(f"{name}={value}" for name, value in self.data)
        method = "POST" if self.is_post else "GET"
        return f"{method} {self.path} {asked} {dict(self.headers) or ''}".strip()


@dataclass
class Sight:
    """What came of a visit, by channel; `known` are links of chains that the visit added."""

    status: int
    channels: dict
    content_type: str = ""
    queries: list = field(default_factory=list)
    known: set = field(default_factory=set)


class Traces:
    """What a visit does besides answering: queries, writes, log, mail, jobs, files."""

    def __init__(self):
        self.queries, self.writes, self.log, self.jobs, self.files = [], [], [], [], []

    def query(self, execute, sql, params, many, context):
        self.queries.append(sql)
        if sql.lstrip().startswith(WRITES) and not any(f'"{table}"' in sql for table in SEALED):
            self.writes.append(f"{sql} {params!r}")
        return execute(sql, params, many, context)

    def emit(self, record):
        self.log.append(f"{record.name} {record.levelname} {record.getMessage()}")

    def job(self, task, args=None, kwargs=None, **_):
        self.jobs.append(f"{task.name} {args} {kwargs}")

    def file(self, store, name, content):
        self.files.append(f"{name} {hashlib.sha256(content.read()).hexdigest()}")
        return name


@contextmanager
def _watching(traces):
    handler = logging.Handler(logging.INFO)
    handler.emit = traces.emit
    root = logging.getLogger()
    level = root.level
    mail.outbox = []
    with ExitStack() as stack:
        stack.enter_context(connection.execute_wrapper(traces.query))
        stack.enter_context(patch.object(Task, "apply_async", lambda *a, **k: traces.job(*a, **k)))
        saving = patch.object(FileSystemStorage, "_save", lambda *a: traces.file(*a))
        stack.enter_context(saving)
        root.addHandler(handler)
        root.setLevel(logging.INFO)
        try:
            yield
        finally:
            root.removeHandler(handler)
            root.setLevel(level)


def look(base, visit):
    """Ask, note everything, and undo what was done."""
    base.dice.throw(str(visit.role), str(visit))
    client = Client(raise_request_exception=False)
    client.cookies.load(base.browsers[visit.role])
    traces = Traces()
    with transaction.atomic():
        with _watching(traces), TestCase.captureOnCommitCallbacks(execute=True):
            ask = client.post if visit.is_post else client.get
            response = ask(visit.path, dict(visit.data), headers=dict(visit.headers))
            body = b"".join(response) if response.streaming else response.content
        added = links() if visit.is_post and traces.writes else set()
        transaction.set_rollback(True)
    return Sight(
        status=response.status_code,
        content_type=response.headers.get("Content-Type", ""),
        queries=traces.queries,
        known=added,
        channels={
            "status": f"{response.status_code} {response.reason_phrase}".encode(),
            "kepala": _lines(f"{name}: {value}" for name, value in response.headers.items()),
            "kuki": response.cookies.output().encode(),
            "isi": body,
            "jumlah kueri": str(len(traces.queries)).encode(),
            "tulisan": _lines(traces.writes),
            "log": _lines(traces.log),
            "surel": _lines(_letter(message) for message in mail.outbox),
            "pekerjaan": _lines(traces.jobs),
            "berkas": _lines(traces.files),
        },
    )


def _lines(lines):
    return "\n".join(lines).encode()


def _letter(message):
    return f"{message.to} {message.cc} {message.subject} {message.body} {message.attachments}"
