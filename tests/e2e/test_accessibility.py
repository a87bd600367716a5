"""axe finds no violation on any page, at three widths, and no page scrolls sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.e2e

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = [(1366, 768), (820, 1180), (320, 640)]
LIVE, DONE = "pekalongan-2025", "pekalongan-2025-selesai"
PAGES = {
    "": ["/akun/login/", "/akun/password/reset/", "/tidak-ada/"],
    "staf@pekalongan.example": [
        "/",
        f"/seleksi/{LIVE}/",
        f"/seleksi/{DONE}/hasil/",
        f"/seleksi/{DONE}/hasil/DINDAGKOP/",
        f"/seleksi/{DONE}/dokumen/",
        "document",
        "/buku-kerja/",
        "upload",
        f"/seleksi/{LIVE}/hasil/",
        "/akun/2fa/",
        "/akun/2fa/totp/activate/",
        "/akun/2fa/webauthn/",
        "/akun/password/change/",
        "/akun/sessions/",
    ],
    "kepala.bkpsdm@pekalongan.example": ["/akun/", "roles"],
    "admin@pekalongan.example": ["/akun/", "/akun/baru/"],
    "hadiwinata.suryaningrat@pansel.example": ["/", f"/seleksi/{LIVE}/"],
    "anindita.rahayu@pansel.example": ["/penilaian/", "sheet", "review", "profile"],
    "walikota@pekalongan.example": ["/", f"/usulan/{DONE}/jabatan/DINKES/"],
}


def address_of(page, name):
    """The address of a page that has no fixed one."""
    if name.startswith("/"):
        return name
    if name == "document":
        page.goto(f"/seleksi/{DONE}/dokumen/")
        return (
            page.locator("main a[href^='/dokumen/']").first.get_attribute("href").split("unduh")[0]
        )
    if name == "upload":
        page.goto("/buku-kerja/")
        page.set_input_files(
            "input[type=file]",
            {"name": "salah.xlsx", "mimeType": "application/zip", "buffer": b"bukan buku kerja"},
        )
        page.get_by_role("button", name="Unggah dan periksa").click()
        page.get_by_text("Tidak ada yang disimpan").first.wait_for()
        return page.url
    if name == "roles":
        page.goto("/akun/")
        return page.get_by_role("link", name="Atur peran Sekar").get_attribute("href")
    page.goto("/penilaian/")
    address = page.locator("a", has_text="Buka lembar").first.get_attribute("href")
    return address + {"sheet": "", "review": "tinjau/", "profile": "berkas/"}[name]


@pytest.mark.parametrize("email", PAGES, ids=lambda email: email.split("@")[0] or "tamu")
def test_axe_finds_nothing(person, chromium, product, email):
    if email:
        page = person(email, bypass_csp=True).page
    else:
        page = chromium.new_context(base_url=product.address, bypass_csp=True).new_page()
    found = {}
    for name in PAGES[email]:
        address = address_of(page, name)
        for width, height in WIDTHS:
            page.set_viewport_size({"width": width, "height": height})
            page.goto(address)
            result = Axe().run(page, options={"runOnly": TAGS})
            for violation in result.response["violations"]:
                nodes = [node["html"][:120] for node in violation["nodes"][:2]]
                found[f"{name} {width} {violation['id']}"] = nodes
            wide = page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            )
            if wide:
                found[f"{name} {width} scrolls sideways"] = []

    assert found == {}
