"""The pages about requirements: what they show to whom, what they keep of bad input."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.wording import in_words
from candidates.evidence_actions import record_evidence
from candidates.judging import settle_verdicts
from candidates.material import nip_born
from candidates.models import (
    ActingService,
    Candidate,
    Evidence,
    FactCheck,
    FieldFit,
    Relatedness,
    Requirement,
    RequirementException,
    Topic,
)
from candidates.national_rules import LOCAL_RULES
from candidates.requirement_gaps import gaps_of
from candidates.requirement_rows import row_of
from selection.blinding import set_blind
from selection.models import Attachment, Round, Vacancy
from tests import factories
from tests.candidates.checking import complete, paper
from tests.rounds import make_round
from tests.selection.pdfs import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client, draft):
    client.force_login(draft.staff)
    return client


def url(small, name, *rest):
    return reverse(f"reports:{name}", args=[small.round.code, *rest])


def text(response):
    return " ".join(response.content.decode().split())


PAGES = [
    ("requirements", []),
    ("requirement-matrix", ["DINKES"]),
    ("requirement-cell", ["DINKES", 1, "PENGALAMAN_TERKAIT"]),
    ("requirement-letter", ["DINKES", 1]),
    ("exceptions", []),
    ("requirement-rules", []),
    ("relatedness", ["DINKES"]),
    ("candidate", [1]),
]


def test_the_overview_counts_each_vacancy_and_shows_each_candidate_at_a_glance(staff, draft):
    factories.CareerPostFactory(candidate=draft.candidates[0], post="Kepala Bidang Aset")
    complete(draft)

    response = staff.get(url(draft, "requirements"))

    lines = [(x.vacancy.code, x.met, x.needs_review, x.not_met) for x in response.context["lines"]]
    assert lines == [("DINKES", 1, 2, 0), ("DISHUB", 1, 0, 0)]
    first = response.context["people"].shown[0]
    assert (first.agencies, len(first.posts), len(first.rows)) == (1, 1, 2)
    assert "Kepala Bidang Aset" in text(response)
    assert "1 perangkat daerah" in text(response)


def test_the_tasks_of_a_round_lead_to_just_the_people_they_count(staff, draft):
    complete(draft)
    complete(draft, 1)
    old = paper(dated=date(2024, 11, 1), valid_until=date(2025, 11, 1))
    record_evidence(draft.candidates[0], {"health": old}, by=draft.staff)
    overview = url(draft, "requirements")

    facts, evidence = gaps_of(draft.round)

    assert (facts.words, facts.url) == (
        "Periksa data 1 kandidat", f"{overview}?tampil=data#kandidat"
    )  # fmt: skip
    assert (evidence.words, evidence.url) == (
        "Lengkapi bukti untuk 2 kandidat", f"{overview}?tampil=bukti#kandidat"
    )  # fmt: skip
    for address, numbers in (
        (facts.url, [3]),
        (evidence.url, [1, 3]),
        (overview, [1, 2, 3]),
        (f"{overview}?tampil=lain", [1, 2, 3]),
    ):
        people = staff.get(address).context["people"]
        assert [person.candidate.number for person in people.shown] == numbers
        assert [choice.rows for choice in people.choices] == [3, 1, 2]
    complete(draft)
    complete(draft, 2)
    empty = text(staff.get(evidence.url))
    assert "3 kandidat untuk 2 jabatan" in empty
    assert "Tidak ada data yang cocok dengan saringan" in empty


def test_an_empty_round_says_what_will_stand_here(client, agency):
    round_ = factories.RoundFactory(agency=agency)
    user = factories.MembershipFactory(agency=agency).user
    client.force_login(user)

    assert "Belum ada jabatan" in text(
        client.get(reverse("reports:requirements", args=[round_.code]))
    )
    vacancy = factories.VacancyFactory(round=round_)
    page = client.get(reverse("reports:requirement-matrix", args=[round_.code, vacancy.code]))
    assert "Belum ada kandidat" in text(page)
    page = client.get(reverse("reports:relatedness", args=[round_.code, vacancy.code]))
    assert "Belum ada riwayat jabatan" in text(page)
    assert "Belum ada pengecualian" in text(
        client.get(reverse("reports:exceptions", args=[round_.code]))
    )


def test_the_matrix_puts_what_needs_action_first_and_filters(staff, draft):
    complete(draft)
    record_evidence(draft.candidates[1], {"health": paper(favourable=False)}, by=draft.staff)
    matrix = url(draft, "requirement-matrix", "DINKES")

    rows = staff.get(matrix).context["view"].rows
    assert [(r.candidate.number, r.label) for r in rows] == [
        (3, "Belum lengkap"), (2, "Tidak memenuhi"), (1, "Memenuhi"),
    ]  # fmt: skip
    for word, numbers in (
        ("tindakan", [3, 2]),
        ("memenuhi", [1]),
        ("tidak", [2]),
        ("x", [3, 2, 1]),
    ):
        view = staff.get(matrix, {"saring": word}).context["view"]
        assert [row.candidate.number for row in view.rows] == numbers
    complete(draft, 2)
    complete(draft, 1)
    assert "Tidak ada data yang cocok dengan saringan" in text(
        staff.get(matrix, {"saring": "tidak"})
    )


def test_a_vacancy_without_rules_says_so(staff, draft, as_owner):
    Round.objects.filter(pk=draft.round.pk).update(reference_date=date(2019, 1, 1))

    assert "Syarat belum ditetapkan" in text(staff.get(url(draft, "requirement-matrix", "dinkes")))


def test_a_cell_is_a_page_and_a_panel(staff, draft):
    complete(draft)
    address = url(draft, "requirement-cell", "DINKES", 1, "JENJANG_JABATAN")

    page, panel = staff.get(address), staff.get(address, headers={"HX-Request": "true"})

    for words in ("Aturan", "PP 11/2017 jo. PP 17/2020 Pasal 107 huruf c angka 4", "Hitungan",
                  "diperiksa Orang", "memeriksa riwayat jabatan pada SIASN"):  # fmt: skip
        assert words in text(page)
        assert words in text(panel)
    assert text(panel).startswith('<tr class="detail" id="rinci-1">')


@pytest.mark.parametrize(
    "rest",
    [["LAIN", 1, "USIA"], ["DINKES", 99, "USIA"], ["DINKES", 1, "LAIN"], ["DISHUB", 2, "USIA"]],
)
def test_a_cell_that_is_not_there_is_not_found(staff, draft, rest):
    assert staff.get(url(draft, "requirement-cell", *rest)).status_code == 404


def test_the_chair_reads_without_birth_dates_and_without_forms(client, draft):
    source = draft.candidates[0]
    complete(draft)
    client.force_login(draft.chair)
    for name, rest in PAGES[:4]:
        page = text(client.get(url(draft, name, *rest)))
        assert "1 Januari 1970" not in page
        assert source.nip not in page.replace(" ", "")
        assert "Ajukan pengecualian" not in page
    age = text(client.get(url(draft, "requirement-cell", "DINKES", 1, "USIA")))
    assert "Tanggal lahir tidak ditampilkan" in age
    assert "1970" not in age
    assert client.get(url(draft, "candidate", 1)).status_code == 403


def test_a_letter_gives_the_reasons_only_where_somebody_is_refused(staff, draft):
    complete(draft)
    letter = url(draft, "requirement-letter", "DINKES", 1)
    assert "Tidak ada surat untuk kandidat ini" in text(staff.get(letter))

    record_evidence(draft.candidates[0], {"health": paper(favourable=False)}, by=draft.staff)

    page = text(staff.get(letter))
    assert "Sehat jasmani dan rohani: tidak memenuhi." in page
    assert "Dasar: PP 11/2017 jo. PP 17/2020 Pasal 107 huruf c angka 7." in page
    assert draft.candidates[0].full_name in page


def test_the_letter_for_the_chair_refuses_for_age_without_the_birth_date(client, draft):
    complete(draft)
    Vacancy.objects.filter(pk=draft.vacancies[0].pk).update(age_max=40)
    client.force_login(draft.chair)

    page = text(client.get(url(draft, "requirement-letter", "DINKES", 1)))

    assert "Usia: tidak memenuhi. Usia 56 th 0 bl pada 5 Januari 2026." in page
    assert "1970" not in page


def test_a_chair_who_scores_blind_learns_nobodys_number_from_the_requirements(client, draft):
    complete(draft)
    set_blind(draft.round, ["WAWANCARA"], by=draft.staff)
    listing = [
        (name, rest) for name, rest in PAGES if name not in ("requirement-rules", "candidate")
    ]

    def answers(reader):
        client.force_login(reader)
        return [client.get(url(draft, name, *rest)) for name, rest in listing]

    refused = answers(draft.chair)
    assert {response.status_code for response in refused} == {403}
    assert "jadi terbuka bagi Anda sesudah segel dibuka" in refused[0].text
    assert draft.candidates[0].name not in "".join(response.text for response in refused)
    assert {response.status_code for response in answers(draft.head)} == {200}
    draft.play()
    assert {response.status_code for response in answers(draft.chair)} == {200}


def test_rules_at_odds_are_told_on_every_page(staff, draft):
    row = row_of(LOCAL_RULES[0], draft.round.agency)
    row.code = "USIA"
    row.save()
    for name, rest in PAGES:
        response = staff.get(url(draft, name, *rest))
        assert response.status_code == 200
        if name not in ("requirement-rules", "exceptions", "relatedness"):
            assert "berlaku dalam dua versi" in text(response)


@pytest.mark.parametrize("candidates", [3, 30])
@pytest.mark.parametrize(("name", "rest"), PAGES, ids=lambda x: x if isinstance(x, str) else "")
def test_a_page_costs_the_same_for_any_number_of_candidates(client, agency, name, rest, candidates):
    small = make_round(agency, candidates=candidates)
    complete(small)
    client.force_login(small.staff)
    client.get(url(small, name, *rest))
    with CaptureQueriesContext(connection) as captured:
        client.get(url(small, name, *rest))

    # session, user, round, frame; the nine of candidates.judging.judged_of; and what is listed
    assert (
        len(captured)
        == {
            "requirements": 15,
            "requirement-matrix": 15,
            "requirement-cell": 18,
            "requirement-letter": 15,
            "exceptions": 5,
            "requirement-rules": 5,
            "relatedness": 7,
            "candidate": 16,
        }[name]
    )


def test_after_the_freeze_the_matrix_tells_what_was_settled(staff, draft):
    complete(draft)
    settle_verdicts(draft.round, by=draft.head)
    draft.freeze()

    page = text(staff.get(url(draft, "requirement-matrix", "DINKES")))

    assert "Ditetapkan saat putaran dibekukan" in page
    assert "Catat pemeriksaan" not in text(staff.get(url(draft, "candidate", 1)))


# What is recorded


CHECK = {"cek-topics": ["grade", "birth"], "cek-source": "SIASN", "cek-as_of": "2025-11-01"}


def test_staff_record_a_check(staff, draft):
    response = staff.post(url(draft, "check-facts", 1), CHECK, follow=True)

    assert "Pemeriksaan data Kandidat 01 disimpan." in text(response)
    assert sorted(FactCheck.objects.values_list("topic", flat=True)) == ["birth", "grade"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"cek-topics": []}, "Pilih paling sedikit satu data."),
        ({"cek-as_of": "2025-02-30"}, "Tanggal ini tidak ada."),
        ({"cek-as_of": "01-01-0002"}, "Tahunnya harus antara 1945 dan 2100."),
        ({"cek-as_of": "2099-01-01"}, "Tanggal keadaan data belum tiba."),
    ],
)
def test_a_refused_check_keeps_what_was_typed(staff, draft, given, words):
    data = {**CHECK, "cek-source": "Ijazah nomor 5", **given}

    response = staff.post(url(draft, "check-facts", 1), data)

    assert response.status_code == 422
    assert words in text(response)
    assert "Ijazah nomor 5" in text(response)
    assert "Kesalahan:" in text(response)
    assert not FactCheck.objects.exists()


def test_a_sanction_asks_for_its_days(staff, draft):
    Candidate.objects.filter(pk=draft.candidates[0].pk).update(sanction="light")
    assert "Hukuman disiplin sejak" in text(staff.get(url(draft, "candidate", 1)))

    days = {"cek-sanction_from": "2020-01-01", "cek-sanction_until": "2021-01-01"}
    staff.post(url(draft, "check-facts", 1), {**CHECK, "cek-topics": ["sanctions"], **days})

    assert FactCheck.objects.get().sanction_until == date(2021, 1, 1)


PAPER = {
    "bukti-codes": ["health", "track_record"],
    "bukti-document": "Surat 12",
    "bukti-dated": "2025-11-01",
    "bukti-favourable": "ya",
}


def test_staff_record_a_document_with_its_file_and_compare_it(staff, draft):
    staff.post(url(draft, "record-evidence", 1), {**PAPER, "bukti-file": upload()})

    assert Evidence.objects.count() == 2
    row = Evidence.objects.get(code="health")
    page = text(staff.get(url(draft, "candidate", 1)))
    assert "Belum dicocokkan" in page
    download = url(draft, "attachment", row.file.public_id)
    assert download in page
    assert staff.get(download)["Content-Type"] == "application/pdf"

    staff.post(url(draft, "compare-evidence", row.public_id))
    row.refresh_from_db()
    assert row.checked_by == draft.staff
    assert "sudah diperiksa" in text(
        staff.post(url(draft, "compare-evidence", row.public_id), follow=True)
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"bukti-codes": ["other"]}, "pilihan yang tidak dikenal"),
        ({"bukti-valid_until": "2024-01-01"}, "Masa berlaku mendahului tanggal dokumen."),
    ],
)
def test_a_refused_document_keeps_what_was_typed(staff, draft, given, words):
    response = staff.post(url(draft, "record-evidence", 1), {**PAPER, **given})

    assert response.status_code == 422
    assert words in text(response)
    assert 'value="Surat 12"' in text(response)
    assert not Evidence.objects.exists()


def test_a_file_that_lies_about_its_type_is_refused_and_nothing_remains(staff, draft):
    liar = {"bukti-file": upload(b"PK\x03\x04 workbook", name="surat.pdf")}

    response = staff.post(url(draft, "record-evidence", 1), {**PAPER, **liar})

    assert response.status_code == 422
    assert "bukan PDF" in text(response)
    assert not Evidence.objects.exists()
    assert not Attachment.objects.exists()


def test_a_time_as_acting_head_is_decided_on_the_candidates_page(staff, draft):
    post = factories.CareerPostFactory(candidate=draft.candidates[0], post="Plt. Camat")
    plain = factories.CareerPostFactory(candidate=draft.candidates[0])
    anothers = factories.CareerPostFactory()
    yes = {"answer": "ya", "reason": "SK 5"}

    staff.post(url(draft, "judge-acting", 1, post.pk), {"answer": "ya"})
    assert not ActingService.objects.exists()
    page = staff.post(url(draft, "judge-acting", 1, post.pk), yes, follow=True)

    assert "Diputuskan dihitung" in text(page)
    assert staff.post(url(draft, "judge-acting", 1, anothers.pk), yes).status_code == 404
    assert "bukan Plt" in text(
        staff.post(url(draft, "judge-acting", 1, plain.pk), yes, follow=True)
    )


def test_odd_dates_of_a_career_are_remarked(staff, draft):
    make = factories.CareerPostFactory
    make(
        candidate=draft.candidates[0],
        post="Camat",
        began=date(2015, 1, 1),
        ended=date(2016, 12, 31),
    )
    make(
        candidate=draft.candidates[0], post="Lurah", began=date(2016, 1, 1), ended=date(2027, 1, 1)
    )
    make(
        candidate=draft.candidates[0], post="Kepala", began=date(2028, 1, 1), ended=date(2029, 1, 1)
    )

    page = text(staff.get(url(draft, "candidate", 1)))

    assert "Tumpang tindih dengan Lurah; dihitung satu kali." in page
    assert "Berakhir setelah hari perhitungan; dihitung sampai hari itu." in page
    assert "Dimulai setelah hari perhitungan; tidak dihitung." in page
    assert "Jabatan sekarang belum tercantum dalam riwayat." in page


def test_relatedness_is_judged_post_by_post_and_confirmed_in_bulk(staff, draft):
    first = factories.CareerPostFactory(candidate=draft.candidates[0], related_to=["DINKES"])
    second = factories.CareerPostFactory(candidate=draft.candidates[0], began=date(2010, 1, 1))
    page = text(staff.get(url(draft, "relatedness", "DINKES")))
    assert "2 dari 2 jabatan belum dinilai" in page
    assert "1 usulan dari buku kerja menunggu Anda" in page

    answers = {f"jawab-{second.pk}": "tidak", f"alasan-{second.pk}": "Lain", "jawab-x": "ya"}
    page = text(staff.post(url(draft, "judge-related", "DINKES"), answers, follow=True))
    assert "1 penilaian disimpan." in page
    page = text(staff.post(url(draft, "judge-related", "DINKES"), answers, follow=True))
    assert "Tidak ada penilaian yang berubah." in page
    later = {**answers, f"alasan-{second.pk}": "SK tugas 5"}
    page = text(staff.post(url(draft, "judge-related", "DINKES"), later, follow=True))
    assert "1 penilaian disimpan." in page
    assert ": SK tugas 5" in page
    confirm = url(draft, "confirm-related", "DINKES")
    page = text(staff.post(confirm, {"post": [first.pk, "x"]}, follow=True))
    assert "1 usulan disahkan sebagai penilaian Anda." in page

    words = Relatedness.objects.order_by("pk").values_list("career_post", "answer")
    assert list(words) == [(second.pk, False), (second.pk, False), (first.pk, True)]
    foreign = {f"jawab-{factories.CareerPostFactory().pk}": "ya"}
    page = text(staff.post(url(draft, "judge-related", "DINKES"), foreign, follow=True))
    assert "Muat ulang" in page


def test_the_field_of_study_is_judged_in_its_cell(staff, draft):
    Vacancy.objects.filter(pk=draft.vacancies[0].pk).update(education_fields="Kedokteran")
    Candidate.objects.filter(pk=draft.candidates[0].pk).update(education_field="Gizi")
    draft.candidates[0].refresh_from_db()
    complete(draft)
    cell = url(draft, "requirement-cell", "DINKES", 1, "PENDIDIKAN")
    assert "Apakah S-2 Gizi sesuai" in text(staff.get(cell))
    judge = url(draft, "judge-field", "DINKES", 1)
    given = {"bidang-answer": "ya"}

    response = staff.post(judge, given)
    assert response.status_code == 422
    assert not FieldFit.objects.exists()

    page = text(staff.post(judge, {**given, "bidang-reason": "Serumpun"}, follow=True))
    assert "Penilaian bidang pendidikan disimpan." in page
    assert "menilai bidang pendidikan sesuai: Serumpun" in page
    page = text(staff.post(judge, {**given, "bidang-reason": " . "}, follow=True))
    assert FieldFit.objects.count() == 2


def test_an_exception_goes_from_staff_to_the_head_and_stays(client, draft):
    ask = url(draft, "ask-exception", "DINKES", 1, "USIA")
    given = {"reason": "Disetujui Presiden", "document_name": "Surat 7"}
    client.force_login(draft.staff)
    response = client.post(ask, given)
    assert response.status_code == 422
    assert "Disetujui Presiden" in text(response)

    client.post(ask, {**given, "document": upload()})
    asked = RequirementException.objects.get()
    again = client.post(ask, {**given, "document": upload()})
    assert again.status_code == 422
    assert "sudah diajukan" in text(again)
    assert "Menunggu keputusan Kepala BKPSDM" in text(
        client.get(url(draft, "requirement-cell", "DINKES", 1, "USIA"))
    )
    assert "Setujui pengecualian" not in text(client.get(url(draft, "exceptions")))

    client.force_login(draft.head)
    assert "Putuskan pengecualian" in text(
        client.get(url(draft, "requirement-cell", "DINKES", 1, "USIA"))
    )
    back = url(draft, "return-exception", asked.public_id)
    assert "memerlukan catatan" in text(client.post(back, {"note": ""}, follow=True))
    page = client.post(url(draft, "approve-exception", asked.public_id), {"note": "x"}, follow=True)
    assert "Pengecualian disetujui." in text(page)
    assert "sudah diputuskan" in text(
        client.post(url(draft, "approve-exception", asked.public_id), {}, follow=True)
    )
    matrix = text(client.get(url(draft, "requirement-matrix", "DINKES")))
    assert "Dikecualikan" in matrix


def test_the_head_sends_back_with_a_note(client, draft):
    nomination = draft.candidates[0].nominations.get(vacancy=draft.vacancies[0])
    asked = factories.RequirementExceptionFactory(nomination=nomination, requested_by=draft.staff)
    client.force_login(draft.head)

    page = client.post(
        url(draft, "return-exception", asked.public_id), {"note": "Kurang"}, follow=True
    )

    assert "Pengajuan dikembalikan kepada pengaju." in text(page)
    assert ": Kurang" in text(page)
    cell = text(client.get(url(draft, "requirement-cell", "DINKES", 1, "USIA")))
    assert "mengembalikan pengecualian: Kurang" in cell


@pytest.mark.parametrize("name", ["approve-exception", "return-exception"])
@pytest.mark.parametrize(
    ("note", "words"), [("Kurang\0lengkap", "bukan tulisan"), ("x" * 501, "Paling panjang 500")]
)
def test_a_note_that_cannot_be_kept_is_refused_and_stays_typed(client, draft, name, note, words):
    nominations = draft.candidates[0].nominations.order_by("pk")
    make = factories.RequirementExceptionFactory
    asked, other = (make(nomination=each, requested_by=draft.staff) for each in nominations[:2])
    client.force_login(draft.head)

    page = client.post(url(draft, name, asked.public_id), {"note": note})

    assert page.status_code == 422
    assert words in page.text
    assert page.text.count(f'value="{note}"') == 1
    assert f'id="note-{other.pk}"' in page.text
    assert set(RequirementException.objects.values_list("decision", "note")) == {("", "")}


def test_staff_adopt_local_rules_and_end_them(staff, draft):
    page = text(staff.get(url(draft, "requirement-rules")))
    assert "PP 11/2017 jo. PP 17/2020 Pasal 107 huruf c angka 6" in page
    given = {"codes": ["PANGKAT"], "decree": "Perwal 5", "valid_from": "2025-01-01"}

    assert staff.post(url(draft, "adopt-rules"), {**given, "codes": []}).status_code == 422
    refused = staff.post(url(draft, "adopt-rules"), {**given, "decree": " "})
    assert refused.status_code == 422
    page = text(staff.post(url(draft, "adopt-rules"), given, follow=True))
    assert "Perwal 5" in page

    row = Requirement.objects.get(agency=draft.round.agency)
    end = url(draft, "end-rule", row.pk)
    assert "belum terisi" in text(staff.post(end, {"last_day": "x"}, follow=True))
    assert "mendahului" in text(staff.post(end, {"last_day": "2024-01-01"}, follow=True))
    page = text(staff.post(end, {"last_day": "2025-12-31"}, follow=True))
    assert "Sudah berakhir" in page
    national = Requirement.objects.filter(agency=None).first()
    assert staff.post(url(draft, "end-rule", national.pk), {}).status_code == 404
    clash = staff.post(url(draft, "adopt-rules"), given)
    assert clash.status_code == 422
    assert "sudah berlaku" in text(clash)


def test_a_rule_of_the_future_is_shown_as_such(staff, draft):
    row = row_of(LOCAL_RULES[0], draft.round.agency)
    row.valid_from = date(2030, 1, 1)
    row.save()

    assert "Belum berlaku" in text(staff.get(url(draft, "requirement-rules")))


@pytest.mark.parametrize("name", ["compare-evidence", "attachment"])
def test_what_belongs_to_another_round_is_not_found(staff, draft, name):
    row = factories.EvidenceFactory()
    file = factories.AttachmentFactory(round=row.candidate.round, kind="evidence")
    target = {"compare-evidence": row.public_id, "attachment": file.public_id}[name]
    address = url(draft, name, target)

    response = staff.post(address) if name == "compare-evidence" else staff.get(address)

    assert response.status_code == 404


def test_other_kinds_of_files_are_not_given_out_here(staff, draft):
    file = factories.AttachmentFactory(round=draft.round, kind="idea_paper")

    assert staff.get(url(draft, "attachment", file.public_id)).status_code == 404


def test_a_nip_that_cannot_be_one_and_an_unknown_education_leave_the_page_whole(staff, draft):
    Candidate.objects.filter(pk=draft.candidates[0].pk).update(
        nip="9" * 18, education="", back_title=""
    )

    for name, rest in PAGES:
        assert staff.get(url(draft, name, *rest)).status_code == 200
    cells = staff.get(url(draft, "requirement-matrix", "DINKES")).context["view"].rows
    found = {c.code: c.label for row in cells if row.candidate.number == 1 for c in row.cells}
    assert (found["USIA"], found["PENDIDIKAN"]) == ("Belum diperiksa", "Belum diperiksa")


def test_the_birth_date_of_the_source_counts_for_the_age(staff, draft):
    given = {**CHECK, "cek-topics": ["birth"], "cek-born_on": "2030-01-01"}
    staff.post(url(draft, "check-facts", 1), given)

    assert "sesudah 5 Januari 2026" in text(
        staff.get(url(draft, "requirement-cell", "DINKES", 1, "USIA"))
    )
    assert staff.get(url(draft, "candidate", 1)).context["file"].age == ""


def test_the_candidates_page_tells_the_birth_date_in_force_and_where_it_is_from(staff, draft):
    page, checked = url(draft, "candidate", 1), url(draft, "check-facts", 1)

    def birth():
        return staff.get(page).context["file"].checks[[*Topic].index(Topic.BIRTH)].value

    born = in_words(nip_born(draft.candidates[0]))
    assert birth() == f"{born}, menurut NIP"
    staff.post(checked, {**CHECK, "cek-topics": ["birth"]})
    assert birth() == f"{born}, menurut NIP"
    given = {**CHECK, "cek-topics": ["birth"], "cek-source": "Akta", "cek-born_on": "1960-01-01"}
    staff.post(checked, given)
    assert birth() == "1 Januari 1960, menurut Akta"
    assert "1 Januari 1960, menurut Akta" in text(staff.get(page))
    Candidate.objects.filter(pk=draft.candidates[0].pk).update(nip="9" * 18)
    assert birth() == "belum ada data"


@pytest.mark.parametrize(("name", "rest"), [("candidate", 1), ("relatedness", "DINKES")])
def test_a_page_with_lengths_of_posts_says_to_which_day_they_are_counted(staff, draft, name, rest):
    factories.CareerPostFactory(candidate=draft.candidates[0])

    words = f"Lama jabatan dihitung sampai {in_words(draft.round.reference_date)}"
    assert words in text(staff.get(url(draft, name, rest)))


def test_a_lapsed_check_and_an_old_document_are_told_on_the_candidates_page(staff, draft):
    candidate = complete(draft)
    Candidate.objects.filter(pk=candidate.pk).update(grade="IV/c")
    old = paper(dated=date(2024, 1, 1), valid_until=date(2024, 6, 30), favourable=False)
    record_evidence(
        candidate, {"health": old, "track_record": paper(favourable=False)}, by=draft.staff
    )

    page = text(staff.get(url(draft, "candidate", 1)))

    assert "Data berubah sejak diperiksa. Periksa lagi." in page
    assert "Masa berlaku habis" in page
    assert "Tidak mendukung" in page


def test_a_refused_judgement_keeps_what_was_typed(staff, draft):
    post = factories.CareerPostFactory(candidate=draft.candidates[0])
    address = url(draft, "judge-related", "DINKES")
    staff.post(address, {f"jawab-{post.pk}": "tidak", f"alasan-{post.pk}": "Lain bidang"})

    page = staff.post(address, {f"jawab-{post.pk}": "ya"})

    assert page.status_code == 422
    assert f'name="jawab-{post.pk}" value="ya" checked' in page.text
    assert "Tulis alasan untuk" in text(page)


@pytest.mark.parametrize(
    ("reason", "words"), [("Lain\0bidang", "bukan tulisan"), ("x" * 301, "Paling panjang 300")]
)
def test_a_reason_that_cannot_be_kept_is_refused_and_stays_typed(staff, draft, reason, words):
    post = factories.CareerPostFactory(candidate=draft.candidates[0])
    typed = {f"jawab-{post.pk}": "tidak", f"alasan-{post.pk}": reason}

    page = staff.post(url(draft, "judge-related", "DINKES"), typed)

    assert page.status_code == 422
    assert words in page.text
    assert f'value="{reason}"' in page.text
    assert not Relatedness.objects.exists()


def test_another_birth_date_than_that_of_the_nip_is_remarked(staff, draft):
    given = {"cek-topics": ["birth"], "cek-source": "Akta", "cek-as_of": "2025-11-01"}
    address = url(draft, "check-facts", 1)

    same = staff.post(address, {**given, "cek-born_on": "1970-01-01"}, follow=True)
    other = staff.post(address, {**given, "cek-born_on": "1960-01-01"}, follow=True)

    assert "1 Januari 1960, berbeda dari tanggal pada NIP" in text(other)
    assert "Usia kini dihitung dari sumber itu" not in text(same)
