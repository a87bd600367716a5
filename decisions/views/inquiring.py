from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.access import SignedInRequest, command, page
from accounts.policy import Action
from decisions.choosing import CannotChoose
from decisions.forms import AnswerForm, QuestionForm
from decisions.inquiring import answer_inquiry, ask_panel, inquiries_of
from decisions.models import Inquiry
from decisions.views.showing import show_post, vacancy_at
from panels.permissions import round_for

HERE = "decisions:shortlist-post"


@page(Action.READ_INQUIRIES)
def inquiries(request: SignedInRequest, code: str) -> HttpResponse:
    """All that the authority asked the panel, and what was answered, the newest first."""
    round_ = round_for(request, Action.READ_INQUIRIES, code)
    found = [one for some in inquiries_of(round_).values() for one in some]
    asked = sorted(found, key=lambda one: one.pk, reverse=True)
    return render(request, "decisions/inquiry_list.html", {"round": round_, "asked": asked})


@command(Action.CHOOSE, page=HERE)
def ask(request: SignedInRequest, code: str, vacancy: str) -> HttpResponse:
    """The way out of choosing now: a question to the panel."""
    round_ = round_for(request, Action.CHOOSE, code)
    post = vacancy_at(round_, vacancy)
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return show_post(request, round_, vacancy, question=form)
    try:
        ask_panel(post, form.cleaned_data["question"], by=request.user)
    except CannotChoose as refusal:
        form.add_error("question", str(refusal))
        return show_post(request, round_, vacancy, question=form)
    messages.success(request, "Pertanyaan dikirim kepada ketua panitia. Jawabannya tampil di sini.")
    return redirect(HERE, code, vacancy)


@command(Action.ANSWER_INQUIRY)
def answer(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    round_ = round_for(request, Action.ANSWER_INQUIRY, code)
    inquiries = Inquiry.objects.filter(vacancy__round=round_, pk=number)
    inquiry = inquiries.select_related("vacancy__round").first()
    if inquiry is None:
        raise Http404
    form = AnswerForm(request.POST, inquiry=inquiry)
    if not form.is_valid():
        return show_post(request, round_, inquiry.vacancy.code, answer=form)
    try:
        answer_inquiry(inquiry, form.cleaned_data["answer"], by=request.user)
    except CannotChoose as refusal:
        form.add_error("answer", str(refusal))
        return show_post(request, round_, inquiry.vacancy.code, answer=form)
    messages.success(request, "Jawaban tersimpan dan dibaca Wali Kota pada jabatan ini.")
    return redirect(HERE, code, inquiry.vacancy.code)
