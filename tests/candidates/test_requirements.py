from datetime import date

import pytest

from candidates.checks import AgeAtMost, EducationAtLeast, GradeAtLeast, RatingsAtLeast
from candidates.facts import (
    EducationLevel,
    Evidence,
    Grade,
    GradeHeld,
    PostKind,
    Rating,
    Sanction,
    SanctionLevel,
)
from candidates.periods import PeriodReversed
from candidates.records import Documented, NoSanction
from candidates.tenures import RelatedExperience, YearsInPost
from candidates.verdicts import VERIFY, Outcome, Verdict
from tests.candidates.people import ON, degree, known, no, person, post, yes

MET, NOT_MET, REVIEW = Verdict.MET, Verdict.NOT_MET, Verdict.NEEDS_REVIEW
TWO_YEARS = YearsInPost((PostKind.ADMINISTRATOR, PostKind.EXPERT_MADYA), 2)
TELL = "(sumber: SIASN, 1 November 2025; diperiksa Rudita Hanggara)."
TELL_UNVERIFIED = "(sumber: SIASN, 1 November 2025; belum diverifikasi)."
HEALTH_FIELDS = ("Kedokteran", "Kesehatan Masyarakat")


def verdict(check, on=ON, **given):
    return check.outcome(person(**given), on).verdict


@pytest.mark.parametrize(
    ("held", "least", "expected"),
    [
        ("SLTA", "D-III", NOT_MET),
        ("D-III", "D-IV", NOT_MET),
        ("D-III", "S-1", NOT_MET),
        ("D-IV", "S-1", MET),
        ("S-1", "D-IV", MET),
        ("S-1", "S-2", NOT_MET),
        ("S-2", "S-1", MET),
        ("S-3", "S-2", MET),
        ("S-2", "S-3", NOT_MET),
    ],
)
def test_education_compares_levels(held, least, expected):
    check = EducationAtLeast(EducationLevel(least))

    assert verdict(check, degrees=known((degree(held),))) is expected


@pytest.mark.parametrize(
    ("degrees", "expected"),
    [
        ([degree("S-1", "Kedokteran")], MET),
        ([degree("S-1", "  kesehatan   MASYARAKAT ")], MET),
        ([degree("S-1", "")], REVIEW),
        ([degree("S-1", "Ilmu Kedokteran")], REVIEW),
        ([degree("S-1", "Ilmu Kedokteran", yes())], MET),
        ([degree("S-1", "Hukum", no())], NOT_MET),
        ([degree("S-1", "Kedokteran"), degree("S-2", "Hukum", no())], MET),
        ([degree("S-1", "Hukum", no()), degree("S-2", "Manajemen")], REVIEW),
        ([degree("D-III", "Kedokteran"), degree("S-1", "Hukum", no())], NOT_MET),
    ],
)
def test_education_in_a_field_needs_one_degree_in_one_of_the_fields(degrees, expected):
    check = EducationAtLeast(EducationLevel.S_1, HEALTH_FIELDS)

    assert verdict(check, degrees=known(tuple(degrees))) is expected


def test_education_says_what_a_person_has_to_judge():
    check = EducationAtLeast(EducationLevel.S_1, HEALTH_FIELDS)
    degrees = (degree("S-1", "Gizi"), degree("S-2"), degree("D-III", "Hukum", no()))

    assert check.outcome(person(degrees=known(degrees)), ON) == Outcome(
        verdict=REVIEW,
        arithmetic="Pendidikan S-1 Gizi, S-2, D-III Hukum. Syarat: paling rendah S-1 atau D-IV"
        " pada bidang Kedokteran atau Kesehatan Masyarakat.",
        data=(
            f"Pendidikan S-1 Gizi, S-2, D-III Hukum {TELL}",
            "D-III Hukum dinilai tidak sesuai oleh Rudita Hanggara, 18 November 2025.",
        ),
        questions=("Nilai apakah bidang S-1 Gizi sesuai.", "Isi bidang S-2 dari ijazah."),
    )


def test_education_shows_who_found_a_field_fitting():
    degrees = known((degree("S-1", "Gizi", yes()),))
    outcome = EducationAtLeast(EducationLevel.S_1, HEALTH_FIELDS).outcome(
        person(degrees=degrees), ON
    )

    assert outcome.data[1] == "S-1 Gizi dinilai sesuai oleh Rudita Hanggara, 18 November 2025."
    assert outcome.questions == ()


