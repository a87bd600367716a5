"""One visit: everything that the answer and what it leaves behind could tell."""

import logging
from collections import defaultdict
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from unittest.mock import patch

from celery.app.task import Task
from django.core import mail
from django.core.files.storage import FileSystemStorage
from django.db import connection, transaction
from django.http import SimpleCookie
from django.test import TestCase

from selection.models import Round
from tests.leaks.masks import SEALED, links, text_of
from tests.selection.pdfs import upload

WRITES = ("INSERT", "UPDATE", "DELETE")
# A process parses the sheets of style for its first PDF only, and keeps them.
PARSING = {"weasyprint.progress INFO Step 2 - Fetching and parsing CSS - CSS string"}
PDF = "(berkas PDF)"  # stands in a form for a file


@dataclass(frozen=True)
class Visit:
    """What somebody asks: an address, a query or the fields of a form, and headers.

    `follows`: on to the page to which the answer leads, and the jobs that it ordered are done.
    """

    role: object
    kind: str
    path: str
    is_post: bool = False
    data: tuple = ()
    headers: tuple = ()
    follows: bool = False

    def __str__(self):
        asked = "&".join(f"{name}={value}" for name, value in self.data)
        method = "POST" if self.is_post else "GET"
        return f"{method} {self.path} {asked} {dict(self.headers) or ''}".strip()


@dataclass
class Sight:
    """What came of a visit, by channel; `known` are links of chains that the visit added.

    `is_open`: the visit itself opened the seals, and what it showed then was no secret any more.
    """

    status: int
    channels: dict
    content_type: str
    known: set
    is_open: bool


class Traces:
    """What a visit does besides answering: queries, writes, log, mail, jobs, files."""

    def __init__(self):
        self.queries, self.writes, self.log, self.jobs = [], [], [], []
        self.has_written = False
        self.files, self.stored = [], []

    def query(self, execute, sql, params, many, context):
        self.queries.append(sql)
        if sql.lstrip().startswith(WRITES):
            self.has_written = True
            if not any(f'"{table}"' in sql for table in SEALED):
                self.writes.append(f"{sql} {params!r}")
        return execute(sql, params, many, context)

    def emit(self, record):
        said = f"{record.name} {record.levelname} {record.getMessage()}"
        if said not in PARSING:
            self.log.append(said)

    def job(self):
        """Stands in for Task.apply_async."""

        def apply_async(task, args=(), kwargs=None, **_):
            self.jobs.append((task, args, kwargs or {}))

        return apply_async

    def file(self):
        """Stands around FileSystemStorage._save: a job may read what was stored."""
        store = FileSystemStorage._save

        def save(storage, name, content):
            self.files.append(name.encode() + b" " + text_of(content.read()))
            content.seek(0)
            kept = store(storage, name, content)
            self.stored.append((storage, kept))
            return kept

        return save

    def clear(self):
        """What was stored goes, so that the other world finds the same names free."""
        for storage, name in self.stored:
            storage.delete(name)

    def work(self):
        """Do the jobs that were ordered, as a worker would."""
        for task, args, kwargs in tuple(self.jobs):
            task.run(*args, **kwargs)


@contextmanager
def _watching(traces):
    handler = logging.Handler(logging.INFO)
    handler.emit = traces.emit
    root = logging.getLogger()
    level = root.level
    mail.outbox = []
    with ExitStack() as stack:
        stack.enter_context(connection.execute_wrapper(traces.query))
        stack.enter_context(patch.object(Task, "apply_async", traces.job()))
        stack.enter_context(patch.object(FileSystemStorage, "_save", traces.file()))
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
    client = base.client
    client.cookies = SimpleCookie(base.browsers[visit.role])
    traces = Traces()
    with transaction.atomic():
        with _watching(traces):
            response = _ask(client, visit)
            body = b"".join(response) if response.streaming else response.content
            if visit.follows:
                traces.work()
        added = links() if visit.is_post and traces.has_written else set()
        here = Round.objects.filter(pk=base.here.small.round.pk)
        is_open = visit.is_post and here.exclude(unsealed_at=None).exists()
        transaction.set_rollback(True)
    traces.clear()
    channels = _answer(response, body) | _trail(traces)
    media = response.headers.get("Content-Type", "")
    return Sight(response.status_code, channels, media, added, is_open)


def _ask(client, visit):
    fields = defaultdict(list)
    for name, value in visit.data:
        fields[name].append(upload() if value == PDF and visit.is_post else value)
    ask = client.post if visit.is_post else client.get
    with TestCase.captureOnCommitCallbacks(execute=True):
        return ask(visit.path, fields, headers=dict(visit.headers), follow=visit.follows)


def _answer(response, body):
    return {
        "status": f"{response.status_code} {response.reason_phrase}".encode(),
        "kepala": _lines(f"{name}: {value}" for name, value in response.headers.items()),
        "kuki": response.cookies.output().encode(),
        "jalan": _lines(map(str, getattr(response, "redirect_chain", ()))),
        "isi": body,
    }


def _trail(traces):
    return {
        "jumlah kueri": str(len(traces.queries)).encode(),
        "tulisan": _lines(traces.writes),
        "log": _lines(traces.log),
        "surel": _lines(_letter(message) for message in mail.outbox),
        "pekerjaan": _lines(f"{task.name} {args} {kwargs}" for task, args, kwargs in traces.jobs),
        "berkas": b"\n".join(traces.files),
    }


def _lines(lines):
    return "\n".join(lines).encode()


def _letter(message):
    return f"{message.to} {message.cc} {message.subject} {message.body} {message.attachments}"
