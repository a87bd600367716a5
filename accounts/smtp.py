"""Django's SMTP backend, which also tells when the text was sent and no answer came."""

import smtplib
from typing import Any

from django.core.mail.backends import smtp


class Unanswered(smtplib.SMTPServerDisconnected):
    """The line broke after the text had been sent: the letter may have gone out."""


class _Telling(smtplib.SMTP):
    def data(self, msg: Any) -> tuple[int, bytes]:
        try:
            return super().data(msg)
        except smtplib.SMTPResponseException:
            raise  # an answer: not yet asked for the text, or no to it
        except OSError as broken:
            raise Unanswered from broken


class _TellingTLS(_Telling, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """SMTP with or without TLS from the first byte."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _TellingTLS if self.use_ssl else _Telling