@pytest.mark.parametrize("degrees", [None, known(())])
def test_education_that_is_not_known_needs_review(degrees):
    assert verdict(EducationAtLeast(EducationLevel.S_1), degrees=degrees) is REVIEW


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2029, 3, 13), MET), (date(2029, 3, 14), NOT_MET)],
)
def test_age_of_56_lasts_until_the_day_before_the_57th_birthday(on, expected):
    assert verdict(AgeAtMost(56), on) is expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2029, 2, 28), MET), (date(2029, 3, 1), NOT_MET)],
)
def test_age_of_those_born_on_29_february_changes_on_1_march(on, expected):
    born = date(1972, 2, 29)

    assert verdict(AgeAtMost(56), on, born=known(born), nip_born=born) is expected


def test_age_shows_its_arithmetic():
    assert AgeAtMost(56).outcome(person(), ON) == Outcome(
        verdict=MET,
        arithmetic="53 tahun 8 bulan 6 hari pada 20 November 2025; genap 57 tahun pada 14 Maret"
        " 2029. Syarat: paling tinggi 56 tahun.",
        data=(f"Lahir 14 Maret 1972 {TELL}",),
    )


@pytest.mark.parametrize(
    ("appointed", "expected"),
    [(None, REVIEW), (date(2029, 3, 13), MET), (date(2029, 3, 14), NOT_MET)],
)
def test_age_may_be_reckoned_on_the_day_of_appointment(appointed, expected):
    check = AgeAtMost(56, at_appointment=True)

    assert verdict(check, appointment_on=appointed) is expected
    assert check.asks == "paling tinggi 56 tahun pada saat diangkat"


def test_age_without_a_birth_date_needs_review():
    assert verdict(AgeAtMost(56), born=None) is REVIEW


def test_age_without_a_date_in_the_nip_rests_on_the_birth_date():
    assert verdict(AgeAtMost(56), nip_born=None) is MET


def test_a_birth_date_after_the_day_needs_review():
    outcome = AgeAtMost(56).outcome(person(born=known(date(2072, 3, 14))), ON)

    assert (outcome.verdict, outcome.arithmetic) == (
        REVIEW,
        "Tanggal lahir 14 Maret 2072 sesudah 20 November 2025.",
    )


def test_a_birth_date_unlike_the_nip_warns_where_both_give_one_answer():
    outcome = AgeAtMost(56).outcome(person(nip_born=date(1972, 4, 13)), ON)

    assert (outcome.verdict, outcome.questions) == (MET, ())
    assert outcome.data[1] == "Menurut NIP lahir 13 April 1972, berbeda dari data."


def test_a_birth_date_unlike_the_nip_needs_review_where_it_decides():
    outcome = AgeAtMost(56).outcome(person(nip_born=date(1968, 11, 20)), ON)

    assert outcome.verdict is REVIEW
    assert outcome.questions == ("Pastikan tanggal lahir pada akta kelahiran.",)


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (GradeHeld(Grade.IIID), NOT_MET),
        (GradeHeld(Grade.IVA), MET),
        (GradeHeld(Grade.IVE, ON), MET),
        (GradeHeld(Grade.IVA, date(2025, 11, 21)), REVIEW),
        (GradeHeld(Grade.IIIA, date(2025, 11, 21)), REVIEW),
    ],
)
def test_grade_must_be_reached_on_the_day(held, expected):
    assert verdict(GradeAtLeast(Grade.IVA), grade=known(held)) is expected


def test_grade_that_is_not_known_needs_review():
    assert verdict(GradeAtLeast(Grade.IVA), grade=None) is REVIEW


def test_grade_shows_since_when_it_is_held():
    assert GradeAtLeast(Grade.IVA).outcome(person(), ON).arithmetic == (
        "Pangkat IV/b sejak 1 Oktober 2022. Syarat: paling rendah IV/a."
    )


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ({2024: Rating.GOOD, 2023: Rating.GOOD}, MET),
        ({2024: Rating.GOOD, 2023: Rating.NEEDS_WORK}, NOT_MET),
        ({2024: Rating.GOOD}, REVIEW),
        ({2024: Rating.POOR}, NOT_MET),
        ({2023: Rating.GOOD, 2022: Rating.GOOD}, REVIEW),
        ({2024: Rating.GOOD, 2023: Rating.GOOD, 2022: Rating.VERY_POOR}, MET),
        ({}, REVIEW),
    ],
)
def test_ratings_are_those_of_the_last_two_full_years(ratings, expected):
    given = {year: known(rating) for year, rating in ratings.items()}

    assert verdict(RatingsAtLeast(Rating.GOOD), ratings=given) is expected


def test_ratings_may_name_their_latest_year():
    check = RatingsAtLeast(Rating.GOOD, latest_year=2024)

    assert verdict(check, date(2026, 1, 8)) is MET
    assert verdict(RatingsAtLeast(Rating.GOOD), date(2026, 1, 8)) is REVIEW


