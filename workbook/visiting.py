"""A browser's requests without a browser: one kept-alive connection, cookies, tokens, sizes."""

import gzip
import http.client
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

JSON = {"Accept": "application/json"}  # what the sheet's own script sends
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')


@dataclass(frozen=True, slots=True)
class Answer:
    """One response: `size` in bytes on the wire, `seconds` from the request to its last byte."""

    status: int
    text: str
    size: int
    seconds: float
    etag: str

    @property
    def json(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self.text)
        return said


class Visitor:
    """Signed in as one person at one server."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.host = parts.netloc
        self.connection = http.client.HTTPConnection("127.0.0.1", parts.port or 80, timeout=60)
        self.cookies: dict[str, str] = {}
        self.answered = 0.0

    def sign_in(self, email: str, password: str) -> "Visitor":
        page = self.get("/akun/login/")
        data = {"login": email, "password": password}
        answer = self.post("/akun/login/", {**data, **self.hidden(page.text)})
        assert answer.status == 302, f"sign-in of {email} was refused"
        return self

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self._send("GET", path, None, headers or {})

    def post(
        self, path: str, data: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> Answer:
        return self._send("POST", path, urlencode(data), headers or {})

    def first_load(self, path: str) -> int:
        """Bytes of a page and of everything it names, compressed as sent, with nothing cached."""
        page = self.get(path)
        named = set(ASSET.findall(page.text))
        return page.size + sum(self.get(asset).size for asset in named)

    @staticmethod
    def hidden(page: str) -> dict[str, str]:
        """The token, the id, and what the page was made from, as its form would send them along."""
        names = ("csrfmiddlewaretoken", "mutation_id", "base_version", "as_user", "rubric_hash")
        found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in names}
        return {name: match[1] for name, match in found.items() if match}

    def _send(self, method: str, path: str, body: str | None, more: Mapping[str, str]) -> Answer:
        headers = {
            **more,
            "Host": self.host,
            "Accept-Encoding": "br, gzip" if path.startswith("/static/") else "gzip",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Referer": f"http://{self.host}{path}",
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        if began - self.answered > 1:  # the server ends connections that say nothing for long
            self.connection.close()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        raw = response.read()
        self.answered = time.perf_counter()
        seconds = self.answered - began
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        zipped = response.headers.get("Content-Encoding") == "gzip"
        text = (gzip.decompress(raw) if zipped else raw).decode(errors="replace")
        etag = response.headers.get("ETag", "")
        return Answer(response.status, text, len(raw), seconds, etag)
