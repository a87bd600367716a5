import socket

import pytest

from config import local_run
from config.local_places import CannotStart
from config.local_run import choose_port, is_free


def listener(family, address):
    occupant = socket.socket(family, socket.SOCK_STREAM)
    occupant.bind((address, 0))
    occupant.listen()
    return occupant


def test_a_port_served_on_ipv4_is_busy():
    with listener(socket.AF_INET, "127.0.0.1") as occupant:
        assert not is_free(occupant.getsockname()[1])


def test_a_port_served_on_every_address_is_busy():
    with listener(socket.AF_INET, "0.0.0.0") as occupant:
        assert not is_free(occupant.getsockname()[1])


def test_a_port_served_on_ipv6_only_is_busy_because_browsers_try_it_first():
    try:
        occupant = listener(socket.AF_INET6, "::1")
    except OSError:
        pytest.skip("this machine has no IPv6")
    with occupant:
        assert not is_free(occupant.getsockname()[1])


def test_a_port_nobody_serves_is_free():
    with listener(socket.AF_INET, "127.0.0.1") as occupant:
        port = occupant.getsockname()[1]

    assert is_free(port)


def test_the_next_free_port_is_taken_and_named(monkeypatch, capsys):
    with listener(socket.AF_INET, "127.0.0.1") as occupant:
        busy = occupant.getsockname()[1]
        monkeypatch.setattr(local_run, "PORTS", range(busy, busy + 20))

        chosen = choose_port(None)

    assert busy < chosen < busy + 20
    assert capsys.readouterr().out == (
        f"Port {busy} sedang dipakai program lain; Pratama memakai port {chosen}.\n"
    )


def test_a_busy_port_that_was_asked_for_is_refused_in_one_line():
    with listener(socket.AF_INET, "127.0.0.1") as occupant:
        busy = occupant.getsockname()[1]

        with pytest.raises(CannotStart) as refusal:
            choose_port(busy)

    assert str(refusal.value) == (
        f"Port {busy} sedang dipakai. Pilih port lain, misalnya --port 8080."
    )


def test_no_free_port_at_all_is_refused(monkeypatch):
    with listener(socket.AF_INET, "127.0.0.1") as occupant:
        busy = occupant.getsockname()[1]
        monkeypatch.setattr(local_run, "PORTS", range(busy, busy + 1))

        with pytest.raises(CannotStart, match="sedang dipakai semua"):
            choose_port(None)


def test_a_port_that_no_machine_has_is_refused_in_words():
    with pytest.raises(CannotStart, match="Port 80000 tidak ada"):
        choose_port(80_000)
