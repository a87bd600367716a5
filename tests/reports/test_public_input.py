"""The public page: what anybody sees and sends."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from candidates import input_limits
from candidates.models import PublicInput
from tests.inputs import CONTACT, NAME, TEXT, filled_in, opened, public_address, token_on
from tests.selection.pdfs import upload as pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def patience(monkeypatch):
    """Nobody waits five seconds."""
    monkeypatch.setattr("reports.input_tokens.LEAST", timedelta(0))


def send(small, data, client=None):
    address = reverse("reports:send-input", args=[small.round.code])
    return (client or Client()).post(address, data)


@pytest.mark.usefixtures("patience")
def test_an_input_is_stored_once_and_its_receipt_shown(draft):
    window = opened(draft)
    data = filled_in(window, token_on(draft))

    first, again = send(draft, data), send(draft, data)

    stored = PublicInput.objects.get()
    assert stored.text == TEXT
    assert NAME not in stored.identity and CONTACT not in stored.identity
    assert first.context["receipt"].whole == again.context["receipt"].whole
    assert first.context["receipt"].whole in first.content.decode()
    assert first.context["receipt"].code not in str(vars(stored))
