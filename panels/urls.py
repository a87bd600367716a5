from django.urls import path

from panels.views import (
    declaring,
    mail,
    panel,
    seats,
    timetable,
    timetable_prints,
    timetable_setup,
)

app_name = "panels"
urlpatterns = [
    path("pernyataan/", declaring.mine, name="mine"),
    path("pernyataan/<slug:code>/", declaring.declaration, name="declaration"),
    path("seleksi/<slug:code>/panitia/", panel.panel, name="panel"),
    path("seleksi/<slug:code>/panitia/teks/", panel.roster, name="roster"),
    path("seleksi/<slug:code>/panitia/ingatkan/", panel.remind, name="remind"),
    path("seleksi/<slug:code>/panitia/catatan/", panel.note, name="note-warning"),
    path("seleksi/<slug:code>/panitia/pernyataan/", declaring.declarations, name="declarations"),
    path("seleksi/<slug:code>/panitia/surat/", panel.file_letter, name="file-letter"),
    path("seleksi/<slug:code>/panitia/surat/<uuid:public_id>/", panel.letter, name="letter"),
    path("seleksi/<slug:code>/panitia/tambah/", seats.new_seat, name="new-seat"),
    path("seleksi/<slug:code>/panitia/tambah/simpan/", seats.add_seat, name="add-seat"),
    path("seleksi/<slug:code>/panitia/<uuid:member>/", seats.seat, name="seat"),
    path(
        "seleksi/<slug:code>/panitia/<uuid:member>/simpan/", seats.change_seat, name="change-seat"
    ),
    path(
        "seleksi/<slug:code>/panitia/<uuid:member>/keluarkan/",
        seats.withdraw_seat,
        name="withdraw-seat",
    ),
    path("seleksi/<slug:code>/jadwal/", timetable.timetable, name="timetable"),
    path("seleksi/<slug:code>/jadwal/isian/", timetable_setup.setup, name="timetable-setup"),
    path(
        "seleksi/<slug:code>/jadwal/isian/simpan/",
        timetable_setup.prepare,
        name="prepare-timetable",
    ),
    path("seleksi/<slug:code>/jadwal/undian/", timetable_setup.draw, name="draw"),
    path("seleksi/<slug:code>/jadwal/undian/undi/", timetable_setup.draw_order, name="draw-order"),
    path("seleksi/<slug:code>/jadwal/susun/", timetable.arrange, name="arrange-timetable"),
    path("seleksi/<slug:code>/jadwal/pindah/", timetable.move, name="move-sitting"),
    path("seleksi/<slug:code>/jadwal/tukar/", timetable.swap, name="swap-sittings"),
    path("seleksi/<slug:code>/jadwal/mundur/", timetable.delay, name="delay-sittings"),
    path("seleksi/<slug:code>/jadwal/terbitkan/", timetable.publish, name="publish-timetable"),
    path("seleksi/<slug:code>/jadwal/buang/", timetable.discard, name="discard-timetable"),
    path(
        "seleksi/<slug:code>/jadwal/versi/<int:version>/",
        timetable.version,
        name="timetable-version",
    ),
    path(
        "seleksi/<slug:code>/jadwal/cetak/<slug:kind>/",
        timetable_prints.sheets,
        name="timetable-sheets",
    ),
    path(
        "seleksi/<slug:code>/jadwal/kandidat/<int:number>/kalender/",
        timetable_prints.candidate_calendar,
        name="candidate-calendar",
    ),
    path("seleksi/<slug:code>/surel/", mail.mail, name="mail"),
    path("seleksi/<slug:code>/surel/undangan/", mail.invitations, name="invitations"),
    path("seleksi/<slug:code>/surel/undangan/kirim/", mail.invite, name="invite"),
    path("seleksi/<slug:code>/surel/<uuid:public_id>/", mail.letter, name="mail-letter"),
    path(
        "seleksi/<slug:code>/surel/<uuid:public_id>/kirim/",
        mail.send_again,
        name="send-mail-again",
    ),
    path("penilaian/jadwal/<slug:code>/", timetable_prints.my_timetable, name="my-timetable"),
    path(
        "penilaian/jadwal/<slug:code>/kalender/", timetable_prints.my_calendar, name="my-calendar"
    ),
]
