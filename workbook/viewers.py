"""What fifty open progress boards cost the server: processor time of its web processes."""

import os
import re
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from django.urls import reverse

from accounts.models import User
from selection.models import Round
from workbook.figures import Figure, comma
from workbook.visiting import Visitor
from workbook.walking_in import signed_in

VIEWERS, EVERY, LENGTH = 50, 15, 30  # the page asks every 15 s (scoring/progress.html)
LIMIT = 5  # percent of one core
NOTHING = '"-"'  # of no edition


def figures_of(address: str, round_: Round, viewer: User) -> Iterator[Figure]:
    """While nothing changes, and where every poll finds something new."""
    path = reverse("scoring:progress", args=[round_.code])
    visitors = [signed_in(address, viewer) for _ in range(VIEWERS)]
    etags = [visitor.get(path).etag for visitor in visitors]
    kinds = (
        ("tidak ada yang baru (304)", HTTPStatus.NOT_MODIFIED, etags),
        ("selalu ada yang baru (200)", HTTPStatus.OK, [NOTHING] * VIEWERS),
    )
    for name, status, known in kinds:
        yield from _polled(f"{VIEWERS} papan kemajuan, {name}", path, status, visitors, known)


def _polled(
    name: str, path: str, status: int, visitors: Sequence[Visitor], etags: Sequence[str]
) -> Iterator[Figure]:
    workers = _web_processes(visitors[0].host)
    before, began = _cpu(workers), time.monotonic()

    def look(place: int) -> list[int]:
        return _looks(visitors[place], path, etags[place], began + EVERY * place / VIEWERS)

    with ThreadPoolExecutor(VIEWERS) as hall:
        answers = [answer for heard in hall.map(look, range(VIEWERS)) for answer in heard]
    spent = _cpu(workers) - before
    assert set(answers) == {status}, f"the board answered {set(answers)}"
    yield Figure(f"{name}, CPU web tiap jajak", f"{comma(spent * 1000 / len(answers), 1)} ms")
    share = spent / LENGTH * 100
    yield Figure(f"{name}, satu inti", f"{comma(share, 1)} %", f"< {LIMIT} %", share < LIMIT)


def _looks(visitor: Visitor, path: str, etag: str, first: float) -> list[int]:
    statuses = []
    for turn in range(LENGTH // EVERY):
        time.sleep(max(0, first + turn * EVERY - time.monotonic()))
        headers = {"HX-Request": "true", "If-None-Match": etag}
        statuses.append(visitor.get(path, headers).status)
    return statuses


def _web_processes(host: str) -> list[int]:
    """The gunicorn that listens on the copy's port, with its workers."""
    port = urlsplit(f"//{host}").port
    command = re.compile(rf"gunicorn.*config\.wsgi.*:{port}\b")
    found = [int(folder.name) for folder in Path("/proc").iterdir() if _runs(folder, command)]
    assert found, f"no gunicorn listens on port {port} of this machine"
    return found


def _runs(folder: Path, command: re.Pattern[str]) -> bool:
    if not folder.name.isdigit():
        return False
    try:
        said = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:  # it ended while we looked
        return False
    return bool(command.search(said))


def _cpu(processes: Sequence[int]) -> float:
    """Seconds of processor time, their own and the kernel's for them."""
    ticks = 0
    for process in processes:
        after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(after_name[11]) + int(after_name[12])
    return ticks / os.sysconf("SC_CLK_TCK")
