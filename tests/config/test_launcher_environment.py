import json
import stat
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from config.local_environment import contract, given, remembered_secrets
from config.local_places import CannotStart, Places
from config.settings import database  # the reader of the address we write


@pytest.fixture
def known(places):
    return remembered_secrets(places)


def test_secrets_are_made_once_and_read_by_their_owner_only(places, known):
    again = remembered_secrets(places)

    assert again == known
    assert stat.S_IMODE((places.data / "secrets.json").stat().st_mode) == 0o600


def test_secrets_differ_from_each_other(known):
    assert len(set(known.values())) == len(known) == 8


def test_a_secret_added_by_an_upgrade_leaves_the_others_alone(places, known):
    older = {name: value for name, value in known.items() if name != "MFA_KEY"}
    (places.data / "secrets.json").write_text(json.dumps(older))

    newer = remembered_secrets(places)

    assert newer.keys() == known.keys()
    assert {name: newer[name] for name in older} == older


def test_lost_secrets_beside_a_database_are_refused_not_replaced(places):
    places.cluster.mkdir()
    (places.cluster / "PG_VERSION").write_text("18\n")

    with pytest.raises(CannotStart, match=r"secrets\.json hilang"):
        remembered_secrets(places)

    assert not (places.data / "secrets.json").exists()


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("DATABASE_URL", "pratama_app"),
        ("DATABASE_OWNER_URL", "pratama_owner"),
        ("DATABASE_AUDITOR_URL", "pratama_auditor"),
    ],
)
def test_each_address_names_its_role_password_and_socket(places, known, name, role):
    address = urlsplit(contract(places, known, {})[name])

    assert address.username == role
    assert unquote(address.password) in known.values()
    assert dict(parse_qsl(address.query)) == {"host": str(places.postgres_socket)}


def test_settings_read_an_address_with_a_strange_folder(known):
    strange = Path("/home/siti/Dokumen Kerja & 100%/data")
    address = contract(Places(strange, strange / "run"), known, {})["DATABASE_URL"]

    read = database(address)

    assert read["HOST"] == str(strange / "run" / "postgres")
    assert read["USER"] == "pratama_app"
    assert read["NAME"] == "pratama"


def test_an_address_that_was_given_wins_and_hides_our_roles(places, known):
    given = {"DATABASE_URL": "postgresql://kota@db/kota", "REDIS_URL": "redis://cache/1"}

    made = contract(places, known, given)

    assert made["DATABASE_URL"] == "postgresql://kota@db/kota"
    assert made["REDIS_URL"] == "redis://cache/1"
    assert "DATABASE_OWNER_URL" not in made


def test_the_page_address_follows_the_port(places, known):
    assert contract(places, known, {}, 8007)["BASE_URL"] == "http://localhost:8007"


def test_children_may_keep_compiled_code_even_if_the_shell_forbids_it(monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    assert "PYTHONDONTWRITEBYTECODE" not in given()
