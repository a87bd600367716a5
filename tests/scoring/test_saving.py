"""Every answer of the save protocol (reliability.md 5.1, security.md 4.7), and nothing written."""

from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from scoring import replication
from scoring.models import ScoreEvent
from scoring.rubric import rubric_hash
from scoring.rules import indicators_of
from tests import factories
from tests.rounds import fill, made_from

pytestmark = pytest.mark.django_db

GOOD = {"n1": "82", "n2": "79", "c1": "Contoh jelas", "c2": ""}
FETCH = {"accept": "application/json"}


@pytest.fixture
def small(draft):
    return draft.open()


@pytest.fixture
def me(client, small):
    client.force_login(small.members[0])
    return client


def body_of(sheet, *, base=0, **data):
    return {"mutation_id": str(uuid4()), "base_version": base, **made_from(sheet), **GOOD, **data}


def save(client, sheet, *, base=0, headers=FETCH, **data):
    address = reverse("scoring:save", args=[sheet.public_id])
    return client.post(address, body_of(sheet, base=base, **data), headers=headers)


def test_an_acknowledgement_says_version_time_and_how_far_a_standby_is(me, small):
    mutation = str(uuid4())

    answer = save(me, small.sheet(), mutation_id=mutation).json()

    assert (answer["version"], answer["replicated_to"], answer["errors"]) == (1, 1, {})
    assert answer["mutation_id"] == mutation
    assert answer["saved_at"].count(".") == 2
    assert replication.is_replayed(answer["position"])


def test_where_a_standby_lags_the_save_is_not_called_replicated(me, small, lagging_standby):
    answer = save(me, small.sheet()).json()

    assert (answer["version"], answer["replicated_to"]) == (1, 0)


def test_the_same_save_again_is_the_same_save(me, small):
    data = {"mutation_id": str(uuid4())}

    answers = [save(me, small.sheet(), **data).json() for _ in range(3)]

    assert [a["version"] for a in answers] == [1, 1, 1]
    assert ScoreEvent.objects.count() == 1


def test_a_captured_post_brings_back_only_what_was_stored(me, small):
    data = {"mutation_id": str(uuid4())}
    save(me, small.sheet(), **data)
    save(me, small.sheet(), base=1, n1="60")

    replay = save(me, small.sheet(), **data)

    assert replay.status_code == 200
    assert small.sheet().scores == {"W1": 60, "W2": 79}
    assert ScoreEvent.objects.count() == 2


def test_a_replay_with_other_scores_is_refused(me, small):
    data = {"mutation_id": str(uuid4())}
    save(me, small.sheet(), **data)

    assert save(me, small.sheet(), **data, n1="99").status_code == 409
    assert small.sheet().scores["W1"] == 82


def test_a_stale_page_hears_both_versions(me, small):
    first = str(uuid4())
    save(me, small.sheet(), mutation_id=first)

    response = save(me, small.sheet(), n1="60", n2="79")

    answer = response.json()
    assert (response.status_code, answer["reason"], answer["version"]) == (409, "stale", 1)
    assert answer["mutation_id"] == first
    assert (answer["fields"]["n1"], answer["fields"]["c1"]) == ("60", "Contoh jelas")
    assert answer["choices"] == [1]
    assert "Tersimpan di server: <b>82</b>" in answer["meetings"]["1"]
    assert small.sheet().scores == {"W1": 82, "W2": 79}


def test_a_version_from_the_future_is_stale_too(me, small):
    answer = save(me, small.sheet(), base=7).json()

    assert (answer["reason"], answer["version"], answer["mutation_id"]) == ("stale", 0, "")
    assert ScoreEvent.objects.count() == 0


@pytest.mark.parametrize("headers", [FETCH, {}], ids=["script", "page"])
def test_on_a_shared_laptop_the_other_member_is_told_only_who_he_is(me, small, headers):
    owner = small.sheet(seat=1)

    response = save(me, owner, headers=headers)

    text = response.json()["message"] if headers else response.text
    assert response.status_code == 409
    assert f"Perangkat ini sekarang dipakai oleh {small.members[0]}." in text
    assert str(small.members[1]) not in text
    assert ScoreEvent.objects.count() == 0


