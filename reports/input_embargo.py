"""What a window for public input must not tell: the shortlist, before the public may know."""

from collections.abc import Sequence

from candidates.models import Nomination
from decisions.models import Announcement
from selection.models import Round

EMBARGO = (
    "Hasil belum diumumkan. Menyebut hanya sebagian kandidat suatu jabatan memberi tahu siapa yang"
    " diusulkan. Sebutkan semua kandidat jabatan itu, atau terbitkan pengumuman lebih dahulu."
)


def tells_the_result(round_: Round, named: Sequence[Nomination]) -> bool:
    """Whether naming just these of their posts would tell of a ranking that was not announced."""
    told = Announcement.objects.published().filter(round=round_, kind=Announcement.Kind.SHORTLIST)
    if not round_.is_unsealed or told.exists():
        return False
    everybody = Nomination.objects.in_force().filter(
        vacancy__in={nomination.vacancy_id for nomination in named},
        candidate__withdrawn_at=None,
    )
    return everybody.exclude(pk__in=[nomination.pk for nomination in named]).exists()
