from django.urls import path

from reports.views import documents, home, ranking, rules

app_name = "reports"
urlpatterns = [
    path("", home.home, name="home"),
    path("seleksi/<slug:code>/", home.round_page, name="round"),
    path("seleksi/<slug:code>/perubahan/", home.changes, name="changes"),
    path("seleksi/<slug:code>/aturan/", rules.rules, name="rules"),
    path("seleksi/<slug:code>/aturan/teks/", rules.rules_text, name="rules-text"),
    path("seleksi/<slug:code>/aturan/minta/", rules.ask, name="request-freeze"),
    path("seleksi/<slug:code>/aturan/setujui/", rules.approve, name="approve-freeze"),
    path("seleksi/<slug:code>/aturan/kembalikan/", rules.give_back, name="return-freeze"),
    path("seleksi/<slug:code>/hasil/", ranking.overview, name="results"),
    path("seleksi/<slug:code>/hasil/<str:vacancy>/", ranking.ranking, name="ranking"),
    path("seleksi/<slug:code>/dokumen/", documents.documents, name="documents"),
    path("seleksi/<slug:code>/dokumen/pesan/", documents.order, name="order-document"),
    path("dokumen/<uuid:public_id>/", documents.document, name="document"),
    path("dokumen/<uuid:public_id>/unduh/", documents.download, name="download"),
    path("dokumen/<uuid:public_id>/ulangi/", documents.retry, name="retry-document"),
]
