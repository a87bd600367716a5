from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("kartu/<uuid:public_id>/", views.issue_card, name="issue-card"),
    path("aktivasi/<str:token>/", views.activate, name="activate"),
]
