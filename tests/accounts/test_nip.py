from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.nip import NIP, ImpossibleNIP

SARI = "198609262015051001"


@pytest.mark.parametrize(
    "text",
    [SARI, "19860926 201505 1 001", "19860926.201505.1.001", "\u00a019860926\u00a0201505 1 001 "],
)
def test_parse_takes_the_number_as_people_write_it(text):
    assert NIP.parse(text) == NIP(SARI)


def test_nip_is_shown_in_its_four_groups():
    assert str(NIP(SARI)) == "19860926 201505 1 001"


def test_masked_nip_keeps_the_sequence_alone():
    assert NIP(SARI).masked == "••••••••••••••• 001"


def test_nip_knows_the_birth_date_and_the_month_of_appointment():
    nip = NIP(SARI)

    assert (nip.born_on, nip.appointed_in) == (date(1986, 9, 26), (2015, 5))


@pytest.mark.parametrize(("digits", "is_woman"), [(SARI, False), (f"{SARI[:14]}2001", True)])
def test_nip_says_whether_it_is_a_womans(digits, is_woman):
    assert NIP(digits).is_woman is is_woman


@pytest.mark.parametrize(("digits", "looks_rounded"), [(SARI, False), ("198609262015051000", True)])
def test_a_nip_that_ends_in_three_zeros_looks_rounded_by_excel(digits, looks_rounded):
    assert NIP(digits).looks_rounded is looks_rounded


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "NIP harus 18 digit dan disimpan sebagai teks"),
        ("19860926201505100", "NIP harus 18 digit dan disimpan sebagai teks"),
        ("1986092620150510011", "NIP harus 18 digit dan disimpan sebagai teks"),
        ("19860926-201505-1-001", "NIP harus 18 digit dan disimpan sebagai teks"),
        ("19860926201505100X", "NIP harus 18 digit dan disimpan sebagai teks"),
        ("١٩٨٦٠٩٢٦٢٠١٥٠٥١٠٠١", "NIP harus 18 digit dan disimpan sebagai teks"),
        ("²98609262015051001", "NIP harus 18 digit dan disimpan sebagai teks"),
        ("198602302015051001", "Delapan angka pertama NIP harus tanggal lahir yang ada."),
        ("000001012015051001", "Delapan angka pertama NIP harus tanggal lahir yang ada."),
        ("189912312015051001", "Delapan angka pertama NIP harus tanggal lahir yang ada."),
        ("198609262015001001", "Angka ke-13 dan ke-14 NIP harus bulan TMT CPNS, 01 sampai 12."),
        ("198609262015131001", "Angka ke-13 dan ke-14 NIP harus bulan TMT CPNS, 01 sampai 12."),
        ("198609262015053001", "Angka ke-15 NIP harus 1 atau 2."),
        ("198609262004081001", "Menurut NIP ini, TMT CPNS jatuh sebelum usia 18 tahun."),
        (
            "198609262022211001",
            "Nomor ini NI PPPK, bukan NIP PNS. PPPK tidak dapat dicalonkan melalui jalur ini.",
        ),
    ],
)
def test_an_impossible_nip_is_refused_with_its_reason(text, message):
    with pytest.raises(ImpossibleNIP) as refusal:
        NIP.parse(text)

    assert str(refusal.value) == message


def test_a_leap_day_is_a_birth_date_and_eighteen_years_later_is_old_enough():
    assert NIP("198402292002021001").born_on == date(1984, 2, 29)


@given(
    born=st.dates(date(1900, 1, 1), date(2000, 12, 31)),
    years=st.integers(19, 60),
    month=st.integers(1, 12),
    sex=st.sampled_from("12"),
    sequence=st.integers(1, 999),
)
def test_every_possible_nip_reads_back_as_it_is_shown(born, years, month, sex, sequence):
    digits = f"{born:%Y%m%d}{born.year + years}{month:02}{sex}{sequence:03}"

    nip = NIP.parse(str(NIP(digits)))

    assert (nip.digits, nip.born_on) == (digits, born)


@given(st.text())
def test_any_text_is_either_a_nip_or_refused(text):
    try:
        digits = NIP.parse(text).digits
    except ImpossibleNIP:
        digits = None

    assert digits is None or (len(digits) == 18 and digits.isdigit())