def test_another_persons_page_signs_nothing(me, small):
    save(me, small.sheet())
    data = {**body_of(small.sheet(), base=1), "mine": "1", "as_user": str(uuid4())}

    response = me.post(reverse("scoring:sign", args=[small.sheet().public_id]), data)

    assert response.status_code == 409
    assert not small.sheet().is_signed


@pytest.mark.parametrize("headers", [FETCH, {}], ids=["script", "page"])
def test_a_page_made_by_other_rules_is_refused(me, small, headers):
    response = save(me, small.sheet(), rubric_hash="0" * 64, headers=headers)

    assert response.status_code == 409
    assert "Aturan penilaian lembar ini berubah" in (
        response.json()["message"] if headers else response.text
    )
    assert ScoreEvent.objects.count() == 0


def test_by_other_rules_nothing_is_signed(me, small):
    save(me, small.sheet())
    data = {**body_of(small.sheet(), base=1), "mine": "1", "rubric_hash": "0" * 64}

    response = me.post(reverse("scoring:sign", args=[small.sheet().public_id]), data, follow=True)

    assert "Aturan penilaian lembar ini berubah" in response.text
    assert not small.sheet().is_signed


@pytest.mark.parametrize(
    ("of", "name", "value"),
    [
        ("indicator", "weight", 51),
        ("indicator", "title", "Lain"),
        ("indicator", "anchors", ["a", "b", "c"]),
        ("instrument", "bands", [50, 60, 70, 80]),
        ("instrument", "scale_max", 50),
    ],
)
def test_the_rules_have_another_hash_when_anything_changes(draft, of, name, value):
    indicators = indicators_of(draft.interview)
    before = rubric_hash(draft.interview, indicators)

    setattr({"indicator": indicators[0], "instrument": draft.interview}[of], name, value)

    assert rubric_hash(draft.interview, indicators) != before


def test_a_signed_sheet_is_closed(me, small):
    fill(small.sheet(), lambda *_: 80)

    response = save(me, small.sheet(), base=2)

    assert (response.status_code, response.json()["reason"]) == (423, "closed")
    assert small.sheet().scores == {"W1": 80, "W2": 80}


def test_without_a_session_a_script_is_told_so(client, small):
    response = save(client, small.sheet())

    assert response.status_code == 401
    assert ScoreEvent.objects.count() == 0


@pytest.mark.parametrize("field", ["mutation_id", "base_version", "as_user", "rubric_hash"])
@pytest.mark.parametrize("text", ["", "x", "-1", "' OR 1=1 --", "9" * 400])
def test_a_page_that_is_not_ours_is_a_bad_request(me, small, field, text):
    response = save(me, small.sheet(), **{field: text})

    assert response.status_code == (409 if field == "as_user" else 400)
    assert ScoreEvent.objects.count() == 0


@pytest.mark.parametrize("field", ["mutation_id", "base_version", "as_user", "rubric_hash"])
def test_a_page_that_leaves_something_out_is_a_bad_request(me, small, field):
    data = body_of(small.sheet())
    del data[field]

    response = me.post(reverse("scoring:save", args=[small.sheet().public_id]), data)

    assert response.status_code == 400
    assert ScoreEvent.objects.count() == 0


@pytest.mark.parametrize("field", ["n1", "c1", "as_user", "base_version", "mutation_id"])
def test_a_field_that_comes_twice_is_a_bad_request(me, small, field):
    data = body_of(small.sheet())
    data[field] = [data[field], data[field]]

    response = me.post(reverse("scoring:save", args=[small.sheet().public_id]), data)

    assert response.status_code == 400
    assert ScoreEvent.objects.count() == 0


@pytest.mark.parametrize("action", ["save", "sign", "stored", "shell"])
def test_a_forged_sheet_does_not_exist(me, small, action):
    arguments = [uuid4(), uuid4()] if action == "stored" else [uuid4()]
    address = reverse(f"scoring:{action}", args=arguments)
    data = body_of(small.sheet())

    response = me.post(address, data) if action in ("save", "sign") else me.get(address)

    assert response.status_code == 404
    assert ScoreEvent.objects.count() == 0


def test_a_colleagues_sheet_does_not_exist(me, small):
    data = {"as_user": str(small.members[0].public_id)}

    assert save(me, small.sheet(seat=1), **data).status_code == 404
    assert ScoreEvent.objects.count() == 0