def test_ratings_name_the_year_that_is_missing():
    given = {2023: known(Rating.VERY_GOOD, verified=False)}
    outcome = RatingsAtLeast(Rating.GOOD).outcome(person(ratings=given), ON)

    assert outcome == Outcome(
        verdict=REVIEW,
        arithmetic="Predikat kinerja: 2024 belum ada, 2023 Sangat baik. Syarat: paling rendah Baik"
        " pada tiap tahun dari 2 tahun terakhir.",
        data=(f"Predikat 2023: Sangat baik {TELL_UNVERIFIED}",),
        questions=("Isi predikat kinerja 2024.", f"{VERIFY} (predikat 2023)"),
    )


def sanction(level, imposed, until=None):
    return Sanction(
        SanctionLevel(level), date.fromisoformat(imposed), until and date.fromisoformat(until)
    )


@pytest.mark.parametrize(
    ("sanctions", "expected", "met_from"),
    [
        ([], MET, None),
        ([sanction("light", "2025-01-01")], MET, None),
        ([sanction("medium", "2022-11-20", "2023-11-19")], MET, None),
        ([sanction("medium", "2022-11-21", "2023-11-20")], NOT_MET, date(2025, 11, 21)),
        ([sanction("medium", "2023-02-28", "2024-02-28")], NOT_MET, date(2026, 3, 1)),
        ([sanction("heavy", "2010-01-01")], NOT_MET, None),
        ([sanction("heavy", "2010-01-01", "9999-12-31")], NOT_MET, None),
        ([sanction("heavy", "2025-11-21")], MET, None),
        ([sanction("heavy", "2025-11-20")], NOT_MET, None),
        (
            [
                sanction("medium", "2024-01-01", "2024-12-31"),
                sanction("heavy", "2025-01-01", "2025-06-30"),
            ],
            NOT_MET,
            date(2027, 7, 1),
        ),
        (
            [sanction("medium", "2024-01-01", "2024-12-31"), sanction("heavy", "2025-01-01")],
            NOT_MET,
            None,
        ),
    ],
)
def test_sanctions_stand_until_the_years_after_them_are_over(sanctions, expected, met_from):
    check = NoSanction((SanctionLevel.MEDIUM, SanctionLevel.HEAVY), within_years=2)

    outcome = check.outcome(person(sanctions=known(tuple(sanctions))), ON)

    assert (outcome.verdict, outcome.met_from) == (expected, met_from)


@pytest.mark.parametrize(
    ("years", "expected", "asks"),
    [
        (None, NOT_MET, "tidak ada hukuman disiplin sedang atau berat sepanjang karier"),
        (0, MET, "tidak ada hukuman disiplin sedang atau berat yang sedang dijalani"),
        (
            9,
            NOT_MET,
            "tidak ada hukuman disiplin sedang atau berat yang sedang dijalani atau berakhir dalam"
            " 9 tahun terakhir",
        ),
    ],
)
def test_sanctions_may_count_for_ever_or_only_while_they_run(years, expected, asks):
    check = NoSanction((SanctionLevel.MEDIUM, SanctionLevel.HEAVY), within_years=years)
    past = known((sanction("medium", "2016-11-20", "2017-11-19"),))

    assert check.asks == asks
    assert verdict(check, date(2025, 11, 20), sanctions=past) is expected


def test_sanctions_are_shown_with_level_and_dates():
    check = NoSanction((SanctionLevel.HEAVY,), within_years=2)
    record = known((sanction("light", "2020-01-01", "2020-06-30"), sanction("heavy", "2025-01-01")))

    assert check.outcome(person(sanctions=record), ON) == Outcome(
        verdict=NOT_MET,
        arithmetic="1 hukuman disiplin yang diperhitungkan pada 20 November 2025. Syarat: tidak ada"
        " hukuman disiplin berat yang sedang dijalani atau berakhir dalam 2 tahun terakhir.",
        data=(
            f"Hukuman disiplin ringan sejak 1 Januari 2020 sampai 30 Juni 2020 {TELL}",
            f"Hukuman disiplin berat sejak 1 Januari 2025, belum ada tanggal berakhir {TELL}",
        ),
    )
    assert check.outcome(person(), ON).data == (f"Tidak ada hukuman disiplin {TELL}",)


def test_sanctions_that_were_never_looked_up_need_review():
    assert verdict(NoSanction((SanctionLevel.HEAVY,)), sanctions=None) is REVIEW


def test_a_sanction_cannot_end_before_it_begins():
    with pytest.raises(PeriodReversed):
        sanction("light", "2025-01-02", "2025-01-01")


