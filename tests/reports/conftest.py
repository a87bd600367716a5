"""A round whose seal is open, and a finished document of it."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from tests.factories import DocumentFactory


@pytest.fixture
def unsealed(played):
    return played


@pytest.fixture
def ready(unsealed):
    content = b"%PDF-1.7 laporan"
    document = DocumentFactory.build(
        round=unsealed.round,
        ordered_by=unsealed.staff,
        number="001/LAP-REK/X/2025",
        status="ready",
        percent=100,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        pages=1,
        finished_at=timezone.now(),
    )
    document.file.save(f"{document.public_id}.pdf", ContentFile(content))
    return document
