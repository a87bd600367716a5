"""A mail server on 127.0.0.1 that answers as a test tells it to."""

import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field

PATIENCE = 10  # seconds; nothing waits longer


@dataclass
class PostOffice:
    """What the server answers, and what reached it. `hangs_up_after`: a command, or "text".

    `replies` overrule the usual answers, by the first word of the command; "text" is the answer to
    the letter itself, "" the greeting.
    """

    replies: dict = field(default_factory=dict)
    hangs_up_after: str = ""
    silent_after: str = ""
    letters: list = field(default_factory=list)
    said: list = field(default_factory=list)
    port: int = 0

    def serve(self, listener):
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            line.settimeout(PATIENCE)
            with line, line.makefile("rwb") as talk:
                self._talk(talk)

    def _talk(self, talk):
        if not self._answer(talk, "", "220 pos"):
            return
        for command in iter(talk.readline, b""):
            word = command.split()[0].decode().upper().partition(":")[0]
            self.said.append(command.decode().strip())
            usual = {"DATA": "354 tulislah", "QUIT": "221 selesai"}.get(word, "250 baik")
            if not self._answer(talk, word, usual):
                return
            if word == "DATA" and not self.replies.get("DATA") and not self._text(talk):
                return

    def _text(self, talk):
        lines = []
        for line in iter(talk.readline, b""):
            if line == b".\r\n":
                break
            lines.append(line)
        self.letters.append(b"".join(lines))
        return self._answer(talk, "text", "250 diterima")

    def _answer(self, talk, word, usual):
        """False where the server hangs up instead, or says nothing until the caller is gone."""
        if word and word == self.silent_after:
            talk.readline()
            return False
        if word and word == self.hangs_up_after:
            return False
        talk.write(f"{self.replies.get(word, usual)}\r\n".encode())
        talk.flush()
        return True


@contextmanager
def post_office(settings, **behaviour):
    """The product's letters go to this server while the context is open."""
    office = PostOffice(**behaviour)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        office.port = listener.getsockname()[1]
        thread = threading.Thread(target=office.serve, args=[listener], daemon=True)
        thread.start()
        settings.EMAIL_BACKEND = "accounts.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 1
        yield office
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(PATIENCE)
