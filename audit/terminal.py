"""Commands whose refusals people read: plain lines on standard error, nothing before them."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class PlainCommand(BaseCommand):
    """Prints a refusal as it stands (`Peserta!A7: …`) and ends with its code; 2 is wrong usage."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except CommandError as refusal:
            if not self._called_from_command_line:  # type: ignore[attr-defined]
                raise
            self.stderr.write(str(refusal))
            sys.exit(refusal.returncode)
