"""One line of what bench prints, and how its numbers are written."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: what was measured, the value found, the limit asked for."""

    name: str
    value: str
    limit: str = ""
    holds: bool = True


def time(name: str, seconds: float, limit: int | None = None) -> Figure:
    """A time, with its limit in milliseconds."""
    found = seconds * 1000
    asked = f"< {limit} ms" if limit else ""
    return Figure(name, f"{comma(found, 1)} ms", asked, limit is None or found < limit)


def count(name: str, found: int, limit: int) -> Figure:
    return Figure(name, str(found), f"≤ {limit}", found <= limit)


def p95(seconds: Sequence[float]) -> float:
    """The least of the values that 95 percent do not exceed."""
    return sorted(seconds)[math.ceil(len(seconds) * 0.95) - 1]


def comma(value: float, places: int) -> str:
    return f"{value:.{places}f}".replace(".", ",")
