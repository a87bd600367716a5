"""What is asked of an address: as a page, as a form, and in the ways in which a list is bent."""

from uuid import UUID

from tests.leaks.looking import Visit

MUTATION = UUID(int=7 << 64)
TYPED = (  # what a forged or late post carries; a refusal must not answer with what is stored
    ("mutation_id", str(MUTATION)),
    ("base_version", "0"),
    ("n1", "88"),
    ("c1", "Catatan sendiri"),
    ("mine", "on"),
)


def plainly(addresses, role):
    """Each address once: a page is read, a command is sent a form."""
    for address in addresses:
        is_post = address.is_command
        data = TYPED if is_post else ()
        yield Visit(role, address.kind, address.path, is_post, data)
