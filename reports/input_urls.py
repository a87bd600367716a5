"""Addresses of public input: the public's own, staff's and head's, the verifier's, the mayor's."""

from django.urls import path

from reports.views import input_cases, input_windows, inputs

urlpatterns = [
    path("masukan/<slug:code>/", inputs.public_page, name="public-input"),
    path("masukan/<slug:code>/kirim/", inputs.send, name="send-input"),
    path("tanda-terima/", inputs.standing, name="input-standing"),
    path("seleksi/<slug:code>/masukan/", input_windows.window, name="input-window"),
    path("seleksi/<slug:code>/masukan/minta/", input_windows.ask, name="request-input-window"),
    path(
        "seleksi/<slug:code>/masukan/<uuid:public_id>/buka/",
        input_windows.open_,
        name="open-input-window",
    ),
    path(
        "seleksi/<slug:code>/masukan/<uuid:public_id>/kembalikan/",
        input_windows.give_back,
        name="return-input-window",
    ),
    path(
        "seleksi/<slug:code>/masukan/<uuid:public_id>/akhiri/",
        input_windows.end,
        name="end-input-window",
    ),
    path("seleksi/<slug:code>/verifikasi/", input_cases.inputs, name="inputs"),
    path("seleksi/<slug:code>/verifikasi/<uuid:public_id>/", input_cases.case, name="input"),
    path(
        "seleksi/<slug:code>/verifikasi/<uuid:public_id>/langkah/",
        input_cases.step,
        name="step-input",
    ),
    path(
        "seleksi/<slug:code>/verifikasi/<uuid:public_id>/identitas/",
        input_cases.identity,
        name="open-identity",
    ),
    path(
        "seleksi/<slug:code>/verifikasi/<uuid:public_id>/berkas/",
        input_cases.file,
        name="input-file",
    ),
    path(
        "seleksi/<slug:code>/masukan-terverifikasi/", input_cases.verified, name="verified-inputs"
    ),
]
