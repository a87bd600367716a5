from django.urls import include, path

from config import failures, health

urlpatterns = [
    path("", include("reports.urls")),
    path("", include("panels.urls")),
    path("", include("scoring.urls")),
    path("usulan/", include("decisions.urls")),
    path("buku-kerja/", include("workbook.urls")),
    path("akun/", include("accounts.urls")),
    path("akun/email/", failures.closed, name="closed"),  # addresses come by invitation
    path("akun/2fa/", include("config.factors")),  # allauth's, with a trail
    path("akun/", include("allauth.urls")),
    path("sehat/", health.health, name="health"),
]

handler400 = failures.bad_request
handler403 = failures.forbidden
handler404 = failures.not_found
handler500 = failures.server_error
