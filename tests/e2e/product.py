"""The whole product as `script/run` starts it, in a data folder of its own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds for a first start with the sample rounds


@dataclass
class Product:
    """A running copy; `address` is where a browser finds it."""

    folder: Path
    address: str = ""
    process: subprocess.Popen | None = None
    environment: dict = field(default_factory=dict)

    def start(self) -> "Product":
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        ours = ("PATH", "HOME", "LANG", "TMPDIR", "XDG_RUNTIME_DIR")
        self.environment = {name: os.environ[name] for name in ours if name in os.environ}
        self.environment |= {"PRATAMA_DATA": str(self.folder), "PORT": str(port)}
        self.address = f"http://localhost:{port}"
        log = (self.folder.parent / "run.log").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.local", "run"],
            cwd=ROOT,
            env=self.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        log.close()
        self._wait(self.folder.parent / "run.log")
        return self

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)

    def manage(self, *arguments: str) -> str:
        """What a management command prints, run against this copy."""
        done = subprocess.run(
            [sys.executable, "-m", "config.local", "manage", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def ranking(self, code: str) -> dict:
        return json.loads(self.manage("ranking", code, "--format", "json"))

    def worker_pids(self) -> list[int]:
        """The Celery worker's processes of this copy, the parent first."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                command = (entry / "cmdline").read_bytes().decode()
                environment = (entry / "environ").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if "celery" in command and "worker" in command and str(self.folder) in environment:
                found.append(int(entry.name))
        return sorted(found)

    def _wait(self, log: Path) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            if re.search(r"siap di http", log.read_text()):
                with urllib.request.urlopen(f"{self.address}/sehat/", timeout=5) as answer:
                    assert answer.read() == b"ok"
                return
            time.sleep(0.2)
        raise AssertionError(log.read_text()[-2000:])
