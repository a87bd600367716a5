"""Names as people write them on lists, compared without their titles. Knows no framework."""

from typing import Any, Protocol

from accounts.spelling import bare_name


class Named(Protocol):
    """Somebody in a table, such as a seat of the panel."""

    name: str
    pk: Any


def by_name(person: Named) -> tuple[str, int]:
    """Sorts people by their names without titles: a list in this order tells no numbers."""
    return bare_name(person.name), person.pk