HEALTH = Documented((("health", "Surat sehat"), ("drugs", "Surat bebas narkoba")))


def evidence(*, favourable=True, until=None, **given):
    return known(Evidence(favourable, "RSUD 12/2025", until and date.fromisoformat(until)), **given)


@pytest.mark.parametrize(
    ("health", "drugs", "expected"),
    [
        (evidence(), evidence(), MET),
        (evidence(until="2025-11-20"), evidence(), MET),
        (evidence(until="2025-11-19"), evidence(), REVIEW),
        (evidence(), evidence(verified=False), REVIEW),
        (evidence(), evidence(favourable=False), NOT_MET),
        (evidence(verified=False), evidence(favourable=False), NOT_MET),
        (evidence(), evidence(favourable=False, verified=False), REVIEW),
    ],
)
def test_documents_must_all_be_there_valid_and_in_favour(health, drugs, expected):
    assert verdict(HEALTH, evidence={"health": health, "drugs": drugs}) is expected


def test_documents_say_what_is_missing():
    given = {"health": evidence(until="2025-11-19")}

    assert HEALTH.outcome(person(evidence=given), ON) == Outcome(
        verdict=REVIEW,
        arithmetic="Surat sehat: masa berlaku habis; Surat bebas narkoba: belum ada. Syarat: tiap"
        " dokumen ada, diperiksa, dan mendukung.",
        data=(f"Surat sehat: RSUD 12/2025 {TELL}",),
        questions=(
            "Minta dokumen yang masih berlaku: Surat sehat.",
            "Unggah dokumen: Surat bebas narkoba.",
        ),
    )


def test_documents_say_what_nobody_verified_and_what_speaks_against():
    given = {"health": evidence(verified=False), "drugs": evidence(favourable=False)}
    outcome = HEALTH.outcome(person(evidence=given), ON)

    assert outcome.questions == (f"{VERIFY} (Surat sehat)",)
    assert outcome.arithmetic.startswith(
        "Surat sehat: belum diverifikasi; Surat bebas narkoba: tidak mendukung."
    )


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2026, 3, 11), NOT_MET), (date(2026, 3, 12), MET)],
)
def test_years_in_post_are_reached_to_the_day(on, expected):
    assert verdict(TWO_YEARS, on, posts=(post("2024-03-12"),)) is expected


def test_years_in_post_show_their_arithmetic_and_when_they_will_do():
    assert TWO_YEARS.outcome(person(posts=(post("2024-03-12"),)), ON) == Outcome(
        verdict=NOT_MET,
        arithmetic="12 Maret 2024 sampai 19 November 2025 = 1 tahun 8 bulan 8 hari (618 hari) pada"
        " 20 November 2025. Syarat: paling singkat 2 tahun.",
        data=(
            "Kepala Bidang P2P, Dinas Kesehatan (Administrator), 12 Maret 2024 sampai sekarang"
            f" {TELL}",
        ),
        met_from=date(2026, 3, 12),
    )


def test_years_in_post_add_up_over_gaps_and_levels():
    posts = (
        post("2015-01-01", "2015-12-31"),
        post("2019-01-01", "2019-12-31", kind=PostKind.EXPERT_MADYA),
        post("2012-01-01", "2014-12-31", kind=PostKind.SUPERVISOR),
    )

    outcome = TWO_YEARS.outcome(person(posts=posts), ON)

    assert (outcome.verdict, len(outcome.data)) == (MET, 2)
    assert outcome.arithmetic == (
        "1 Januari 2015 sampai 31 Desember 2015 = 1 tahun; 1 Januari 2019 sampai 31 Desember 2019"
        " = 1 tahun. Jumlah tanpa hitung ganda: 2 tahun (730 hari) pada 20 November 2025. Syarat:"
        " paling singkat 2 tahun."
    )


def test_years_in_posts_held_at_once_count_once():
    posts = (post("2024-11-01"), post("2024-11-01", title="Direktur"))

    assert verdict(TWO_YEARS, posts=posts) is NOT_MET


def test_years_in_post_without_such_a_post_are_not_met():
    outcome = TWO_YEARS.outcome(person(posts=(post("2010-01-01", kind=PostKind.SUPERVISOR),)), ON)

    assert (outcome.verdict, outcome.met_from) == (NOT_MET, None)
    assert outcome.arithmetic == (
        "Tidak ada masa jabatan yang dapat dihitung pada 20 November 2025. Syarat: paling singkat"
        " 2 tahun."
    )


