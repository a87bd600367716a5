"""A small book without faults, to be changed by each test."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

from workbook.book import Book
from workbook.rows import (
    CandidateRow,
    ConflictRow,
    GivenValueRow,
    IndicatorRow,
    InstrumentRow,
    PostRow,
    RoundRow,
    ScoreRow,
    SeatRow,
    SlotRow,
    VacancyRow,
)

FIRST, SECOND = "197003151996031001", "197504202000032002"
MEMBERS = ("ani@pansel.example", "budi@pansel.example", "cici@pansel.example")
BANDS = tuple(Decimal(band) for band in (60, 70, 80, 90))


def small_book(**head) -> Book:
    """Two posts, two candidates, three members; one panel and one data instrument."""
    return Book(
        round=RoundRow(
            **{
                "number": 2,
                "code": "uji-2025",
                "title": "Putaran uji",
                "kind": "TALENTA",
                "agency": "Pemerintah Kota Tirtakencana",
                "legal_basis": ("PP 11 Tahun 2017",),
                "reference_date": date(2026, 1, 5),
                "location": "Aula",
                "aggregation": "RATA_RATA",
                "quorum": None,
                "plenary_quorum": None,
                "precision": 2,
                "tie_breaks": ("WAWANCARA", "USIA"),
                "names_put_forward": 3,
                "max_nominations": 3,
                "is_archive": False,
                **head,
            }
        ),
        vacancies=tuple(
            VacancyRow(
                number=number,
                code=code,
                title=f"Kepala {code.title()}",
                unit=code.title(),
                echelon="II.b",
                vacant_since=date(2025, 1, 1),
                acting="",
                education_min="S-1",
                education_fields="",
                grade_min="IV/a",
                experience_min_years=5,
                age_max=56,
                special_approval="",
                incumbent_nip="",
            )
            for number, code in ((2, "DINKES"), (3, "DISHUB"))
        ),
        candidates=(
            candidate(2, FIRST, "Raras Wening", ("DINKES", "DISHUB")),
            candidate(3, SECOND, "Tejo Panular", ("DINKES",)),
        ),
        posts=(
            PostRow(
                2, FIRST, "Camat", "ADMINISTRATOR", "Kecamatan", date(2015, 1, 1), None, ("-",)
            ),
        ),
        seats=tuple(
            SeatRow(
                number=number,
                email=email,
                name=email.split("@")[0].title(),
                post="",
                institution="Universitas",
                element="AKADEMISI",
                is_internal=False,
                part=part,
            )
            for number, (email, part) in enumerate(
                zip(MEMBERS, ("KETUA", "ANGGOTA", "ANGGOTA"), strict=True), start=2
            )
        ),
        instruments=(
            InstrumentRow(
                2,
                "TALENTA",
                "Talenta",
                "DATA",
                "PESERTA",
                Decimal(0),
                Decimal(100),
                Decimal(70),
                None,
                BANDS,
            ),
            InstrumentRow(
                3,
                "WAWANCARA",
                "Wawancara",
                "PANSEL",
                "PESERTA",
                Decimal(0),
                Decimal(100),
                Decimal(30),
                None,
                BANDS,
            ),
        ),
        indicators=(
            IndicatorRow(2, "WAWANCARA", "W1", "Teknis", Decimal(50), ("a", "b", "c")),
            IndicatorRow(3, "WAWANCARA", "W2", "Integritas", Decimal(50), ()),
        ),
        conflicts=(ConflictRow(2, MEMBERS[1], SECOND, "KELUARGA", "Sepupu", still_scores=False),),
        slots=(
            SlotRow(2, date(2025, 12, 3), time(8), time(8, 30), "Anggrek", "WAWANCARA", FIRST, ""),
        ),
        given_values=(
            GivenValueRow(2, FIRST, "TALENTA", "", Decimal("88.125")),
            GivenValueRow(3, SECOND, "TALENTA", "", Decimal("79.5")),
        ),
    )


def candidate(number, nip, name, nominations):
    return CandidateRow(
        number=number,
        nip=nip,
        front_title="",
        name=name,
        back_title="S.E.",
        grade="IV/a",
        grade_since=date(2020, 4, 1),
        post="Sekretaris",
        post_kind="ADMINISTRATOR",
        echelon="III.a",
        post_since=date(2021, 1, 4),
        unit="Dinas",
        education="S-2",
        education_field="",
        rating_1="BAIK",
        rating_2="SANGAT_BAIK",
        performance=Decimal(90),
        potential=None,
        sanction="TIDAK_ADA",
        email="",
        nominations=nominations,
    )


def archive_book() -> Book:
    """The same as an archive, scored by everybody who is not recused."""
    book = small_book(code="uji-2025-arsip", is_archive=True)
    pairs = [
        (email, nip)
        for email in MEMBERS
        for nip in (FIRST, SECOND)
        if (email, nip) != (MEMBERS[1], SECOND)
    ]
    lines = [(email, nip, code) for email, nip in pairs for code in ("W1", "W2")]
    return replace(
        book,
        scores=tuple(
            ScoreRow(number, email, nip, "WAWANCARA", "", code, 70 + number, "")
            for number, (email, nip, code) in enumerate(lines, start=2)
        ),
    )
