"""Addresses of a round's closed days and of its seal."""

from django.urls import path

from reports.views import closing, sealing

SEAL = "seleksi/<slug:code>/segel/"
urlpatterns = [
    path(SEAL, sealing.sealing, name="sealing"),
    path(f"{SEAL}tutup/", closing.closing_day, name="closing-day"),
    path(f"{SEAL}tutup/sekarang/", closing.close, name="close-day"),
    path(f"{SEAL}minta/", sealing.ask, name="ask-unsealing"),
    path(f"{SEAL}saksikan/", sealing.witness, name="witness-unsealing"),
    path(f"{SEAL}kembalikan/", sealing.give_back, name="return-unsealing"),
    path(f"{SEAL}bukti/", sealing.evidence, name="evidence"),
    path(f"{SEAL}<int:number>/", closing.minutes, name="minutes"),
    path(f"{SEAL}<int:number>/konfirmasi/", closing.confirm, name="confirm-minutes"),
    path(f"{SEAL}<int:number>/cetak/", closing.print_minutes, name="print-minutes"),
    path(
        f"{SEAL}buka-kembali/<uuid:public_id>/setujui/",
        sealing.grant_reopening,
        name="grant-reopening",
    ),
    path(
        f"{SEAL}buka-kembali/<uuid:public_id>/tolak/",
        sealing.refuse_reopening,
        name="refuse-reopening",
    ),
]
