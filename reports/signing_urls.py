"""Addresses of signatures under a document: who signs, signing itself, scans of signed paper."""

from django.urls import path

from reports.views import scans, signatories, signing

DOCUMENT = "tanda-tangan/<uuid:public_id>/"
LINE = "tandatangani/<uuid:public_id>/"
urlpatterns = [
    path(f"{DOCUMENT}penanda/", signatories.signatories, name="signatories"),
    path(f"{DOCUMENT}penanda/simpan/", signatories.name_, name="name-signatories"),
    path(f"{DOCUMENT}lembar/", scans.sheet, name="signature-sheet"),
    path(f"{DOCUMENT}unggah/", scans.upload, name="upload-scan"),
    path("pindaian/<uuid:public_id>/", scans.scan, name="scan"),
    path("pindaian/<uuid:public_id>/unduh/", scans.file, name="scan-file"),
    path("pindaian/<uuid:public_id>/terima/", scans.accept, name="accept-scan"),
    path("pindaian/<uuid:public_id>/tolak/", scans.refuse, name="refuse-scan"),
    path(LINE, signing.signing, name="signing"),
    path(f"{LINE}unduh/", signing.file, name="signing-file"),
    path(f"{LINE}kirim/", signing.sign, name="sign"),
    path("kepastian/<uuid:public_id>/", signing.settling, name="settling"),
    path("kepastian/<uuid:public_id>/simpan/", signing.settle, name="settle-signature"),
]
