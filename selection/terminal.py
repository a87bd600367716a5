"""What commands take from the terminal: the codes of a round and of its vacancies."""

from django.core.management.base import CommandError

from selection.models import Round, Vacancy


def round_named(code: str) -> Round:
    """The round of a code as typed. Raises CommandError."""
    found = Round.objects.named(code).select_related("agency").first()
    if found is None:
        raise CommandError(f"Putaran {code} tidak ada. Periksa kodenya.")
    return found


def vacancy_named(round_: Round, code: str | None) -> Vacancy | None:
    """The vacancy of a code as typed; None where no code was given. Raises CommandError."""
    if code is None:
        return None
    held = Vacancy.objects.in_force().filter(round=round_, code=code.strip().upper())
    found: Vacancy | None = held.first()
    if found is None:
        raise CommandError(
            f"Jabatan {code} tidak ada dalam putaran {round_.code}. Periksa kodenya."
        )
    return found
