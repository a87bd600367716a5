"""PostgreSQL and Redis for as long as somebody needs them."""

import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from config.local_environment import contract, given, remembered_secrets
from config.local_instance import Busy, alone, announce, joined, running, wait_for_users
from config.local_places import Places
from config.local_postgres import Postgres
from config.local_redis import Redis
from config.local_supervisor import Supervisor

STOP_ORDER = (
    (("web", "worker", "scheduler"), signal.SIGTERM, 30.0),
    (("redis",), signal.SIGTERM, 10.0),
    (("postgres",), signal.SIGINT, 30.0),
)
PATIENCE = 120
TESTING = "test"  # its data are thrown away


@contextmanager
def embedded(
    places: Places, supervisor: Supervisor, known: Mapping[str, str], *, durable: bool = True
) -> Iterator[None]:
    """The servers whose address the person has not given; `durable` for data that anybody keeps."""
    wanted: list[Postgres | Redis] = []
    try:
        if "DATABASE_URL" not in given():
            passwords = {k: v for k, v in known.items() if k.endswith("_PASSWORD")}
            postgres = Postgres(places, passwords, durable=durable)
            postgres.create()
            wanted.append(postgres)
        if "REDIS_URL" not in given():
            wanted.append(Redis(places))
        supervisor.start(wanted)
        yield
    finally:
        supervisor.stop(STOP_ORDER)


@contextmanager
def borrowed(places: Places, supervisor: Supervisor, purpose: str) -> Iterator[dict[str, str]]:
    """The environment of a copy that runs already, or of servers for the time of one command."""
    deadline = time.monotonic() + PATIENCE
    while True:
        with joined(places):
            if told := running(places):
                yield {**told.environment, **given()}
                return
        try:
            with own(places, supervisor, purpose) as environment:
                yield environment
                return
        except Busy:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)  # it is starting or stopping


@contextmanager
def own(places: Places, supervisor: Supervisor, purpose: str) -> Iterator[dict[str, str]]:
    with alone(places, purpose):
        known = remembered_secrets(places)
        environment = contract(places, known, given())
        with embedded(places, supervisor, known, durable=purpose != TESTING):
            announce(places, purpose, environment)
            yield environment
            wait_for_users(places)
