"""Why somebody stands where he stands, or nowhere, in the sentences of an official report."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from accounts.wording import with_comma
from candidates.models import Candidate
from reports.ties import Rule, Tie, inside, rules_of, ties_of
from scoring.outcome import Outcome, VacancyOutcome
from scoring.ranking import Placed, Reason, TieBreak, Unplaced, quorum_for
from selection.enumeration import listed
from selection.models import Instrument

PLACES = 4  # decimals of an instrument's score, as `manage.py ranking` prints them


def notes_of(outcome: Outcome, vacancy: VacancyOutcome) -> list[str]:
    """Sentences about the ranking of one vacancy: what is lacking, the cut, every tie."""
    ranked, rules = vacancy.ranking.ranked, rules_of(outcome, vacancy)
    return [
        *_few(outcome, ranked),
        *_gap(ranked),
        *(note for tie in ties_of(vacancy, rules) for note in _tie(tie, rules)),
        *_approval(vacancy.vacancy.special_approval),
    ]


def reasons_of(outcome: Outcome, vacancy: VacancyOutcome, unplaced: Unplaced) -> list[str]:
    """Sentences that say why there is no rank: who does not qualify was never called for more."""
    candidate = vacancy.candidates[unplaced.nip]
    missing = [i for i in outcome.instruments if i.code not in unplaced.instruments]
    sentences = {
        Reason.QUORUM: _quorum(outcome, vacancy, candidate, [i for i in missing if i.is_panel]),
        Reason.DATA_MISSING: "Nilai data belum ada: "
        + "; ".join(inside(i.title) for i in missing if not i.is_panel),
        Reason.BELOW_MINIMUM: "Di bawah nilai minimum: " + "; ".join(_below(outcome, unplaced)),
        Reason.NOT_ELIGIBLE: "Tidak memenuhi syarat jabatan",
    }
    by_cause = sorted(unplaced.reasons, key=lambda reason: reason is not Reason.NOT_ELIGIBLE)
    return [f"{sentences[reason]}." for reason in by_cause]


def _few(outcome: Outcome, ranked: Sequence[Placed]) -> Iterator[str]:
    wanted = outcome.scheme.names_put_forward
    if not ranked:
        yield "Tidak ada kandidat yang memperoleh peringkat untuk jabatan ini."
    elif len(ranked) < wanted:
        yield f"Hanya {len(ranked)} dari {wanted} nama dapat diusulkan."


def _gap(ranked: Sequence[Placed]) -> Iterator[str]:
    """How far the first name not put forward is from the last one that is."""
    for above, below in pairwise(ranked):
        if above.put_forward and below.put_forward is False and above.total > below.total:
            gap = with_comma(str(above.total - below.total))
            yield f"Selisih nilai akhir peringkat {above.rank} dan {below.rank} adalah {gap}."


def _tie(tie: Tie, rules: Mapping[str, Rule]) -> Iterator[str]:
    """Who stood equal and what set them apart; then everybody who shares a rank still."""
    equal = f"{tie.names} sama-sama memperoleh {with_comma(str(tie.total))}"
    why = "setelah semua aturan seri dipakai" if rules else "karena tidak ada aturan seri"
    groups = [list(g) for _, g in groupby(tie.members, key=lambda member: member.placed.rank)]
    if len(groups) > 1:
        yield f"{equal}. {_decision(tie, rules)}"
    for together in groups:
        placed = together[0].placed
        names = listed([member.candidate.full_name for member in together])
        shared = f"{equal} dan" if len(groups) == 1 else names
        if len(together) > 1:
            yield f"{shared} berbagi peringkat {placed.rank} {why}. {placed.note}".strip()


def _decision(tie: Tie, rules: Mapping[str, Rule]) -> str:
    words = listed([f"aturan ke-{rule.number} ({rule.words})" for rule in tie.rules])
    by_age = rules.get(TieBreak.AGE) in tie.rules
    if len(tie.rules) > 1 or by_age:  # no birth dates in print
        return f"Urutan ditetapkan dengan {words}."
    compared = " banding ".join(member.compared for member in tie.members)
    return f"Urutan ditetapkan dengan {words}: {compared}."


def _approval(approver: str) -> Iterator[str]:
    if approver:
        yield f"Pengisian jabatan ini memerlukan persetujuan khusus: {approver}."


def _quorum(
    outcome: Outcome, vacancy: VacancyOutcome, candidate: Candidate, missing: Sequence[Instrument]
) -> str:
    """`…: wawancara 2 lembar dari paling sedikit 4`; no count where nobody was asked to score."""
    sheets = {
        i.pk: outcome.sheets_for(candidate, i, vacancy.vacancy)
        for i in outcome.instruments
        if i.is_panel
    }
    asked = max(map(len, sheets.values()))
    if not asked:
        return "Tidak dinilai panitia"
    needed = quorum_for(outcome.scheme, asked)
    short = [
        f"{inside(instrument.title)} {sum(sheet.is_signed for sheet in sheets[instrument.pk])}"
        f" lembar dari paling sedikit {needed}"
        for instrument in missing
    ]
    return f"Jumlah lembar nilai belum mencapai kuorum: {'; '.join(short)}"


def _below(outcome: Outcome, unplaced: Unplaced) -> Iterator[str]:
    titles = {instrument.code: instrument.title for instrument in outcome.instruments}
    for instrument in outcome.scheme.instruments:
        score, mark = unplaced.instruments.get(instrument.code), instrument.pass_mark
        if score is not None and mark is not None and score < mark:
            minimum = with_comma(mark, 2)
            title = inside(titles[instrument.code])
            yield f"{title} {with_comma(score, PLACES)} dari paling rendah {minimum}"
