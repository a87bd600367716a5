from django.db import migrations

# A score event is a member's own, into an open sheet; a reopening belongs to a request that was
# granted at just that version. Signed is what ends with a signature: `sign`, `paper`, `archive`.
EVENTS = """
CREATE OR REPLACE FUNCTION scoring_scoreevent_link() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE sheet record; last record; newest text;
BEGIN
    PERFORM pg_advisory_xact_lock(4242, NEW.round_id::int);
    SELECT s.version, s.withdrawn_at, p.user_id, p.round_id, r.is_archive, r.phase INTO sheet
        FROM scoring_sheet s JOIN panels_seat p ON p.id = s.seat_id
        JOIN selection_round r ON r.id = p.round_id WHERE s.id = NEW.sheet_id;
    IF NOT FOUND OR sheet.round_id <> NEW.round_id OR sheet.withdrawn_at IS NOT NULL THEN
        RAISE EXCEPTION 'sheet is not of this round' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.kind = 'paper' OR sheet.is_archive <> (NEW.kind = 'archive') THEN
        RAISE EXCEPTION 'wrong kind of event' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.kind <> 'archive' AND sheet.phase <> 'scoring' THEN
        RAISE EXCEPTION 'scoring is not open' USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT e.kind INTO newest FROM scoring_scoreevent e
        WHERE e.sheet_id = NEW.sheet_id ORDER BY e.version DESC LIMIT 1;
    IF NEW.kind = 'reopen' THEN
        PERFORM FROM scoring_reopening o WHERE o.sheet_id = NEW.sheet_id
            AND o.version = NEW.base_version AND o.is_granted AND o.decided_by_id = NEW.actor_id;
        IF NOT FOUND OR newest IS NULL OR newest NOT IN ('sign', 'paper') THEN
            RAISE EXCEPTION 'nobody granted this reopening' USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF newest IN ('sign', 'paper', 'archive') THEN
        RAISE EXCEPTION 'sheet is signed' USING ERRCODE = 'restrict_violation';
    ELSIF NEW.kind <> 'archive' AND (sheet.user_id IS DISTINCT FROM NEW.actor_id
        OR EXISTS (SELECT FROM scoring_excuse x
                   WHERE x.sheet_id = NEW.sheet_id AND x.lifted_at IS NULL)) THEN
        RAISE EXCEPTION 'only the member scores, into an open sheet'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.base_version <> (CASE NEW.kind WHEN 'archive' THEN 0 ELSE sheet.version END)
        OR NOT NEW.payload_json::jsonb ? 'entries' THEN
        RAISE EXCEPTION 'event is out of turn' USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT chain_no, hash INTO last FROM scoring_scoreevent
        WHERE round_id = NEW.round_id ORDER BY chain_no DESC LIMIT 1;
    NEW.at := clock_timestamp();
    NEW.chain_no := coalesce(last.chain_no, 0) + 1;
    NEW.prev_hash := coalesce(last.hash, '\\x00');
    NEW.hash := sha256(NEW.prev_hash || convert_to(json_build_array(
        NEW.round_id, NEW.chain_no, NEW.sheet_id, NEW.actor_id, NEW.kind, NEW.version,
        NEW.mutation_id, NEW.payload_json,
        to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'))::text, 'UTF8'));
    RETURN NEW;
END $$;
"""
# A sheet changes only to say exactly what its newest event says; what is signed is not withdrawn,
# nor signed a second time without having been reopened.
SHEETS = """
CREATE OR REPLACE FUNCTION scoring_sheet_follows_events() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record; said jsonb;
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM FROM panels_seat p JOIN selection_round r ON r.id = p.round_id
            WHERE p.id = NEW.seat_id AND ((NEW.version = 0 AND r.phase = 'scoring')
                OR (r.is_archive AND r.phase = 'draft'));
        IF NOT FOUND THEN
            RAISE EXCEPTION 'sheets are laid out when scoring opens'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.seat_id, NEW.candidate_id, NEW.instrument_id, NEW.vacancy_id) IS DISTINCT FROM
        (OLD.seat_id, OLD.candidate_id, OLD.instrument_id, OLD.vacancy_id)
        OR (OLD.signed_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at) THEN
        RAISE EXCEPTION 'a signed sheet does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.entries, NEW.version, NEW.signed_at, NEW.receipt) IS DISTINCT FROM
        (OLD.entries, OLD.version, OLD.signed_at, OLD.receipt) THEN
        SELECT kind, version, payload_json, at INTO last FROM scoring_scoreevent
            WHERE sheet_id = NEW.id ORDER BY version DESC LIMIT 1;
        said := last.payload_json::jsonb;
        IF NOT FOUND OR last.version <> NEW.version OR said->'entries' <> NEW.entries
            OR coalesce(said->>'receipt', '') <> NEW.receipt
            OR (last.kind IN ('sign', 'paper', 'archive')) <> (NEW.signed_at IS NOT NULL)
            OR (NEW.signed_at <> OLD.signed_at AND NEW.signed_at <> last.at) THEN
            RAISE EXCEPTION 'a sheet says what its newest event says'
                USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
"""
# Minutes: by the chair, one after the other, with the chain's own tip, listing sheets as they are;
# nothing is added once the chain has gone on or a member has confirmed.
CLOSING = """
CREATE FUNCTION scoring_closing_is_exact() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record; before integer;
BEGIN
    PERFORM pg_advisory_xact_lock(4242, NEW.round_id::int);
    PERFORM FROM panels_seat p JOIN selection_round r ON r.id = p.round_id
        WHERE p.round_id = NEW.round_id AND p.user_id = NEW.closed_by_id AND p.part = 'chair'
        AND p.withdrawn_at IS NULL AND r.phase = 'scoring';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the chair closes a day while scoring is open'
            USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT chain_no, encode(hash, 'hex') AS root INTO last FROM scoring_scoreevent
        WHERE round_id = NEW.round_id ORDER BY chain_no DESC LIMIT 1;
    SELECT coalesce(max(number), 0) INTO before FROM scoring_closing
        WHERE round_id = NEW.round_id;
    IF NEW.chain_no <> coalesce(last.chain_no, 0) OR NEW.root <> coalesce(last.root, '')
        OR NEW.number <> before + 1 THEN
        RAISE EXCEPTION 'minutes name the tip of the chain' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER scoring_closing_is_exact BEFORE INSERT ON scoring_closing
    FOR EACH ROW EXECUTE FUNCTION scoring_closing_is_exact();

CREATE FUNCTION scoring_closedsheet_is_exact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM scoring_closing c
        JOIN scoring_sheet s ON s.id = NEW.sheet_id AND s.withdrawn_at IS NULL
        JOIN panels_seat p ON p.id = s.seat_id AND p.round_id = c.round_id
        WHERE c.id = NEW.closing_id AND s.version = NEW.version AND s.receipt = NEW.receipt
        AND (s.signed_at IS NOT NULL) = (NEW.state = 'signed')
        AND c.chain_no = (SELECT coalesce(max(e.chain_no), 0) FROM scoring_scoreevent e
                          WHERE e.round_id = c.round_id)
        AND NOT EXISTS (SELECT FROM scoring_confirmation k WHERE k.closing_id = c.id);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'minutes list sheets as they are' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER scoring_closedsheet_is_exact BEFORE INSERT ON scoring_closedsheet
    FOR EACH ROW EXECUTE FUNCTION scoring_closedsheet_is_exact();

CREATE FUNCTION scoring_excuse_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM FROM scoring_closedsheet l WHERE l.closing_id = NEW.closing_id
            AND l.sheet_id = NEW.sheet_id AND l.state = 'excused' AND NEW.lifted_at IS NULL;
    ELSE
        PERFORM FROM scoring_reopening o JOIN scoring_sheet s ON s.id = o.sheet_id
            WHERE o.sheet_id = OLD.sheet_id AND o.version = s.version AND o.is_granted
            AND OLD.lifted_at IS NULL AND to_jsonb(NEW) - 'lifted_at' = to_jsonb(OLD) - 'lifted_at';
    END IF;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'an excuse is of minutes, and lifted by a reopening'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER scoring_excuse_is_kept BEFORE INSERT OR UPDATE ON scoring_excuse
    FOR EACH ROW EXECUTE FUNCTION scoring_excuse_is_kept();

CREATE FUNCTION scoring_confirmation_is_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM scoring_closing c JOIN selection_round r ON r.id = c.round_id
        JOIN panels_seat p ON p.round_id = r.id AND p.id = NEW.seat_id
        WHERE c.id = NEW.closing_id AND p.withdrawn_at IS NULL AND r.phase = 'scoring';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'members confirm while scoring is open'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER scoring_confirmation_is_members BEFORE INSERT ON scoring_confirmation
    FOR EACH ROW EXECUTE FUNCTION scoring_confirmation_is_members();
"""
# A request is asked once and answered once, by those whose part it is.
REQUESTS = """
CREATE FUNCTION scoring_reopening_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE sheet record;
BEGIN
    SELECT s.version, s.receipt, s.signed_at, p.user_id, p.round_id, p.part, r.phase INTO sheet
        FROM scoring_sheet s JOIN panels_seat p ON p.id = s.seat_id
        JOIN selection_round r ON r.id = p.round_id
        WHERE s.id = NEW.sheet_id AND s.withdrawn_at IS NULL;
    IF NOT FOUND OR sheet.phase <> 'scoring' THEN
        RAISE EXCEPTION 'sheets are reopened while scoring is open'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF sheet.user_id <> NEW.requested_by_id OR NEW.decided_at IS NOT NULL
            OR (NEW.version, NEW.receipt) <> (sheet.version, sheet.receipt)
            OR (sheet.signed_at IS NULL AND NOT EXISTS (SELECT FROM scoring_excuse x
                WHERE x.sheet_id = NEW.sheet_id AND x.lifted_at IS NULL)) THEN
            RAISE EXCEPTION 'a member asks for his own closed sheet'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    PERFORM FROM panels_seat p WHERE p.round_id = sheet.round_id AND p.withdrawn_at IS NULL
        AND p.user_id = NEW.decided_by_id AND (p.part = 'chair' OR sheet.part = 'chair');
    IF NOT FOUND OR OLD.decided_at IS NOT NULL
        OR to_jsonb(NEW) - ARRAY['decided_by_id', 'decided_at', 'is_granted', 'answer']
        <> to_jsonb(OLD) - ARRAY['decided_by_id', 'decided_at', 'is_granted', 'answer'] THEN
        RAISE EXCEPTION 'a reopening is answered once, by the chair or a second member'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER scoring_reopening_is_kept BEFORE INSERT OR UPDATE ON scoring_reopening
    FOR EACH ROW EXECUTE FUNCTION scoring_reopening_is_kept();

CREATE FUNCTION scoring_unsealing_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM FROM panels_seat p JOIN selection_round r ON r.id = p.round_id
            JOIN scoring_closing c ON c.round_id = r.id
            WHERE r.id = NEW.round_id AND r.phase = 'scoring' AND p.part = 'chair'
            AND p.user_id = NEW.requested_by_id AND p.withdrawn_at IS NULL
            AND c.chain_no = (SELECT coalesce(max(e.chain_no), 0) FROM scoring_scoreevent e
                              WHERE e.round_id = r.id);
        IF NOT FOUND OR NEW.witnessed_at IS NOT NULL OR NEW.returned_at IS NOT NULL
            OR scoring_open_sheets(NEW.round_id) > 0 THEN
            RAISE EXCEPTION 'the chair asks to unseal what minutes have closed'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.witnessed_at IS NOT NULL OR OLD.returned_at IS NOT NULL
        OR to_jsonb(NEW)
            - ARRAY['witness_id', 'witnessed_at', 'returned_by_id', 'returned_at', 'reason']
        <> to_jsonb(OLD)
            - ARRAY['witness_id', 'witnessed_at', 'returned_by_id', 'returned_at', 'reason'] THEN
        RAISE EXCEPTION 'an unsealing is answered once' USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM FROM panels_seat p WHERE p.round_id = NEW.round_id AND p.withdrawn_at IS NULL
        AND p.user_id = coalesce(NEW.witness_id, NEW.returned_by_id);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a member of the panel answers' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION scoring_open_sheets(round bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT count(*) FROM scoring_sheet s JOIN panels_seat p ON p.id = s.seat_id
    WHERE p.round_id = round AND s.withdrawn_at IS NULL AND s.signed_at IS NULL
    AND NOT EXISTS (SELECT FROM scoring_excuse x WHERE x.sheet_id = s.id AND x.lifted_at IS NULL)
$$;
CREATE TRIGGER scoring_unsealing_is_kept BEFORE INSERT OR UPDATE ON scoring_unsealing
    FOR EACH ROW EXECUTE FUNCTION scoring_unsealing_is_kept();

CREATE FUNCTION scoring_round_is_unsealed_by_two() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.phase = 'scoring' AND NEW.phase = 'unsealed' AND NOT EXISTS (
        SELECT FROM scoring_unsealing u WHERE u.round_id = NEW.id AND u.witnessed_at IS NOT NULL
        AND u.returned_at IS NULL) THEN
        RAISE EXCEPTION 'two people open the seal' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER scoring_round_is_unsealed_by_two BEFORE UPDATE ON selection_round
    FOR EACH ROW EXECUTE FUNCTION scoring_round_is_unsealed_by_two();
"""
KEPT = ("scoring_closing", "scoring_closedsheet", "scoring_confirmation", "scoring_alarm")
FINAL = """
CREATE FUNCTION scoring_row_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% does not change', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
""" + "".join(
    f"CREATE TRIGGER {table}_is_final BEFORE UPDATE OR DELETE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION scoring_row_is_final();"
    for table in KEPT
) + """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pratama_app') THEN
        REVOKE UPDATE ON {tables} FROM pratama_app;
    END IF;
END $$;
""".replace("{tables}", ", ".join(KEPT))


class Migration(migrations.Migration):
    dependencies = [("scoring", "0009_closing_and_unsealing")]
    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop)
        for sql in (EVENTS, SHEETS, CLOSING, REQUESTS, FINAL)
    ]
