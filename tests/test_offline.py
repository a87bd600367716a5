import socket

import pytest

from tests.offline import CallsOut

ELSEWHERE = ("192.0.2.1", 9)  # kept for documents: nobody answers there


def test_no_test_reaches_another_machine():
    with socket.socket() as caller, pytest.raises(CallsOut):
        caller.connect(ELSEWHERE)
    with socket.socket() as caller, pytest.raises(CallsOut):
        caller.connect_ex(ELSEWHERE)
    with socket.socket(type=socket.SOCK_DGRAM) as caller, pytest.raises(CallsOut):
        caller.sendto(b"?", ELSEWHERE)
    with socket.socket(type=socket.SOCK_DGRAM) as caller, pytest.raises(CallsOut):
        caller.sendmsg([b"?"], [], 0, ELSEWHERE)


def test_no_test_asks_for_the_address_of_another_machine():
    for host in ("example.org", b"example.org"):
        with pytest.raises(CallsOut):
            socket.getaddrinfo(host, 443)


def test_the_machine_itself_may_be_called():
    with socket.create_server(("127.0.0.1", 0)) as server:
        for host in ("127.0.0.1", "localhost"):
            with socket.create_connection((host, server.getsockname()[1])) as caller:
                assert caller.getpeername() == server.getsockname()


def test_servers_behind_a_file_may_be_called(tmp_path):
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as caller:
        server.bind(str(tmp_path / "s"))
        server.listen()
        caller.connect(str(tmp_path / "s"))

        assert caller.getpeername() == str(tmp_path / "s")
