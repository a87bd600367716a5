"""A panel member in a real browser who types scores and believes what the screen says."""

import re
import time
from collections.abc import Callable
from typing import Self
from uuid import UUID

from playwright.sync_api import Page

from tests.faults.journal import Journal

PASSWORD = "contoh-seleksi-2025"
LISTENER = """
document.addEventListener("DOMContentLoaded", () => {
  const bar = document.querySelector("body:has(#lembar) #keadaan");
  if (!bar) return;
  const look = () => {
    const said = bar.querySelector("b").textContent;
    const numbers = document.querySelectorAll("#lembar fieldset input[name^=n]");
    const scores = [...numbers].map((number) => [number.name.slice(1), number.value.trim()]);
    window.overheard(location.pathname, said, Object.fromEntries(scores));
  };
  new MutationObserver(look).observe(bar, { subtree: true, childList: true, characterData: true });
  look();
});
"""
RECEIPT = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
SAVED = "Tersimpan di server pukul"


class Bot:
    """Sits at one page; `moods` is what the bar has said, and when."""

    def __init__(self, page: Page, address: str, journal: Journal) -> None:
        self.page, self.address, self.journal = page, address, journal
        self.moods: list[tuple[float, str]] = []
        self.typed: dict[UUID, dict[str, str]] = {}
        page.expose_binding("overheard", self._overhear)
        page.add_init_script(LISTENER)

    def other_tab(self) -> "Bot":
        """The same person, or whoever sits there now, at another page of the same browser."""
        return Bot(self.page.context.new_page(), self.address, self.journal)

    def sign_in(self, email: str) -> Self:
        self.page.goto(f"{self.address}/akun/login/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("form:has(input[name=password]) button[type=submit]")
        self.page.get_by_text("Anda masuk sebagai").wait_for()
        return self

    def open(self, sheet: UUID) -> Self:
        self.sheet = sheet
        self.journal.sheets.add(sheet)
        self.visit(f"/penilaian/lembar/{sheet}/")
        self.page.wait_for_load_state("networkidle")
        return self

    def visit(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def type(self, **scores: int) -> None:
        """`n1=81`: what a person does, key by key."""
        for name, score in scores.items():
            field = self.page.locator(f"#{name}")
            field.fill("")
            field.press_sequentially(str(score))
            field.press("Tab")
            self.typed.setdefault(self.sheet, {})[name[1:]] = str(score)

    def wait_until_saved(self, patience: float = 60) -> None:
        """Until the screen says that all that was typed on this sheet is saved."""
        self.wait_until(lambda: self.journal.says(self.sheet, self.typed[self.sheet]), patience)

    def review(self) -> None:
        """Give what has no score yet one that needs no note, and go on to the review."""
        empty = [n for n in self.numbers() if not self.page.input_value(f"#{n}")]
        self.type(**dict.fromkeys(empty, 72))
        self.wait_until_saved()
        self.page.get_by_role("button", name="Tinjau nilai").click()
        self.page.get_by_label("Nilai ini adalah penilaian saya sendiri").check()

    def sign(self) -> None:
        """Review and sign; the receipt on the screen is a claim like any other."""
        self.review()
        self.page.get_by_role("button", name="Tanda tangani lembar nilai").click()
        self.read_receipt()

    def read_receipt(self) -> None:
        self.page.get_by_role("heading", name="Lembar nilai sudah ditandatangani").wait_for()
        code = RECEIPT.search(self.page.locator("main").inner_text())[0]
        self.journal.note(self.sheet, {**self.typed[self.sheet], "receipt": code})

    def wait_until(self, true: Callable[[], bool], patience: float = 30) -> None:
        """While the page goes on living, as it does before somebody who only looks."""
        deadline = time.monotonic() + patience
        while not true():
            assert time.monotonic() < deadline, self.moods[-5:]
            self.page.wait_for_timeout(50)

    def restore(self) -> None:
        """Answer yes where the page has found something that was not sent."""
        self.page.get_by_role("button", name="Pulihkan").click()

    def has_shell(self) -> bool:
        """Whether this sheet would open again without a connection."""
        address = f"/penilaian/lembar/{self.sheet}/kerangka/"
        ask = "address => caches.match(address, { ignoreSearch: true }).then(Boolean)"
        return self.page.evaluate(ask, address)

    def accept_dialogs(self) -> list[str]:
        """What the browser itself asks from now on; the answer is always yes."""
        asked: list[str] = []
        self.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        return asked

    def numbers(self) -> list[str]:
        """The names of the fields for scores, in their order."""
        fields = self.page.locator("#lembar fieldset input[name^=n]").all()
        return [field.get_attribute("name") for field in fields]

    def values(self) -> dict[str, str]:
        """What stands in the fields now, by place."""
        found = {name[1:]: self.page.input_value(f"#{name}") for name in self.numbers()}
        return {place: text for place, text in found.items() if text}

    def _overhear(self, _source: object, path: str, said: str, scores: dict[str, str]) -> None:
        self.moods.append((time.monotonic(), said))
        if said.startswith(SAVED):
            self.journal.note(UUID(re.search(r"[0-9a-f-]{36}", path)[0]), scores)
