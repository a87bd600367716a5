from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("lanjut/", views.resumed, name="resumed"),
    path("kartu/<uuid:public_id>/", views.issue_card, name="issue-card"),
    path("baru/", views.new_account, name="new-account"),
    path("baru/buat/", views.create_account, name="create-account"),
    path("peran/<uuid:public_id>/", views.roles, name="roles"),
    path("peran/<uuid:public_id>/beri/", views.give_role, name="give-role"),
    path("peran/<uuid:public_id>/akhiri/", views.end_role, name="end-role"),
    path("aktivasi/<str:token>/", views.activate, name="activate"),
]