@pytest.mark.parametrize("check", [TWO_YEARS, RelatedExperience(5)])
def test_years_without_a_history_need_review(check):
    assert verdict(check, posts=()) is REVIEW


@pytest.mark.parametrize(
    ("counts", "expected"),
    [(None, REVIEW), (yes(), MET), (no(), NOT_MET)],
)
def test_acting_posts_count_only_when_a_person_says_so(counts, expected):
    acting = post("2023-11-01", "2024-03-11", acting=True, acting_counts=counts)
    posts = (acting, post("2024-03-12", "2025-11-10"))

    assert verdict(TWO_YEARS, posts=posts) is expected


def test_acting_posts_that_cannot_decide_do_not_hold_up_a_refusal():
    acting = post("2024-03-01", "2024-03-11", acting=True)
    outcome = TWO_YEARS.outcome(person(posts=(acting, post("2024-03-12"))), ON)

    assert outcome.verdict is NOT_MET
    assert outcome.questions == (
        "Putuskan apakah masa Plt/Plh/Pj Kepala Bidang P2P dihitung atau tidak.",
    )
    assert outcome.arithmetic.endswith(
        "Bila yang belum jelas ikut dihitung: 1 tahun 8 bulan 19 hari."
    )


def test_years_in_the_present_post_leave_out_former_ones():
    check = YearsInPost((PostKind.SENIOR,), 2, current_only=True)
    former = post("2018-01-01", "2025-11-19", kind=PostKind.SENIOR)
    present = post("2025-06-01", kind=PostKind.SENIOR)
    leaving = post("2020-01-01", "2025-11-20", kind=PostKind.SENIOR)

    assert verdict(check, posts=(former, present)) is NOT_MET
    assert verdict(check, posts=(leaving,)) is MET


def test_a_post_that_nobody_verified_decides_neither_way():
    enough = (post("2015-01-05", verified=False),)
    too_few = (
        post("2024-03-12"),
        post("2012-01-01", kind=PostKind.SUPERVISOR, title="Kasi", verified=False),
    )

    assert verdict(TWO_YEARS, posts=enough) is REVIEW
    outcome = TWO_YEARS.outcome(person(posts=too_few), ON)
    assert (outcome.verdict, outcome.questions) == (REVIEW, (f"{VERIFY} (Kasi)",))


def test_a_post_that_nobody_verified_does_not_spoil_what_is_enough_without_it():
    posts = (post("2015-01-05"), post("2012-01-01", "2014-12-31", verified=False))

    assert verdict(TWO_YEARS, posts=posts) is MET


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2025, 11, 19), NOT_MET), (date(2025, 11, 20), MET)],
)
def test_related_experience_is_reached_to_the_day(on, expected):
    assert verdict(RelatedExperience(5), on, posts=(post("2020-11-20"),)) is expected


@pytest.mark.parametrize(("related", "expected"), [(yes(), MET), (no(), NOT_MET), (None, REVIEW)])
def test_related_experience_rests_on_a_persons_word(related, expected):
    posts = (post("2010-01-01", "2014-12-31", related=related), post("2024-01-01"))

    assert verdict(RelatedExperience(5), posts=posts) is expected


def test_related_experience_shows_who_judged_each_post():
    posts = (
        post("2010-01-01", "2013-12-31", title="A"),
        post("2014-01-01", "2014-12-31", title="B", related=no()),
        post("2015-01-01", "2015-12-31", title="C", related=None, verified=False),
        post("2016-01-01", "2016-06-30", title="D", verified=False),
    )

    outcome = RelatedExperience(5).outcome(person(posts=posts), ON)

    assert outcome.verdict is REVIEW
    assert outcome.data == (
        "A, Dinas Kesehatan (Administrator), 1 Januari 2010 sampai 31 Desember 2013, dinilai"
        f" terkait oleh Rudita Hanggara, 18 November 2025 {TELL}",
        "B, Dinas Kesehatan (Administrator), 1 Januari 2014 sampai 31 Desember 2014, dinilai"
        f" tidak terkait oleh Rudita Hanggara, 18 November 2025 {TELL}",
        "C, Dinas Kesehatan (Administrator), 1 Januari 2015 sampai 31 Desember 2015, belum dinilai"
        f" keterkaitannya {TELL_UNVERIFIED}",
        "D, Dinas Kesehatan (Administrator), 1 Januari 2016 sampai 30 Juni 2016, dinilai terkait"
        f" oleh Rudita Hanggara, 18 November 2025 {TELL_UNVERIFIED}",
    )
    assert outcome.questions == (
        "Nilai apakah C terkait dengan jabatan lowong.",
        f"{VERIFY} (D)",
        f"{VERIFY} (C)",
    )
