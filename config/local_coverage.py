"""The last word on coverage (style.md): 98 % of lines and branches, and all of what decides.

`python -m config.local_coverage FILE` reads the figures that slipcover wrote and prints a line for
every module with a gap.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

AT_LEAST = 98  # percent of lines and branches together
FULLY = ("audit/*", "accounts/access.py", "scoring/*", "*/actions.py")

Figures = Mapping[str, Any]


def gaps(files: Figures) -> Iterator[tuple[str, str]]:
    """Each module with a gap, and what never ran: lines, and `from->to` for branches."""
    for name, found in sorted(files.items()):
        lines = [str(line) for line in found["missing_lines"]]
        left = [f"{first}->{then or 'exit'}" for first, then in found["missing_branches"]]
        if lines or left:
            yield name, ", ".join([*lines, *left])


def is_complete(module: str) -> bool:
    """Whether a module is one of those of which every line and branch must have run."""
    return any(fnmatch(module, pattern) for pattern in FULLY)


def main(arguments: Sequence[str]) -> int:
    """0 when enough ran, 1 when not."""
    (path,) = arguments
    figures = json.loads(Path(path).read_text())
    found = dict(gaps(figures["files"]))
    for module, never in found.items():
        print(f"{'!' if is_complete(module) else ' '} {module}: {never}")
    percent = figures["summary"]["percent_covered"]
    print(f"{percent:.2f} %; ! harus 100 %, semuanya paling sedikit {AT_LEAST} %")
    return int(percent < AT_LEAST or any(map(is_complete, found)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
