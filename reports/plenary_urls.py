"""Addresses of a round's plenary and of its frozen result."""

from django.urls import path

from reports.views import documents, plenary, results

HALL = "seleksi/<slug:code>/pleno/"
urlpatterns = [
    path(HALL, plenary.plenary, name="plenary"),
    path(f"{HALL}buka/", plenary.begin, name="open-plenary"),
    path(f"{HALL}hadir/", plenary.attend, name="plenary-attendance"),
    path(f"{HALL}putuskan/", plenary.resolve, name="decide"),
    path(f"{HALL}keputusan/<int:number>/cabut/", plenary.withdraw, name="withdraw-decision"),
    path(f"{HALL}tunda/", plenary.adjourn, name="adjourn-plenary"),
    path(f"{HALL}pendapat/", plenary.dissent, name="dissent"),
    path(f"{HALL}konfirmasi/", results.confirm, name="confirm-plenary"),
    path(f"{HALL}tetapkan/", results.review, name="review-result"),
    path(f"{HALL}tetapkan/sekarang/", results.freeze, name="freeze-result"),
    path(f"{HALL}cocokkan/", results.recount, name="recount"),
    path(f"{HALL}cetak/", results.print_minutes, name="print-plenary"),
    path("pleno/<uuid:public_id>/unduh/", documents.download_plenary, name="download-plenary"),
]
