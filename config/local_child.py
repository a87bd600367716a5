"""Becomes another program that cannot outlive the launcher, if need be as another account.

Run by path, with nothing but the standard library:
    python -I -S local_child.py <launcher's pid> <signal> <identity> -- command...
Identity is "same", "namespace" (root maps itself to nobody, keeping its access to files) or
"<uid>:<gid>" (root steps down; with "+files" it keeps the right to pass closed folders).
"""

import ctypes
import os
import struct
import sys
from collections.abc import Sequence
from pathlib import Path

PR_SET_PDEATHSIG, PR_SET_SECUREBITS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 1, 28, 47, 2
SECBIT_NO_SETUID_FIXUP = 1 << 2  # without it access(2) would not see the capability we keep
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522
CLONE_NEWUSER = 0x10000000
NOBODY = 65534

libc = ctypes.CDLL(None, use_errno=True)


def become(identity: str) -> None:
    if identity == "same":
        return
    if identity == "namespace":
        _enter_namespace()
        return
    account, _, extra = identity.partition("+")
    uid, gid = (int(part) for part in account.split(":"))
    _step_down(uid, gid, keep_files=extra == "files")


def die_with(parent: int, signal_number: int) -> None:
    """Last of all: a change of account would clear it again."""
    _check(libc.prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0))
    if os.getppid() != parent:  # the launcher died before we could ask
        raise SystemExit(1)


def _enter_namespace() -> None:
    _check(libc.unshare(CLONE_NEWUSER))
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} 0 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} 0 1", encoding="ascii")


def _step_down(uid: int, gid: int, *, keep_files: bool) -> None:
    if keep_files:
        _check(libc.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0))
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
    if keep_files:
        only = 1 << CAP_DAC_OVERRIDE
        header = struct.pack("Ii", CAPABILITY_VERSION_3, 0)
        sets = struct.pack("6I", only, only, only, 0, 0, 0)  # effective, permitted, inheritable
        _check(libc.capset(header, sets))
        _check(libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0))


def _check(result: int) -> None:
    if result:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def main(arguments: Sequence[str]) -> None:
    parent, signal_number, identity, _, *command = arguments
    become(identity)
    die_with(int(parent), int(signal_number))
    os.execvp(command[0], command)  # noqa: S606  # becoming the command is what this file is for


if __name__ == "__main__":
    main(sys.argv[1:])
