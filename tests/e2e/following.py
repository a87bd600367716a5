"""What comes after the choices: the cascade, the round that follows, what the public is told."""

import re

from playwright.sync_api import expect

from tests.e2e.looking import complaints

HEAD, STAFF = "kepala.bkpsdm@pekalongan.example", "staf@pekalongan.example"
LEVEL = re.compile(r"^Tingkat \d")


def follow(person, code):
    """The head looks further down; staff begin the round that fills what falls vacant, once."""
    page = person(HEAD).page
    page.goto(f"/usulan/{code}/gerbong/")
    for echelon, levels in ("III.a", 1), ("IV.a", 2):
        page.get_by_text("Ubah pengaturan").click()
        page.get_by_label("Telusuri sampai eselon").select_option(echelon)
        page.get_by_label("Alasan").fill(f"Sampai eselon {echelon}")
        page.get_by_role("button", name="Simpan pengaturan").click()
        expect(page.get_by_text("Pengaturan gerbong disimpan")).to_be_visible()
        expect(page.get_by_text(LEVEL)).to_have_count(levels)
    assert complaints(page) == {}
    begin_the_next(person(STAFF).page, code)


def begin_the_next(page, code):
    """With every post that is offered; afterwards none is offered any more."""
    page.goto(f"/usulan/{code}/gerbong/")
    offered = page.locator("input[name=posts]").count()
    assert offered > 1
    page.get_by_role("button", name="Buat putaran berikutnya dari daftar ini").click()
    expect(page.get_by_text("Lengkapi lewat buku kerja.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        f"Pengisian {offered} Jabatan Lanjutan"
    )
    page.goto(f"/usulan/{code}/gerbong/")
    expect(page.get_by_text("sudah ada dalam putaran lanjutan")).to_be_visible()


def announce(person, stranger, code):
    """Nothing is public before the head publishes what staff asked for; then names without scores.

    `stranger`: a page of somebody who is not signed in.
    """
    stranger.goto("/pengumuman/")
    before = stranger.get_by_role("main").get_by_role("link").count()
    asked = ask_to_publish(person(STAFF).page, code)
    stranger.reload()
    assert stranger.get_by_role("main").get_by_role("link").count() == before

    page = person(HEAD).page
    page.goto(asked)
    page.get_by_role("button", name="Terbitkan sekarang").click()
    expect(page.get_by_text("terbit dan dapat dibaca siapa saja")).to_be_visible()
    stranger.reload()
    stranger.get_by_role("listitem").filter(has_text="2207").get_by_role("link").click()
    expect(stranger.get_by_role("main")).to_contain_text("Kepala Dinas Kesehatan")
    assert not re.search(r"\d\d,\d\d", stranger.get_by_role("main").inner_text())
    assert stranger.locator("script").count() == 0
    assert complaints(stranger) == {}


def ask_to_publish(page, code):
    """Staff look at it first; the address at which the head finds the request."""
    page.goto(f"/seleksi/{code}/pengumuman/")
    page.get_by_role("link", name="Siapkan pengumuman").first.click()
    page.get_by_label("Nomor pengumuman").fill("800.1.2/2207")
    page.get_by_label("Pertanyaan diajukan kepada").fill("Sekretariat, (0285) 555 0110")
    page.get_by_role("button", name="Lihat pratinjau").click()
    expect(page.get_by_role("heading", name="Pratinjau")).to_be_visible()
    assert complaints(page) == {}
    page.get_by_role("button", name="Minta penerbitan").click()
    expect(page.get_by_text("Permintaan tersimpan.")).to_be_visible()
    return page.url
