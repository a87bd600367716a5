"""Words in a row, as Indonesian sentences list them."""

from collections.abc import Iterable


def listed(words: Iterable[str]) -> str:
    """`Syarat`, `Syarat dan Panitia`, `Syarat, Panitia, dan Jadwal`; of nothing, nothing."""
    *most, last = tuple(words) or ("",)
    if len(most) > 1:
        return f"{', '.join(most)}, dan {last}"
    return f"{most[0]} dan {last}" if most else last
