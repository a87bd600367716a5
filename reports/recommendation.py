"""The ranked recommendation report: what it says, drawn from the round; the template says where."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from string import ascii_uppercase

from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import Agency
from accounts.wording import in_words
from panels.models import Seat
from panels.names import by_name
from reports import pdf
from reports.binding import Binding, Frame, bound
from reports.chunking import Piece
from reports.letterhead import OFFICE, authority_of, place_of
from reports.panel_agreement import Agreement, agreement_of
from reports.payload import data_of
from reports.plot import Plot, plot_of
from reports.provenance import Provenance, Source, moment_in_words, provenance_of
from reports.standings import Standing, standings_of
from reports.ties import inside, rules_of
from reports.verification_mark import Mark
from scoring.outcome import NothingToRank, stability_of
from scoring.printing import Printout, printout_of
from selection.models import Aggregation, Indicator, Instrument, Round, Vacancy

ARCHIVE = "ARSIP / LATIHAN – nilai berasal dari buku kerja, bukan dari penilaian dalam sistem ini"
WORKING_COPY = "SALINAN KERJA – tanpa nomor, bukan dokumen resmi"
TITLE = "Laporan Rekomendasi Hasil Uji Kompetensi Teknis dan Peringkat Kandidat"
AGGREGATIONS = {
    Aggregation.MEAN: "rata-rata lembar nilai",
    Aggregation.MEDIAN: "median lembar nilai",
    Aggregation.TRIMMED_MEAN: "rata-rata lembar nilai tanpa satu yang tertinggi dan satu yang "
    "terendah bila ada empat lembar atau lebih",
}
WIDE_FROM = 7  # instruments: so many columns need the paper on its side
NARROW_FROM = 5  # and so many need smaller figures

Listener = Callable[[int, str], None]
"""Hears how far it is, in percent and in words."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for. The same order on the same round gives the same bytes."""

    round: Round
    vacancy: Vacancy | None
    paper: str
    number: str
    at: datetime
    mark: Mark | None = None  # how the paper is found again; a working copy has none


@dataclass(frozen=True, slots=True)
class Component:
    """An instrument in the table of the method."""

    instrument: Instrument
    indicators: Sequence[Indicator]


