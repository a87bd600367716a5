"""Announcements in the browser: how they come to be public, and what the public is shown."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import DatabaseError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from candidates.models import Candidate
from decisions.announced import Post
from decisions.announcing import CannotAnnounce
from decisions.models import Announcement, Decree
from reports import issuing
from reports.actions import publish_announcement
from reports.announcement_sheet import announcement_of
from reports.models import Document
from reports.paperwork import html_of
from tests.announcing import Kind, asked, handed, told
from tests.decisions.chosen import approve, determine
from tests.factories import AttachmentFactory, DocumentFactory
from tests.inputs import opened
from tests.reports.reading import text_of

pytestmark = pytest.mark.django_db
NUMBER = "800.1.2/1402/2025"
LARGEST = 100_000  # bytes, with the style sheet


@pytest.fixture
def small(handed_over):
    return handed_over


@pytest.fixture
def as_(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def at(name, small, *more):
    return reverse(f"reports:{name}", args=[small.round.code, *more])


def public(announcement, name="public-announcement"):
    return reverse(f"reports:{name}", args=[announcement.code])


def said(**other):
    return {
        "kind": "shortlist",
        "shows": "names",
        "number": NUMBER,
        "dated": f"{timezone.localdate():%d-%m-%Y}",
        "title": "Hasil seleksi",
        "contact": "Sekretariat, (0285) 555 0110",
        **other,
    }


def made(announcement):
    """The paper, as the worker makes it."""
    document = Document.objects.get(announcement=announcement)
    issuing.produce(document.pk)
    document.refresh_from_db()
    return document


def words(response):
    return " ".join(strip_tags(response.text.replace("<", " <")).split())


def test_staff_look_ahead_ask_and_the_head_publishes(small, as_):
    client = as_(small.staff)
    seen = client.post(at("request-announcement", small), said(preview="1"))
    assert seen.status_code == 200
    assert "Hanya Anda yang melihatnya" in seen.text and "Nama Rahasia 02" in seen.text
    assert not Announcement.objects.exists()

    answer = client.post(at("request-announcement", small), said())
    announcement = Announcement.objects.get()
    assert answer.url == at("announcement", small, announcement.public_id)
    assert "Tarik permintaan" in client.get(answer.url).text
    assert client.post(at("publish-announcement", small, announcement.public_id)).status_code == 403

    head = as_(small.head)
    page = head.get(answer.url).text
    assert "Terbitkan sekarang" in page and "Pasal 17 huruf h angka 4" in page
    head.post(at("publish-announcement", small, announcement.public_id))
    announcement.refresh_from_db()
    assert announcement.answered_by == small.head
    head.logout()
    assert "Nama Rahasia 02" in head.get(public(announcement)).text


def test_a_form_that_lacks_something_comes_back_as_it_was_typed(small, as_):
    response = as_(small.staff).post(at("request-announcement", small), said(number=""))

    assert response.status_code == 422
    assert "Isi nomor pengumuman" in response.text and "Hasil seleksi" in response.text
    assert not Announcement.objects.exists()


def test_what_is_refused_is_said_on_the_form(small, as_):
    asked(small)
    response = as_(small.staff).post(at("request-announcement", small), said(number="2"))

    assert response.status_code == 422
    assert "masih menunggu" in response.text


@pytest.mark.parametrize("query", ["kind=orang", "kind=revocation", "kind=shortlist&replaces=x"])
def test_a_form_for_nothing_is_not_found(small, as_, query):
    address = at("new-announcement", small)

    assert as_(small.staff).get(f"{address}?{query}").status_code == 404


def test_a_request_is_returned_with_a_reason_or_taken_back(small, as_):
    first = asked(small)
    head = as_(small.head)
    silent = head.post(at("return-announcement", small, first.public_id), {"reason": ""})
    head.post(at("return-announcement", small, first.public_id), {"reason": "Nomor salah"})
    second = asked(small)
    as_(small.staff).post(at("take-back-announcement", small, second.public_id))
    page = as_(small.auditor).get(at("announcements", small))

    assert silent.status_code == 422 and "Tuliskan alasannya" in silent.text
    answers = Announcement.objects.order_by("pk").values_list("answer", flat=True)
    assert list(answers) == ["returned", "taken_back"]
    assert "Nomor salah" in page.text and "Ditarik" in page.text


def test_nothing_is_there_before_it_is_published(small, client):
    asked_ = asked(small)
    unknown = client.get("/pengumuman/7xQm2KtY0aBcDeFgHiJkLm/")

    for guess in (str(asked_.public_id), NUMBER.replace("/", "-"), "1", small.round.code):
        for tail in ("", "unduh/"):
            response = client.get(f"/pengumuman/{guess}/{tail}")
            assert (response.status_code, response.content) == (404, unknown.content)
    assert "Belum ada pengumuman." in client.get("/pengumuman/").text
    assert not Document.objects.filter(kind="announcement").exists()


def test_no_paper_can_be_ordered_before(small):
    announcement = asked(small)

    with pytest.raises(DatabaseError, match="before it is public"), transaction.atomic():
        DocumentFactory(
            round=small.round, kind="announcement", announcement=announcement, number="9"
        )


def test_a_number_that_another_document_has_leaves_nothing_behind(small):
    DocumentFactory(round=small.round, number=NUMBER)
    announcement = asked(small)

    with pytest.raises(CannotAnnounce, match="dipakai dokumen lain"):
        publish_announcement(announcement, by=small.head)

    announcement.refresh_from_db()
    assert announcement.is_waiting and announcement.code == ""
    assert not Document.objects.filter(kind="announcement").exists()


def test_the_page_may_be_kept_by_caches_and_sets_nothing(small, client, as_):
    announcement = told(small)
    response = client.get(public(announcement))
    again = client.get(public(announcement), headers={"If-None-Match": response["ETag"]})
    known = as_(small.staff).get(public(announcement))

    assert response["Cache-Control"] == "public, max-age=60"
    assert response["X-Robots-Tag"] == "noindex"
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src" not in policy
    assert not response.cookies
    assert "<script" not in response.text and "csrf" not in response.text
    assert (again.status_code, again.content) == (304, b"")
    assert known.content == response.content and known["ETag"] == response["ETag"]


def test_the_page_says_that_its_paper_is_being_made_until_it_is_there(small, client):
    announcement = told(small)
    missing = public(announcement, "public-announcement-file")
    before = client.get(public(announcement))
    assert "PDF sedang dibuat" in before.text
    assert client.get(missing).status_code == 404

    document = made(announcement)
    after, file = client.get(public(announcement)), client.get(missing)

    assert after["ETag"] != before["ETag"]
    assert "Unduh PDF" in after.text and "Periksa keaslian" in after.text
    assert file["Content-Type"] == "application/pdf"
    assert file["Cache-Control"] == "public, max-age=60"
    assert 'filename="pengumuman-800-1-2-1402-2025.pdf"' in file["Content-Disposition"]
    assert document.number == NUMBER
    verified = words(client.get(reverse("reports:verify", args=[document.code])))
    assert "Berlaku" in verified and "2 jabatan, 3 nama" in verified


@pytest.mark.parametrize("shows", ["names", "ranks", "scores"])
def test_the_paper_says_what_the_page_says(small, client, shows):
    announcement = told(small, shows=shows)
    made(announcement)

    page = words(client.get(public(announcement)))
    paper = text_of(client.get(public(announcement, "public-announcement-file")).content)

    for person in small.candidates:
        assert person.full_name in page and person.full_name in paper
    for said_ in (NUMBER, "Hasil seleksi terbuka", "Tiga kandidat terbaik", small.chair.name):
        assert said_ in page and said_ in paper
    assert ("77,40" in page, "77,40" in paper) == ((shows == "scores"),) * 2
    assert ("Peringkat" in page) == (shows != "names")


def test_the_page_is_small(small, client):
    """Ten posts with three names each, and the style sheet, in less than a hundred kilobytes."""
    announcement = told(small)
    page = client.get(public(announcement))
    one = re.search(r"<tr>\s*<th scope=\"row\">.*?</tr>", page.text, re.DOTALL)[0]
    style = Path(finders.find("css/app.css")).stat().st_size

    assert len(page.content) + 8 * len(one.encode()) + style < LARGEST


def test_hostile_names_are_words_and_nothing_else(draft, client):
    names = ["<script>alert(1)</script>", "\u202eterbalik", "N" * 200]
    for candidate, name in zip(draft.candidates, names, strict=True):
        Candidate.objects.filter(pk=candidate.pk).update(name=name)
        candidate.refresh_from_db()
    announcement = told(handed(draft))
    made(announcement)

    page = client.get(public(announcement)).text
    paper = text_of(client.get(public(announcement, "public-announcement-file")).content)

    assert "<script>" not in page and "&lt;script&gt;alert(1)" in page
    assert "N" * 200 in page
    assert "<script>alert(1)</script>" in paper and "U+202E" in paper


def test_a_replaced_one_stays_with_its_mark_and_reason(small, client, as_):
    first = told(small)
    made(first)
    second = told(small, number="2", replaces=first, reason="Gelar salah tulis")

    old, new = words(client.get(public(first))), words(client.get(public(second)))
    index = words(client.get("/pengumuman/"))
    code = Document.objects.get(announcement=first).code
    verified = words(client.get(reverse("reports:verify", args=[code])))

    assert "Pengumuman ini diganti" in old and "Gelar salah tulis" in old
    assert "Nama Rahasia 01" in old
    assert f"menggantikan Pengumuman Nomor {NUMBER}" in new and "Gelar salah tulis" in new
    assert index.count("Diganti") == 1
    assert "Diganti" in verified and "Gelar salah tulis" in verified
    staff = as_(small.staff).get(at("announcement", small, first.public_id))
    assert "Diganti dengan Pengumuman Nomor 2" in words(staff)
    form = f"{at('new-announcement', small)}?kind=shortlist&replaces={second.public_id}"
    assert "Ganti pengumuman" in client.get(form).text


def test_a_revoked_one_stays_with_its_mark_and_reason(small, client):
    first = told(small)
    second = told(
        small,
        kind=Kind.REVOCATION,
        number="2",
        title="Pencabutan",
        replaces=first,
        reason="Hasil akan dikoreksi",
    )
    document = made(second)

    assert "Pengumuman ini dicabut" in words(client.get(public(first)))
    told_ = words(client.get(public(second)))
    assert "Yang dicabut:" in told_ and "Hasil akan dikoreksi" in told_
    assert "Nama Rahasia" not in told_
    paper = text_of(client.get(public(second, "public-announcement-file")).content)
    assert f"Mencabut Pengumuman Nomor {NUMBER}" in paper and document.pages == 1


def test_staff_see_that_an_announcement_uses_an_older_result(small, client, as_):
    announcement = told(small)
    before = client.get(public(announcement)).content
    small.resolve(reason="Nilai salah salin")

    page = words(as_(small.staff).get(at("announcement", small, announcement.public_id)))
    listing = words(client.get(at("announcements", small)))

    assert "Pengumuman memakai hasil lama" in page and "Pengumuman memakai hasil lama" in listing
    assert client.get(public(announcement)).content == before


def test_who_was_appointed_is_told_with_decree_and_inauguration(small, client):
    first, second = determine(
        small,
        [(small.vacancies[0], small.candidates[1]), (small.vacancies[1], small.candidates[0])],
    )
    today = timezone.localdate()
    by = {"recorded_by": small.staff, "recorded_at": timezone.now()}
    for choice, number in ((first, "821.2/17"), (second, "821.2/18")):
        approve(small, choice)
        letter = AttachmentFactory(round=small.round, kind="letter")
        Decree.objects.create(choice=choice, number=number, dated=today, file=letter, **by)
    first.inaugurations.create(number=1, on=today, held=True, **by)

    announcement = told(small, kind=Kind.APPOINTED, title="Pengangkatan pejabat")
    made(announcement)
    page = words(client.get(public(announcement)))
    paper = text_of(client.get(public(announcement, "public-announcement-file")).content)

    for said_ in (small.candidates[1].full_name, "821.2/17", "821.2/18"):
        assert said_ in page and said_ in paper
    assert page.count("belum dilantik") == 1 and "Peringkat" not in page
    assert small.candidates[2].full_name not in page


def test_an_open_window_for_input_is_led_to(small, client):
    announcement = told(small)
    assert "Beri masukan" not in client.get(public(announcement)).text

    opened(small)

    assert reverse("reports:public-input", args=[small.round.code]) in (
        client.get(public(announcement)).text
    )


@pytest.mark.parametrize("count", [1, 3])
def test_public_pages_cost_the_same_for_any_number(small, client, django_assert_num_queries, count):
    first = announcement = told(small)
    for number in range(1, count):
        announcement = told(small, number=str(number), replaces=announcement, reason="Salah tulis")

    with django_assert_num_queries(3):  # announcements, what replaced them, papers
        client.get("/pengumuman/")
    with django_assert_num_queries(4):  # and the window for input
        client.get(public(first))


@pytest.mark.parametrize("count", [1, 3])
def test_the_staff_page_costs_the_same_for_any_number(small, as_, django_assert_num_queries, count):
    announcement = told(small)
    for number in range(1, count):
        announcement = told(small, number=str(number), replaces=announcement, reason="Salah tulis")
    client = as_(small.staff)

    # session, user, round, announcements, result, what replaced them, papers, decrees, frame
    with django_assert_num_queries(9):
        client.get(at("announcements", small))


def test_whoever_published_under_the_same_name_is_refused_in_the_browser(small, as_):
    announcement = asked(small)
    type(small.head).objects.filter(pk=small.head.pk).update(name=small.staff.name)

    answer = as_(small.head).post(
        at("publish-announcement", small, announcement.public_id), follow=True
    )

    assert "orang lain" in answer.text
    assert not Announcement.objects.published().exists()


@pytest.mark.parametrize("count", [1, 3])
def test_one_announcement_costs_the_same_for_any_number(
    small, as_, django_assert_num_queries, count
):
    announcement = told(small)
    for number in range(1, count):
        announcement = told(small, number=str(number), replaces=announcement, reason="Salah tulis")
    client = as_(small.staff)

    # session, user, round, announcements, result, what replaced them, papers, frame
    with django_assert_num_queries(8):
        client.get(at("announcement", small, announcement.public_id))


def test_the_work_that_is_left_is_on_the_page_of_the_round(small, as_):
    open_ = words(as_(small.staff).get(at("round", small)))
    announcement = asked(small)
    waiting = words(as_(small.head).get(at("round", small)))
    publish_announcement(announcement, by=small.head)
    done = words(as_(small.head).get(at("round", small)))

    assert "Umumkan kandidat terbaik" in open_
    assert "Terbitkan pengumuman" in waiting and f"Nomor {NUMBER}" in waiting
    assert "Terbitkan pengumuman" not in done


def test_its_paper_is_not_revoked_by_one_person_alone(small, as_):
    document = made(told(small))

    page = as_(small.head).get(document.get_absolute_url())
    as_(small.head).post(
        reverse("reports:revoke-document", args=[document.public_id]), {"reason": "Keliru"}
    )

    document.refresh_from_db()
    assert page.status_code == 200 and "Cabut dokumen" not in page.text
    assert document.revoked_at is None


def test_a_post_for_which_nobody_is_put_forward_is_told_too(small):
    announcement = told(small, shows="scores")
    document = Document.objects.select_related("announcement").get(announcement=announcement)
    paperwork = announcement_of(document)
    said_ = replace(paperwork.content, posts=[Post("Kepala Dinas Kesehatan", [])])

    page = render_to_string("reports/announcement_said.html", {"said": said_})
    paper = html_of(document, replace(paperwork, content=said_))

    for text in (page, paper):
        assert text.count("Tidak ada nama yang diusulkan") == 1
    assert '<td colspan="3">Tidak ada' in paper
