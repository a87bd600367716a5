"""Many members at once, without browsers: the requests of the page, sent again until answered."""

import re
import threading
import time
from http.client import HTTPException
from http.cookiejar import CookieJar
from itertools import count
from typing import Self
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener
from uuid import UUID, uuid4

from tests.faults.bot import PASSWORD
from tests.faults.journal import Journal

OF_THE_PAGE = ("csrfmiddlewaretoken", "base_version", "rubric_hash", "as_user")
BUSY = range(500, 600)


class Hand:
    """One device of a member, with its own session."""

    def __init__(self, address: str, email: str, journal: Journal) -> None:
        self.address, self.email, self.journal = address, email, journal
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))
        self.saved = 0

    def sign_in(self) -> int:
        """The status with which signing in ends: 200 only on the page behind it."""
        page = self.get("/akun/login/")
        form = {"login": self.email, "password": PASSWORD, "csrfmiddlewaretoken": token_in(page)}
        status, text = self.send("/akun/login/", form, accept="text/html")
        return 401 if status == 200 and "Anda masuk sebagai" not in text else status

    def open(self, sheet: UUID) -> Self:
        self.sheet, self.path = sheet, f"/penilaian/lembar/{sheet}/"
        self.journal.sheets.add(sheet)
        page = self.get(self.path)
        self.form = {name: hidden_in(page, name) for name in OF_THE_PAGE}
        return self

    def save(self, scores: dict[str, str], patience: float = 60) -> None:
        """The same mutation again and again until the server says that it is stored."""
        form = {**self.form, "mutation_id": str(uuid4())}
        form |= {f"n{place}": score for place, score in scores.items()}
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            try:
                status, text = self.send(f"{self.path}simpan/", form)
            except (OSError, HTTPException):
                status, text = 0, ""
            if status == 200:
                self.form["base_version"] = re.search(r'"version": *(\d+)', text)[1]
                self.journal.note(self.sheet, scores)
                self.saved += 1
                return
            assert status == 0 or status in BUSY, (status, text[:300])
            time.sleep(0.2)
        raise AssertionError("no answer in time")

    def get(self, path: str) -> str:
        with self.opener.open(self.address + path, timeout=30) as answer:
            return answer.read().decode()

    def send(
        self, path: str, form: dict[str, str], accept: str = "application/json"
    ) -> tuple[int, str]:
        headers = {"Referer": self.address + path, "Accept": accept}
        request = Request(self.address + path, urlencode(form).encode(), headers)
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read().decode()


class Crowd:
    """Hands that save without a pause, each on a sheet of its own, until told to stop."""

    def __init__(self, hands: list[Hand]) -> None:
        self.hands = hands
        self.enough = threading.Event()
        self.troubles: list[BaseException] = []
        self.threads = [threading.Thread(target=self._guarded, args=(hand,)) for hand in hands]

    @property
    def saved(self) -> int:
        return sum(hand.saved for hand in self.hands)

    def __enter__(self) -> Self:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.enough.set()
        for thread in self.threads:
            thread.join()
        assert self.troubles == []

    def _guarded(self, hand: Hand) -> None:
        try:
            for number in count():
                if self.enough.is_set():
                    return
                hand.save({"1": str(40 + number % 40), "2": str(40 + number // 40 % 40)})
        except BaseException as trouble:  # noqa: BLE001  # a thread's end is told by the crowd
            self.troubles.append(trouble)


def token_in(page: str) -> str:
    return hidden_in(page, "csrfmiddlewaretoken")


def hidden_in(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]
