"""What the environment says about mail, and that a slip of the pen sends nothing in the clear."""

import runpy

import pytest
from django.conf import settings
from django.core.mail import get_connection
from django.utils.module_loading import import_string

SETTINGS = str(settings.BASE_DIR / "config" / "settings.py")


@pytest.fixture
def read(monkeypatch):
    for name in ("BACKEND", "HOST", "PORT", "USER", "PASSWORD", "SECURITY", "TIMEOUT", "FROM"):
        monkeypatch.delenv(f"EMAIL_{name}", raising=False)

    def read(**environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(SETTINGS)

    return read


def test_one_own_machine_sends_nothing_unless_told(read):
    assert "filebased" in read(PRATAMA_LOCAL="1")["EMAIL_BACKEND"]
    assert "console" in read(PRATAMA_LOCAL="1", EMAIL_BACKEND="console")["EMAIL_BACKEND"]
    assert "smtp" in read(PRATAMA_LOCAL="1", EMAIL_BACKEND="smtp")["EMAIL_BACKEND"]


def test_in_production_the_relay_is_asked(read):
    said = read(PRATAMA_LOCAL="0", EMAIL_HOST="surat.contoh.go.id")

    assert import_string(said["EMAIL_BACKEND"]).__module__ == "accounts.smtp"
    assert (said["EMAIL_HOST"], said["EMAIL_PORT"]) == ("surat.contoh.go.id", 25)
    assert (said["EMAIL_USE_TLS"], said["EMAIL_USE_SSL"]) == (False, False)


@pytest.mark.parametrize(
    ("word", "tls"), [("starttls", (True, False)), ("tls", (False, True)), ("", (False, False))]
)
def test_the_line_is_as_safe_as_said(read, word, tls):
    said = read(EMAIL_SECURITY=word, EMAIL_PORT="587", EMAIL_USER="kota", EMAIL_PASSWORD="rahasia")

    assert (said["EMAIL_USE_TLS"], said["EMAIL_USE_SSL"]) == tls
    assert (said["EMAIL_PORT"], said["EMAIL_HOST_USER"]) == (587, "kota")


@pytest.mark.parametrize("word", ["TLS", "ssl", "ya"])
def test_a_word_that_is_not_known_stops_the_start(read, word):
    with pytest.raises(KeyError, match=word):
        read(EMAIL_SECURITY=word)


@pytest.mark.parametrize("use_ssl", [True, False])
def test_both_kinds_of_line_tell_of_a_lost_answer(use_ssl):
    backend = get_connection("accounts.smtp.EmailBackend", use_ssl=use_ssl, use_tls=False)

    assert backend.connection_class.data.__qualname__ == "_Telling.data"


def test_letters_have_a_queue_of_their_own():
    assert settings.CELERY_TASK_ROUTES == {"accounts.tasks.*": {"queue": "mail"}}
