"""The plenary of the journey: opened, attended, decided, confirmed by every member, frozen."""

import re

from playwright.sync_api import expect

from tests.e2e.looking import complaints


def hold_the_plenary(people, code):
    """By the chair, in the browser, with the confirmation of every member."""
    page = people.chair.page
    page.goto(f"/seleksi/{code}/")
    page.get_by_role("link", name="Buka pleno").first.click()
    page.get_by_label("Tempat").fill("Ruang Rapat Wali Kota")
    page.get_by_role("button", name="Buka pleno").click()
    expect(page.get_by_text("Rapat pleno dibuka.")).to_be_visible()
    for choice in page.locator("select[name^=h]").all():
        choice.select_option("hadir")
    assert complaints(page) == {}
    page.get_by_role("button", name="Simpan kehadiran").click()
    expect(page.get_by_text("Kehadiran dicatat.")).to_be_visible()
    decide_the_ties(page)
    for member in people.members:
        member.page.goto(f"/seleksi/{code}/pleno/")
        member.page.get_by_label("Kata sandi Anda").fill(member.password)
        member.page.get_by_role("button", name="Konfirmasi berita acara pleno").click()
        expect(member.page.get_by_text("Anda sudah mengonfirmasi isi ini.")).to_be_visible()
    freeze(page, code)


def decide_the_ties(page):
    """The first names of every shared rank at the cut."""
    while (ties := page.locator("form:has(fieldset)")).count():
        words = page.get_by_role("heading", name=re.compile("pilih")).first.inner_text()
        places = int(re.search(r"pilih (\d+) dari", words)[1])
        for box in ties.first.get_by_role("checkbox").all()[:places]:
            box.check()
        ties.first.get_by_label("Alasan").fill("Rekam jejak lebih panjang pada urusan ini")
        ties.first.get_by_role("button", name="Simpan keputusan").click()
        expect(page.get_by_text("tersimpan beserta alasannya")).to_be_visible()


def freeze(page, code):
    page.goto(f"/seleksi/{code}/pleno/")
    assert complaints(page) == {}
    page.get_by_role("link", name="Periksa dan tetapkan hasil").click()
    assert complaints(page) == {}
    page.get_by_role("button", name="Tetapkan hasil").click()
    expect(page.get_by_text("Hasil nomor 1 ditetapkan.")).to_be_visible()
    page.get_by_role("button", name="Hitung ulang dan cocokkan").click()
    expect(page.get_by_text("Hasil hitung ulang sama dengan yang disahkan")).to_be_visible()
    assert complaints(page) == {}
