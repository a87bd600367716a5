"""The processes of the product, as data: the launcher and docker-compose.yml run the same commands.

tests/config/ holds docker-compose.yml against this file.
"""

from collections.abc import Sequence

WEB = (
    *("gunicorn", "config.wsgi"),
    *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
    *("--graceful-timeout", "20", "--no-control-socket", "--bind", "{bind}"),
    "--worker-tmp-dir=/dev/shm",  # on a disk a slow write looks like a worker that hangs
)
WORKER = (
    *("celery", "-A", "config", "worker", "--concurrency", "{concurrency}"),
    *("--queues", "{queues}"),
    *("--loglevel", "INFO", "--without-gossip", "--without-mingle"),
)
SCHEDULER = (
    *("celery", "-A", "config", "beat"),
    *("--loglevel", "INFO", "--schedule", "{schedule}"),
)
MIGRATE = ("manage.py", "migrate", "--noinput")  # with PRATAMA_DB_ROLE=owner
COLLECT = ("manage.py", "collectstatic", "--noinput")

HEALTH_PATH = "/sehat/"  # answers 200 when the web process serves


def filled(command: Sequence[str], **places: str) -> list[str]:
    """The command with this machine's address, path or number in it."""
    return [part.format(**places) for part in command]
