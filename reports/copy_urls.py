"""Addresses of scoring on paper: the forms, and the copies that are typed from them."""

from django.urls import path

from reports.views import documents, on_paper

PAPER = "seleksi/<slug:code>/kertas/"
FORMS = "formulir/<uuid:public_id>/"
urlpatterns = [
    path(PAPER, on_paper.on_paper, name="on-paper"),
    path(f"{PAPER}pakai/", on_paper.open_paper, name="open-paper"),
    path(f"{PAPER}akhiri/", on_paper.close_paper, name="close-paper"),
    path(f"{PAPER}formulir/", on_paper.order_forms, name="order-forms"),
    path(f"{PAPER}cari/", on_paper.find, name="find-copy"),
    path(f"{PAPER}<uuid:public_id>/", on_paper.copy, name="copy"),
    path(f"{PAPER}<uuid:public_id>/ketik/", on_paper.transcribe, name="transcribe"),
    path(f"{PAPER}<uuid:public_id>/tarik/", on_paper.withdraw, name="withdraw-copy"),
    path(FORMS, documents.forms_file, name="forms-file"),
    path(f"{FORMS}unduh/", documents.download_forms, name="download-forms"),
    path(f"{FORMS}ulangi/", documents.retry_forms, name="retry-forms"),
]
