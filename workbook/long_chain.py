"""How long the chain of a very long round takes to verify: read and recomputed as it always is.

The links stand in a temporary table that hides the real one in this transaction only.
"""

import time
from collections.abc import Iterator

from django.db import connection, transaction

from scoring.evidence import broken_link
from scoring.models import ScoreEvent
from selection.models import Round
from workbook.figures import Figure, comma

LINKS, LIMIT = 100_000, 10
HIDE = "CREATE TEMP TABLE scoring_scoreevent (LIKE public.scoring_scoreevent) ON COMMIT DROP"
FILL = """WITH RECURSIVE model AS (
    SELECT * FROM public.scoring_scoreevent WHERE round_id = %(round)s ORDER BY chain_no LIMIT 1
), row AS (
    SELECT n, gen_random_uuid() AS mutation_id,
        timestamptz '2025-12-03 08:00+07' + n * interval '137 milliseconds' AS at
    FROM generate_series(1, %(links)s) n
), text AS MATERIALIZED (
    SELECT n, mutation_id, at, convert_to(json_build_array(model.round_id, n, model.sheet_id,
        model.actor_id, model.kind, n, mutation_id, model.payload_json,
        to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'))::text, 'UTF8') AS bytes
    FROM row, model
), many AS MATERIALIZED (
    SELECT array_agg(bytes ORDER BY n) AS bytes FROM text
), link AS (
    SELECT 1 AS n, '\\x00'::bytea AS prev, sha256('\\x00'::bytea || bytes[1]) AS hash FROM many
    UNION ALL
    SELECT n + 1, hash, sha256(hash || bytes[n + 1]) FROM link, many WHERE n < %(links)s
)
INSERT INTO scoring_scoreevent (id, round_id, sheet_id, actor_id, kind, base_version, version,
    mutation_id, payload_json, at, chain_no, prev_hash, hash)
SELECT n, model.round_id, model.sheet_id, model.actor_id, model.kind, n - 1, n,
    mutation_id, model.payload_json, at, n, prev, hash
FROM model, text JOIN link USING (n)"""


def figures_of(round_: Round) -> Iterator[Figure]:
    """The round needs one score event at least: its links are made of it."""
    with transaction.atomic(), connection.cursor() as cursor:
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
