"""Requirements on single facts: education, age, grade, ratings."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from accounts.spelling import plain
from accounts.wording import in_words
from candidates.facts import (
    Degree,
    EducationLevel,
    Facts,
    Grade,
    Known,
    Rating,
)
from candidates.periods import elapsed, shift
from candidates.verdicts import VERIFY, Outcome, Verdict, doubts, settled, unknown, worst


@dataclass(frozen=True, slots=True)
class EducationAtLeast:
    """A level of education, in one of the fields when any are named (one degree is enough).

    Fields are compared as written, but for case and spacing. A field that is not in the list may
    still be the same one in other words, so a person says whether it fits (`Degree.fits`).
    A degree does not age: the day makes no difference.
    """

    kind: ClassVar[str] = "education_at_least"
    level: EducationLevel
    fields: tuple[str, ...] = ()

    @property
    def asks(self) -> str:
        in_field = f" pada bidang {' atau '.join(self.fields)}" if self.fields else ""
        same = " atau D-IV" if self.level is EducationLevel.S_1 else ""
        return f"paling rendah {self.level}{same}{in_field}"

    def outcome(self, facts: Facts, _on: date) -> Outcome:
        known = facts.degrees
        if known is None or not known.value:
            return unknown("Data pendidikan", "Isi pendidikan dari ijazah.")
        named = _degrees(known.value)
        answers = [self._answer(degree) for degree in known.value]
        verdict = _best(answers) if known.is_verified else Verdict.NEEDS_REVIEW
        return Outcome(
            verdict=verdict,
            arithmetic=f"Pendidikan {named}. Syarat: {self.asks}.",
            data=(known.told(f"Pendidikan {named}"), *self._words(known.value)),
            questions=(*self._questions(known.value, answers), *doubts(known)),
        )

    def _answer(self, degree: Degree) -> Verdict:
        if not degree.level.reaches(self.level):
            return Verdict.NOT_MET
        if degree.fits is not None:
            return Verdict.MET if degree.fits.answer else Verdict.NOT_MET
        listed = {plain(name) for name in self.fields}
        return Verdict.MET if not listed or plain(degree.field) in listed else Verdict.NEEDS_REVIEW

    def _words(self, degrees: tuple[Degree, ...]) -> tuple[str, ...]:
        return tuple(
            f"{_degree(d)} dinilai {'sesuai' if d.fits.answer else 'tidak sesuai'} oleh {d.fits}."
            for d in degrees
            if d.fits is not None
        )

    def _questions(self, degrees: tuple[Degree, ...], answers: list[Verdict]) -> tuple[str, ...]:
        if _best(answers) is not Verdict.NEEDS_REVIEW:
            return ()
        return tuple(
            f"Nilai apakah bidang {_degree(degree)} sesuai."
            if degree.field
            else f"Isi bidang {_degree(degree)} dari ijazah."
            for degree, answer in zip(degrees, answers, strict=True)
            if answer is Verdict.NEEDS_REVIEW
        )


@dataclass(frozen=True, slots=True)
class AgeAtMost:
    """Completed years of age on the reference date, or on the planned day of appointment.

    A birth date that differs from the one in the NIP leaves the verdict open only where it
    matters (domain.md 4.1: corrected birth dates exist). Born on 29 February: 1 March in common
    years.
    """

    kind: ClassVar[str] = "age_at_most"
    years: int
    at_appointment: bool = False

    @property
    def asks(self) -> str:
        when = " pada saat diangkat" if self.at_appointment else ""
        return f"paling tinggi {self.years} tahun{when}"

    def outcome(self, facts: Facts, on: date) -> Outcome:
        day = facts.appointment_on if self.at_appointment else on
        if day is None:
            return unknown("Tanggal rencana pengangkatan", "Isi tanggal rencana pengangkatan.")
        born = facts.born
        if born is None:
            return unknown("Tanggal lahir", "Isi tanggal lahir dari akta atau SIASN.")
        told = (born.told(f"Lahir {in_words(born.value)}"),)
        if born.value > day:
            return Outcome(
                verdict=Verdict.NEEDS_REVIEW,
                arithmetic=f"Tanggal lahir {in_words(born.value)} sesudah {in_words(day)}.",
                data=told,
                questions=("Periksa tanggal lahir pada akta kelahiran.",),
            )
        return self._compared(born, facts.nip_born or born.value, day, told)

    def _compared(
        self, born: Known[date], by_nip: date, day: date, told: tuple[str, ...]
    ) -> Outcome:
        holds = day < shift(born.value, 12 * (self.years + 1))
        agrees = holds == (day < shift(by_nip, 12 * (self.years + 1)))
        too_old = in_words(shift(born.value, 12 * (self.years + 1)))
        mismatch = f"Menurut NIP lahir {in_words(by_nip)}, berbeda dari data."
        return Outcome(
            verdict=settled(holds=holds, verified=born.is_verified and agrees),
            arithmetic=f"{elapsed(born.value, day)} pada {in_words(day)}; genap {self.years + 1}"
            f" tahun pada {too_old}. Syarat: {self.asks}.",
            data=told if by_nip == born.value else (*told, mismatch),
            questions=(
                *(() if agrees else ("Pastikan tanggal lahir pada akta kelahiran.",)),
                *doubts(born),
            ),
        )


@dataclass(frozen=True, slots=True)
class GradeAtLeast:
    """A least grade (golongan ruang), held on the day."""

    kind: ClassVar[str] = "grade_at_least"
    grade: Grade

    @property
    def asks(self) -> str:
        return f"paling rendah {self.grade}"

    def outcome(self, facts: Facts, on: date) -> Outcome:
        known = facts.grade
        if known is None:
            return unknown("Data pangkat", "Isi pangkat dan TMT-nya dari SK.")
        held = known.value
        since = f" sejak {in_words(held.since)}" if held.since else ""
        not_yet = held.since is not None and held.since > on
        earlier = (f"Isi pangkat yang berlaku pada {in_words(on)}.",) if not_yet else ()
        return Outcome(
            verdict=settled(
                holds=held.grade.reaches(self.grade), verified=known.is_verified and not not_yet
            ),
            arithmetic=f"Pangkat {held.grade}{since}. Syarat: {self.asks}.",
            data=(known.told(f"Pangkat {held.grade}{since}"),),
            questions=(*earlier, *doubts(known)),
        )


@dataclass(frozen=True, slots=True)
class RatingsAtLeast:
    """A least rating in each of the last full calendar years before the day.

    `latest_year` names the last year explicitly where its successor is not rated yet.
    """

    kind: ClassVar[str] = "ratings_at_least"
    least: Rating
    years: int = 2
    latest_year: int | None = None

    @property
    def asks(self) -> str:
        return f"paling rendah {self.least.label} pada tiap tahun dari {self.years} tahun terakhir"

    def outcome(self, facts: Facts, on: date) -> Outcome:
        latest = on.year - 1 if self.latest_year is None else self.latest_year
        wanted = range(latest, latest - self.years, -1)
        known = {year: facts.ratings[year] for year in wanted if year in facts.ratings}
        words = [
            f"{year} {known[year].value.label if year in known else 'belum ada'}" for year in wanted
        ]
        return Outcome(
            verdict=worst(self._answer(known.get(year)) for year in wanted),
            arithmetic=f"Predikat kinerja: {', '.join(words)}. Syarat: {self.asks}.",
            data=tuple(
                rating.told(f"Predikat {year}: {rating.value.label}")
                for year, rating in known.items()
            ),
            questions=(
                *(f"Isi predikat kinerja {year}." for year in wanted if year not in known),
                *(f"{VERIFY} (predikat {y})" for y, r in known.items() if not r.is_verified),
            ),
        )

    def _answer(self, rating: Known[Rating] | None) -> Verdict:
        if rating is None:
            return Verdict.NEEDS_REVIEW
        return settled(holds=rating.value.reaches(self.least), verified=rating.is_verified)


def _best(answers: list[Verdict]) -> Verdict:
    """One fitting degree is enough; while one may fit, nothing is refused."""
    if Verdict.MET in answers:
        return Verdict.MET
    return Verdict.NEEDS_REVIEW if Verdict.NEEDS_REVIEW in answers else Verdict.NOT_MET


def _degree(degree: Degree) -> str:
    return f"{degree.level} {degree.field}".strip()


def _degrees(degrees: tuple[Degree, ...]) -> str:
    return ", ".join(_degree(degree) for degree in degrees)
