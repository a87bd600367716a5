"""Signing with a local certificate, from the line to the verified file."""

import pytest

from audit.models import Event
from reports import revisions, signature_checks
from reports.electronic import sign
from reports.signing import Secret
from tests.reports.plain_pdf import a_pdf
from tests.reports.signing_places import PHRASE, Certified, a_document, electronic, lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def certified(settings, tmp_path):
    settings.SIGNING = "local"
    settings.SIGNING_FOLDER = tmp_path
    return Certified(tmp_path)


@pytest.fixture
def unsealed(draft):
    return draft.play()


@pytest.fixture
def document(unsealed):
    return a_document(unsealed)


@pytest.fixture
def chair_line(unsealed, document, certified):
    certified.give(unsealed.chair)
    return lines(document, electronic(unsealed.chair), by=unsealed.staff)[0]


def test_sign_makes_a_revision_that_begins_with_the_document(unsealed, document, chair_line):
    signature = sign(chair_line, Secret(PHRASE), by=unsealed.chair)

    chair_line.refresh_from_db()
    document.refresh_from_db()
    content = revisions.content_of(document)
    assert signature.state == "signed"
    assert chair_line.signed_at == signature.finished_at
    assert revisions.stored(document) == a_pdf()
    assert content.startswith(a_pdf())
    assert revisions.hashes_of(document) == [document.sha256, signature.sha256]
    assert signature.base_sha256 == document.sha256


def test_a_signed_file_is_looked_into_and_found_valid(unsealed, document, chair_line):
    signature = sign(chair_line, Secret(PHRASE), by=unsealed.chair)

    signature_checks.verify(signature.pk)

    signature.refresh_from_db()
    assert signature.verdict == "valid"
    assert Event.objects.filter(verb="reports.signature_checked").count() == 1
