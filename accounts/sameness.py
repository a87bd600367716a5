"""Whether two accounts belong to one person, where two people are needed."""

from accounts.models import User


def same_person(one: User, other: User) -> bool:
    """The same account, or another one under the same name."""
    return one.pk == other.pk or _plain(one) == _plain(other)


def _plain(person: User) -> str:
    return " ".join(person.name.casefold().split())
