"""Requirements on records about a person: disciplinary sanctions and documents."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from accounts.wording import in_words
from candidates.facts import Evidence, Facts, Known, Sanction, SanctionLevel
from candidates.periods import DAY, shift
from candidates.verdicts import VERIFY, Outcome, Verdict, doubts, settled, unknown, worst


@dataclass(frozen=True, slots=True)
class NoSanction:
    """No sanction of the given levels in force on the day or in the years before it.

    The years run from the day after the sanction's last day; nought asks only about the day
    itself, `None` about the whole career. A sanction without a recorded end is still in force.
    """

    kind: ClassVar[str] = "no_sanction"
    levels: tuple[SanctionLevel, ...]
    within_years: int | None = None

    @property
    def asks(self) -> str:
        levels = " atau ".join(level.label for level in self.levels)
        none = f"tidak ada hukuman disiplin {levels}"
        if self.within_years is None:
            return f"{none} sepanjang karier"
        if self.within_years == 0:
            return f"{none} yang sedang dijalani"
        return f"{none} yang sedang dijalani atau berakhir dalam {self.within_years} tahun terakhir"

    def outcome(self, facts: Facts, on: date) -> Outcome:
        known = facts.sanctions
        if known is None:
            return unknown("Data hukuman disiplin", "Isi riwayat hukuman disiplin dari SIASN.")
        clears = [
            self._clears_on(sanction)
            for sanction in known.value
            if sanction.level in self.levels and _has_begun(sanction, on)
        ]
        standing = [day for day in clears if day is None or day > on]
        told = [str(s) for s in known.value] or ["Tidak ada hukuman disiplin"]
        return Outcome(
            verdict=settled(holds=not standing, verified=known.is_verified),
            arithmetic=f"{len(standing)} hukuman disiplin yang diperhitungkan pada {in_words(on)}."
            f" Syarat: {self.asks}.",
            data=tuple(known.told(text) for text in told),
            questions=doubts(known),
            met_from=_latest(standing),
        )

    def _clears_on(self, sanction: Sanction) -> date | None:
        """The first day on which the sanction no longer stands in the way; `None`: never."""
        years = self.within_years
        if sanction.until is None or years is None or sanction.until.year + years >= date.max.year:
            return None
        return shift(sanction.until + DAY, 12 * years)


@dataclass(frozen=True, slots=True)
class Documented:
    """A document for each of the codes, in favour of the candidate and valid on the day.

    `documents` are pairs of the code in `Facts.evidence` and what the document is called.
    """

    kind: ClassVar[str] = "documented"
    documents: tuple[tuple[str, str], ...]

    @property
    def asks(self) -> str:
        return "tiap dokumen ada, diperiksa, dan mendukung"

    def outcome(self, facts: Facts, on: date) -> Outcome:
        found = [(name, facts.evidence.get(code)) for code, name in self.documents]
        states = [f"{name}: {_state(evidence, on)}" for name, evidence in found]
        return Outcome(
            verdict=worst(_verdict(evidence, on) for _, evidence in found),
            arithmetic=f"{'; '.join(states)}. Syarat: {self.asks}.",
            data=tuple(e.told(f"{name}: {e.value.document}") for name, e in found if e),
            questions=tuple(q for name, e in found for q in _questions(name, e, on)),
        )


def _has_begun(sanction: Sanction, on: date) -> bool:
    """A sanction whose first day is not recorded is taken to run."""
    return sanction.imposed is None or sanction.imposed <= on


def _latest(days: list[date | None]) -> date | None:
    """The last of the days; `None` when there is none, or when one never comes."""
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def _has_expired(evidence: Known[Evidence], on: date) -> bool:
    return evidence.value.valid_until is not None and evidence.value.valid_until < on


def _verdict(evidence: Known[Evidence] | None, on: date) -> Verdict:
    if evidence is None or _has_expired(evidence, on):
        return Verdict.NEEDS_REVIEW
    return settled(holds=evidence.value.favourable, verified=evidence.is_verified)


def _state(evidence: Known[Evidence] | None, on: date) -> str:
    if evidence is None:
        return "belum ada"
    if _has_expired(evidence, on):
        return "masa berlaku habis"
    if not evidence.is_verified:
        return "belum diverifikasi"
    return "mendukung" if evidence.value.favourable else "tidak mendukung"


def _questions(name: str, evidence: Known[Evidence] | None, on: date) -> tuple[str, ...]:
    if evidence is None:
        return (f"Unggah dokumen: {name}.",)
    if _has_expired(evidence, on):
        return (f"Minta dokumen yang masih berlaku: {name}.",)
    return () if evidence.is_verified else (f"{VERIFY} ({name})",)
