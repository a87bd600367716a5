"""Whether two accounts belong to one person, where two people are needed.

Accounts have a name and an e-mail and nothing else: no NIP and no telephone.
"""

from accounts.models import User
from accounts.spelling import bare_name, plain


def same_person(one: User, other: User) -> bool:
    """The same account, one under the same name whatever its titles, or of the same mailbox."""
    return (
        one.pk == other.pk
        or (bare_name(one.name) or plain(one.name)) == (bare_name(other.name) or plain(other.name))
        or _mailbox(one.email) == _mailbox(other.email)
    )


def _mailbox(email: str) -> str:
    """What follows a `+` in an address leads to the same mailbox."""
    user, _, host = email.casefold().rpartition("@")
    return f"{user.partition('+')[0]}@{host}"
