"""Addresses of announcements: staff's and the head's, and the public's own."""

from django.urls import path

from reports.views import announcements, announcing, public_announcements

urlpatterns = [
    path("pengumuman/", public_announcements.index, name="public-announcements"),
    path("pengumuman/<slug:code>/", public_announcements.one, name="public-announcement"),
    path(
        "pengumuman/<slug:code>/unduh/", public_announcements.file, name="public-announcement-file"
    ),
    path("seleksi/<slug:code>/pengumuman/", announcements.announcements, name="announcements"),
    path("seleksi/<slug:code>/pengumuman/baru/", announcing.new, name="new-announcement"),
    path("seleksi/<slug:code>/pengumuman/minta/", announcing.ask, name="request-announcement"),
    path(
        "seleksi/<slug:code>/pengumuman/<uuid:public_id>/",
        announcements.announcement,
        name="announcement",
    ),
    path(
        "seleksi/<slug:code>/pengumuman/<uuid:public_id>/terbitkan/",
        announcing.publish,
        name="publish-announcement",
    ),
    path(
        "seleksi/<slug:code>/pengumuman/<uuid:public_id>/kembalikan/",
        announcing.give_back,
        name="return-announcement",
    ),
    path(
        "seleksi/<slug:code>/pengumuman/<uuid:public_id>/tarik/",
        announcing.take_back,
        name="take-back-announcement",
    ),
]
