"""Commands whose refusals people read: plain lines on standard error, nothing before them."""

import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class PlainCommand(BaseCommand):
    """Prints a refusal as it stands (`Peserta!A7: …`) and ends with its code; 2 is wrong usage."""

    _called_from_command_line: bool  # Django's own, which its types leave out

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except CommandError as refusal:
            if not self._called_from_command_line:
                raise
            self.stderr.write(str(refusal))
            sys.exit(refusal.returncode)


def write_file(path: Path, content: bytes) -> None:
    """The whole file or none. Raises CommandError (2)."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        aside.write_bytes(content)
        aside.replace(path)
    except OSError as error:
        said = f"Berkas {path} tidak dapat ditulis: {error.strerror}."
        raise CommandError(said, returncode=2) from error
    finally:
        aside.unlink(missing_ok=True)
