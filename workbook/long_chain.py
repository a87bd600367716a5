"""How long the chain of a very long round takes to verify: read and recomputed as it always is.

The links stand in a temporary table that hides the real one in this transaction only.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from psycopg.conninfo import conninfo_to_dict

from scoring.evidence import broken_link
from scoring.models import ScoreEvent
from selection.models import Round
from workbook.figures import Figure, comma

LINKS, LIMIT = 100_000, 10
HIDE = """CREATE TEMP TABLE scoring_scoreevent (LIKE public.scoring_scoreevent) ON COMMIT DROP;
CREATE FUNCTION pg_temp.link(bytea, bytea) RETURNS bytea
    IMMUTABLE LANGUAGE sql AS 'SELECT sha256($1 || $2)';
CREATE AGGREGATE pg_temp.chain(bytea) (SFUNC = pg_temp.link, STYPE = bytea, INITCOND = '\\x00')"""
FILL = """WITH model AS (
    SELECT * FROM public.scoring_scoreevent WHERE round_id = %(round)s ORDER BY chain_no LIMIT 1
), said AS (
    SELECT n, gen_random_uuid() AS mutation_id,
        timestamptz '2025-12-03 08:00+07' + n * interval '137 milliseconds' AS at
    FROM generate_series(1, %(links)s) n
), linked AS (
    SELECT said.*, pg_temp.chain(convert_to(json_build_array(model.round_id, n, model.sheet_id,
        model.actor_id, model.kind, n, said.mutation_id, model.payload_json,
        to_char(said.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'))::text, 'UTF8'))
        OVER (ORDER BY n) AS hash
    FROM said, model
)
INSERT INTO scoring_scoreevent (id, round_id, sheet_id, actor_id, kind, base_version, version,
    mutation_id, payload_json, at, chain_no, prev_hash, hash)
SELECT n, model.round_id, model.sheet_id, model.actor_id, model.kind, n - 1, n,
    linked.mutation_id, model.payload_json, linked.at, n,
    lag(linked.hash, 1, '\\x00'::bytea) OVER (ORDER BY n), linked.hash
FROM linked, model"""


def figures_of(round_: Round) -> Iterator[Figure]:
    """The round needs one score event at least: its links are made of it."""
    with _as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(HIDE)
        cursor.execute(FILL, {"round": round_.pk, "links": LINKS})
        assert ScoreEvent.objects.filter(round=round_).count() == LINKS
        began = time.perf_counter()
        broken = broken_link(round_)
        seconds = time.perf_counter() - began
        assert broken is None, f"link {broken.number}: {broken.reason}"
        transaction.set_rollback(True)
    name = f"Memeriksa rantai {LINKS} catatan"
    yield Figure(name, f"{comma(seconds, 2)} s", f"< {LIMIT} s", seconds < LIMIT)


@contextmanager
def _as_owner() -> Iterator[None]:
    """The application's role may make no table, not even one that is gone in a moment."""
    owner = conninfo_to_dict(os.environ["DATABASE_OWNER_URL"])
    known = connection.settings_dict
    connection.close()
    connection.settings_dict = {**known, "USER": owner["user"], "PASSWORD": owner["password"]}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = known
