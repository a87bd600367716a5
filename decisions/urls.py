from django.urls import path

from decisions.views import barring, choosing, determining, inquiring, shortlist

app_name = "decisions"
urlpatterns = [
    path("<slug:code>/", shortlist.shortlist, name="shortlist"),
    path("<slug:code>/serahkan/", shortlist.hand_over, name="hand-over"),
    path("<slug:code>/jabatan/<code:vacancy>/", shortlist.post, name="shortlist-post"),
    path("<slug:code>/jabatan/<code:vacancy>/pilih/", choosing.save, name="save-choice"),
    path("<slug:code>/jabatan/<code:vacancy>/batal/", choosing.clear, name="clear-choice"),
    path("<slug:code>/jabatan/<code:vacancy>/tanya/", inquiring.ask, name="ask-panel"),
    path("<slug:code>/jabatan/<code:vacancy>/mundur/", barring.withdraw, name="withdraw"),
    path("<slug:code>/tanya/<int:number>/", inquiring.answer, name="answer-inquiry"),
    path("<slug:code>/tinjau/", determining.review, name="review"),
    path("<slug:code>/tetapkan/", determining.determine, name="determine"),
    path("<slug:code>/ditetapkan/", determining.choices, name="choices"),
]
