"""Gerbong in the browser: what falls vacant for whom, and what stays hidden."""

import pytest
from django.urls import reverse

from decisions import actions
from tests.candidates.exports import person, put
from tests.decisions.chosen import determine

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed(draft):
    small = draft.play().resolve()
    small.round = actions.hand_over(small.round, by=small.chair)
    return small


def address(small, name="cascade"):
    return reverse(f"decisions:{name}", args=[small.round.code])


def test_the_page_names_movers_posts_and_successors(handed, client):
    put(
        handed.round.agency,
        person(50, name="Calon Satu") | {"Jabatan": "Kepala Bidang A"},
        person(51, name="Calon Dua") | {"Jabatan": "Kepala Seksi B"},
    )
    determine(handed, [(handed.vacancies[0], handed.candidates[1])])
    client.force_login(handed.staff)

    text = client.get(address(handed)).text

    assert "Jabatan turunan kosong: <b>1</b>" in text
    assert "kosong: <b>Sekretaris Dinas" in text
    assert "Calon Satu" in text
    assert "Calon Dua" not in text
