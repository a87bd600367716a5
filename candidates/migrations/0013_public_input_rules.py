from django.db import migrations

# A window changes no more once it is opened, but for being ended early; what was received is never
# rewritten, only emptied; a step follows from the one before it. Counters alone are swept.
FORWARD = r"""
CREATE FUNCTION candidates_inputwindow_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.returned_at IS NOT NULL OR OLD.ended_at IS NOT NULL THEN
        RAISE EXCEPTION 'this window is over' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.opened_at IS NOT NULL AND (to_jsonb(NEW) - '{ended_by_id,ended_at,reason}'::text[])
            IS DISTINCT FROM (to_jsonb(OLD) - '{ended_by_id,ended_at,reason}'::text[]) THEN
        RAISE EXCEPTION 'an open window does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER candidates_inputwindow_is_fixed BEFORE UPDATE ON candidates_inputwindow
    FOR EACH ROW EXECUTE FUNCTION candidates_inputwindow_is_fixed();

CREATE FUNCTION candidates_inputsubject_belongs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM candidates_inputwindow
        WHERE id = NEW.window_id AND opened_at IS NULL AND returned_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'an open window names nobody more' USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM FROM candidates_inputwindow w
        JOIN candidates_nomination n ON n.id = NEW.nomination_id
        JOIN candidates_candidate c ON c.id = n.candidate_id AND c.round_id = w.round_id
        WHERE w.id = NEW.window_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the nomination is of another round' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER candidates_inputsubject_belongs BEFORE INSERT ON candidates_inputsubject
    FOR EACH ROW EXECUTE FUNCTION candidates_inputsubject_belongs();

CREATE FUNCTION candidates_publicinput_comes_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM candidates_inputwindow w
        JOIN candidates_inputsubject s ON s.window_id = w.id AND s.id = NEW.subject_id
        WHERE w.opened_at IS NOT NULL AND w.opens_at <= NEW.received_at
            AND NEW.received_at < COALESCE(w.ended_at, w.closes_at);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the window takes no input now' USING ERRCODE = 'restrict_violation';
    END IF;
    IF char_length(NEW.text) NOT BETWEEN 50 AND 2000 THEN
        RAISE EXCEPTION 'input has 50 to 2000 letters' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER candidates_publicinput_comes_in_time BEFORE INSERT ON candidates_publicinput
    FOR EACH ROW EXECUTE FUNCTION candidates_publicinput_comes_in_time();

CREATE FUNCTION candidates_publicinput_only_empties() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL
            OR (to_jsonb(NEW) - '{text,identity,medium,file,file_name,erased_at}'::text[])
            IS DISTINCT FROM (to_jsonb(OLD) - '{text,identity,medium,file,file_name,erased_at}'::text[]) THEN
        RAISE EXCEPTION 'input is emptied once, never changed'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER candidates_publicinput_only_empties BEFORE UPDATE ON candidates_publicinput
    FOR EACH ROW EXECUTE FUNCTION candidates_publicinput_only_empties();

CREATE FUNCTION candidates_inputstep_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was text;
    due date;
    place integer;
BEGIN
    PERFORM FROM candidates_publicinput WHERE id = NEW.input_id FOR UPDATE;
    SELECT state, due_on, number INTO was, due, place FROM candidates_inputstep
        WHERE input_id = NEW.input_id ORDER BY number DESC LIMIT 1;
    IF NEW.number <> COALESCE(place, 0) + 1 THEN
        RAISE EXCEPTION 'steps are counted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (COALESCE(was, 'received'), NEW.state) NOT IN (
            ('received', 'verifying'), ('received', 'referred'),
            ('verifying', 'asked'), ('verifying', 'not_verified'), ('verifying', 'referred'),
            ('asked', 'replied'), ('asked', 'verified'), ('asked', 'not_verified'),
            ('asked', 'referred'),
            ('replied', 'verified'), ('replied', 'not_verified'), ('replied', 'referred'),
            ('verified', 'verifying'), ('not_verified', 'verifying'), ('referred', 'verifying'))
        OR (was = 'asked' AND NEW.state = 'verified'
            AND (NEW.taken_at AT TIME ZONE 'Asia/Jakarta')::date <= due) THEN
        RAISE EXCEPTION 'no such step from %', was USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER candidates_inputstep_follows BEFORE INSERT ON candidates_inputstep
    FOR EACH ROW EXECUTE FUNCTION candidates_inputstep_follows();

CREATE FUNCTION candidates_input_row_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is written once', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER candidates_inputstep_stays BEFORE UPDATE OR DELETE ON candidates_inputstep
    FOR EACH ROW EXECUTE FUNCTION candidates_input_row_stays();
CREATE TRIGGER candidates_inputsubject_stays BEFORE UPDATE OR DELETE ON candidates_inputsubject
    FOR EACH ROW EXECUTE FUNCTION candidates_input_row_stays();
CREATE TRIGGER candidates_publicinput_stays BEFORE DELETE ON candidates_publicinput
    FOR EACH ROW EXECUTE FUNCTION candidates_input_row_stays();
CREATE TRIGGER candidates_inputwindow_stays BEFORE DELETE ON candidates_inputwindow
    FOR EACH ROW EXECUTE FUNCTION candidates_input_row_stays();

GRANT DELETE ON candidates_inputcounter TO pratama_app;
"""
BACKWARD = """
REVOKE DELETE ON candidates_inputcounter FROM pratama_app;
DROP TRIGGER candidates_inputwindow_stays ON candidates_inputwindow;
DROP TRIGGER candidates_publicinput_stays ON candidates_publicinput;
DROP TRIGGER candidates_inputsubject_stays ON candidates_inputsubject;
DROP TRIGGER candidates_inputstep_stays ON candidates_inputstep;
DROP FUNCTION candidates_input_row_stays();
DROP TRIGGER candidates_inputstep_follows ON candidates_inputstep;
DROP FUNCTION candidates_inputstep_follows();
DROP TRIGGER candidates_publicinput_only_empties ON candidates_publicinput;
DROP FUNCTION candidates_publicinput_only_empties();
DROP TRIGGER candidates_publicinput_comes_in_time ON candidates_publicinput;
DROP FUNCTION candidates_publicinput_comes_in_time();
DROP TRIGGER candidates_inputsubject_belongs ON candidates_inputsubject;
DROP FUNCTION candidates_inputsubject_belongs();
DROP TRIGGER candidates_inputwindow_is_fixed ON candidates_inputwindow;
DROP FUNCTION candidates_inputwindow_is_fixed();
"""
CHANNELS = """
INSERT INTO candidates_reportingchannel (code, name, purpose, url, phone, source, valid_from)
VALUES
('kpk', 'KPK', 'Dugaan korupsi, suap, dan jual beli jabatan', 'https://kws.kpk.go.id/', '198',
 'UU 30/2002 jo. UU 19/2019; PP 43/2018 tentang peran serta masyarakat', '2018-09-17'),
('sp4n-lapor', 'SP4N-LAPOR!', 'Pengaduan pelayanan publik', 'https://www.lapor.go.id/', '1708 (SMS)',
 'Perpres 76/2013; PermenPANRB 62/2018 tentang sistem pengelolaan pengaduan', '2018-12-31');
"""
NO_CHANNELS = "DELETE FROM candidates_reportingchannel WHERE code IN ('kpk', 'sp4n-lapor');"


class Migration(migrations.Migration):
    dependencies = [("candidates", "0012_public_input")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RunSQL(CHANNELS, NO_CHANNELS),
    ]
