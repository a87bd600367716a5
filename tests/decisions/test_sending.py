"""Names that go to a body before one is chosen, and people whom a body refuses."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from decisions import actions
from decisions.approving import advance_approval
from decisions.barring import barred_of
from decisions.choosing import CannotChoose, Picked, choices_of, save_draft
from decisions.happenings import Happening, Paper
from decisions.models import ApprovalEvent, ChoiceDraft, What
from decisions.sending import sending_of
from selection.models import Vacancy
from tests.decisions.chosen import determine, mayor
from tests.selection.pdfs import pdf

pytestmark = pytest.mark.django_db
Kind = ApprovalEvent.Kind
REASON = "Pengalaman memimpin puskesmas sesuai prioritas 2026."


def handed_over(draft, **post):
    Vacancy.objects.filter(code="DINKES").update(**post)
    small = draft.play().resolve()
    small.round = actions.hand_over(small.round, by=small.chair)
    mayor(small)
    return small


def days_ago(count):
    return timezone.localdate() - timedelta(days=count)


def asked(small, choice, code, kind, **answer):
    """The body is asked with a letter, and answers with one."""
    for each, day, more in (
        (Kind.PREPARED, 30, {}),
        (Kind.SENT, 30, {"paper": paper("1/A", 30)}),
        (kind, 10, {"paper": paper("9/B", 10), **answer}),
    ):
        happening = Happening(kind=each, on=days_ago(day), **more)
        advance_approval(choice, code, happening, by=small.staff)


def paper(number, days):
    upload = SimpleUploadedFile("surat.pdf", pdf(), "application/pdf")
    return Paper(number=number, dated=days_ago(days), upload=upload)


def pick(small, picked, seen=0):
    vacancy = Vacancy.objects.get(code="DINKES")
    return save_draft(vacancy, picked, REASON, seen_version=seen, by=small.authority)


@pytest.mark.parametrize(
    ("post", "code", "body"),
    [
        ({"special_approval": "Kemendagri"}, "NAMED_APPROVAL", "Kemendagri"),
        ({"title": "Inspektur"}, "INSPECTOR_NAMES", "Gubernur"),
    ],
)
def test_one_of_the_names_is_chosen_once_their_body_agreed(client, draft, post, code, body):
    small = handed_over(draft, **post)
    vacancy = Vacancy.objects.get(code="DINKES")
    person = Picked(What.PERSON, small.candidates[2])
    with pytest.raises(CannotChoose, match=f"memerlukan persetujuan {body}"):
        pick(small, person)
    assert not ChoiceDraft.objects.exists()
    choice = determine(small, [(vacancy, What.NAMES)], on=days_ago(40))[0]

    asked(small, choice, code, Kind.ALLOWED, conditions="Dilantik tahun ini")

    assert not sending_of(small.round, choices_of(small.round), days_ago(0)).is_due(vacancy)
    client.force_login(small.authority)
    home = client.get(reverse("decisions:shortlist", args=[small.round.code])).text
    assert f"Nama disetujui {body}; satu nama belum dipilih" in home
    page = client.get(reverse("decisions:shortlist-post", args=[small.round.code, "DINKES"])).text
    assert f"{body} menyetujui nama-nama ini pada" in page
    assert "no. 9/B" in page
    assert page.count('name="picked" value="') == 4  # three people, or nobody
    with pytest.raises(CannotChoose, match="jalur khusus"):
        pick(small, Picked(What.NAMES))
    assert pick(small, person).candidate == small.candidates[2]


def test_who_was_refused_cannot_be_chosen_again_for_that_post_alone(client, draft):
    small = handed_over(draft)
    person, post = small.candidates[2], small.vacancies[0]
    choice = determine(small, [(post, person)], on=days_ago(40))[0]

    asked(small, choice, "BKN_PERTEK", Kind.REFUSED, reason="Pangkat belum memenuhi.")

    why = barred_of(small.round).why(person.pk, post.pk)
    assert why.startswith("ditolak BKN untuk jabatan ini pada ")
    assert why.endswith(": Pangkat belum memenuhi")
    assert barred_of(small.round).why(person.pk, small.vacancies[1].pk) == ""
    with pytest.raises(CannotChoose, match="ditolak BKN untuk jabatan ini"):
        pick(small, Picked(What.PERSON, person))
    assert not ChoiceDraft.objects.exists()
    client.force_login(small.authority)
    page = client.get(reverse("decisions:shortlist-post", args=[small.round.code, "DINKES"])).text
    assert f"Tidak tersedia: {why}" in page


def test_the_authority_is_told_of_a_refusal_and_begins_with_an_empty_form(client, draft):
    small = handed_over(draft)
    choice = determine(small, [(small.vacancies[0], small.candidates[2])], on=days_ago(40))[0]
    client.force_login(small.authority)
    there = reverse("decisions:shortlist-post", args=[small.round.code, "DINKES"])
    assert choice.reason in client.get(there).text

    asked(small, choice, "BKN_PERTEK", Kind.REFUSED, reason="Pangkat belum memenuhi.")

    home = client.get(reverse("decisions:shortlist", args=[small.round.code])).text
    assert "Ditolak BKN, putuskan lagi" in home
    assert "0 dari" in home
    cabinet = client.get(reverse("decisions:cabinet", args=[small.round.code])).text
    assert "Ditolak BKN, putuskan lagi" in cabinet
    page = client.get(there).text
    assert f"{small.candidates[2].full_name} ditolak BKN untuk jabatan ini pada" in page
    assert "Pilih nama lain dan tuliskan alasannya" in page
    assert choice.reason not in page  # it was given for somebody else
    assert "checked" not in page


def test_who_is_asked_for_anew_after_a_refusal_is_free_again(draft):
    small = handed_over(draft)
    person, post = small.candidates[2], small.vacancies[0]
    choice = determine(small, [(post, person)], on=days_ago(40))[0]
    asked(small, choice, "BKN_PERTEK", Kind.REFUSED, reason="Berkas kurang.")

    again = Happening(kind=Kind.SENT, on=days_ago(5), paper=paper("2/A", 5))
    advance_approval(choice, "BKN_PERTEK", again, by=small.staff)

    assert barred_of(small.round).why(person.pk, post.pk) == ""
