"""Names as people write them on lists, compared without their titles. Knows no framework."""

import re


def bare_name(name: str) -> str:
    """A name without titles, as two spellings of one person are compared."""
    words = name.split(",", maxsplit=1)[0].casefold().split()
    return " ".join(word for word in words if not re.fullmatch(r"\w+\.", word))
