"""Names as people write them on lists, compared without their titles. Knows no framework."""

import re
from typing import Any, Protocol


class Named(Protocol):
    """Somebody in a table, such as a seat of the panel."""

    name: str
    pk: Any


def bare_name(name: str) -> str:
    """A name without titles, as two spellings of one person are compared."""
    words = name.split(",", maxsplit=1)[0].casefold().split()
    return " ".join(word for word in words if not re.fullmatch(r"\w+\.", word))


def by_name(person: Named) -> tuple[str, int]:
    """Sorts people by their names without titles: a list in this order tells no numbers."""
    return bare_name(person.name), person.pk
