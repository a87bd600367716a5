"""Pieces: made once for their content, by whoever is free, and never lost with a worker."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from kombu.exceptions import OperationalError

from audit.turns import Turn
from config.celery import app
from reports import chunking, pdf, tasks
from reports.chunking import Piece
from reports.models import Chunk
from tests.reports.reading import text_of

pytestmark = pytest.mark.django_db
PARAMETERS = ("dbname", "user", "password", "host", "port")


def piece(words):
    html = f'<html lang="id"><body class="part"><h2>{words}</h2></body></html>'
    return Piece(words, html)


def made(*pieces):
    return chunking.made(pieces, "f4", lambda _number: None)


@pytest.fixture
def rendered(monkeypatch):
    """The HTML of everything that the engine laid out."""
    seen, truly = [], pdf.render

    def render(html, **options):
        seen.append(html)
        return truly(html, **options)

    monkeypatch.setattr(pdf, "render", render)
    return seen


@pytest.fixture
def offered(monkeypatch):
    """The pieces that other workers were asked to make, in order."""
    seen = []

    def offer(chunk_pks):
        seen.extend(Chunk.objects.get(pk=pk).title for pk in chunk_pks)

    monkeypatch.setattr(chunking, "_offer", offer)
    return seen


@pytest.fixture
def elsewhere(db):
    known = connection.get_connection_params()
    with psycopg.connect(**{k: known[k] for k in PARAMETERS if k in known}) as other:
        yield other


@pytest.fixture
def at_once():
    app.conf.task_always_eager = app.conf.task_eager_propagates = True
    yield
    app.conf.task_always_eager = app.conf.task_eager_propagates = False


def test_pieces_come_in_their_order_and_are_told_of():
    told = []

    found = chunking.made([piece("Satu"), piece("Dua")], "f4", told.append)

    assert [text_of(part.content) for part in found] == ["A. Satu", "A. Dua"]
    assert told == [1, 2]


def test_a_piece_is_laid_out_once_for_its_content(rendered):
    first = made(piece("Satu"), piece("Dua"))

    again = made(piece("Dua"), piece("Tiga"), piece("Satu"))

    assert [again[0], again[2]] == [first[1], first[0]]
    assert len(rendered) == 3
    assert rendered[2] == piece("Tiga").html


def test_another_paper_is_another_piece():
    made(piece("Satu"))

    chunking.made([piece("Satu")], "a4", lambda _number: None)

    assert Chunk.objects.count() == 2


def test_other_workers_are_asked_for_the_last_first_and_never_for_what_is_there(offered):
    made(piece("Dua"))

    made(*map(piece, ("Satu", "Dua", "Tiga", "Empat")))

    assert offered == ["Empat", "Tiga"]


def test_a_single_missing_piece_is_offered_to_nobody(offered):
    made(piece("Satu"), piece("Satu"))

    made(piece("Satu"), piece("Dua"))

    assert offered == []


def test_workers_make_what_they_are_offered_and_nobody_makes_it_again(at_once, rendered):
    made(*map(piece, ("Satu", "Dua", "Tiga")))

    assert rendered == [piece(words).html for words in ("Tiga", "Dua", "Satu")]


def test_without_a_broker_one_worker_makes_them_all(monkeypatch):
    def down(*_, **__):
        raise OperationalError("no broker")

    monkeypatch.setattr(chunking.group, "apply_async", down)

    found = made(piece("Satu"), piece("Dua"))

    assert len(found) == 2


def test_a_piece_that_another_worker_makes_is_waited_for(elsewhere, monkeypatch):
    made(piece("Lain"))
    waiting = Chunk.objects.create(
        key=pdf.fingerprint(piece("Satu").html, paper="f4"),
        title="Satu",
        paper="f4",
        html=piece("Satu").html,
        asked_at=timezone.now(),
    )
    turn = [Turn.CHUNK, waiting.pk]
    elsewhere.execute("SELECT pg_advisory_lock(%s, %s)", turn)
    looks = []

    def killed(_seconds):
        looks.append(Chunk.objects.get(pk=waiting.pk).made_at)
        elsewhere.execute("SELECT pg_advisory_unlock(%s, %s)", turn)

    monkeypatch.setattr(chunking.time, "sleep", killed)

    (found,) = made(piece("Satu"))

    assert looks == [None]
    assert text_of(found.content) == "A. Satu"


def test_a_message_leaves_what_is_made_is_being_made_or_is_gone(elsewhere, rendered):
    made(piece("Satu"))
    chunk = Chunk.objects.get()
    rendered.clear()

    tasks.make_chunk(chunk.pk)
    Chunk.objects.update(content=None, made_at=None, pages=0, html=piece("Satu").html)
    elsewhere.execute("SELECT pg_advisory_lock(%s, %s)", [Turn.CHUNK, chunk.pk])
    tasks.make_chunk(chunk.pk)
    Chunk.objects.all().delete()
    tasks.make_chunk(chunk.pk)

    assert rendered == []


def test_pieces_that_nobody_has_needed_for_a_week_are_forgotten():
    made(piece("Lama"), piece("Dipakai"))
    Chunk.objects.update(asked_at=timezone.now() - timedelta(days=8))
    made(piece("Dipakai"))

    tasks.sweep_chunks()

    assert [chunk.title for chunk in Chunk.objects.all()] == ["Dipakai"]
