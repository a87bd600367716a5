from django.urls import path

from reports.views import documents, home, ranking

app_name = "reports"
urlpatterns = [
    path("", home.home, name="home"),
    path("seleksi/<slug:code>/", home.round_page, name="round"),
    path("seleksi/<slug:code>/hasil/", ranking.overview, name="results"),
    path("seleksi/<slug:code>/hasil/<str:vacancy>/", ranking.ranking, name="ranking"),
    path("seleksi/<slug:code>/dokumen/", documents.documents, name="documents"),
    path("seleksi/<slug:code>/dokumen/pesan/", documents.order, name="order-document"),
    path("dokumen/<uuid:public_id>/", documents.document, name="document"),
    path("dokumen/<uuid:public_id>/unduh/", documents.download, name="download"),
    path("dokumen/<uuid:public_id>/ulangi/", documents.retry, name="retry-document"),
]
