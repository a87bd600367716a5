"""A panel member in a real browser who types scores and believes what the screen says."""

import re
import time
from collections.abc import Callable
from typing import Self
from uuid import UUID

from tests.faults.journal import Journal

PASSWORD = "contoh-seleksi-2025"
LISTENER = """
document.addEventListener("DOMContentLoaded", () => {
  const bar = document.getElementById("keadaan");
  if (!bar) return;
  const look = () => {
    const said = bar.querySelector("b").textContent;
    const numbers = document.querySelectorAll("#lembar input[name^=n]");
    const scores = [...numbers].map((number) => [number.name.slice(1), number.value.trim()]);
    window.overheard(location.pathname, said, Object.fromEntries(scores));
  };
  new MutationObserver(look).observe(bar, { subtree: true, childList: true, characterData: true });
  look();
});
"""
SAVED = "Tersimpan di server pukul"


class Bot:
    """Sits at one page; `moods` is what the bar has said, and when."""

    def __init__(self, context, address: str, journal: Journal) -> None:
        self.context, self.address, self.journal = context, address, journal
        self.moods: list[tuple[float, str]] = []
        context.expose_binding("overheard", self._overhear)
        context.add_init_script(LISTENER)
        self.page = context.new_page()
        self.typed: dict[UUID, dict[str, str]] = {}

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
        self.page.goto(f"{self.address}/penilaian/lembar/{sheet}/")
        return self

    def type(self, **scores: int) -> None:
        """`n1=81`: what a person does, key by key."""
        for name, score in scores.items():
            self.page.fill(f"#{name}", "")
            self.page.type(f"#{name}", str(score))
            self.page.press(f"#{name}", "Tab")
            self.typed.setdefault(self.sheet, {})[name[1:]] = str(score)

    def wait_until_saved(self, patience: float = 60) -> float:
        """Until the screen says that all that was typed on this sheet is saved; seconds it took."""
        began = time.monotonic()
        while not self.journal.says(self.sheet, self.typed[self.sheet]):
            assert time.monotonic() - began < patience, self.moods[-5:]
            self.press_save()
            self.page.wait_for_timeout(500)
        return time.monotonic() - began

    def press_save(self) -> None:
        self.page.get_by_role("button", name="Simpan").click()

    def wait_until(self, true: Callable[[], bool], patience: float = 30) -> None:
        """While the page goes on living, as it does before somebody who only looks."""
        deadline = time.monotonic() + patience
        while not true():
            assert time.monotonic() < deadline, self.moods[-5:]
            self.page.wait_for_timeout(50)

    def _overhear(self, _source: object, path: str, said: str, scores: dict[str, str]) -> None:
        self.moods.append((time.monotonic(), said))
        if said.startswith(SAVED):
            self.journal.note(UUID(re.search(r"[0-9a-f-]{36}", path)[0]), scores)
