import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.e2e.product import Product

SAMPLE_PASSWORD = "contoh-seleksi-2025"


@pytest.fixture(scope="session")
def product(made, tmp_path_factory):
    copy = Product(tmp_path_factory.mktemp("produk") / "data").begin_with(made).start()
    yield copy
    copy.stop()


class Person:
    """Somebody at a browser of his own. `troubles` collects what the console complained about."""

    def __init__(self, browser, product, email, password=SAMPLE_PASSWORD, **options):
        self.product, self.email, self.password = product, email, password
        self.context = browser.new_context(
            locale="id-ID",
            base_url=product.address,
            viewport={"width": 1366, "height": 768},
            **options,
        )
        self.page = self.context.new_page()
        self.troubles = []
        self.page.on("console", self._listen)

    def _listen(self, message):
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            self.troubles.append(message.text)

    def sign_in(self):
        self.page.goto("/akun/login/")
        self.page.fill("input[name=login]", self.email)
        self.page.fill("input[name=password]", self.password)
        self.page.click("form:has(input[name=password]) button[type=submit]")
        expect(self.page.get_by_text("Anda masuk sebagai")).to_be_visible()
        if self.page.get_by_role("link", name="Penilaian saya").count():
            self.page.goto("/penilaian/")  # who sits on a panel is asked at the desk
            self.page.get_by_role("button", name="Ya, saya").click()
            self.page.goto("/")
        return self

    def score_over_http(self, address, scores):
        """Fill and sign one sheet with the requests that the page would send."""
        page = self.context.request.get(address).text()
        form = {
            "csrfmiddlewaretoken": _value(page, "csrfmiddlewaretoken"),
            "mutation_id": str(uuid4()),
            **_made_from(page),
        }
        numbers = {f"n{place}": str(score) for place, score in enumerate(scores, start=1)}
        headers = {"Referer": self.product.address + address}
        saved = self.context.request.post(
            f"{address}simpan/", form={**form, **numbers}, headers=headers, max_redirects=0
        )
        assert saved.status == 302, saved.text()[:500]
        review = self.context.request.get(f"{address}tinjau/").text()
        signing = {
            "csrfmiddlewaretoken": _value(review, "csrfmiddlewaretoken"),
            "mutation_id": str(uuid4()),
            **_made_from(review),
            "mine": "1",
        }
        self.context.request.post(f"{address}tandatangan/", form=signing, headers=headers)


def _made_from(page):
    return {name: _value(page, name) for name in ("base_version", "as_user", "rubric_hash")}


def _value(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


@pytest.fixture
def person(chromium, product):
    """Signs somebody in for one test; a page that stays open asks the server every few seconds."""
    made = []

    def make(email, password=SAMPLE_PASSWORD, **options):
        made.append(Person(chromium, product, email, password, **options))
        return made[-1].sign_in()

    yield make
    for someone in made:
        someone.context.close()
