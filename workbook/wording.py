"""How values appear in messages to people."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

LONGEST_QUOTE = 40
MOST_NAMED = 5


def shown(text: str, longest: int = LONGEST_QUOTE) -> str:
    """A text from the file, on one line and not too long, so that it cannot break a message."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= longest else f"{line[:longest]}…"


def quoted(text: str) -> str:
    return f"“{shown(text)}”"


def plain(value: Decimal | int) -> str:
    """33.5: without an exponent or idle zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def number(value: Decimal | int) -> str:
    """33,5, as people write it here."""
    return plain(value).replace(".", ",")


def enumeration(words: Iterable[str]) -> str:
    return ", ".join(words)


def some(words: Sequence[str]) -> str:
    """The first five, and how many there are besides."""
    named = enumeration(words[:MOST_NAMED])
    rest = len(words) - MOST_NAMED
    return f"{named} dan {rest} lainnya" if rest > 0 else named
