"""The files that a sheet needs without a connection."""

import hashlib

from django.contrib.staticfiles.storage import staticfiles_storage

MODULES = tuple(
    f"js/lembar/{name}.js" for name in ("buffer", "fields", "sealing", "telling", "typing")
)
OTHERS = ("js/shell.js", "js/waiting.js", "css/app.css")


def modules() -> list[str]:
    """Addresses of the scripts that a shell's script imports."""
    return [staticfiles_storage.url(module) for module in MODULES]


def edition() -> str:
    """A word that changes with any of the files: a stored shell of another edition is renewed."""
    names = " ".join(staticfiles_storage.url(part) for part in (*MODULES, *OTHERS))
    return hashlib.sha256(names.encode()).hexdigest()[:12]
