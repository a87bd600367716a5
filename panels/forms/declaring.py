from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.crypto import salted_hmac

from candidates.models import Candidate
from panels.declaring import STATEMENT, Answer
from panels.models import Conflict
from panels.standing import Question, Standing

SCORES, RECUSED = "menilai", "berhalangan"
DECISIONS = [(SCORES, "Saya nyatakan, dan tetap menilai"), (RECUSED, "Saya berhalangan menilai")]
NOTE_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate of the form. `marked` and `kind` only where no relation is known yet.

    `told` is what staff wrote of it in the workbook: for reading, never part of what is signed.
    """

    question: Question
    decision: BoundField
    note: BoundField
    marked: BoundField | None = None
    kind: BoundField | None = None

    @property
    def told(self) -> str:
        conflict = self.question.conflict
        return conflict.note if conflict and not conflict.is_settled else ""


class DeclarationForm(forms.Form):
    """A decision for every known relation, any others the member names, and the signature."""

    statement = STATEMENT
    agree = forms.BooleanField(
        label="Pernyataan",
        error_messages={"required": "Centang pernyataan ini sebelum menandatangani."},
    )

    def __init__(self, data: QueryDict | None = None, *, standing: Standing) -> None:
        super().__init__(data)
        self.questions = standing.questions
        self.shares_agency = standing.shares_agency
        for question in self.questions:
            self._add(question)
        self.order_fields([name for name in self.fields if name != "agree"])

    @property
    def known(self) -> Sequence[Row]:
        """The relations that the data or the workbook name."""
        return [self._row(question) for question in self.questions if question.is_known]

    @property
    def others(self) -> Sequence[Row]:
        return [self._row(question) for question in self.questions if not question.is_known]

    @property
    def answers(self) -> dict[int, Answer]:
        """Candidate's primary key -> what the member says; only those with a relation."""
        found = {}
        for question in self.questions:
            name = _prefix(question)
            said = self.cleaned_data
            if question.is_known or said[f"{name}_ada"]:
                found[question.candidate.pk] = Answer(
                    kind=_known_kind(question) or said[f"{name}_jenis"],
                    still_scores=said[f"{name}_keputusan"] == SCORES,
                    note=said[f"{name}_catatan"],
                )
        return found

    def clean(self) -> None:
        """A candidate marked as known to the member needs the kind and the decision."""
        for question in self.questions:
            name, said = _prefix(question), self.cleaned_data
            if question.is_known or not said.get(f"{name}_ada"):
                continue
            if not said.get(f"{name}_jenis"):
                self.add_error(f"{name}_jenis", "Pilih jenis hubungan.")
            if not said.get(f"{name}_keputusan"):
                self.add_error(f"{name}_keputusan", UNDECIDED)
            if said.get(f"{name}_jenis") == Conflict.Kind.OTHER and not said.get(f"{name}_catatan"):
                self.add_error(f"{name}_catatan", "Tuliskan hubungannya dengan singkat.")

    def _add(self, question: Question) -> None:
        name, label = _prefix(question), question.candidate.full_name
        conflict = question.conflict
        decided = conflict if conflict and conflict.is_settled else None
        self.fields[f"{name}_keputusan"] = forms.ChoiceField(
            label=f"{label}, keputusan Anda",
            choices=DECISIONS,
            widget=forms.RadioSelect,
            required=question.is_known,
            initial=(SCORES if decided.still_scores else RECUSED) if decided else None,
            error_messages={"required": UNDECIDED},
        )
        self.fields[f"{name}_catatan"] = forms.CharField(
            label=f"{label}, keterangan",
            required=False,
            max_length=NOTE_LIMIT,
            initial=decided.note if decided else "",
            widget=forms.Textarea(attrs={"rows": 2, "class": "input"}),
            error_messages={"max_length": f"Paling panjang {NOTE_LIMIT} huruf. Ringkaskan."},
        )
        if question.is_known:
            return
        self.fields[f"{name}_ada"] = forms.BooleanField(
            label=f"Saya punya hubungan dengan {label}", required=False, initial=bool(conflict)
        )
        self.fields[f"{name}_ada"].widget.attrs["class"] = "declare__on"
        self.fields[f"{name}_jenis"] = forms.ChoiceField(
            label=f"{label}, jenis hubungan",
            choices=[("", "Pilih jenis hubungan"), *KINDS],
            required=False,
            initial=conflict.kind if conflict else "",
            widget=forms.Select(attrs={"class": "input"}),
        )

    def _row(self, question: Question) -> Row:
        name = _prefix(question)
        decision, note = self[f"{name}_keputusan"], self[f"{name}_catatan"]
        if question.is_known:
            return Row(question, decision, note)
        return Row(question, decision, note, self[f"{name}_ada"], self[f"{name}_jenis"])


UNDECIDED = "Pilih “tetap menilai” atau “berhalangan”."
KINDS = [
    (Conflict.Kind.FAMILY, "Keluarga"),
    (Conflict.Kind.SUPERIOR, "Saya atasan langsung kandidat"),
    (Conflict.Kind.SUBORDINATE, "Saya bawahan langsung kandidat"),
    (Conflict.Kind.BUSINESS, "Usaha"),
    (Conflict.Kind.OTHER, "Lainnya"),
]


def prefix_of(candidate: Candidate) -> str:
    """What the fields about a candidate begin with: a key tells the order of the numbers."""
    return f"k{salted_hmac('panels.declaring', str(candidate.pk)).hexdigest()[:12]}"


def _prefix(question: Question) -> str:
    return prefix_of(question.candidate)


def _known_kind(question: Question) -> str:
    """The kind that the workbook or the data name; empty where the member names it."""
    if question.conflict and question.is_known:
        return question.conflict.kind
    return question.proposal.ground.kind if question.proposal else ""
