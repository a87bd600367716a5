import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from accounts.access import agencies_for, command, grant, logged_page, page
from accounts.models import Membership, User
from accounts.policy import Action, Role, When
from audit.actions import record
from audit.models import Event
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(rf):
    request = rf.get("/")
    request.user = UserFactory()
    return request


def agree(request):
    grant(request, Action.READ_ROUND, {Role.STAFF}, set())


def test_page_refuses_to_write(request_):
    @page(Action.READ_ROUND)
    def view(request):
        agree(request)
        User.objects.update(name="x")
        return HttpResponse()

    with pytest.raises(RuntimeError, match="only reads"):
        view(request_)


def test_logged_page_may_record_that_it_was_read(request_):
    @logged_page(Action.READ_ROUND)
    def view(request):
        agree(request)
        record("round.read", request.user, by=request.user, scope="x")
        return HttpResponse()

    assert view(request_).status_code == 200
    assert Event.objects.filter(verb="round.read").count() == 1


@pytest.mark.parametrize("guard", [page, logged_page])
def test_pages_refuse_post(rf, guard):
    view = guard(Action.READ_ROUND)(lambda _request: HttpResponse())

    assert view(rf.post("/")).status_code == 405


@pytest.mark.parametrize("method", ["get", "head"])
def test_command_leads_who_asks_for_a_page_to_its_page_and_does_nothing(rf, method):
    reached = []
    view = command(Action.SCORE)(reached.append)

    response = view(getattr(rf, method)("/buku-kerja/unggah/"))

    assert (response.status_code, response.url, reached) == (302, "/buku-kerja/", [])


def test_command_leads_to_the_page_it_names(rf):
    view = command(Action.UNSEAL, page="reports:round")(lambda _request, **_code: HttpResponse())

    response = view(rf.get("/seleksi/kota/segel/minta/"), code="kota")

    assert response.url == "/seleksi/kota/"


def test_command_refuses_every_other_method(rf):
    view = command(Action.SCORE)(lambda _request: HttpResponse())

    assert view(rf.put("/")).status_code == 405


def test_an_answer_for_which_no_policy_was_asked_is_refused(request_):
    view = page(Action.READ_ROUND)(lambda _request: HttpResponse("secret"))

    with pytest.raises(PermissionDenied):
        view(request_)


def test_another_policy_than_the_declared_one_is_not_enough(request_):
    @page(Action.READ_RANKING)
    def view(request):
        agree(request)
        return HttpResponse("secret")

    with pytest.raises(PermissionDenied):
        view(request_)


def test_grant_names_the_action_that_it_refuses(request_):
    request_.granted = set()

    with pytest.raises(PermissionDenied, match="meminta pembukaan segel"):
        grant(request_, Action.UNSEAL, {Role.CHAIR}, {When.DRAFT})

    assert request_.granted == set()


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.AUTHORITY, "Panitia belum menyerahkan hasil."),
        (Role.SYSADMIN, f"Peran Anda tidak berhak {Action.READ_SHORTLIST.value} pada tahap ini."),
    ],
)
def test_who_may_read_the_shortlist_later_hears_what_is_awaited(request_, role, words):
    with pytest.raises(PermissionDenied) as refusal:
        grant(request_, Action.READ_SHORTLIST, {role}, set())

    assert str(refusal.value) == words


def test_agencies_for_lists_only_those_where_the_role_allows_it(request_):
    request_.granted = set()
    staff = MembershipFactory(user=request_.user, role=Membership.Role.STAFF)
    MembershipFactory(user=request_.user, role=Membership.Role.AUDITOR)
    MembershipFactory(role=Membership.Role.STAFF)

    assert agencies_for(request_, Action.LOAD_ROUND) == [staff.agency]


@pytest.mark.parametrize("origin", ["cross-site", "same-site"])
def test_a_command_sent_from_elsewhere_is_refused(rf, origin):
    reached = []
    view = command(Action.READ_ROUND)(reached.append)

    with pytest.raises(PermissionDenied, match="tidak berasal dari halaman kami"):
        view(rf.post("/", headers={"Sec-Fetch-Site": origin}))

    assert reached == []