@dataclass(frozen=True, slots=True)
class Method:
    """How the scores become ranks, as it was fixed when scoring opened."""

    components: Sequence[Component]
    aggregation: str
    quorum: int | None
    precision: int
    tie_breaks: Sequence[str]
    names_put_forward: int

    @property
    def last_columns(self) -> int:
        """How many columns of a ranking follow the name."""
        return len(self.components) + 2


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that the template prints."""

    order: Order
    agency: Agency
    office: str
    recipient: str
    mark: str
    place_and_date: str
    made: str
    panel: Sequence[Seat]
    method: Method
    evidence: Provenance
    standings: Sequence[Standing]
    agreement: Agreement
    tables: str
    plots: Mapping[int, Plot | None]  # by vacancy

    @property
    def round(self) -> Round:
        return self.order.round

    @property
    def sources(self) -> list[Source]:
        """What the report can be counted again from."""
        evidence = self.evidence
        counted = f"{evidence.signed} lembar nilai putaran {self.round.code}"
        sources = [
            Source("Dihitung dari", counted),
            Source("Sidik jari aturan nilai", evidence.scheme),
            Source("Sidik jari panitia", evidence.panel),
        ]
        if evidence.last_hash:
            chain = f"{evidence.last_hash} (setelah {evidence.events} catatan)"
            sources.append(Source("Sidik jari rantai nilai", chain))
        return sources

    @property
    def foot(self) -> str:
        """What stands at the foot of every page."""
        number = f"Laporan {self.order.number}" if self.order.number else "Laporan rekomendasi"
        return f"{number} · {self.round.code} · Rahasia sampai diumumkan"

    @property
    def candidates(self) -> int:
        return len({pk for standing in self.standings for pk in standing.people})

    @property
    def nominations(self) -> int:
        return sum(standing.candidates for standing in self.standings)

    @property
    def ranked(self) -> int:
        return sum(len(standing.rows) for standing in self.standings)

    @property
    def unranked(self) -> int:
        return self.nominations - self.ranked

    @property
    def put_forward(self) -> int:
        """Persons, however many vacancies they are put forward for."""
        rows = (row for standing in self.standings for row in standing.rows)
        return len({row.candidate.pk for row in rows if row.put_forward})

    @property
    def waiting(self) -> int:
        """Vacancies in which the plenary must decide before all names are known."""
        return sum(standing.waits for standing in self.standings)


def make(order: Order, on_step: Listener = lambda _percent, _step: None) -> pdf.Rendered:
    """Count, lay out, bind. Raises StillSealed, NothingToRank, CannotRender."""
    on_step(5, "Menghitung peringkat")
    printout = _printout(order)
    on_step(10, "Menyusun isi laporan")
    report = _report(order, printout)
    return bound(pieces_of(report), binding_of(report, data_of(printout)), on_step)


def binding_of(report: Report, data: Sequence[pdf.Attachment]) -> Binding:
    """How a report is bound, with the data of which it was written."""
    order = report.order
    about = pdf.About(
        title=f"{TITLE} – {report.round.title}",
        author=report.agency.name,
        subject=f"Nomor {order.number}" if order.number else WORKING_COPY,
        at=order.at,
    )
    return Binding(order.paper, about, Frame(report.mark, report.foot), data)


def build(order: Order) -> Report:
    """Gather what the report says. Raises StillSealed, NothingToRank."""
    return _report(order, _printout(order))


def pieces_of(report: Report) -> list[Piece]:
    """What stands before the vacancies, each vacancy, and what stands after them.

    Only the first and the last know number and time: the others are the same in the next report,
    as long as nothing of their vacancy has changed.
    """
    front = render_to_string("reports/pdf/recommendation.html", {"report": report})
    sections = front.count("<h2")  # they are lettered through all pieces
    vacancies = [
        Piece(
            title=standing.vacancy.title,
            html=render_to_string(
                "reports/pdf/vacancy.html",
                {
                    "report": report,
                    "standing": standing,
                    "letter": ascii_uppercase[sections],
                    "plot": report.plots.get(standing.vacancy.pk),
                },
            ),
            depth=1 if standing.number == 1 else 2,
        )
        for standing in report.standings
    ]
    closing = {"report": report, "letter": ascii_uppercase[sections + 1]}
    last = Piece("Penutup", render_to_string("reports/pdf/closing.html", closing), depth=1)
    return [Piece(TITLE, front), *vacancies, last]


def _printout(order: Order) -> Printout:
    printout = printout_of(order.round, order.vacancy)
    if order.vacancy and not printout.vacancies[0].candidates:
        raise NothingToRank("Tidak ada kandidat untuk jabatan ini, sehingga tidak ada peringkat.")
    return printout


def _report(order: Order, printout: Printout) -> Report:
    round_ = order.round
    outcome = printout.outcome
    local = timezone.localtime(order.at)
    return Report(
        order=order,
        agency=round_.agency,
        office=OFFICE,
        recipient=authority_of(round_.agency.name),
        mark=ARCHIVE if round_.is_archive else "" if order.number else WORKING_COPY,
        place_and_date=f"{place_of(round_.agency)}, {in_words(local)}",
        made=moment_in_words(order.at),
        panel=sorted(Seat.objects.in_force().filter(round=round_), key=_precedence),
        method=_method(printout),
        evidence=provenance_of(printout),
        standings=standings_of(outcome, printout.vacancies),
        agreement=agreement_of(outcome.instruments, printout.reliability),
        tables=_tables(len(outcome.instruments)),
        plots={
            found.vacancy.pk: plot_of(found, stability_of(outcome, found).people)
            for found in printout.vacancies
        },
    )


def _precedence(seat: Seat) -> tuple[int, str, int]:
    """The chair first, then the secretary, then the members by name: the file's data have numbers.

    In their order P1, P2 … would be named.
    """
    return Seat.Part.values.index(seat.part), *by_name(seat)


def _method(printout: Printout) -> Method:
    outcome, scheme = printout.outcome, printout.outcome.scheme
    rules = rules_of(outcome, printout.vacancies[0])
    return Method(
        components=[
            Component(instrument, outcome.indicators.get(instrument.pk, ()))
            for instrument in outcome.instruments
        ],
        aggregation=AGGREGATIONS[Aggregation(scheme.aggregation)],
        quorum=scheme.quorum,
        precision=scheme.precision,
        tie_breaks=[inside(rule.title) for rule in rules.values()],
        names_put_forward=scheme.names_put_forward,
    )


def _tables(instruments: int) -> str:
    """The class of the ranking tables."""
    if instruments >= WIDE_FROM:
        return "wide narrow"
    return "narrow" if instruments >= NARROW_FROM else ""
