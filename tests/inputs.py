"""Windows for public input, opened by the real actions, and input sent through the real form."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from candidates.input_actions import Given, receive
from candidates.input_secrecy import Identity
from candidates.input_windows import WantedWindow, open_window, request_window
from candidates.models import InputSubject, InputWindow, Nomination, PublicInput

TEXT = (
    "Pada 3 Maret 2024 di kantor kecamatan, pejabat ini membatalkan lelang yang sudah diumumkan"
    " tanpa berita acara."
)
NAME, CONTACT = "Wartini Saksi Mata", "wartini@saksi.example"


def opened(small, *, starts=timedelta(0), lasts=timedelta(days=7), named=None):
    """A window of the small round, open unless `starts` says later; the round is frozen first."""
    small.freeze()
    now = timezone.now()
    nominations = Nomination.objects.filter(candidate__round=small.round).order_by("pk")
    wanted = WantedWindow(
        opens_at=now + starts,
        closes_at=now + starts + lasts,
        announcement="800.1.2/1402/2025",
        nominations=list(named or nominations),
    )
    window = request_window(small.round, wanted, by=small.staff)
    return open_window(window, by=small.head)


def some_input(small):
    """An input about the first candidate, in whatever phase the round is."""
    now = timezone.now()
    window = InputWindow.objects.create(
        round=small.round,
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(days=7),
        requested_by=small.staff,
        requested_at=now,
    )
    nomination = small.candidates[0].nominations.order_by("pk").first()
    InputSubject.objects.create(window=window, nomination=nomination)
    window.opened_by, window.opened_at = small.head, now
    window.save(update_fields=["opened_by", "opened_at"])
    return sent(window)[0]


def sent(window, *, place=0, form="formulir-1", **fields):
    """An input about the window's subject at this place, as the product stores it."""
    subject = list(window.subjects.select_related("window__round").order_by("pk"))[place]
    given = {
        "text": TEXT,
        "identity": Identity(NAME, CONTACT),
        "medium": "",
        "is_confidential": True,
        "upload": None,
        "form": form,
    }
    receipt = receive(subject, Given(**{**given, **fields}))
    stored = PublicInput.objects.for_listing().get(number=receipt.number)
    return stored, receipt


def filled_in(window, token, **fields):
    """What a browser sends."""
    subject = window.subjects.order_by("pk").first()
    return {
        "form": token,
        "vacancy": subject.nomination.vacancy.code,
        "about": str(subject.public_id),
        "text": TEXT,
        "name": NAME,
        "contact": CONTACT,
        "is_confidential": "on",
        "is_true": "on",
        "website": "",
        **fields,
    }


def public_address(small):
    return reverse("reports:public-input", args=[small.round.code])


def token_on(small, client=None):
    """The token of a page that was opened just now."""
    page = (client or Client()).get(public_address(small))
    return page.context["token"]
