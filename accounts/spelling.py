"""Words as people type them, compared whatever their case and spacing. Knows no framework."""

import re


def plain(words: str) -> str:
    """The words alone: case folded, blanks collapsed."""
    return " ".join(words.casefold().split())


def bare_name(name: str) -> str:
    """A name without titles, as two spellings of one person are compared."""
    words = plain(name.split(",", maxsplit=1)[0]).split()
    return " ".join(word for word in words if not re.fullmatch(r"\w+\.", word))
