from django.urls import include, path

from scoring.views import agenda, progress, rounds, saving, sheets

app_name = "scoring"
mine = [
    path("", agenda.agenda, name="agenda"),
    path("sesi/", saving.session, name="session"),
    path("pengingat/", agenda.notices, name="notices"),
    path("pengingat/<uuid:public_id>/mengerti/", agenda.understand, name="understand"),
    path("lembar/<uuid:public_id>/", sheets.sheet, name="sheet"),
    path("lembar/<uuid:public_id>/waktu/", sheets.hour, name="hour"),
    path("lembar/<uuid:public_id>/simpan/", saving.save, name="save"),
    path("lembar/<uuid:public_id>/tinjau/", sheets.review, name="review"),
    path("lembar/<uuid:public_id>/tandatangan/", saving.sign, name="sign"),
    path("lembar/<uuid:public_id>/berkas/", sheets.profile, name="profile"),
    path("makalah/<uuid:public_id>/", sheets.paper, name="paper"),
    path("putaran/<slug:code>/buka/", rounds.open_scoring, name="open-scoring"),
    path("putaran/<slug:code>/buka-segel/", rounds.unseal, name="unseal"),
]
urlpatterns = [
    path("penilaian/", include(mine)),
    path("seleksi/<slug:code>/kemajuan/", progress.progress, name="progress"),
    path("seleksi/<slug:code>/kemajuan/<uuid:member>/ingatkan/", progress.remind, name="remind"),
]
