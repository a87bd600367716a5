"""Words in a row, as Indonesian sentences list them."""

from collections.abc import Iterable


def listed(words: Iterable[str]) -> str:
    """`Syarat`, `Syarat dan Panitia`, `Syarat, Panitia, dan Jadwal`; of nothing, nothing.

    Names with titles carry commas of their own, and are parted by semicolons.
    """
    *most, last = tuple(words) or ("",)
    if len(most) < 2:
        return f"{most[0]} dan {last}" if most else last
    comma = ";" if any("," in word for word in (*most, last)) else ","
    return f"{f'{comma} '.join(most)}{comma} dan {last}"
