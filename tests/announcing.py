"""Rounds whose result the public may be told of, and what somebody asks to have announced."""

from django.utils import timezone

from decisions.actions import hand_over
from decisions.announced import Wanted
from decisions.announcing import request_announcement, rules_for
from decisions.models import Announcement
from reports.actions import publish_announcement

Kind = Announcement.Kind


def handed(small, scores=None):
    """Played, resolved and handed over."""
    small.play(scores).resolve()
    small.round = hand_over(small.round, by=small.chair)
    return small


def wanted(*, kind=Kind.SHORTLIST, shows="", **said):
    """What staff ask for; names alone unless `shows` says otherwise."""
    rules = rules_for(kind)
    rule = next((one for one in rules if one.shows == shows), rules[0] if rules else None)
    return Wanted(
        **{
            "kind": kind,
            "disclosure": rule,
            "number": "800.1.2/1402/2025",
            "dated": timezone.localdate(),
            "title": "Hasil seleksi terbuka",
            "contact": "Sekretariat panitia, (0299) 555 0110",
            **said,
        }
    )


def asked(small, **said):
    """A request of staff that waits for the head."""
    return request_announcement(small.round, wanted(**said), by=small.staff)


def told(small, **said):
    """A published announcement; its paper is ordered."""
    return publish_announcement(asked(small, **said), by=small.head)
