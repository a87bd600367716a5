"""The panel of a sample round: its letters, and the declarations that its members sign."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from panels.declaring import Answer, declare
from panels.letters import Particulars, file_letter
from panels.standing import Question, standings_of
from selection.models import Round
from workbook.sample_pdf import page_of


def file_letters(round_: Round, day: date, *, by: User) -> None:
    """The decree, and a letter for everybody whom another agency sends."""
    decree = Particulars("800.1.2/714 Tahun 2025", day)
    file_letter(round_, decree, _page("SK pembentukan panitia (contoh)"), by=by)
    outside = round_.seats.filter(is_internal=False, withdrawn_at=None).order_by("number")
    for seat in outside:
        letter = Particulars(f"090/{200 + seat.number}/2025", day, seat)
        file_letter(round_, letter, _page(f"Surat tugas {seat.name} (contoh)"), by=by)


def sign_declarations(round_: Round, *, unsigned: int = 0) -> None:
    """Each says of a known relation what the workbook says; of others, that he scores.

    `unsigned`: so many members, the last by number, have not signed yet.
    """
    standings = standings_of(round_)
    for standing in standings[: len(standings) - unsigned]:
        answers = {q.candidate.pk: _answer(q) for q in standing.questions if q.is_known}
        declare(standing.seat, answers, by=standing.seat.user)


def _answer(question: Question) -> Answer:
    told, proposal = question.conflict, question.proposal
    if told:
        return Answer(told.kind, told.still_scores, told.note)
    assert proposal is not None
    return Answer(proposal.ground.kind, still_scores=True, note="Saya menilai dengan objektif.")


def _page(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("surat.pdf", page_of([text]), content_type="application/pdf")
