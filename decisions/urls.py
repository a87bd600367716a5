from django.urls import path

from decisions.views import shortlist

app_name = "decisions"
urlpatterns = [
    path("<slug:code>/", shortlist.shortlist, name="shortlist"),
    path("<slug:code>/jabatan/<code:vacancy>/", shortlist.shortlist, name="shortlist-post"),
    path("<slug:code>/serahkan/", shortlist.hand_over, name="hand-over"),
]
