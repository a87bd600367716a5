from django.urls import include, path

from scoring.views import (
    agenda,
    copies,
    practice,
    progress,
    rounds,
    saving,
    sheets,
    shells,
    watching,
)

app_name = "scoring"
mine = [
    path("", agenda.agenda, name="agenda"),
    path("pengingat/", agenda.notices, name="notices"),
    path("mengerti/<uuid:public_id>/", agenda.understand, name="understand"),
    path("sesi/", watching.session, name="session"),
    path("luring.js", shells.worker, name="worker"),
    path("kerangka/", shells.shells, name="shells"),
    path("lembar/<uuid:public_id>/kerangka/", shells.shell, name="shell"),
    path("lembar/<uuid:public_id>/", sheets.sheet, name="sheet"),
    path("lembar/<uuid:public_id>/waktu/", sheets.hour, name="hour"),
    path("lembar/<uuid:public_id>/simpan/", saving.save, name="save"),
    path("lembar/<uuid:public_id>/simpan/<uuid:mutation_id>/", watching.stored, name="stored"),
    path("lembar/<uuid:public_id>/tinjau/", sheets.review, name="review"),
    path("lembar/<uuid:public_id>/tandatangan/", saving.sign, name="sign"),
    path("lembar/<uuid:public_id>/buka-kembali/", sheets.ask_reopening, name="ask-reopening"),
    path("lembar/<uuid:public_id>/kertas/", copies.copies, name="copies"),
    path("lembar/<uuid:public_id>/kertas/sahkan/", copies.confirm, name="confirm-copies"),
    path("lembar/<uuid:public_id>/kertas/kembalikan/", copies.send_back, name="return-copies"),
    path("lembar/<uuid:public_id>/berkas/", sheets.profile, name="profile"),
    path("latihan/<slug:code>/", practice.practice, name="practice"),
    path("latihan/<slug:code>/simpan/", practice.save, name="save-practice"),
    path("latihan/<slug:code>/tinjau/", practice.review, name="practice-review"),
    path("latihan/<slug:code>/tandatangan/", practice.finish, name="finish-practice"),
    path("saya/", agenda.confirm, name="confirm"),
    path("makalah/<uuid:public_id>/", sheets.paper, name="paper"),
    path("putaran/<slug:code>/buka/", rounds.open_scoring, name="open-scoring"),
]
urlpatterns = [
    path("penilaian/", include(mine)),
    path("seleksi/<slug:code>/kemajuan/", progress.progress, name="progress"),
    path("seleksi/<slug:code>/kemajuan/<uuid:member>/ingatkan/", progress.remind, name="remind"),
]
