"""The database's settings out of an address, and how long it lets one process wait."""

from urllib.parse import parse_qsl, unquote, urlsplit

# How long the database lets one process keep the others waiting. Somebody sits before a page;
# a worker loads a whole round in one transaction.
WEB_LIMITS = {
    "lock_timeout": "2s",
    "statement_timeout": "5s",
    "idle_in_transaction_session_timeout": "10s",
}
WORK_LIMITS = {"lock_timeout": "2s", "idle_in_transaction_session_timeout": "60s"}


def _limits(limits: dict[str, str]) -> str:
    return " ".join(f"-c {name}={time}" for name, time in limits.items())


def database(url: str, *, serving: bool = False) -> dict[str, object]:
    """Settings of one PostgreSQL role from postgresql://role:password@host:port/name?host=/socket."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "server_side_binding": True,
            "prepare_threshold": 2,  # joins of eight tables are planned once, not at every click
            "options": _limits(WEB_LIMITS if serving else WORK_LIMITS),
            **query,
        },
    }
