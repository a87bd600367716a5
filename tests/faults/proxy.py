"""The network between browser and server, as bad as a test wants it.

Every connection carries one request and its answer: a `Trip`, whose fate a function decides.
"""

import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

LONGEST = 90  # seconds that anything may hang
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: close with a reset, as a broken network does


class Trip:
    """One request on its way to the server, and its answer on the way back."""

    def __init__(self, client: socket.socket, request: bytes, port: int) -> None:
        self.client, self.request, self.port = client, request, port
        self.first_line = request.partition(b"\r\n")[0].decode()

    @property
    def is_save(self) -> bool:
        return bool(re.match(r"POST \S+/simpan/", self.first_line))

    def ask(self, pause: threading.Event | None = None) -> bytes:
        """What the server answers; with `pause` the last byte waits until that is set."""
        with socket.create_connection(("127.0.0.1", self.port), LONGEST) as server:
            server.sendall(self.request[:-1])
            if pause:
                pause.wait(LONGEST)
            server.sendall(self.request[-1:])
            return b"".join(iter(lambda: server.recv(65_536), b""))

    def give(self, answer: bytes) -> None:
        self.client.sendall(answer)


Fate = Callable[[Trip], None]


def pass_on(trip: Trip) -> None:
    trip.give(trip.ask())


def lose(_: Trip) -> None:
    """The request never arrives."""


def lose_answer(trip: Trip) -> None:
    """The server has done it, and nobody hears."""
    trip.ask()


def slowly(seconds: float, fate: Fate = pass_on) -> Fate:
    def late(trip: Trip) -> None:
        time.sleep(seconds)
        fate(trip)

    return late


class Proxy:
    """Listens where browsers come; `fate` decides each trip, and `seen` counts the fated."""

    def __init__(self, port: int) -> None:
        self.server_port = port
        self.fate: Fate = pass_on
        self.seen = 0
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self.listener.close()

    @contextmanager
    def meets(self, fate: Fate, *, saves_only: bool = False, times: int = 10**6) -> Iterator[None]:
        """Everything, or only the next saves, meets this fate for a while."""

        def choose(trip: Trip) -> None:
            if (trip.is_save or not saves_only) and self.seen < times:
                self.seen += 1
                fate(trip)
            else:
                pass_on(trip)

        before, self.fate, self.seen = self.fate, choose, 0
        try:
            yield
        finally:
            self.fate = before

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:  # closed: the test is over
                return
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            client.settimeout(LONGEST)
            request = _whole_request(client)
            if request:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                self.fate(Trip(client, request, self.server_port))
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 0, 0))


def _whole_request(client: socket.socket) -> bytes:
    """Head and body, asking the server to close after its answer; empty if nobody spoke."""
    received = b""
    while b"\r\n\r\n" not in received:
        if not (part := client.recv(65_536)):
            return b""
        received += part
    head, _, body = received.partition(b"\r\n\r\n")
    length = re.search(rb"(?im)^content-length: *(\d+)", head)
    while length and len(body) < int(length[1]):
        if not (part := client.recv(65_536)):
            return b""
        body += part
    head = re.sub(rb"(?im)^connection: [^\r]*", b"Connection: close", head)
    return head + b"\r\n\r\n" + body
