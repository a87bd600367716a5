"""The tests of stability in words: labels, what was tried, and what would change.

Information only, and said so wherever it is shown. Members appear by their number; who sees their
names is up to the page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from accounts.wording import percent, with_comma
from panels.models import Seat
from reports.ties import inside
from scoring.counting import Aggregation
from scoring.outcome import Outcome, VacancyOutcome, stability_of, thresholds_of
from scoring.ranking import NUMBER_WORDS
from scoring.sensitivity import (
    Change,
    Kind,
    Label,
    Sensitivity,
    Swing,
    Tally,
    Tested,
    Thresholds,
    Trial,
)
from scoring.stability_marks import MARKS, Mark
from scoring.weight_shifts import SEED
from selection.enumeration import listed
from selection.models import Round

SWINGS = 3  # changes named in words; the share says how many there are in all
WAYS = {
    Aggregation.MEAN: "Rata-rata",
    Aggregation.MEDIAN: "Median",
    Aggregation.TRIMMED_MEAN: "Rata-rata terpangkas",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A ranked candidate's label, and the tests behind it in a few words."""

    mark: Mark | None
    words: str
    tested: Tested


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of test: what was tried, in how many the names are the same, what changes."""

    name: str
    tried: str
    same: str
    is_same: bool
    said: Sequence[str]


@dataclass(frozen=True, slots=True)
class Leader:
    """One of the first names of a test; `is_new` where he is not put forward by the ranking."""

    name: str
    total: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Omission:
    """One member left out: who would lead then, and whether these are the same."""

    seat: Seat
    leaders: Sequence[Leader]
    empty: int
    said: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class Stability:
    """The section of one vacancy. `people` by NIP; without a `mark` nothing could be tested."""

    mark: Mark | None
    summary: str
    lines: Sequence[Line]
    places: Sequence[int]
    omissions: Sequence[Omission]
    people: Mapping[str, Standing]
    meaning: str


def stability_section(outcome: Outcome, found: VacancyOutcome) -> Stability:
    """Test one vacancy and say what came out."""
    tested = stability_of(outcome, found)
    thresholds = thresholds_of(outcome.round)
    speech = _Speech(outcome, found)
    return Stability(
        mark=mark_of(tested),
        summary=_summary(tested, speech.top),
        lines=speech.lines(tested, thresholds),
        places=range(1, outcome.scheme.names_put_forward + 1),
        omissions=[speech.omission(trial) for trial in tested.members],
        people={
            person.nip: _standing(person, thresholds, speech.top, found) for person in tested.people
        },
        meaning=meaning_of(outcome.round),
    )


def mark_of(tested: Sensitivity) -> Mark | None:
    return MARKS[tested.label] if tested.label else None


def meaning_of(round_: Round) -> str:
    """What the labels mean, and where that is written."""
    limits = thresholds_of(round_)
    source = "aturan yang dibekukan" if round_.stability_gap is not None else "bawaan sistem"
    return (
        f"Kuat: nama yang diusulkan sama pada paling sedikit {percent(limits.strong)} uji. "
        f"Tipis: {percent(limits.fair)} sampai di bawah {percent(limits.strong)}, atau selisih di "
        f"batas kurang dari {with_comma(limits.gap, 2)} poin. "
        f"Tidak stabil: di bawah {percent(limits.fair)}. Ambang menurut {source}."
    )


def tested_words(tested: Sensitivity) -> str:
    """`24 dari 25 uji`"""
    return f"{_of(tested.together)} uji"


def top(names: int) -> str:
    """The names put forward, as people call them: `tiga besar`."""
    if names == 1:
        return "nama teratas"
    return f"{NUMBER_WORDS[names - 1] if names <= len(NUMBER_WORDS) else names} besar"


def _summary(tested: Sensitivity, words: str) -> str:
    if tested.label is None:
        return (
            "Tidak ada yang dapat diuji: belum ada kandidat yang memperoleh peringkat."
            if (not tested.people)
            else "Tidak ada yang dapat diuji: hanya satu komponen, tanpa lembar penilai."
        )
    together = tested.together
    gap = "" if tested.gap is None else f" Selisih di batas {with_comma(tested.gap)} poin."
    return f"{words.capitalize()} sama pada {_of(together)} uji.{gap}"


def _of(tally: Tally) -> str:
    if tally.same == tally.runs:
        return f"semua {_counted(tally.runs)}"
    return f"{_counted(tally.same)} dari {_counted(tally.runs)}"


def _counted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _standing(
    person: Tested, thresholds: Thresholds, words: str, found: VacancyOutcome
) -> Standing:
    standing = {placed.nip: placed.put_forward for placed in found.ranking.ranked}[person.nip]
    is_close = person.distance is not None and person.distance < thresholds.gap
    if person.label is Label.STRONG and standing is False:
        is_fixed = person.tally.same == person.tally.runs
        return Standing(None, f"Tetap di luar {words}" if is_fixed else _share(person), person)
    said = [_share(person)]
    if is_close and person.distance is not None:
        said.append(f"selisih {with_comma(person.distance)}")
    mark = MARKS[person.label] if person.label else None
    return Standing(mark, "; ".join(said) if mark else "", person)


def _share(person: Tested) -> str:
    return f"{_of(person.tally)} uji"


class _Speech:
    """Sentences about one vacancy."""

    def __init__(self, outcome: Outcome, found: VacancyOutcome) -> None:
        self.names = {nip: candidate.name for nip, candidate in found.candidates.items()}
        self.titles = {instrument.code: instrument.title for instrument in outcome.instruments}
        self.seats = {sheet.seat.label: sheet.seat for sheet in outcome.sheets}
        self.way = WAYS[outcome.scheme.aggregation].lower()
        self.forward = outcome.scheme.names_put_forward
        self.top = top(self.forward)

    def lines(self, tested: Sensitivity, thresholds: Thresholds) -> list[Line]:
        lines = [self._weights(tested, thresholds), self._members(tested)]
        lines += [self._way(trial) for trial in tested.aggregations]
        return [line for line in lines if line.tried != "0"]

    def omission(self, trial: Trial) -> Omission:
        entering = trial.change.entering if trial.change else ()
        return Omission(
            seat=self.seats[trial.of],
            leaders=[
                Leader(self.names[nip], with_comma(total), nip in entering)
                for nip, total in trial.leaders
            ],
            empty=self.forward - len(trial.leaders),
            said=_sentence(self._said(trial)),
            is_same=trial.change is None,
        )

    def _weights(self, tested: Sensitivity, thresholds: Thresholds) -> Line:
        tally = tested.tallies[Kind.WEIGHTS]
        tried = f"{_counted(tally.runs)} kombinasi" if tally.runs else "0"
        if tested.is_drawn:
            tried = (
                f"{_counted(tally.runs)} dari {_counted(tested.possible)} kombinasi, "
                f"diundi tetap (benih {SEED})"
            )
        step = with_comma(thresholds.step, 0)
        said = [self._swing(swing) for swing in tested.swings[:SWINGS]]
        return self._line(f"Bobot digeser ±{step}\N{NO-BREAK SPACE}poin", tried, tally, said)

    def _members(self, tested: Sensitivity) -> Line:
        tally = tested.tallies[Kind.MEMBERS]
        alike: dict[str, list[str]] = {}
        for trial in tested.members:
            if trial.change or trial.lost:
                alike.setdefault(self._said(trial), []).append(trial.of)
        said = [f"Tanpa {listed(members)}: {what}" for what, members in alike.items()]
        tried = f"{tally.runs} kali" if tally.runs else "0"
        return self._line("Satu penilai dikeluarkan", tried, tally, said)

    def _way(self, trial: Trial) -> Line:
        said = "urutan sama" if trial.same_order else self._said(trial)
        is_same = trial.change is None
        same = "sama" if is_same else "berubah"
        name = WAYS[Aggregation(trial.of)]
        return Line(name, f"menggantikan {self.way}", same, is_same, [_sentence(said)])

    def _line(self, name: str, tried: str, tally: Tally, said: Sequence[str]) -> Line:
        is_same = tally.same == tally.runs
        return Line(name, tried, _of(tally), is_same, said or [f"{self.top.capitalize()} sama"])

    def _swing(self, swing: Swing) -> str:
        title, way = inside(self.titles[swing.instrument]), "naik" if swing.up else "turun"
        return (
            f"{_sentence(self._changed(swing.change))} pada {_counted(swing.runs)} kombinasi, "
            f"terutama bila bobot {title} {way} ({swing.within} dari {swing.of})"
        )

    def _said(self, trial: Trial) -> str:
        said = self._changed(trial.change) if trial.change else f"{self.top} sama"
        if trial.change is None and not trial.same_order:
            said += ", urutannya berubah"
        if trial.lost:
            said += f"; {self._listed(trial.lost)} tidak punya lembar tersisa"
        return said

    def _changed(self, change: Change) -> str:
        said = []
        if change.entering and change.leaving:
            entering, leaving = self._listed(change.entering), self._listed(change.leaving)
            said.append(f"{entering} masuk menggantikan {leaving}")
        elif change.entering:
            said.append(f"{self._listed(change.entering)} masuk")
        elif change.leaving:
            said.append(f"{self._listed(change.leaving)} tidak lagi diusulkan")
        if change.waiting:
            said.append(f"{self._listed(change.waiting)} berbagi peringkat di batas")
        return "; ".join(said)

    def _listed(self, nips: Iterable[str]) -> str:
        return listed([self.names[nip] for nip in nips])


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
