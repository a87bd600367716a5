"""A double of the e-sign service, version 2: checks the request, answers as it is told."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from reports.signing import Secret

USER, PASSWORD = "aplikasi", "kunci-aplikasi"
AUTHORIZATION = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
SIGN, STATUS = "/api/v2/sign/pdf", "/api/v2/user/check/status"


@dataclass
class Service:
    """What it does with a request to sign, and what it was sent. `signer` does the signing."""

    signer: object = None
    who: object = None
    phrase: str = field(default="", repr=False)
    answer: str = "signed"
    standing: object = field(default_factory=lambda: {"status": "ISSUE"})
    url: str = ""
    asked: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    sent: bytes = b""

    def signing(self):
        """How many requests to sign have come."""
        return sum(path == SIGN for path in self.asked)


class Handler(BaseHTTPRequestHandler):
    """Every answer has its method, named in `Service.answer`."""

    def do_POST(self):
        self.server.service.asked.append(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["Authorization"] != AUTHORIZATION:
            return self.say(401, {"message": "Unauthorized"})
        said = json.loads(body)
        if self.path == STATUS:
            return self.say(200, self.server.service.standing)
        self.server.service.faults += faults_of(self, said)
        self.server.service.sent = base64.b64decode(said["file"][0], validate=True)
        return getattr(self, self.server.service.answer)(said)

    def do_GET(self):
        self.server.service.asked.append(f"GET {self.path}")
        self.say(405, {})

    def signed(self, said):
        service = self.server.service
        if said["passphrase"] != service.phrase:
            words = f"Passphrase {said['passphrase']} anda salah"
            return self.say(400, {"status_code": 2031, "error": words})
        reason = said["signatureProperties"][0]["reason"]
        done = service.signer.sign(service.sent, service.who, Secret(service.phrase), reason)
        file = base64.b64encode(done.content).decode()
        return self.say(200, {"time": 812, "file": [file]})

    def unregistered(self, _):
        self.say(400, {"status_code": 2011, "error": "User tidak terdaftar"})

    def no_certificate(self, _):
        self.say(400, {"status_code": 2021, "error": "Tidak ada sertifikat"})

    def unknown_nik(self, said):
        self.say(400, {"error": f"NIK {said['nik']} tidak ditemukan"})

    def failing(self, _):
        self.say(500, {"error": "Internal server error"})

    def garbage(self, _):
        self.raw(200, b"<html>selamat datang</html>")

    def no_pdf(self, _):
        self.say(200, {"time": 1, "file": [base64.b64encode(b"halo").decode()]})

    def another_pdf(self, _):
        self.say(200, {"time": 1, "file": [base64.b64encode(b"%PDF-1.7 lain").decode()]})

    def moved(self, _):
        self.send_response(302)
        self.send_header("Location", f"{self.server.service.url}/lain")
        self.end_headers()

    def moved_nowhere(self, _):
        self.send_response(307)
        self.send_header("Location", "http://[::1")
        self.end_headers()

    def moved_with_much(self, _):
        """A redirect whose body has no end, while somebody reads it."""
        self.send_response(302)
        self.send_header("Location", f"{self.server.service.url}/lain")
        self.end_headers()
        for _ in range(200):
            self.wfile.write(b" " * 1_000_000)

    def closing(self, _):
        self.close_connection = True
        self.connection.close()

    def slow(self, _):
        time.sleep(3)
        self.close_connection = True

    def dripping(self, _):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(8):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.4)

    def say(self, status, answer):
        self.raw(status, json.dumps(answer).encode())

    def raw(self, status, content):
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Nothing that was sent may be written anywhere."""


@contextmanager
def serving(service: Service) -> Iterator[Service]:
    """The service at `url` until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.service = service
    server.handle_error = lambda *_: None  # it hangs up on purpose
    service.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def faults_of(request, said):
    """What is wrong with a request to sign."""
    wanted = {"passphrase", "signatureProperties", "file"}
    if request.path != SIGN:
        yield f"path {request.path}"
    if request.headers["Content-Type"] != "application/json":
        yield "content type"
    if set(said) not in ({*wanted, "email"}, {*wanted, "nik"}):
        yield f"keys {sorted(said)}"
    properties = said["signatureProperties"]
    if len(properties) != 1 or properties[0].get("tampilan") != "INVISIBLE":
        yield "one invisible signature"
    if len(said["file"]) != 1:
        yield "one file"
