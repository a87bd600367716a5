"""Addresses of the pages about requirements and candidates; part of reports.urls."""

from django.urls import path

from reports.views import (
    candidate,
    relatedness,
    requirement_commands,
    requirement_rules,
    requirements,
)

ROUND = "seleksi/<slug:code>/"
CELL = f"{ROUND}syarat/<code:vacancy>/<int:number>/"

urlpatterns = [
    path(f"{ROUND}syarat/", requirements.overview, name="requirements"),
    path(f"{ROUND}syarat/<code:vacancy>/", requirements.matrix, name="requirement-matrix"),
    path(f"{CELL}surat/", requirements.letter, name="requirement-letter"),
    path(f"{CELL}bidang/", requirement_commands.judge_education, name="judge-field"),
    path(f"{CELL}<code:rule>/", requirements.cell, name="requirement-cell"),
    path(
        f"{CELL}<code:rule>/kecualikan/",
        requirement_commands.ask_exception,
        name="ask-exception",
    ),
    path(f"{ROUND}pengecualian/", requirement_commands.exceptions, name="exceptions"),
    path(
        f"{ROUND}pengecualian/<uuid:public_id>/setujui/",
        requirement_commands.approve,
        name="approve-exception",
    ),
    path(
        f"{ROUND}pengecualian/<uuid:public_id>/kembalikan/",
        requirement_commands.send_back,
        name="return-exception",
    ),
    path(f"{ROUND}keterkaitan/<code:vacancy>/", relatedness.relatedness, name="relatedness"),
    path(f"{ROUND}keterkaitan/<code:vacancy>/simpan/", relatedness.judge, name="judge-related"),
    path(f"{ROUND}keterkaitan/<code:vacancy>/sahkan/", relatedness.confirm, name="confirm-related"),
    path(f"{ROUND}aturan-syarat/", requirement_rules.rules, name="requirement-rules"),
    path(f"{ROUND}aturan-syarat/tetapkan/", requirement_rules.adopt, name="adopt-rules"),
    path(f"{ROUND}aturan-syarat/<int:rule>/akhiri/", requirement_rules.end, name="end-rule"),
    path(f"{ROUND}kandidat/<int:number>/", candidate.candidate, name="candidate"),
    path(f"{ROUND}kandidat/<int:number>/periksa/", candidate.check, name="check-facts"),
    path(f"{ROUND}kandidat/<int:number>/bukti/", candidate.evidence, name="record-evidence"),
    path(f"{ROUND}kandidat/<int:number>/plt/<int:post>/", candidate.acting, name="judge-acting"),
    path(f"{ROUND}bukti/<uuid:public_id>/cocok/", candidate.compare, name="compare-evidence"),
    path(f"{ROUND}lampiran/<uuid:public_id>/", candidate.attachment, name="attachment"),
]
