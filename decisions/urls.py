from django.urls import path

from decisions.views import (
    approval_steps,
    approvals,
    barring,
    cabinet,
    cascade,
    choosing,
    determining,
    ending,
    inquiring,
    region,
    shortlist,
)

APPROVALS = "<slug:code>/persetujuan/"
POST = f"{APPROVALS}jabatan/<code:vacancy>/"
STEP = f"{POST}langkah/<code:rule>/"

app_name = "decisions"
urlpatterns = [
    path("<slug:code>/", shortlist.shortlist, name="shortlist"),
    path("<slug:code>/serahkan/", shortlist.hand_over, name="hand-over"),
    path("<slug:code>/jabatan/<code:vacancy>/", shortlist.post, name="shortlist-post"),
    path("<slug:code>/jabatan/<code:vacancy>/pilih/", choosing.save, name="save-choice"),
    path("<slug:code>/jabatan/<code:vacancy>/batal/", choosing.clear, name="clear-choice"),
    path("<slug:code>/jabatan/<code:vacancy>/tanya/", inquiring.ask, name="ask-panel"),
    path("<slug:code>/jabatan/<code:vacancy>/mundur/", barring.withdraw, name="withdraw"),
    path("<slug:code>/tanya/", inquiring.inquiries, name="inquiries"),
    path("<slug:code>/tanya/<int:number>/", inquiring.answer, name="answer-inquiry"),
    path("<slug:code>/tinjau/", determining.review, name="review"),
    path("<slug:code>/tetapkan/", determining.determine, name="determine"),
    path("<slug:code>/kabinet/", cabinet.cabinet, name="cabinet"),
    path("<slug:code>/ditetapkan/", determining.choices, name="choices"),
    path("<slug:code>/gerbong/", cascade.cascade, name="cascade"),
    path("<slug:code>/gerbong/atur/", cascade.set_cascade, name="set-cascade"),
    path("<slug:code>/gerbong/putaran/", cascade.start, name="start-follow-up"),
    path(APPROVALS, approvals.overview, name="approvals"),
    path(f"{APPROVALS}daerah/", region.region, name="region"),
    path(f"{APPROVALS}daerah/masa/", region.add_term, name="record-term"),
    path(f"{APPROVALS}daerah/pemilihan/", region.add_window, name="record-window"),
    path(
        f"{APPROVALS}daerah/<slug:kind>/<uuid:fact>/tarik/", region.withdraw, name="withdraw-fact"
    ),
    path(f"{APPROVALS}tutup/", ending.close_round, name="close-round"),
    path(f"{APPROVALS}berkas/<uuid:letter>/", approvals.letter_file, name="letter-file"),
    path(POST, approvals.track, name="approval-track"),
    path(f"{POST}rute/", approvals.why, name="approval-route"),
    path(f"{POST}rute/pakai/", approval_steps.keep, name="keep-route"),
    path(f"{POST}rute/<code:rule>/ajukan/", approval_steps.ask, name="ask-override"),
    path(f"{POST}rute/putuskan/<uuid:override>/", approval_steps.decide, name="decide-override"),
    path(f"{POST}sk/", ending.record_decree, name="record-decree"),
    path(f"{POST}rencana/", ending.plan_inauguration, name="plan-inauguration"),
    path(f"{POST}pelantikan/", ending.inaugurate, name="inaugurate"),
    path(f"{POST}akhiri/", ending.end_choice, name="end-choice"),
    path(STEP, approval_steps.step, name="approval-step"),
    path(f"{STEP}<slug:deed>/", approval_steps.advance, name="advance"),
]