@pytest.mark.parametrize(("megabytes", "status"), [(2, 413), (10, 413)])
def test_a_huge_body_is_refused_before_it_is_read(me, small, megabytes, status):
    response = save(me, small.sheet(), c1="x" * (megabytes * 1024 * 1024))

    assert response.status_code == status
    assert ScoreEvent.objects.count() == 0


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_post_from_elsewhere_is_refused(me, small, site):
    assert save(me, small.sheet(), headers={**FETCH, "sec-fetch-site": site}).status_code == 403
    assert ScoreEvent.objects.count() == 0


def test_a_post_without_our_token_is_refused(small):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(small.members[0])

    assert save(client, small.sheet()).status_code == 403
    assert ScoreEvent.objects.count() == 0


def test_whether_a_save_arrived_can_be_asked(me, small):
    mutation = uuid4()
    address = reverse("scoring:stored", args=[small.sheet().public_id, mutation])
    assert me.get(address).json() == {"version": None}
    save(me, small.sheet(), mutation_id=str(mutation))
    save(me, small.sheet(), base=1, n1="70")

    answer = me.get(address).json()

    assert (answer["version"], answer["replicated_to"], answer["errors"]) == (1, 1, {})


def test_another_sheets_save_did_not_arrive_here(me, small):
    mutation = uuid4()
    save(me, small.sheet(candidate=1), mutation_id=str(mutation))

    address = reverse("scoring:stored", args=[small.sheet().public_id, mutation])

    assert me.get(address).json() == {"version": None}


@pytest.fixture
def lagging_standby():
    """A standby that has not replayed anything; tests/faults runs a real one."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE pratama_owner")
        cursor.execute(
            "CREATE OR REPLACE FUNCTION scoring_is_replayed(upto pg_lsn) RETURNS boolean"
            " LANGUAGE sql STABLE AS 'SELECT false'"
        )
        cursor.execute("SET LOCAL ROLE pratama_app")


def test_a_heartbeat_hears_who_what_and_how_far(me, small):
    answer = save(me, small.sheet()).json()
    query = {"lembar": small.sheet().public_id, "posisi": answer["position"]}

    heard = me.get(reverse("scoring:session"), query).json()

    assert heard["user"] == str(small.members[0].public_id)
    assert heard["name"] == str(small.members[0])
    assert (heard["version"], heard["replayed"]) == (1, True)
    assert abs(heard["now"] / 1000 - _server_time()) < 60


def test_a_heartbeat_tells_nothing_of_a_colleagues_sheet(me, small):
    query = {"lembar": small.sheet(seat=1).public_id}

    assert me.get(reverse("scoring:session"), query).json()["version"] is None


def test_a_stranger_hears_only_the_clock(client, small):
    query = {"lembar": small.sheet().public_id, "posisi": "0/1"}

    heard = client.get(reverse("scoring:session"), query).json()

    assert heard.keys() == {"user", "name", "token", "now"}
    assert (heard["user"], heard["name"]) == (None, "")


@pytest.mark.parametrize("query", [{"lembar": "x"}, {"posisi": "x"}, {"posisi": "0/1'"}])
def test_a_heartbeat_that_is_not_ours_is_a_bad_request(me, query):
    assert me.get(reverse("scoring:session"), query).status_code == 400


def test_a_heartbeat_costs_few_queries(me, small, django_assert_num_queries):
    query = {"lembar": small.sheet().public_id, "posisi": "0/1"}

    with django_assert_num_queries(4):  # session, user, standby, version
        me.get(reverse("scoring:session"), query)


def test_asking_whether_a_save_arrived_costs_few_queries(me, small, django_assert_num_queries):
    mutation = uuid4()
    save(me, small.sheet(), mutation_id=str(mutation))
    address = reverse("scoring:stored", args=[small.sheet().public_id, mutation])

    with django_assert_num_queries(5):  # session, user, sheet, event, standby
        me.get(address)


def _server_time():
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        return float(cursor.fetchone()[0])


def test_a_recused_member_has_nothing_to_save(client, draft):
    factories.ConflictFactory(seat=draft.seats[0], candidate=draft.candidates[0])
    other = draft.open().sheet(candidate=1)
    client.force_login(draft.members[0])
    address = reverse("scoring:save", args=[uuid4()])

    assert client.post(address, body_of(other)).status_code == 404
    assert ScoreEvent.objects.count() == 0
