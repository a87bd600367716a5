"""Slow drills of the launcher on a real machine, from outside: script/launcher-drill [name ...].

Each drill starts, kills or crowds a copy of its own in a temporary folder, and says in one line
what it saw. Some need root; as another account they are reported as left out, not as passed.
"""

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from tests.config.outside import ROOT, Copy, folder, free_port, page, pids, until

SECOND_START = 10.0  # seconds the issue allows
PARTS = ("gunicorn", "celery", "valkey-server", "bin/postgres")
ACCOUNT = "pratama-drill"


def first_and_second_start() -> str:
    with folder() as data:
        copy = Copy(data, free_port())
        first = copy.seconds_to_page()
        copy.ready()
        row = copy.oldest_row()
        stopped = copy.stop()
        assert not (data / "postgres" / "postmaster.pid").exists()
        again = Copy(data, free_port())
        second = again.seconds_to_page()
        again.ready()
        assert again.oldest_row() == row, "data lost"
        again.stop(signal.SIGTERM)
        assert second < SECOND_START, f"second start took {second:.1f} s"
    return f"first {first:.1f} s, Ctrl-C {stopped:.1f} s, second {second:.1f} s, data kept"


def second_copy() -> str:
    with folder() as data:
        copy = Copy(data, free_port())
        copy.ready()
        other = Copy(data, free_port())
        assert other.process.wait(60) == 1
        line = other.words().strip()
        assert f"http://localhost:{copy.port}" in line, line
        assert len(line.splitlines()) == 1, line
        copy.stop(signal.SIGHUP)
    return line


def busy_ports() -> str:
    with folder() as data, socket.socket() as occupant:
        occupant.bind(("127.0.0.1", 0))
        occupant.listen()
        copy = Copy(data, occupant.getsockname()[1])
        assert copy.process.wait(60) == 1
        line = copy.words().strip()
        assert len(line.splitlines()) == 1, line
    return line


def fallen_parts() -> str:
    seen = []
    with folder() as data:
        copy = Copy(data, free_port())
        copy.ready()
        for part in PARTS:
            fallen = min(pid for pid, command in pids(data).items() if part in command)
            os.kill(fallen, signal.SIGKILL)
            seen.append(f"{part} {until(partial(is_whole, copy, without=fallen), 60):.1f} s")
        copy.oldest_row()
        copy.stop()
    return "whole again after: " + ", ".join(seen)


def is_whole(copy: Copy, without: int) -> bool:
    """Every part runs, the fallen process is gone, a page and the database answer."""
    running = pids(copy.data)
    named = all(any(part in command for command in running.values()) for part in PARTS)
    served = named and without not in running and page(copy.port) == 200
    return served and copy.try_asking("select 1").returncode == 0


def killed_launcher() -> str:
    with folder() as data:
        copy = Copy(data, free_port())
        copy.ready()
        row = copy.oldest_row()
        copy.process.kill()
        copy.process.wait()
        again = Copy(data, copy.port)  # at once, while the old children still end
        second = again.seconds_to_page()
        again.ready()
        assert again.oldest_row() == row, "data lost"
        again.stop()
    return f"same port again after {second:.1f} s, data kept"


def killed_everything() -> str:
    with folder() as data:
        copy = Copy(data, free_port())
        copy.ready()
        row = copy.oldest_row()
        for pid in pids(data):
            os.kill(pid, signal.SIGKILL)
        copy.process.wait()
        (data / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{data}/postgres\n")
        again = Copy(data, copy.port)
        second = again.seconds_to_page()
        again.ready()
        assert again.oldest_row() == row, "data lost"
        again.stop()
    return f"stale pid file of a living stranger, recovered in {second:.1f} s, data kept"


def long_path() -> str:
    with folder() as short:
        data = short / ("panjang sekali " * 9 + "x").strip()
        assert len(str(data)) >= 150
        copy = Copy(data, free_port())
        copy.ready()
        sockets = json.loads((data / "instance.json").read_text())["environment"]["REDIS_URL"]
        copy.oldest_row()
        copy.stop()
        shutil.rmtree(Path(sockets.partition("://")[2]).parent)
    return f"{len(str(data))} characters with spaces; sockets in {sockets}"


def root_without_namespaces() -> str:
    needs_root()
    seen = []
    for parent in (None, pwd.getpwuid(0).pw_dir):
        with folder(parent) as data:
            copy = Copy(data, free_port(), NO_USERNS="1")
            copy.ready()
            server = min(pid for pid, command in pids(data).items() if "bin/postgres" in command)
            owner = Path(f"/proc/{server}").stat().st_uid
            assert owner != 0
            copy.oldest_row()
            copy.stop()
            seen.append(f"{data.parent.parent}: uid {owner}")
    return ", ".join(seen)


def normal_user() -> str:
    """The tree copied to a new account that has no rights: script/run from nothing."""
    needs_root()
    subprocess.run(["useradd", "--create-home", "--shell", "/bin/bash", ACCOUNT], check=True)
    try:
        home = Path(pwd.getpwnam(ACCOUNT).pw_dir)
        left_out = shutil.ignore_patterns(".venv", ".data", ".git", "*_cache", "staticfiles")
        shutil.copytree(ROOT, home / "pratama", ignore=left_out)
        subprocess.run(["chown", "-R", f"{ACCOUNT}:", home / "pratama"], check=True)
        return _run_as_normal_user(home / "pratama")
    finally:
        subprocess.run(["userdel", "--remove", ACCOUNT], check=True, capture_output=True)


def _run_as_normal_user(tree: Path) -> str:
    port, began = free_port(), time.monotonic()
    command = f"cd {tree} && exec script/run --port {port}"
    pip = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    environment = {
        **pip,
        "PATH": "/usr/bin:/bin",
        "PYTHON": "/usr/bin/python3",
        "PRATAMA_DATA": str(tree / ".data"),
    }
    launcher = subprocess.Popen(["su", ACCOUNT, "-c", command], env=environment)
    try:
        took = until(lambda: page(port) == 200 or launcher.poll() is not None, 300)
        assert launcher.poll() is None, "it stopped; see above"
        owner = (tree / ".data" / "postgres").stat().st_uid
        assert owner == pwd.getpwnam(ACCOUNT).pw_uid
    finally:
        for pid, command in pids(tree / ".data").items():
            if "config.local\0run" in command:
                os.kill(pid, signal.SIGINT)
        launcher.wait(120)
    return (
        f"installed and served after {took:.0f} s, stopped after {time.monotonic() - began:.0f} s"
    )


class LeftOut(Exception):
    """This machine or account cannot run the drill."""


def needs_root() -> None:
    if os.getuid() != 0:
        raise LeftOut("needs root")


DRILLS = {
    drill.__name__: drill
    for drill in (
        first_and_second_start,
        second_copy,
        busy_ports,
        fallen_parts,
        killed_launcher,
        killed_everything,
        long_path,
        root_without_namespaces,
        normal_user,
    )
}


def main(names: list[str]) -> int:
    rows = []
    for name in names or DRILLS:
        began = time.monotonic()
        try:
            result, note = "ok", DRILLS[name]()
        except LeftOut as reason:
            result, note = "left out", str(reason)
        except Exception as failure:  # noqa: BLE001  # the table tells every drill's end
            result, note = "FAILED", f"{type(failure).__name__}: {failure}"
        rows.append((name, result))
        sys.stdout.write(f"{name:<26}{time.monotonic() - began:>7.1f} s  {result:<9}{note}\n")
        sys.stdout.flush()
    return int(any(result == "FAILED" for _, result in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
