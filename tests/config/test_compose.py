"""docker-compose.yml says the same as the code that runs without Docker."""

import ast
import re
import shlex

import pytest
import yaml
from django.conf import settings

from config.local_environment import PASSWORDS
from config.local_postgres import SETTINGS
from config.processes import HEALTH_PATH, MIGRATE, SCHEDULER, WEB, WORKER, filled

COMPOSE = (settings.BASE_DIR / "docker-compose.yml").read_text(encoding="utf-8")
SERVICES = yaml.safe_load(COMPOSE)["services"]
PRODUCT = ("web", "worker", "mailer", "scheduler", "migrate")
LOCAL_ONLY = {"PRATAMA_LOCAL", "DEBUG", "STATIC_ROOT", "EMAIL_BACKEND"}
OWNER_ONLY = {"PRATAMA_DB_ROLE", "DATABASE_OWNER_URL"}


def read_by_settings():
    """Every name that config/settings.py takes from the environment."""
    tree = ast.parse((settings.BASE_DIR / "config" / "settings.py").read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            names.add(ast.literal_eval(node.slice))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "os.environ.get":
            names.add(ast.literal_eval(node.args[0]))
    return names - {"PRATAMA_SERVING"}  # config/wsgi.py says so of its own process


@pytest.mark.parametrize(
    ("service", "command"),
    [
        ("web", filled(WEB, bind="0.0.0.0:8000")),
        ("worker", filled(WORKER, concurrency="2", queues="celery")),
        ("mailer", filled(WORKER, concurrency="1", queues="mail")),
        ("scheduler", filled(SCHEDULER, schedule="/tmp/schedule")),
        ("migrate", ["python", *MIGRATE]),
    ],
)
def test_a_service_runs_the_command_of_the_launcher(service, command):
    assert shlex.split(SERVICES[service]["command"]) == command


@pytest.mark.parametrize("service", ["web", "worker", "mailer", "scheduler"])
def test_a_service_gets_exactly_what_the_settings_read(service):
    wanted = read_by_settings() - LOCAL_ONLY - OWNER_ONLY

    assert SERVICES[service]["environment"].keys() == wanted


def test_only_migrate_knows_the_owner_of_the_tables():
    with_owner = {
        name
        for name in PRODUCT
        if "pratama_owner" in str(SERVICES[name]["environment"])
        or OWNER_ONLY & SERVICES[name]["environment"].keys()
    }

    assert with_owner == {"migrate"}
    assert SERVICES["migrate"]["environment"].keys() == read_by_settings() - LOCAL_ONLY


def test_nothing_starts_before_the_tables_are_right():
    conditions = {
        name: SERVICES[name]["depends_on"]["migrate"]["condition"]
        for name in ("web", "worker", "mailer", "scheduler")
    }

    assert set(conditions.values()) == {"service_completed_successfully"}


def test_the_database_is_as_durable_as_the_local_one():
    words = shlex.split(SERVICES["postgres"]["command"])
    given = dict(word.split("=", 1) for word in words if "=" in word)

    differs_in_a_container = {"listen_addresses", "unix_socket_permissions", "shared_buffers"}
    assert given == {k: v for k, v in SETTINGS.items() if k not in differs_in_a_container}


def test_the_roles_are_made_by_the_same_file_with_the_same_names():
    postgres = SERVICES["postgres"]

    assert "./config/roles.sql:/docker-entrypoint-initdb.d/10-roles.sql:ro" in postgres["volumes"]
    assert set(PASSWORDS.values()) <= postgres["environment"].keys()


def test_the_example_of_env_names_every_variable_and_no_other():
    asked = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE))
    example = (settings.BASE_DIR / "docker" / "env.example").read_text(encoding="utf-8")

    assert set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)) == asked


def test_the_example_of_env_holds_no_secret():
    example = (settings.BASE_DIR / "docker" / "env.example").read_text(encoding="utf-8")
    secrets = re.findall(r"^([A-Z_]*(?:KEY|PASSWORD))=(.*)$", example, re.MULTILINE)

    assert len(secrets) == 10
    assert {value for _, value in secrets} == {""}


@pytest.mark.parametrize("service", PRODUCT)
def test_our_own_containers_can_change_nothing_but_the_store(service):
    container = SERVICES[service]

    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]
    assert container.get("volumes", ["store:/store"]) == ["store:/store"]


def test_nobody_is_root_but_the_two_that_say_why():
    dockerfile = (settings.BASE_DIR / "docker" / "Dockerfile").read_text(encoding="utf-8")
    last_user = re.findall(r"^USER (\S+)$", dockerfile, re.MULTILINE)[-1:]
    users = {name: str(service.get("user", "")) for name, service in SERVICES.items()}

    assert last_user == ["pratama"]
    assert "useradd --uid 10001" in dockerfile
    assert {users[name] for name in PRODUCT} == {""}  # as the image says
    assert users["redis"] == "999:999"
    assert SERVICES.keys() - {*PRODUCT, "redis"} == {"proxy", "postgres"}
    assert "# Stays root: " in COMPOSE.split("\n  proxy:")[0].split("\nservices:")[1]
    assert "# Begins as root " in COMPOSE.split("\n  postgres:\n    image")[0].split("migrate:")[-1]


def test_who_stays_root_holds_no_secret_and_one_capability():
    proxy = SERVICES["proxy"]

    assert (proxy["cap_drop"], proxy["cap_add"]) == (["ALL"], ["NET_BIND_SERVICE"])
    assert proxy["read_only"] is True
    assert proxy["networks"] == ["front"]
    assert not re.search(r"KEY|PASSWORD|DATABASE", str(proxy["environment"]))


def test_only_the_proxy_is_reached_from_outside():
    published = [name for name, service in SERVICES.items() if "ports" in service]
    in_front = [name for name, service in SERVICES.items() if "front" in service["networks"]]

    assert published == ["proxy"]
    assert in_front == ["proxy", "web", "mailer"]
    assert yaml.safe_load(COMPOSE)["networks"]["back"] == {"internal": True}


def test_every_lasting_service_has_a_health_check():
    without = [name for name, service in SERVICES.items() if "healthcheck" not in service]

    assert without == ["migrate"]
    assert HEALTH_PATH in str(SERVICES["web"]["healthcheck"]["test"])


def test_the_image_has_the_libraries_that_bootstrap_installs():
    dockerfile = (settings.BASE_DIR / "docker" / "Dockerfile").read_text(encoding="utf-8")
    bootstrap = (settings.BASE_DIR / "script" / "bootstrap").read_text(encoding="utf-8")
    packages = re.findall(
        r'"(lib[a-z0-9.-]+-?[0-9.]*)",$|\+=\((fonts-[a-z-]+)\)', bootstrap, re.MULTILINE
    )

    names = {library or font for library, font in packages}
    assert len(names) == 4
    assert names <= set(dockerfile.split())


def test_the_image_holds_no_secret_and_no_test():
    ignored = (settings.BASE_DIR / ".dockerignore").read_text(encoding="utf-8").splitlines()

    assert {".*", "tests", "docs", "script", "samples"} <= set(ignored)
