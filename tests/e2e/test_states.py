"""axe finds nothing in states of a page without an address of their own, nor for other readers."""

import signal
from os import kill

import pytest

from tests.e2e.looking import complaints
from tests.e2e.product import ROOT
from tests.e2e.test_accessibility import DONE
from tests.e2e.test_journey import criteria_at, sheets_of
from tests.workbook import making

pytestmark = [pytest.mark.e2e, pytest.mark.long]

RANKING = f"/seleksi/{DONE}/hasil/DINDAGKOP/"
SEND = "form => HTMLFormElement.prototype.submit.call(form)"  # as without the page's own script


def order(someone, paper):
    page = someone.page
    page.goto(f"/seleksi/{DONE}/dokumen/")
    page.locator(f"input[name=paper][value={paper}]").check()
    page.get_by_role("button", name="Pesan").click()


def document_under_way(someone):
    """A report that is being made: the worker is held, and let go where the next one is asked."""
    hold(someone, signal.SIGSTOP)
    order(someone, "a4")
    someone.page.locator("progress").wait_for()


def document_failed(someone):
    """A report that could not be stored."""
    documents = someone.product.folder / "store" / "documents"
    documents.mkdir(exist_ok=True)  # in a copy that has just begun nothing was stored yet
    aside = documents.with_name("documents-aside")
    documents.rename(aside)
    documents.write_text("in the way")
    try:
        hold(someone, signal.SIGCONT)
        someone.page.get_by_role("button", name="Coba lagi").wait_for(timeout=60_000)
    finally:
        documents.unlink()
        aside.rename(documents)


def hold(someone, how):
    for pid in someone.product.worker_pids():
        kill(pid, how)


def file_with_rows(someone):
    upload(someone, (ROOT / "samples" / "kecil-uji.xlsx").read_bytes())
    someone.page.get_by_role("heading", name="siap diterapkan").wait_for()


def file_with_faults(someone):
    upload(someone, making.xlsx(making.a_round(Peserta_A3="bukan NIP", Seleksi_B5=None)))
    someone.page.get_by_role("heading", name="Yang harus diperbaiki").wait_for()


def upload(someone, content):
    someone.page.goto("/buku-kerja/")
    someone.page.set_input_files(
        "input[type=file]",
        {"name": "putaran.xlsx", "mimeType": "application/zip", "buffer": content},
    )
    someone.page.get_by_role("button", name="Unggah dan periksa").click()


def sheet(someone):
    someone.page.goto(sheets_of(someone)[0])


def signed(someone):
    address = sheets_of(someone)[-1]
    someone.score_over_http(address, [75] * criteria_at(someone, address))
    someone.page.goto(address)
    someone.page.get_by_role("heading", name="Kode bukti").wait_for()


def with_faults(someone):
    """422: a number and a note that cannot be kept."""
    sheet(someone)
    someone.page.locator("#n1").fill("82,5")
    someone.page.locator("#c2").evaluate("note => { note.value = 'x'.repeat(2001) }")
    someone.page.locator("#lembar").evaluate(SEND)
    someone.page.get_by_role("heading", name="Ada yang perlu diperbaiki").wait_for()


def in_two_tabs(someone):
    """409: one criterion differs, another was taken from the server."""
    sheet(someone)
    address = someone.page.url
    other = someone.context.new_page()
    other.goto(address)
    other.locator("#n1").fill("71")
    other.locator("#n2").fill("72")
    other.get_by_role("button", name="Simpan").click()
    other.get_by_text("Tersimpan di server pukul").wait_for()
    other.close()
    someone.page.locator("#n1").fill("81")
    someone.page.locator("#lembar").evaluate(SEND)
    someone.page.get_by_text("Diisi berbeda di dua tempat").wait_for()


def sent_to_a_page(someone):
    """405: a form for an address that takes none."""
    sheet(someone)
    someone.page.locator("#lembar").evaluate(
        f"form => {{ form.action = '/penilaian/'; ({SEND})(form) }}"
    )
    someone.page.get_by_role("heading", name="tidak dapat dilakukan dari sini").wait_for()


def signed_out(someone):
    """401: what was typed after the session had ended."""
    sheet(someone)
    someone.page.locator("#n1").fill("81")
    someone.context.clear_cookies(name="sesi")
    someone.page.locator("#lembar").evaluate(SEND)
    someone.page.get_by_role("heading", name="Sesi Anda berakhir").wait_for()


PAGES = {
    "staf@pekalongan.example": [
        f"/seleksi/{DONE}/",
        document_under_way,
        document_failed,
        file_with_rows,
        file_with_faults,
        "/akun/reauthenticate/",
    ],
    "inspektorat@pekalongan.example": ["/", f"/seleksi/{DONE}/", RANKING],
    "hadiwinata.suryaningrat@pansel.example": [f"/seleksi/{DONE}/", RANKING],
    "anindita.rahayu@pansel.example": [
        signed,
        with_faults,
        in_two_tabs,
        sent_to_a_page,
        signed_out,
    ],
    "walikota@pekalongan.example": [RANKING],
}


@pytest.mark.parametrize("email", PAGES, ids=lambda email: email.split("@")[0])
def test_axe_finds_nothing_in_any_state(person, email):
    found = {}
    someone = person(email, bypass_csp=True)
    someone.page.on("dialog", lambda dialog: dialog.accept())
    for place in PAGES[email]:
        if callable(place):
            place(someone)
        else:
            someone.page.goto(place)
        name = getattr(place, "__name__", place)
        found |= {f"{name} {what}": where for what, where in complaints(someone.page).items()}

    assert found == {}
