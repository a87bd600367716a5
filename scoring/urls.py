from django.urls import path

from scoring.views import agenda, rounds, saving, sheets, shells, watching

app_name = "scoring"
urlpatterns = [
    path("", agenda.agenda, name="agenda"),
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
    path("lembar/<uuid:public_id>/berkas/", sheets.profile, name="profile"),
    path("makalah/<uuid:public_id>/", sheets.paper, name="paper"),
    path("putaran/<slug:code>/buka/", rounds.open_scoring, name="open-scoring"),
    path("putaran/<slug:code>/buka-segel/", rounds.unseal, name="unseal"),
]
