"""The list of papers, one nomination's papers, and what staff set there."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from candidates.models import IdeaPaper, PaperDeadline
from candidates.papers import deadline_of, hand_in, set_deadline
from selection.blinding import scored_instruments
from tests import factories
from tests.rounds import make_round
from tests.selection.pdfs import pdf, upload


@pytest.fixture
def staff_client(client, draft):
    client.force_login(draft.staff)
    return client


def listing(round_, **query):
    return reverse("reports:papers", args=[round_.code], query=query)


def nominated(draft, name="reports:paper"):
    return reverse(name, args=[draft.round.code, 1, "DINKES"])


def states(response):
    lines = response.context["view"].lines
    return [(line.nomination.candidate.number, line.state) for line in lines]


def test_the_list_says_who_has_handed_in_and_who_was_late(staff_client, draft):
    punctual, tardy = (draft.candidates[n].nominations.first() for n in (0, 1))
    hand_in(punctual, upload(), by=draft.staff)
    set_deadline(draft.round, timezone.now(), by=draft.staff)
    hand_in(tardy, upload(), by=draft.staff)

    response = staff_client.get(listing(draft.round))

    assert states(response) == [(1, "in"), (2, "late"), (3, "missing"), (1, "missing")]
    assert "2 dari 4 makalah sudah diserahkan, 1 di antaranya terlambat" in response.text
    assert states(staff_client.get(listing(draft.round, tampil="belum"))) == [
        (3, "missing"),
        (1, "missing"),
    ]
    assert states(staff_client.get(listing(draft.round, tampil="terlambat"))) == [(2, "late")]
    assert len(states(staff_client.get(listing(draft.round, tampil="'\0x")))) == 4


def test_a_filter_without_a_match_and_a_round_without_candidates_say_so(staff_client, draft):
    empty = factories.RoundFactory(agency=draft.round.agency)

    assert "Tidak ada yang cocok" in staff_client.get(listing(draft.round, tampil="terlambat")).text
    assert "Belum ada pencalonan" in staff_client.get(listing(empty)).text


@pytest.mark.parametrize("candidates", [3, 30])
def test_the_list_costs_the_same_for_any_number(
    client, agency, candidates, django_assert_num_queries
):
    small = make_round(agency, candidates=candidates)
    for candidate in small.candidates:
        factories.IdeaPaperFactory(nomination=candidate.nominations.first())
    client.force_login(small.staff)

    with django_assert_num_queries(8):
        client.get(listing(small.round))


def test_a_paper_is_handed_in_and_shown_with_its_versions(staff_client, draft):
    for _ in range(2):
        response = staff_client.post(nominated(draft, "reports:hand-in-paper"), {"file": upload()})
        assert response.status_code == 302

    page = staff_client.get(response.url)

    assert [paper.version for paper in page.context["line"].papers] == [2, 1]
    assert "makalah.pdf" in page.text
    assert "Makalah tersimpan" in page.text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xd8\xff", "bukan PDF, melainkan foto JPEG"),
        (pdf(b"<< /S /JavaScript /JS (x) >>"), "berisi skrip"),
        (b"x" * (10 * 1024 * 1024 + 1), "melebihi 10 MB"),
        (b"", "kosong"),
        (None, "Pilih berkas PDF"),
    ],
)
def test_a_bad_file_is_named_and_leaves_nothing(staff_client, draft, content, words):
    folder = Path(settings.MEDIA_ROOT, "attachments")
    before, events = sorted(folder.glob("*")), Event.objects.count()
    data = {} if content is None else {"file": upload(content)}

    response = staff_client.post(nominated(draft, "reports:hand-in-paper"), data)

    assert response.status_code == 422
    assert words in response.text
    assert "Kesalahan:" in response.text
    assert not IdeaPaper.objects.exists()
    assert (sorted(folder.glob("*")), Event.objects.count()) == (before, events)


def test_only_the_address_of_papers_takes_more_than_six_megabytes(staff_client, draft):
    eight, twelve = str(8 * 1024**2), str(12 * 1024**2)
    taken = nominated(draft, "reports:hand-in-paper")

    def status(address, length):
        sent = staff_client.post(address, b"x", content_type="text/plain", CONTENT_LENGTH=length)
        return sent.status_code, "melebihi 10 MB" in sent.text

    assert status(taken, eight) == (422, False)
    assert status(taken, twelve) == (413, True)
    assert status(reverse("workbook:receive"), eight) == (413, False)
    assert status("/tidak-ada/", eight) == (413, False)
    assert status(taken, "-1") == (413, True)


def test_after_the_unsealing_the_page_says_why_nothing_is_taken(staff_client, draft):
    draft.play()

    refused = staff_client.post(
        nominated(draft, "reports:hand-in-paper"), {"file": upload()}, follow=True
    )

    assert "tidak diterima lagi" in refused.text
    assert "Unggah makalah</button>" not in refused.text
    assert not IdeaPaper.objects.exists()


@pytest.mark.parametrize(("number", "vacancy"), [(9, "DINKES"), (2, "DISHUB"), (1, "LAIN")])
def test_a_nomination_that_does_not_exist_is_not_found(staff_client, draft, number, vacancy):
    address = reverse("reports:paper", args=[draft.round.code, number, vacancy])

    assert staff_client.get(address).status_code == 404


def test_staff_download_every_version_under_its_own_name(staff_client, draft):
    nomination = draft.candidates[0].nominations.first()
    papers = [hand_in(nomination, upload(name=f"v{n}.pdf"), by=draft.staff) for n in (1, 2)]

    for number, paper in enumerate(papers, start=1):
        address = reverse("reports:paper-file", args=[paper.attachment.public_id])
        response = staff_client.get(address)
        assert response["Content-Disposition"] == f'attachment; filename="v{number}.pdf"'
    assert Event.objects.filter(verb="reports.paper_read").count() == 2


def test_a_changed_file_is_refused_in_words(staff_client, draft):
    paper = hand_in(draft.candidates[0].nominations.first(), upload(), by=draft.staff)
    Path(paper.attachment.file.path).write_bytes(b"lain")

    response = staff_client.get(reverse("reports:paper-file", args=[paper.attachment.public_id]))

    assert response.status_code == 409
    assert "berbeda dari sidik jarinya" in response.text


def test_the_deadline_is_set_and_changed_with_a_reason(staff_client, draft):
    address = reverse("reports:set-paper-deadline", args=[draft.round.code])

    staff_client.post(address, {"date": "2098-12-01", "time": "16.00"})
    first = deadline_of(draft.round)
    silent = staff_client.post(address, {"date": "2098-12-02", "time": "16:00"})
    staff_client.post(address, {"date": "02-12-2098", "time": "16:00", "why": "Banjir"})

    assert timezone.localtime(first.due_at).strftime("%d-%m-%Y %H.%M") == "01-12-2098 16.00"
    assert silent.status_code == 422
    assert "Tuliskan alasan perubahan." in silent.text
    assert 'value="2098-12-02"' in silent.text
    assert timezone.localdate(deadline_of(draft.round).due_at) == date(2098, 12, 2)
    assert "Banjir" not in silent.text


@pytest.mark.parametrize(
    "data",
    [
        {"date": "31-02-2098", "time": "16.00"},
        {"date": "01-12-2020", "time": "16.00"},
        {"date": "2098-12-01", "time": "25.00"},
        {"date": "", "time": ""},
        {"date": "0001-01-01", "time": "\0"},
    ],
)
def test_a_deadline_that_is_none_is_refused_with_what_was_typed(staff_client, draft, data):
    response = staff_client.post(
        reverse("reports:set-paper-deadline", args=[draft.round.code]), data
    )

    assert response.status_code == 422
    assert not PaperDeadline.objects.exists()


def test_blind_reading_is_chosen_and_refused_for_what_is_not_scored(staff_client, draft):
    address = reverse("reports:set-blind", args=[draft.round.code])

    staff_client.post(address, {"blind": ["WAWANCARA"]})
    assert [i.is_blind for i in scored_instruments(draft.round)] == [True]
    assert "tanpa nama" in staff_client.get(nominated(draft)).text
    assert staff_client.post(address, {"blind": ["TALENTA"]}).status_code == 422
    staff_client.post(address)
    assert [i.is_blind for i in scored_instruments(draft.round)] == [False]


def test_members_never_reach_the_pages_of_staff(client, draft):
    client.force_login(draft.chair)

    assert client.get(listing(draft.round)).status_code == 403
    assert client.get(nominated(draft)).status_code == 403


def test_one_nomination_costs_the_same_for_any_number_of_versions(staff_client, draft):
    nomination = draft.candidates[0].nominations.get(vacancy__code="DINKES")
    counts = []
    for version in (1, 2, 3):
        factories.IdeaPaperFactory(nomination=nomination, version=version)
        with CaptureQueriesContext(connection) as queries:
            staff_client.get(nominated(draft))
        counts.append(len(queries))

    assert len(set(counts)) == 1
