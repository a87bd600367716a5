"""Nothing leaves the machine while tests run: what calls out fails here, and not only elsewhere."""

import ipaddress
import socket
import sys

HERE = {"127.0.0.1", "::1", "localhost"}
CALLS = {"socket.connect", "socket.sendto", "socket.sendmsg"}


class CallsOut(BaseException):
    """A test tried to reach another machine; no `except Exception` shall swallow it."""


def stay_home():
    """For the whole process, and for good: an audit hook cannot be taken back."""
    sys.addaudithook(_refuse)


def _refuse(event, arguments):
    if event in CALLS:
        caller, address = arguments[:2]
        if caller.family != socket.AF_UNIX and address is not None and address[0] not in HERE:
            raise CallsOut(f"{event} {address}")
    elif event == "socket.getaddrinfo" and _is_name(arguments[0]):
        raise CallsOut(f"{event} {arguments[0]}")


def _is_name(host):
    """Whether finding the address of a host would ask another machine."""
    host = host.decode() if isinstance(host, bytes) else host
    if not host or host in HERE:
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True
    return False
