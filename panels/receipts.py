"""Codes that a signer writes down as proof of a signature; random, so they tell nothing."""

import secrets

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that reads like something else


def new_receipt() -> str:
    """Twelve random letters and digits in three groups: `7K2F-9QXA-M3DN`."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
    return "-".join(groups)
