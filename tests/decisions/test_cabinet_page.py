"""The whole cabinet: what each reader sees of it, what is remarked, and the computation beside."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.wording import in_words
from decisions import actions
from decisions.barring import note_withdrawal
from decisions.cabinet_page import cabinet_of
from decisions.choosing import Picked, clear_draft, save_draft
from decisions.inquiring import ask_panel
from decisions.models import ApprovalEvent, ChoiceDraft, What
from decisions.proposing import proposal_for
from scoring.models import GivenValue
from selection.models import Vacancy
from tests import factories
from tests.decisions.chosen import determine, mayor
from tests.decisions.test_approvals import days_ago, happen, paper, send
from tests.rounds import make_round

pytestmark = pytest.mark.django_db
REASON = "Pengalaman memimpin puskesmas sesuai prioritas 2026."
LONGER = f"{REASON} Bidang kesehatan masyarakat paling dekat dengan tugas jabatan ini."
Kind = ApprovalEvent.Kind
TODAY = date(2026, 12, 1)
DINKES, DISHUB = "Kepala Dinas Kesehatan", "Kepala Dinas Perhubungan"


@pytest.fixture
def handed(handed_over):
    """Three are put forward for DINKES, best first by number 3, 2, 1; number 1 also for DISHUB."""
    return handed_over


def pick(small, number=None, *, post=0, seen=0, what=What.PERSON):
    person = small.candidates[number - 1] if number else None
    vacancy = Vacancy.objects.get(pk=small.vacancies[post].pk)
    picked = Picked(what if not person else What.PERSON, person)
    return save_draft(vacancy, picked, LONGER, seen_version=seen, by=small.authority)


def leave(small, what, number=None, *, post=0):
    """A draft that could not be saved like this any more."""
    ChoiceDraft.objects.create(
        vacancy=small.vacancies[post],
        what=what,
        candidate=small.candidates[number - 1] if number else None,
        reason=LONGER,
        saved_by=small.authority,
        saved_at=timezone.now(),
    )


def whole(small, *, chooses=True, today=TODAY):
    return cabinet_of(small.round, today, chooses=chooses)


def notes(small, code="DINKES", **how):
    """Tone, words and the other post of every remark about one post."""
    row = next(row for row in whole(small, **how).rows if row.post.vacancy.code == code)
    return [(note.tone, note.text, note.other and note.other.code) for note in row.notes]


def visit(client, small, user=None):
    client.force_login(user or small.authority)
    return client.get(reverse("decisions:cabinet", args=[small.round.code]))


def test_all_posts_stand_in_order_with_choice_remark_and_approvals(client, handed):
    pick(handed, 2)

    response = visit(client, handed)

    rows = response.context["page"].rows
    assert [row.post.vacancy.code for row in rows] == ["DINKES", "DISHUB"]
    assert (rows[0].candidate.number, rows[0].rank, str(rows[0].total)) == (2, 2, "75.20")
    text = response.text
    assert "1 dari 2 jabatan sudah dipilih, 1 di antaranya sementara" in text
    assert "peringkat 2 · 75,20" in text
    assert "Belum dipilih" in text
    assert "Tinjau semua pilihan" in text
    assert rows[0].way.words.startswith("BKN")
    assert rows[1].way.words == "bergantung pada pilihan"


def test_nobody_else_learns_of_a_draft(client, handed):
    pick(handed, 2)
    assert "Nama Rahasia 02" in visit(client, handed).text

    for user in (handed.staff, handed.head, handed.chair, handed.auditor):
        response = visit(client, handed, user)
        assert response.status_code == 200
        assert "Nama Rahasia 02" not in response.text
        assert "Sementara" not in response.text
        assert "Tinjau semua pilihan" not in response.text
        assert [row.candidate for row in response.context["page"].rows] == [None, None]
        assert [share.of for share in response.context["page"].balance] == [0, 0, 0]


def test_everybody_who_reads_along_reads_what_was_set(client, handed):
    determine(handed, [(handed.vacancies[0], handed.candidates[1])])
    pick(handed, 3)

    for user in (handed.staff, handed.head, handed.chair, handed.auditor):
        row = visit(client, handed, user).context["page"].rows[0]
        assert (row.candidate.number, row.post.state) == (2, "set")
        assert row.way.url.endswith("/jabatan/DINKES/")
    assert visit(client, handed).context["page"].rows[0].candidate.number == 3
    assert _replaced(handed) == ("off", "Nama Rahasia 02")


def _replaced(small):
    tone, text, _ = notes(small)[0]
    words, _, name = text.partition(": ")
    assert words.startswith("menggantikan yang ditetapkan")
    return tone, name.split(",")[0]


def test_before_the_hand_over_it_is_refused_as_the_shortlist_is(client, draft):
    small = draft.play().resolve()

    for user in (small.authority, small.staff, small.chair):
        refused = visit(client, small, user)
        assert refused.status_code == 403
        assert "Panitia belum menyerahkan hasil." in refused.text


def test_a_member_reads_none_of_it(client, handed):
    assert visit(client, handed, handed.members[0]).status_code == 403


def test_a_vacancy_without_candidates_is_listed_and_leads_nowhere(client, draft):
    factories.VacancyFactory(round=draft.round, code="BAPPEDA", title="Kepala Bappeda")
    small = draft.play().resolve()
    small.round = actions.hand_over(small.round, by=small.chair)

    response = visit(client, small)

    assert "Tanpa kandidat" in response.text
    assert "/jabatan/BAPPEDA/" not in response.text
    assert len(response.context["page"].strip.posts) == 2
    assert notes(small, "BAPPEDA") == [("warn", "tidak ada kandidat berperingkat", None)]
    assert response.context["page"].computation.proposed.proposal.unfilled == ("BAPPEDA",)


def test_a_person_can_come_to_be_chosen_twice_and_both_posts_say_so(client, handed):
    determine(handed, [(handed.vacancies[0], handed.candidates[0])])
    other = pick(handed, 3)
    pick(handed, 1, post=1)
    clear_draft(handed.vacancies[0], seen_version=other.version, by=handed.authority)

    response = visit(client, handed)

    (trouble,) = response.context["page"].troubles
    who = handed.candidates[0].full_name
    said = f"{DINKES} (ditetapkan) dan {DISHUB} (sementara)"
    swapped = f"{DISHUB} (sementara) dan {DINKES} (ditetapkan)"
    assert trouble.text in {
        f"{who} dipilih untuk {posts}. Pilih salah satu jabatan." for posts in (said, swapped)
    }
    assert trouble.advice.startswith(f"Batalkan pilihan sementara untuk {DISHUB}, atau pilih nama")
    assert {vacancy.code for vacancy in trouble.vacancies} == {"DINKES", "DISHUB"}
    assert f">Buka {DINKES}</a>" in response.text
    assert f">Buka {DISHUB}</a>" in response.text
    assert ("err", "juga dipilih untuk", "DISHUB") in notes(handed)
    assert ("err", "juga dipilih untuk", "DINKES") in notes(handed, "DISHUB")
    assert "Seorang dipilih untuk lebih dari satu jabatan." in response.text
    assert whole(handed, chooses=False).troubles == []


def test_who_withdrew_in_the_meantime_is_remarked_and_computed_no_more(client, handed):
    pick(handed, 3)
    note_withdrawal(handed.candidates[2], "800/12/2026", by=handed.staff)

    page = visit(client, handed).context["page"]

    tone, text, _ = notes(handed)[0]
    assert (tone, text.split(",")[0]) == ("err", "mengundurkan diri (800/12/2026")
    assert [trouble.advice for trouble in page.troubles] == ["Pilih nama lain."]
    placed = {line.vacancy.code: line.proposed.number for line in page.computation.lines}
    assert placed == {"DINKES": 2, "DISHUB": 1}
    for only in (True, False):
        proposal = proposal_for(handed.round, only_put_forward=only).proposal
        assert handed.candidates[2].nip not in {option.nip for option in proposal.assignments}


def test_whom_a_body_refused_is_named_with_the_way_to_the_letter(client, handed):
    mayor(handed)
    handed.choice = determine(
        handed, [(handed.vacancies[0], handed.candidates[1])], on=days_ago(40)
    )[0]
    send(handed, days_ago(30))
    assert whole(handed, today=days_ago(0)).rows[0].way.words.startswith("Di BKN, batas ")
    letter = paper("77/B", days_ago(20))
    happen(handed, Kind.REFUSED, days_ago(20), reason="Belum dua tahun.", paper=letter)

    page = visit(client, handed, handed.staff).context["page"]

    day = in_words(days_ago(20))
    said = f"ditolak BKN untuk jabatan ini pada {day}: Belum dua tahun"
    assert notes(handed)[0] == ("err", said, None)
    assert page.rows[0].way.words.startswith("Ditolak BKN")
    assert page.rows[0].way.tone == "err"
    assert [trouble.vacancies[0].code for trouble in page.troubles] == ["DINKES"]


def test_an_open_post_says_who_of_its_names_is_taken(handed):
    assert notes(handed, "DISHUB") == [("off", "1 nama diusulkan", None)]
    pick(handed, 1)

    assert notes(handed, "DISHUB") == [
        ("warn", "dari 1 nama tidak ada lagi yang tersedia", None),
        ("warn", "peringkat 1, Nama Rahasia 01, sudah dipilih untuk", "DINKES"),
    ]


def test_who_is_put_forward_elsewhere_too_or_leaves_soon_is_remarked(handed):
    pick(handed, 1)

    assert notes(handed, today=date(2029, 6, 1)) == [
        ("warn", "Pensiun 1 Februari 2030 (usia 60), 8 bulan lagi", None),
        ("off", f"juga diusulkan untuk {DISHUB}", None),
    ]
    assert notes(handed) == [("off", f"juga diusulkan untuk {DISHUB}", None)]


def test_a_choice_without_remarks_says_so(client, handed):
    pick(handed, 3)

    assert notes(handed) == []
    assert "Tanpa catatan" in visit(client, handed).text


def test_a_draft_for_somebody_who_is_not_put_forward_any_more_is_wrong(handed):
    leave(handed, What.PERSON, 2, post=1)

    (trouble,) = whole(handed).troubles
    assert trouble.text.endswith("tidak lagi diusulkan panitia untuk jabatan ini.")
    assert whole(handed).rows[1].is_wrong
    assert whole(handed).computation.comparison.chosen == []


def test_names_that_go_on_together_are_left_out_of_the_computation(client, draft):
    Vacancy.objects.filter(round=draft.round, code="DINKES").update(special_approval="Kemendagri")
    small = draft.play().resolve()
    small.round = actions.hand_over(small.round, by=small.chair)
    pick(small, what=What.NAMES)
    pick(small, 1, post=1)

    response = visit(client, small)

    page = response.context["page"]
    assert "Semua nama ke Kemendagri" in response.text
    assert [name.split(",")[0] for name in page.rows[0].names] == [
        "Nama Rahasia 03", "Nama Rahasia 02", "Nama Rahasia 01",
    ]  # fmt: skip
    held = ("warn", "peringkat 3, Nama Rahasia 01, sudah dipilih untuk", "DISHUB")
    assert notes(small) == [held]
    assert [vacancy.code for vacancy in page.computation.apart] == ["DINKES"]
    assert [line.vacancy.code for line in page.computation.lines] == ["DISHUB"]
    assert "Tidak ikut dihitung, karena semua namanya disampaikan bersama" in response.text


@pytest.mark.parametrize(
    ("special", "what", "words"),
    [
        ("Kemendagri", What.PERSON, "semua nama untuk jabatan ini kini disampaikan bersama"),
        ("", What.NAMES, "jabatan ini tidak lagi menyampaikan semua nama"),
    ],
)
def test_a_draft_saved_before_the_route_changed_is_wrong(draft, special, what, words):
    Vacancy.objects.filter(round=draft.round, code="DINKES").update(special_approval=special)
    small = draft.play().resolve()
    small.round = actions.hand_over(small.round, by=small.chair)
    leave(small, what, 3 if what == What.PERSON else None)

    assert notes(small) == [("err", words, None)]
    assert [trouble.vacancies[0].code for trouble in whole(small).troubles] == ["DINKES"]


def test_a_post_for_which_nobody_is_chosen_counts_as_chosen(client, handed):
    pick(handed, what=What.NOBODY)

    response = visit(client, handed)

    assert "Tidak ada yang dipilih" in response.text
    row = response.context["page"].rows[0]
    assert (row.notes, row.way.words, row.post.is_chosen) == ([], "tidak ada", True)


def test_a_question_to_the_panel_shows_that_the_post_waits(client, handed):
    ask_panel(handed.vacancies[0], "Mengapa?", by=handed.authority)

    assert "Menunggu keterangan panitia" in visit(client, handed).text


def test_names_at_the_cut_wait_for_the_plenary(agency):
    small = make_round(agency, candidates=4)
    GivenValue.objects.filter(candidate__round=small.round).update(value=70)
    small.play(lambda *_: 70)

    assert ("warn", "nama pada batas usulan menunggu pleno", None) in notes(small, chooses=False)


def test_the_computation_stands_beside_the_choices_and_fills_nothing_in(client, handed):
    pick(handed, 2)

    response = visit(client, handed)

    first, second = response.context["page"].computation.lines
    assert (first.chosen.number, first.proposed.number, str(first.difference)) == (2, 3, "2.20")
    assert (second.chosen, second.proposed.number) == (None, 1)
    text = " ".join(response.text.split())
    assert "Hitungan pembanding: jumlah nilai tertinggi" in text
    assert "Hitungan ini tidak memutuskan apa pun dan tidak mengisi pilihan." in text
    assert "Sama pada 0 dari 1 jabatan yang terisi di keduanya." in text
    assert "pilihan berjumlah 75,20 dan hitungan 77,40: pilihan 2,20 poin di bawah" in text
    assert "<span>2 jabatan</span><span>150,40</span>" in text
    assert ChoiceDraft.objects.get().candidate == handed.candidates[1]


def test_the_same_choices_sum_to_the_same_and_are_balanced(client, handed):
    pick(handed, 3)
    pick(handed, 1, post=1)

    response = visit(client, handed)

    computation = response.context["page"].computation
    assert computation.is_even
    assert not computation.is_partial
    assert "hitungan 150,40: jumlahnya sama" in " ".join(response.text.split())
    shares = {share.title: len(share.named) for share in response.context["page"].balance}
    assert shares == {
        "Perempuan": 0,
        "Dari luar OPD": 2,
        "Pensiun kurang dari 2 tahun lagi": 0,
    }


def test_some_choices_can_sum_to_more_than_what_is_computed_for_their_posts(client, draft):
    factories.NominationFactory(candidate=draft.candidates[2], vacancy=draft.vacancies[1])
    small = draft.play().resolve()
    small.round = actions.hand_over(small.round, by=small.chair)
    pick(small, 3)

    response = visit(client, small)

    computation = response.context["page"].computation
    assert (computation.is_above, str(computation.difference)) == (True, "2.20")
    assert "2,20 poin di atas hitungan" in " ".join(response.text.split())
    assert "mencari jumlah tertinggi untuk semua jabatan sekaligus" in response.text


@pytest.mark.parametrize(("how", "most"), [("drafted", 21), ("set", 34)])
def test_the_page_costs_the_same_for_any_number_of_posts(
    client, agency, how, most, django_assert_max_num_queries
):
    small = make_round(agency, candidates=6)
    for number in range(2, 6):
        vacancy = factories.VacancyFactory(round=small.round)
        factories.NominationFactory(candidate=small.candidates[number], vacancy=vacancy)
        small.vacancies.append(vacancy)
    small.play().resolve()
    small.round = actions.hand_over(small.round, by=small.chair)
    client.force_login(small.authority)
    costs = []
    for posts, reason in ([2], ""), ([3, 4, 5], REASON):
        if how == "set":
            picks = [(small.vacancies[post], small.candidates[post]) for post in posts]
            determine(small, picks, reason=reason)
        else:
            for post in posts:
                pick(small, post + 1, post=post)
        # session, user, round, nominations, instruments, indicators, seats, sheets, result, drafts,
        # choices, vacancies, inquiries, withdrawals, choices elsewhere, refusals, rules, heads,
        # elections, hand-over, frame; with what was set: inaugurations twice, rows, routes,
        # overrides, calendar, region (3), events, names that were agreed to
        with django_assert_max_num_queries(most) as asked:
            client.get(reverse("decisions:cabinet", args=[small.round.code]))
        costs.append(len(asked.captured_queries))

    assert costs == [most, most]
