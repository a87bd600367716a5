from django.urls import path

from reports import closing_urls, requirement_urls
from reports.views import (
    attendance,
    declaring,
    documents,
    home,
    panel_changes,
    papers,
    ranking,
    rules,
    talent,
    talent_pool,
)

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
    path("seleksi/<slug:code>/hasil/<code:vacancy>/", ranking.ranking, name="ranking"),
    path("seleksi/<slug:code>/dokumen/", documents.documents, name="documents"),
    path("seleksi/<slug:code>/dokumen/pesan/", documents.order, name="order-document"),
    path("pernyataan/<slug:code>/tandatangan/", declaring.declare, name="declare"),
    path("seleksi/<slug:code>/panitia/perubahan/", panel_changes.changes, name="panel-changes"),
    path(
        "seleksi/<slug:code>/panitia/perubahan/baru/<slug:kind>/",
        panel_changes.new_change,
        name="new-panel-change",
    ),
    path(
        "seleksi/<slug:code>/panitia/perubahan/baru/<slug:kind>/ajukan/",
        panel_changes.request_change,
        name="request-panel-change",
    ),
    path(
        "seleksi/<slug:code>/panitia/perubahan/<uuid:public_id>/setujui/",
        panel_changes.approve_change,
        name="approve-panel-change",
    ),
    path(
        "seleksi/<slug:code>/panitia/perubahan/<uuid:public_id>/tolak/",
        panel_changes.refuse_change,
        name="refuse-panel-change",
    ),
    path("seleksi/<slug:code>/kehadiran/", attendance.attendance, name="attendance"),
    path("seleksi/<slug:code>/kehadiran/catat/", attendance.note, name="note-attendance"),
    path("seleksi/<slug:code>/kehadiran/kejadian/", attendance.write, name="write-incident"),
    path("seleksi/<slug:code>/kehadiran/daftar/", attendance.list_, name="attendance-list"),
    path("seleksi/<slug:code>/kehadiran/lembar/", attendance.incidents, name="incident-sheet"),
    path("seleksi/<slug:code>/makalah/", papers.papers, name="papers"),
    path("seleksi/<slug:code>/makalah/batas/", papers.set_deadline, name="set-paper-deadline"),
    path("seleksi/<slug:code>/makalah/tanpa-nama/", papers.set_blind, name="set-blind"),
    path("seleksi/<slug:code>/makalah/<int:number>/<code:vacancy>/", papers.paper, name="paper"),
    path(
        "seleksi/<slug:code>/makalah/<int:number>/<code:vacancy>/unggah/",
        papers.hand_in,
        name="hand-in-paper",
    ),
    path("makalah/<uuid:public_id>/unduh/", papers.paper_file, name="paper-file"),
    path("seleksi/<slug:code>/talenta/", talent.grid, name="talent-grid"),
    path("seleksi/<slug:code>/talenta/<int:number>/", talent.candidate, name="talent-candidate"),
    path("talenta/", talent_pool.pool, name="talent-pool"),
    path("talenta/skema/", talent_pool.schemes, name="talent-schemes"),
    path("talenta/perbedaan/", talent_pool.apart, name="talent-differences"),
    path("talenta/pejabat/<uuid:public_id>/", talent_pool.official, name="talent-official"),
    path("dokumen/<uuid:public_id>/", documents.document, name="document"),
    path("dokumen/<uuid:public_id>/unduh/", documents.download, name="download"),
    path("dokumen/<uuid:public_id>/ulangi/", documents.retry, name="retry-document"),
    path("berita-acara/<uuid:public_id>/", documents.minutes_file, name="minutes-file"),
    path(
        "berita-acara/<uuid:public_id>/unduh/", documents.download_minutes, name="download-minutes"
    ),
    path("berita-acara/<uuid:public_id>/ulangi/", documents.retry_minutes, name="retry-minutes"),
    *requirement_urls.urlpatterns,
    *closing_urls.urlpatterns,
]
