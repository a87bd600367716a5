import os
import signal
import subprocess
from contextlib import contextmanager

import pytest

from config.local_instance import (
    Busy,
    alone,
    announce,
    end_survivors,
    remember_child,
    running,
    started,
)
from config.local_postgres import clear_stale


@contextmanager
def sleeper(folder=None):
    process = subprocess.Popen(["sleep", "60"], cwd=folder, process_group=0)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_second_copy_is_told_who_holds_the_folder(places):
    with alone(places, "run"):
        announce(places, "run", {"BASE_URL": "http://localhost:8003"})

        with pytest.raises(Busy) as refusal, alone(places, "run"):
            pytest.fail("two copies in one folder")

    line = str(refusal.value)
    assert f"http://localhost:8003 (proses {os.getpid()}, run)" in line
    assert len(line.splitlines()) == 1


def test_the_folder_is_free_again_after_a_copy_ends(places):
    with alone(places, "run"):
        pass

    with alone(places, "exec"):
        assert running(places) is None


def test_other_commands_learn_what_a_ready_copy_added(places, monkeypatch):
    monkeypatch.setenv("HOME", "/rumah")

    announce(places, "run", {"HOME": "/rumah", "DATABASE_URL": "postgresql://x"})

    told = running(places)
    assert told.environment == {"DATABASE_URL": "postgresql://x"}
    assert told.pid == os.getpid()


def test_a_record_left_by_a_killed_copy_is_not_believed(places):
    announce(places, "run", {})
    record = places.data / "instance.json"
    record.write_text(record.read_text().replace(started(os.getpid()), "1"))

    assert running(places) is None


def test_a_record_spoilt_by_a_power_loss_is_not_believed(places):
    (places.data / "instance.json").write_bytes(b"\0\0\0")

    assert running(places) is None


def test_children_of_a_killed_copy_are_ended(places):
    with sleeper() as child:
        remember_child(places, child.pid)

        end_survivors(places)

        assert child.wait(5) == -signal.SIGTERM
    assert not (places.data / "children").exists()


def test_a_stranger_who_got_the_number_of_a_dead_child_is_spared(places):
    with sleeper() as stranger:
        (places.data / "children").write_text(f"{stranger.pid} 1\nspoilt\n\0\0 9\n")

        end_survivors(places)

        assert stranger.poll() is None


def test_a_child_that_ignores_requests_is_killed(places, monkeypatch):
    monkeypatch.setattr("config.local_instance.PATIENCE", 0.2)
    deaf = "trap '' INT TERM; echo deaf; while :; do sleep 1; done"
    with subprocess.Popen(["sh", "-c", deaf], stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        remember_child(places, child.pid)

        end_survivors(places)

        assert child.wait(5) == -signal.SIGKILL


def test_a_zombie_counts_as_gone():
    child = subprocess.Popen(["true"])
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)

    assert started(child.pid) == ""
    child.wait()


def test_files_of_a_killed_database_server_are_removed(tmp_path):
    cluster, socket = tmp_path / "postgres", tmp_path / "run"
    cluster.mkdir()
    socket.mkdir()
    (cluster / "postmaster.pid").write_text(f"{os.getpid()}\n")
    (socket / ".s.PGSQL.5432.lock").write_text("1")

    clear_stale(cluster, socket)

    assert list(cluster.iterdir()) == list(socket.iterdir()) == []


def test_files_of_a_living_database_server_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr("config.local_postgres.PATIENCE", 0.2)
    cluster = tmp_path / "postgres"
    cluster.mkdir()
    (cluster / "postmaster.pid").write_text("1\n")

    with sleeper(folder=cluster), pytest.raises(Exception, match="masih memakai"):
        clear_stale(cluster, tmp_path)

    assert (cluster / "postmaster.pid").exists()
