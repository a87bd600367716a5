"""Receipts by e-mail: at the end of a day each member is told how many sheets he signed.

One letter a day, not one a signature: signing never depends on mail, and a letter never tells which
candidate it is about. The codes stay on the member's own pages (docs/adr/0023).
"""

from collections import Counter
from collections.abc import Iterable

from django.urls import reverse

from accounts.models import Mail, User
from accounts.posting import Letter, post, recipient_of, url_of
from accounts.wording import with_weekday
from scoring.models import Closing, Sheet


def post_receipts(closing: Closing, signed: Iterable[Sheet], *, by: User) -> list[Mail]:
    """Order a receipt for each member of these sheets, inside the caller's transaction."""
    round_ = closing.round
    counts = Counter(sheet.seat for sheet in signed)
    letters = [
        Letter(
            kind=Mail.Kind.RECEIPT,
            to=recipient_of(seat.user, seat.name),
            template="receipt",
            occasion=f"tanda-terima:{round_.code}:{closing.number}:{seat.user.public_id}",
            facts={
                "day": with_weekday(closing.day),
                "count": f"{count} lembar",
                "url": url_of(reverse("scoring:agenda")),
            },
        )
        for seat, count in counts.items()
    ]
    return post(letters, agency=round_.agency, scope=round_.scope, by=by)
