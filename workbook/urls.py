from django.urls import path

from workbook import views

app_name = "workbook"
urlpatterns = [
    path("", views.uploads, name="uploads"),
    path("unggah/", views.receive, name="receive"),
    path("contoh/", views.template, name="template"),
    path("impor/<uuid:public_id>/", views.upload, name="upload"),
    path("impor/<uuid:public_id>/terapkan/", views.apply, name="apply"),
    path("impor/<uuid:public_id>/batalkan/", views.cancel, name="cancel"),
    path("impor/<uuid:public_id>/masalah/", views.faults, name="faults"),
    path("ekspor/<slug:code>/", views.export, name="export"),
    path("ekspor/<slug:code>/nilai/", views.export_scores, name="export-scores"),
]
