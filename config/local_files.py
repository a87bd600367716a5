"""What no other tool says of the files that are kept: their end, their size, keys among them.

Run by script/lint for every file, and by .pre-commit-config.yaml for those of a commit.
"""

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence

from config.local_places import ROOT

LARGEST = 512 * 1024  # bytes; the locks and the screenshots have not even half of it
TO_TELL_TEXT = 8192  # bytes; git looks at as many
PRIVATE_KEY = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----")
CONFLICT = re.compile(rb"^(<{7} |>{7} )", re.MULTILINE)


def main(names: Sequence[str]) -> int:
    """0 where nothing is wrong with the named files; without names, with all that git keeps."""
    faults = [
        f"{name}: {fault}"
        for name in names or kept()
        if (path := ROOT / name).is_file() and not path.is_symlink()
        for fault in faults_of(path.read_bytes())
    ]
    print("\n".join(faults), file=sys.stderr)
    return int(bool(faults))


def kept() -> list[str]:
    """What git keeps; nothing where this folder is no copy of git's."""
    git = subprocess.run(
        ["/usr/bin/env", "git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    )
    return [name for name in git.stdout.decode().split("\0") if name]


def faults_of(content: bytes) -> Iterator[str]:
    """In words; nothing for a file as it should be."""
    if len(content) > LARGEST:
        yield f"lebih besar dari {LARGEST // 1024} KiB"
    if b"\0" in content[:TO_TELL_TEXT]:
        return
    if PRIVATE_KEY.search(content):
        yield "berisi kunci rahasia"
    if CONFLICT.search(content):
        yield "berisi tanda gabungan yang belum selesai"
    if content and (not content.endswith(b"\n") or content.endswith(b"\n\n")):
        yield "harus berakhir dengan satu baris baru"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
