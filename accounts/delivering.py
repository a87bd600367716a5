"""The postman: sends what waits, one letter at a time, alone; each step is committed by itself.

Whoever has the turn is the only one, so that a letter found in the state "sending" was left behind
by a postman who was killed: whether it went out nobody knows (docs/adr/0023).
"""

import logging
import smtplib
from datetime import datetime, timedelta
from email.utils import parseaddr
from time import monotonic

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db.models import F
from django.utils import timezone

from accounts.models import Mail
from accounts.smtp import Unanswered
from audit.turns import Turn, alone

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
ROUNDS_MAN = 1  # the postman's turn: there is one
FOR_GOOD = 500  # answers from here on are final
SHIFT = 45  # seconds; what is left waits for the next bell
LEFT_BEHIND = (
    "Pengiriman terhenti di tengah jalan. Surel ini mungkin sudah sampai, mungkin belum. Tanyakan"
    " kepada penerimanya; bila belum sampai, tekan “Kirim lagi”."
)
UNANSWERED = (
    "Server surel menerima isinya, lalu sambungan putus sebelum ada jawaban. Surel ini mungkin"
    " sudah sampai. Tanyakan kepada penerimanya; bila belum, tekan “Kirim lagi”."
)
UNFORESEEN = (
    "Pengiriman terhenti karena kesalahan yang tidak terduga. Tekan “Kirim lagi”; bila tetap gagal,"
    " minta administrator sistem membaca catatan program."
)
UNREACHABLE = "Server surel tidak dapat dihubungi."
BUSY = "Server surel sedang tidak menerima surel."
MISCONFIGURED = (
    "Server surel menolak pengirim atau kata sandinya. Minta administrator sistem memeriksa"
    " pengaturan surel."
)

log = logging.getLogger(__name__)


def deliver() -> int:
    """Send what is due, for at most SHIFT seconds; returns how many letters were tried.

    Who comes while another postman is on his way leaves at once.
    """
    tried, until = 0, monotonic() + SHIFT
    with alone(Turn.MAIL, ROUNDS_MAN) as got:
        if not got:
            return tried
        Mail.objects.filter(state=Mail.State.SENDING).update(
            state=Mail.State.UNKNOWN, problem=LEFT_BEHIND
        )
        while monotonic() < until and (mail := _next()):
            _send(mail)
            tried += 1
    return tried


def message_of(mail: Mail) -> EmailMessage:
    """The letter as it goes out. Its number stays the same however often it is tried."""
    headers = {
        "Message-ID": f"<{mail.public_id}@{_domain()}>",
        "Auto-Submitted": "auto-generated",
    }
    message = EmailMessage(
        mail.subject,
        mail.body,
        to=[mail.to_address],
        headers=headers,
        reply_to=_answers_to(mail.agency.email),
    )
    if mail.ics:
        message.attach("jadwal.ics", mail.ics, "text/calendar; method=PUBLISH")
    return message


def _next() -> Mail | None:
    """Take the letter that has waited longest past its time."""
    due = Mail.objects.filter(state=Mail.State.QUEUED, next_try_at__lte=timezone.now())
    mail = due.select_related("agency").order_by("next_try_at", "pk").first()
    if mail is None:
        return None
    Mail.objects.filter(pk=mail.pk).update(
        state=Mail.State.SENDING, attempts=F("attempts") + 1, next_try_at=None
    )
    mail.attempts += 1
    return mail


def _send(mail: Mail) -> None:
    try:
        message_of(mail).send()
    except smtplib.SMTPRecipientsRefused as refusal:
        _refused(mail, *next(iter(refusal.recipients.values())))
    except smtplib.SMTPDataError as refusal:
        _refused(mail, refusal.smtp_code, refusal.smtp_error)
    except smtplib.SMTPResponseException as refusal:  # the sender, the password, the greeting
        log.warning("Mail %s: the server answered %s", mail.pk, refusal.smtp_code)
        _again(mail, MISCONFIGURED if refusal.smtp_code >= FOR_GOOD else BUSY)
    except Unanswered:
        _end(mail, Mail.State.UNKNOWN, UNANSWERED)
    except OSError as broken:  # smtplib's own among them
        log.warning("Mail %s could not be handed over: %s", mail.pk, type(broken).__name__)
        _again(mail, UNREACHABLE)
    except Exception:
        log.exception("Mail %s could not be sent", mail.pk)
        _end(mail, Mail.State.UNKNOWN, UNFORESEEN)
    else:
        _end(mail, Mail.State.SENT, "", sent_at=timezone.now())


def _refused(mail: Mail, code: int, said: bytes | str) -> None:
    """5xx is for good; 4xx means later."""
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    reason = f"Jawaban server surel: {code} {' '.join(words.split())}"[:200]
    if code >= FOR_GOOD:
        _end(mail, Mail.State.REFUSED, f"{reason}. Periksa alamatnya.")
    else:
        _again(mail, reason)


def _again(mail: Mail, problem: str) -> None:
    if mail.attempts > len(WAITS):
        _end(mail, Mail.State.GIVEN_UP, f"{problem} Dicoba {mail.attempts} kali, lalu dihentikan.")
    else:
        later = timezone.now() + WAITS[mail.attempts - 1]
        _end(mail, Mail.State.QUEUED, problem, next_try_at=later)


def _end(mail: Mail, state: Mail.State, problem: str, **times: datetime) -> None:
    """How this try ended; a postman thought dead may still tell that it was sent."""
    under_way = Mail.objects.filter(pk=mail.pk, state__in=(Mail.State.SENDING, Mail.State.UNKNOWN))
    under_way.update(state=state, problem=problem, **times)


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def _answers_to(address: str) -> list[str]:
    """The office's own address, where the letterhead has one that works."""
    try:
        validate_email(address)
    except ValidationError:
        return []
    return [address]
