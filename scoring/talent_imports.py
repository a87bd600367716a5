"""On which talent data a round stands."""

from candidates.models import TalentImport, TalentImportQuerySet
from scoring.models import Freeze
from selection.models import Round


def imports_for(round_: Round) -> TalentImportQuerySet:
    """The agency's imports up to the reference date; of a frozen round, those in force then."""
    imports = TalentImport.objects.filter(
        agency_id=round_.agency_id, as_of__lte=round_.reference_date
    )
    freeze = None if round_.is_draft else Freeze.objects.settled().filter(round=round_).first()
    if freeze is None or freeze.settled_at is None:  # an archive was never frozen
        return imports.in_force()
    return imports.in_force_at(freeze.settled_at)
