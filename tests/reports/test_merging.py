"""Joining: nothing that makes a file accessible and durable is lost on the way."""

import shutil
import subprocess
from collections import Counter
from datetime import datetime
from io import BytesIO
from pathlib import Path

import opendataloader_pdf
import pikepdf
import pytest
from django.conf import settings
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from pypdf import PdfReader

from reports import pdf
from reports.merging import Part, lying, merge
from tests.reports.reading import pages_of, text_of

AT = timezone.make_aware(datetime(2025, 12, 5, 10, 42))
ABOUT = pdf.About("Berkas", "Pemerintah Kota Tirtakencana", "Nomor 7", AT)
LIBRARY = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
JARS = ("jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "javax.activation")
MORE = ("jaxb-api", "FastInfoset", "stax-ex")
HAS_JAVA = shutil.which("javac") and Path("/usr/share/java/jaxb-runtime.jar").exists()
BREAK = ' style="break-before: page"'
BODIES = {
    "letter": "<h1>Laporan</h1><p>Isi <b>tebal</b>.</p><h2>Satu</h2><p>x</p>",
    "link": '<h2>Dua</h2><p>Baca <a href="https://a.example">laman</a>.</p>',
    "long": f"<h2>Tiga</h2><p>a</p><h3{BREAK}>Empat</h3><p>b</p>",
    "table": "<h2>Lima</h2><table><thead><tr><th scope='col'>A</th></tr></thead>"
    "<tbody><tr><td>1</td></tr></tbody></table>",
    "drawing": "<h2>Enam</h2><svg viewBox='0 0 9 9' width='50' role='img'><title>Gambar</title>"
    "<path d='M0 0h5v5z'/></svg>",
    "lying": "<section class='wide'><h2>Tujuh</h2><p>lebar</p></section>",
}


def rendered(body, *attachments):
    html = f'<html lang="id"><body>{body}</body></html>'
    return pdf.render(html, paper="f4", about=ABOUT, attachments=attachments)


@pytest.fixture(scope="module")
def pieces():
    return {name: rendered(body) for name, body in BODIES.items()}


def data(content, name="nilai.json"):
    return pdf.Attachment(name, content, "application/json", "Nilai")


def marks_of(node):
    """Every marked piece of text or drawing under a node of the tree: (page, number)."""
    node = node.get_object()
    for kid in node.get("/K", []):
        found = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(found, int):
            yield node["/Pg"].get_object().indirect_reference.idnum, int(found)
        elif found.get("/Type") == "/OBJR":
            yield found["/Obj"].indirect_reference.idnum, "annotation"
        else:
            yield from marks_of(found)


def tags_of(content):
    root = PdfReader(BytesIO(content)).trailer["/Root"]["/StructTreeRoot"]
    return sorted(set(marks_of(root)), key=str)


def titles_of(outline):
    return [titles_of(entry) if isinstance(entry, list) else entry.title for entry in outline]


@effort(max_examples=25, deadline=None)
@given(order=st.lists(st.sampled_from(sorted(BODIES)), min_size=1, max_size=6))
def test_pages_text_and_tags_of_a_whole_are_those_of_its_parts(pieces, order):
    parts = [pieces[name] for name in order]

    made = merge([Part(part.content) for part in parts], like=parts[0].content)

    contents = [part.content for part in parts]
    assert made.pages == sum(part.pages for part in parts)
    assert pages_of(made.content) == [text for content in contents for text in pages_of(content)]
    assert len(tags_of(made.content)) == sum(len(tags_of(content)) for content in contents)
    assert lying(made.content) == [side for content in contents for side in lying(content)]


def test_every_page_finds_its_own_tags(pieces):
    parts = [pieces[name].content for name in ("long", "link", "table")]

    reader = PdfReader(BytesIO(merge([Part(part) for part in parts], like=parts[0]).content))

    tree = reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    found = dict(zip(tree[::2], tree[1::2], strict=True))
    for page in reader.pages:
        owners = {tag.get_object().raw_get("/Pg").idnum for tag in found[page["/StructParents"]]}
        assert owners == {page.indirect_reference.idnum}
    (annotation,) = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    assert found[annotation["/StructParent"]].get_object()["/S"] == "/Link"


def test_the_same_parts_give_the_same_bytes(pieces):
    parts = [Part(piece.content) for piece in pieces.values()]

    assert merge(parts, like=parts[0].content) == merge(parts, like=parts[0].content)


def test_bookmarks_hang_where_they_are_told_and_lead_to_their_pages(pieces):
    letter, long, link = (pieces[name].content for name in ("letter", "long", "link"))

    made = merge([Part(letter), Part(long, depth=1), Part(link, title="Berkas")], like=letter)

    reader = PdfReader(BytesIO(made.content))
    assert titles_of(reader.outline) == [
        "Laporan",
        ["A. Satu", "A. Tiga", ["Empat"]],
        "Berkas",
        ["A. Dua"],
    ]
    last = reader.outline[1][2][0]
    assert reader.get_destination_page_number(last) == 2
    assert reader.get_destination_page_number(reader.outline[2]) == 3


def test_what_the_file_says_of_itself_is_what_it_was_told_to_say(pieces):
    said = rendered("<h1>Sampul</h1>", data(b"1"))

    made = merge([Part(pieces["letter"].content)], like=said.content)

    reader = PdfReader(BytesIO(made.content))
    root = reader.trailer["/Root"]
    assert (reader.metadata.title, reader.metadata.creation_date) == ("Berkas", AT)
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"].value) == ("id", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert "Sampul" not in text_of(made.content)


def test_attached_files_are_kept_and_none_hides_another(pieces):
    parts = [rendered("<h1>A</h1>", data(content)).content for content in (b"1", b"2", b"1")]

    made = merge([Part(part) for part in parts], like=pieces["letter"].content)

    reader = PdfReader(BytesIO(made.content))
    assert reader.attachments == {"nilai-2.json": [b"2"], "nilai.json": [b"1"]}
    assert len(reader.trailer["/Root"]["/AF"]) == 2


def test_a_frame_is_drawn_on_every_page_and_is_no_part_of_what_is_read_aloud(pieces):
    long = rendered(f'<div class="part">{BODIES["long"]}</div>').content
    frame = rendered(f"<section></section><section{BREAK}></section>").content

    made = merge([Part(long)], like=frame, frame=frame)

    assert pages_of(made.content) == ["A. Tiga a Halaman 1 dari 2", "Empat b Halaman 2 dari 2"]
    assert len(tags_of(made.content)) == len(tags_of(long))


@pytest.mark.skipif(not HAS_JAVA, reason="needs Java: script/validate-pdf installs it")
def test_a_whole_is_what_verapdf_calls_pdf_a_and_pdf_ua(pieces, tmp_path):
    parts = [rendered(BODIES["letter"], data(b"1")).content]
    parts += [piece.content for piece in pieces.values()]
    pages = sum(map(len, map(pages_of, parts)))
    frame = rendered(f"<section{BREAK}></section>" * pages).content
    file = tmp_path / "whole.pdf"
    file.write_bytes(merge([Part(part) for part in parts], like=parts[0], frame=frame).content)

    jars = [str(LIBRARY), *(f"/usr/share/java/{name}.jar" for name in (*JARS, *MORE))]
    program = settings.BASE_DIR / "script" / "ValidatePdf.java"
    command = ["java", "-Xss8m", "-cp", ":".join(jars), str(program), str(file)]
    judged = subprocess.run(command, capture_output=True, text=True, check=False)

    assert judged.returncode == 0, judged.stdout + judged.stderr
    assert judged.stdout.count(" sesuai ") == 2


def test_text_hangs_at_the_paragraph_or_the_cell_not_at_each_run_of_it(pieces):
    whole = merge([Part(pieces["letter"].content)], like=pieces["letter"].content)

    with (
        pikepdf.open(BytesIO(whole.content)) as file,
        pikepdf.open(BytesIO(pieces["letter"].content)) as before,
    ):
        kinds, kinds_before = (
            Counter(_kinds(opened.Root.StructTreeRoot.K)) for opened in (file, before)
        )
    assert kinds_before["/Span"] and not kinds["/Span"] and not kinds["/NonStruct"]
    assert {kind: kinds[kind] for kind in ("/H1", "/H2", "/P")} == {"/H1": 1, "/H2": 1, "/P": 2}


def _kinds(elements):
    for one in list(elements):
        if isinstance(one, pikepdf.Dictionary) and "/S" in one:
            yield str(one.S)
            yield from _kinds(one.get("/K", pikepdf.Array()))
