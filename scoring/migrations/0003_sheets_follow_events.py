from django.db import migrations

# A sheet is the projection of its events: it changes only to say what the newest event says, and
# a signed one not at all. What scores are counted with stands still once the round is fixed.
FORWARD = """
CREATE FUNCTION scoring_sheet_follows_events() RETURNS trigger LANGUAGE plpgsql AS $$
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
        OR (OLD.signed_at IS NOT NULL AND
            (NEW.entries, NEW.version, NEW.signed_at, NEW.receipt, NEW.withdrawn_at)
            IS DISTINCT FROM
            (OLD.entries, OLD.version, OLD.signed_at, OLD.receipt, OLD.withdrawn_at)) THEN
        RAISE EXCEPTION 'a signed sheet does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.entries, NEW.version, NEW.signed_at, NEW.receipt) IS DISTINCT FROM
        (OLD.entries, OLD.version, OLD.signed_at, OLD.receipt) THEN
        SELECT kind, version, payload_json INTO last FROM scoring_scoreevent
            WHERE sheet_id = NEW.id ORDER BY version DESC LIMIT 1;
        said := last.payload_json::jsonb;
        IF NOT FOUND OR last.version <> NEW.version OR said->'entries' <> NEW.entries
            OR coalesce(said->>'receipt', '') <> NEW.receipt
            OR (last.kind = 'sign') <> (NEW.signed_at IS NOT NULL) THEN
            RAISE EXCEPTION 'a sheet says what its newest event says'
                USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER scoring_sheet_follows_events BEFORE INSERT OR UPDATE ON scoring_sheet
    FOR EACH ROW EXECUTE FUNCTION scoring_sheet_follows_events();

CREATE FUNCTION scoring_round_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE here bigint;
BEGIN
    IF TG_TABLE_NAME = 'selection_indicator' THEN
        SELECT round_id INTO here FROM selection_instrument WHERE id = NEW.instrument_id;
    ELSIF TG_TABLE_NAME = 'scoring_givenvalue' THEN
        SELECT round_id INTO here FROM selection_instrument WHERE id = NEW.instrument_id;
    ELSIF TG_TABLE_NAME = 'panels_conflict' THEN
        SELECT round_id INTO here FROM panels_seat WHERE id = NEW.seat_id;
    ELSIF TG_TABLE_NAME IN ('candidates_nomination', 'candidates_careerpost') THEN
        SELECT round_id INTO here FROM candidates_candidate WHERE id = NEW.candidate_id;
    ELSE
        here := NEW.round_id;
    END IF;
    PERFORM FROM selection_round WHERE id = here AND phase = 'draft';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the round is fixed: % does not change', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
TABLES = (
    "selection_vacancy",
    "selection_instrument",
    "selection_indicator",
    "candidates_candidate",
    "candidates_careerpost",
    "candidates_nomination",
    "panels_seat",
    "panels_conflict",
    "scoring_givenvalue",
)
FIXED = "".join(
    f"CREATE TRIGGER {table}_is_fixed BEFORE INSERT OR UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION scoring_round_is_fixed();"
    for table in TABLES
)
BACKWARD = "".join(f"DROP TRIGGER {table}_is_fixed ON {table};" for table in TABLES)
BACKWARD += """
DROP FUNCTION scoring_round_is_fixed();
DROP TRIGGER scoring_sheet_follows_events ON scoring_sheet;
DROP FUNCTION scoring_sheet_follows_events();
"""


class Migration(migrations.Migration):
    dependencies = [("scoring", "0002_score_chain")]
    operations = [migrations.RunSQL(FORWARD + FIXED, BACKWARD)]
