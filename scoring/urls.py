from django.urls import path

from scoring import views

app_name = "scoring"
urlpatterns = [
    path("", views.agenda, name="agenda"),
    path("sesi/", views.session, name="session"),
    path("lembar/<uuid:public_id>/", views.sheet, name="sheet"),
    path("lembar/<uuid:public_id>/waktu/", views.hour, name="hour"),
    path("lembar/<uuid:public_id>/simpan/", views.save, name="save"),
    path("lembar/<uuid:public_id>/tinjau/", views.review, name="review"),
    path("lembar/<uuid:public_id>/tandatangan/", views.sign, name="sign"),
    path("lembar/<uuid:public_id>/berkas/", views.profile, name="profile"),
    path("makalah/<uuid:public_id>/", views.paper, name="paper"),
    path("putaran/<slug:code>/buka/", views.open_scoring, name="open-scoring"),
    path("putaran/<slug:code>/buka-segel/", views.unseal, name="unseal"),
]
