from django.urls import path

from workbook.views import rounds, talent

app_name = "workbook"
urlpatterns = [
    path("", rounds.uploads, name="uploads"),
    path("unggah/", rounds.receive, name="receive"),
    path("contoh/", rounds.template, name="template"),
    path("impor/<uuid:public_id>/", rounds.upload, name="upload"),
    path("impor/<uuid:public_id>/terapkan/", rounds.apply, name="apply"),
    path("impor/<uuid:public_id>/batalkan/", rounds.cancel, name="cancel"),
    path("impor/<uuid:public_id>/masalah/", rounds.faults, name="faults"),
    path("impor/<uuid:public_id>/masalah/csv/", rounds.faults_csv, name="faults-csv"),
    path("impor/<uuid:public_id>/kembalikan/", rounds.undo, name="undo"),
    path("talenta/", talent.uploads, name="talent-uploads"),
    path("talenta/unggah/", talent.receive, name="receive-talent"),
    path("talenta/contoh/", talent.template, name="talent-template"),
    path("talenta/impor/<uuid:public_id>/", talent.upload, name="talent-upload"),
    path("talenta/impor/<uuid:public_id>/terapkan/", talent.apply, name="apply-talent"),
    path("talenta/impor/<uuid:public_id>/batalkan/", talent.cancel, name="cancel-talent"),
    path("talenta/<uuid:public_id>/tarik/", talent.withdraw, name="withdraw-talent"),
    path("ekspor/<slug:code>/", rounds.export, name="export"),
    path("ekspor/<slug:code>/nilai/", rounds.export_scores, name="export-scores"),
]
