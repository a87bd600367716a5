"""Posts that the authority does not fill alone, and what approves an appointment at all.

Data, not law in code: what the workbook names for a post (`Vacancy.special_approval`) stands
before what every appointment needs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from selection.models import Vacancy


@dataclass(frozen=True, slots=True)
class Approval:
    """One body on the way to an appointment. `days`: working days that it usually takes."""

    body: str
    what: str
    basis: str
    days: int | None = None

    @property
    def words(self) -> str:
        """`pertimbangan teknis BKN, 14 hari kerja`"""
        days = f", {self.days} hari kerja" if self.days else ""
        return f"{self.what} {self.body}{days}"


ALWAYS = (
    Approval(
        body="BKN",
        what="pertimbangan teknis",
        basis="PP 11/2017 jo. PP 17/2020; I-MUT sebelum pelantikan",
        days=14,
    ),
)
"""What every appointment to a senior post needs (domain.md 1.7, W5)."""


def sends_names(vacancy: Vacancy) -> bool:
    """Whether all names put forward go to another body, and the authority picks nobody himself."""
    return bool(vacancy.special_approval.strip())


def route_of(vacancy: Vacancy) -> Sequence[Approval]:
    """Whose approval an appointment to this post needs, in order."""
    if not sends_names(vacancy):
        return ALWAYS
    special = Approval(
        body=vacancy.special_approval.strip(), what="persetujuan", basis="syarat jabatan ini"
    )
    return (special, *ALWAYS)
