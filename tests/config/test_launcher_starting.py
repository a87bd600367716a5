import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.local_instance import started
from config.local_places import CannotStart
from config.local_starting import Order, finish, last_words, run_in_foreground, start
from config.local_supervisor import StopRequested, Supervisor


class Sleeper:
    """A part that lives until somebody ends it."""

    name = "sleeper"

    def start(self):
        return start(Order(["sleep", "60"], log=Path(os.devnull)))

    def wait(self, server):
        assert server.poll() is None


def gone(pid):
    deadline = time.monotonic() + 10
    while started(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not started(pid)


def test_a_child_dies_with_a_launcher_that_is_killed():
    code = (
        "import os, time; from pathlib import Path;"
        "from config.local_starting import Order, start;"
        "print(start(Order(['sleep', '60'], log=Path(os.devnull))).pid, flush=True);"
        "time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as launcher:
        child = int(launcher.stdout.readline())
        time.sleep(0.5)  # until it has become sleep
        assert started(child)

        launcher.kill()

    assert gone(child)


def test_a_failed_step_shows_its_last_words(tmp_path):
    log = tmp_path / "step.log"

    with pytest.raises(CannotStart, match=r"Langkah gagal \(kode 3\)[\s\S]*disk penuh"):
        finish(Order(["sh", "-c", "echo disk penuh; exit 3"], log=log), what="Langkah")


def test_last_words_are_few(tmp_path):
    log = tmp_path / "step.log"
    log.write_text("".join(f"baris {number}\n" for number in range(100)))

    assert last_words(log, lines=2) == f"Baris terakhir dari {log}:\nbaris 98\nbaris 99"


@pytest.mark.parametrize(("script", "status"), [("exit 7", 7), ("kill -KILL $$", 137)])
def test_a_foreground_command_passes_on_how_it_ended(script, status):
    ended = run_in_foreground(Order(["sh", "-c", script], own_group=False))

    assert (ended.status, ended.interrupted) == (status, False)


@pytest.mark.parametrize("request_to_stop", ["TERM", "HUP", "INT"])
def test_a_request_that_only_the_launcher_hears_reaches_the_command(request_to_stop):
    script = f"kill -{request_to_stop} {os.getpid()}; sleep 60"
    trap = f"trap 'kill $!; exit 9' {request_to_stop}"

    ended = run_in_foreground(Order(["sh", "-c", f"{trap}; ({script}) & wait"]))

    assert (ended.status, ended.interrupted) == (9, True)


def test_a_fallen_part_is_started_again(places, monkeypatch):
    said = []
    supervisor = Supervisor(places, said.append)
    supervisor.start([Sleeper()])
    first = supervisor.processes["sleeper"]
    first.kill()
    monkeypatch.setattr(Sleeper, "wait", supervisor.on_signal)  # enough seen: stop

    with pytest.raises(StopRequested):
        supervisor.watch()

    second = supervisor.processes["sleeper"]
    assert second.pid != first.pid
    assert second.poll() is None
    assert [line.partition(" ")[0] for line in said] == ["sleeper", "Menghentikan"]
    supervisor.stop([(["sleeper"], signal.SIGTERM, 5)])
    assert second.returncode == -signal.SIGTERM


def test_a_part_that_does_not_stop_in_time_is_killed(places, tmp_path):
    log = tmp_path / "deaf.log"

    class Deaf(Sleeper):
        def start(self):
            deaf = "trap '' TERM; echo deaf; while :; do sleep 1; done"
            return start(Order(["sh", "-c", deaf], log=log))

        def wait(self, _):
            while "deaf" not in log.read_text():
                time.sleep(0.05)

    supervisor = Supervisor(places, pytest.fail)
    supervisor.start([Deaf()])
    process = supervisor.processes["sleeper"]

    supervisor.stop([(["sleeper"], signal.SIGTERM, 0.3)])

    assert process.returncode == -signal.SIGKILL


def test_a_second_request_does_not_wait_for_running_work(places):
    said = []
    supervisor = Supervisor(places, said.append)
    with pytest.raises(StopRequested):
        supervisor.on_signal()
    assert not supervisor.hurry

    supervisor.on_signal()

    assert supervisor.hurry
    assert [line.partition(" ")[0] for line in said] == ["Menghentikan"]
