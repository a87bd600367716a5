"""`manage.py write_documents`: one of every kind, for script/validate-pdf to judge."""

import pytest
from django.core.management import CommandError, call_command

from decisions.announcing import publish
from reports.models import Document
from tests.announcing import asked, handed
from tests.factories import SlotFactory
from tests.reports.reading import pages_of

pytestmark = pytest.mark.django_db


def test_one_of_every_kind_is_written(draft, tmp_path, capsys):
    for candidate in draft.candidates:
        SlotFactory(candidate=candidate, round=draft.round, instrument=draft.interview)
    publish(asked(handed(draft)), by=draft.head)

    call_command("write_documents", draft.round.code, str(tmp_path))

    written = {path.name: path for path in tmp_path.iterdir()}
    assert written.keys() == {f"{kind}.pdf" for kind in Document.Kind}
    assert all(pages_of(path.read_bytes()) for path in written.values())
    assert len(capsys.readouterr().out.splitlines()) == len(written)
    assert not Document.objects.exists()


def test_what_cannot_be_made_yet_is_said_and_the_rest_is_written(draft, tmp_path):
    draft.open()

    with pytest.raises(CommandError, match=r"recommendation: .*tersegel"):
        call_command("write_documents", draft.round.code, str(tmp_path))

    assert "forms.pdf" in {path.name for path in tmp_path.iterdir()}
