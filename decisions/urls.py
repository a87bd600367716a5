from django.urls import path

from decisions import views

app_name = "decisions"
urlpatterns = [
    path("<slug:code>/", views.shortlist, name="shortlist"),
    path("<slug:code>/jabatan/<code:vacancy>/", views.shortlist, name="shortlist-post"),
    path("<slug:code>/serahkan/", views.hand_over, name="hand-over"),
]
