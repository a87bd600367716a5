import builtins
import hashlib
import os
import subprocess
import sys
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from threading import Thread

import pytest
from django.conf import settings
from django.utils import timezone
from pypdf import PdfReader

from reports import pdf
from tests.reports.reading import paper_of, text_of

AT = timezone.make_aware(datetime(2025, 12, 5, 10, 42))
ABOUT = pdf.About("Laporan", "Pemerintah Kota Tirtakencana", "Nomor 7", AT)
PAGE = '<html lang="id"><body><h1>Laporan</h1><p>Isi <b>tebal</b>.</p></body></html>'
FRESH = """
import django; django.setup()
import hashlib
from tests.reports.test_pdf import ABOUT, PAGE
from reports import pdf
print(hashlib.sha256(pdf.render(PAGE, paper="f4", about=ABOUT).content).hexdigest())
"""
WEB = """
import django; django.setup()
import reports.urls, sys
print("weasyprint" in sys.modules)
"""


def in_a_fresh_process(code):
    """What the code prints where nothing is loaded yet and hashes are seeded otherwise."""
    environment = {**os.environ, "PYTHONHASHSEED": "7", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    fresh = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return fresh.stdout.strip()


def made_with(*attachments):
    return pdf.render(PAGE, paper="f4", about=ABOUT, attachments=attachments)


@pytest.fixture(scope="module")
def made():
    return pdf.render(PAGE, paper="f4", about=ABOUT)


@pytest.fixture
def listener():
    """A server on this machine that remembers whoever asks it for something."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_render_gives_the_same_bytes_again(made):
    again = pdf.render(PAGE, paper="f4", about=ABOUT)

    assert again.content == made.content


def test_render_gives_the_same_bytes_in_a_fresh_process(made):
    assert in_a_fresh_process(FRESH) == hashlib.sha256(made.content).hexdigest()


@pytest.mark.parametrize(("paper", "size"), [("f4", (215, 330)), ("a4", (210, 297))])
def test_render_lays_out_for_the_paper(paper, size):
    made = pdf.render(PAGE, paper=paper, about=ABOUT)

    assert paper_of(made.content) == size


def test_render_says_what_the_file_is(made):
    reader = PdfReader(BytesIO(made.content))

    assert reader.metadata.title == "Laporan"
    assert reader.metadata.author == "Pemerintah Kota Tirtakencana"
    assert reader.metadata.subject == "Nomor 7"
    assert reader.metadata.creation_date == AT
    assert reader.metadata.modification_date == AT


def test_render_makes_a_file_that_a_screen_reader_can_read(made):
    catalogue = PdfReader(BytesIO(made.content)).trailer["/Root"]

    assert catalogue["/Lang"] == "id"
    assert catalogue["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in catalogue


def test_render_says_that_the_file_is_kept_and_read_aloud():
    said = PdfReader(BytesIO(made_with().content)).trailer["/Root"]["/Metadata"].get_data().decode()

    assert 'pdfaid:part="3" pdfaid:conformance="A"' in said
    assert "<pdfuaid:part>1</pdfuaid:part>" in said
    assert said.count("<rdf:RDF") == said.count("</rdf:RDF>") == 1


def test_render_carries_data_with_its_name_kind_and_relation():
    scores = pdf.Attachment("nilai.json", b'{"nilai": 81}', "application/json", "Nilai")
    sums = pdf.Attachment("jumlah.csv", b"81", "text/csv", "Jumlah")

    made = made_with(scores, sums)

    reader = PdfReader(BytesIO(made.content))
    assert reader.attachments == {"jumlah.csv": [b"81"], "nilai.json": [b'{"nilai": 81}']}
    carried = [entry.get_object() for entry in reader.trailer["/Root"]["/AF"]]
    assert {entry["/AFRelationship"] for entry in carried} == {"/Data"}
    assert {entry["/Desc"] for entry in carried} == {"Jumlah", "Nilai"}
    stored = carried[1]["/EF"]["/F"].get_object()
    assert stored["/Subtype"] == "/application/json"
    assert stored["/Params"]["/CreationDate"] == "D:20251205034200Z"


def test_render_with_the_same_data_gives_the_same_bytes_and_other_data_others():
    first, again, other = (
        made_with(pdf.Attachment("nilai.json", content, "application/json", "Nilai")).content
        for content in (b"1", b"1", b"2")
    )

    assert first == again
    assert PdfReader(BytesIO(first)).trailer["/ID"] != PdfReader(BytesIO(other)).trailer["/ID"]


def test_render_embeds_every_font(made):
    fonts = PdfReader(BytesIO(made.content)).pages[0]["/Resources"]["/Font"]
    descriptors = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for font in fonts.values()
    ]

    assert len(descriptors) == 2
    assert all("/FontFile2" in d or "/FontFile3" in d for d in descriptors)


def test_render_counts_pages_and_tells_of_each():
    heard = []
    html = (
        '<html lang="id"><body><h1>Satu</h1><h1 style="break-before: page">Dua</h1></body></html>'
    )

    made = pdf.render(html, paper="a4", about=ABOUT, on_stage=lambda *stage: heard.append(stage))

    assert made.pages == 2
    assert heard[:2] == [(pdf.Stage.LAYOUT, 1), (pdf.Stage.LAYOUT, 2)]
    assert heard[-1] == (pdf.Stage.DRAWING, 2)


def test_render_shows_the_images_it_knows():
    html = '<html lang="id"><body><img src="app-static:emblem.svg" alt="Lambang"></body></html>'

    made = pdf.render(html, paper="f4", about=ABOUT)

    assert made.pages == 1


ATTACKS = {
    "image": '<img src="{url}/x.png">',
    "stylesheet": '<link rel="stylesheet" href="{url}/x.css">',
    "import": "<style>@import url({url}/x.css);</style>",
    "attachment": '<link rel="attachment" href="{url}/x">',
    "link to an attachment": '<a rel="attachment" href="{url}/x">x</a>',
    "background": "<p style=\"background: url('{url}/x.png')\">x</p>",
    "bullet": "<ul><li style=\"list-style-image: url('{url}/x.png')\">x</li></ul>",
    "generated content": "<style>p::before {{ content: url({url}/x.png) }}</style><p>x</p>",
    "font": "<style>@font-face {{ font-family: X; src: url({url}/x.ttf) }}</style>",
    "object": '<object data="{url}/x.png"></object>',
    "embed": '<embed src="{url}/x.png">',
    "base": '<base href="{url}/"><img src="x.png">',
    "file": '<img src="file:///etc/passwd">',
    "attached file": '<link rel="attachment" href="file:///etc/passwd">',
    "SVG in a data address": '<img src="data:image/svg+xml,%3Csvg%3E%3C/svg%3E">',
    "unknown image": '<img src="app-static:../../config/settings.py">',
    "scheme without a name": '<img src="app-static:">',
}


@pytest.mark.parametrize("attack", list(ATTACKS.values()), ids=list(ATTACKS))
def test_render_fetches_nothing_that_is_not_ours(listener, attack):
    url, asked = listener
    html = f'<html lang="id"><body>{attack.format(url=url)}</body></html>'

    with pytest.raises(pdf.CannotRender, match="menunjuk ke alamat lain"):
        pdf.render(html, paper="f4", about=ABOUT)

    assert asked == []


@pytest.mark.parametrize(
    "harmless",
    ['<a href="{url}">laman</a>', 'laman<svg><image href="{url}/x.png"/></svg>'],
    ids=["link", "image in SVG"],
)
def test_render_leaves_out_what_it_need_not_fetch(listener, harmless):
    url, asked = listener
    html = f'<html lang="id"><body>{harmless.format(url=url)}</body></html>'

    made = pdf.render(html, paper="f4", about=ABOUT)

    assert text_of(made.content) == "laman Halaman 1 dari 1"
    assert asked == []


def test_render_names_the_packages_where_pango_is_missing(monkeypatch):
    truly = builtins.__import__

    def without_pango(name, *args, **kwargs):
        if name == "weasyprint":
            raise OSError("cannot load library 'libgobject-2.0-0'")
        return truly(name, *args, **kwargs)

    pdf._engine.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(builtins, "__import__", without_pango)
        with pytest.raises(pdf.CannotRender) as refusal:
            pdf.render(PAGE, paper="f4", about=ABOUT)

    assert "libpango-1.0-0, libpangoft2-1.0-0, dan libharfbuzz-subset0" in str(refusal.value)
    assert "libgobject" not in str(refusal.value)


def test_render_says_which_stylesheet_is_missing():
    with pytest.raises(pdf.CannotRender, match=r"css/paper-letter\.css tidak ada"):
        pdf.render(PAGE, paper="letter", about=ABOUT)


def test_web_processes_do_not_load_the_engine():
    assert in_a_fresh_process(WEB) == "False"
