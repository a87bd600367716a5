from django.db import migrations

# A draw is written once; a published timetable only waits to be superseded. The usual breaks stand
# as panels/timetable_defaults.py stated them when the table was made: later law is a later
# migration, the old row gets an end and a new row begins.
FORWARD = """
ALTER TABLE panels_draw ADD CONSTRAINT panels_draw_digest_is_of_its_phrase
    CHECK (digest = encode(sha256(convert_to(phrase, 'UTF8')), 'hex'));

CREATE FUNCTION panels_draw_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'panels_draw is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER panels_draw_is_final BEFORE UPDATE OR DELETE ON panels_draw
    FOR EACH STATEMENT EXECUTE FUNCTION panels_draw_is_final();

CREATE FUNCTION panels_timetableplan_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.discarded_at IS NOT NULL OR (OLD.published_at IS NOT NULL AND (
        OLD.superseded_at IS NOT NULL OR to_jsonb(NEW) - 'superseded_at'
            IS DISTINCT FROM to_jsonb(OLD) - 'superseded_at')) THEN
        RAISE EXCEPTION 'a published timetable does not change'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER panels_timetableplan_is_kept BEFORE UPDATE OR DELETE ON panels_timetableplan
    FOR EACH ROW EXECUTE FUNCTION panels_timetableplan_is_kept();

INSERT INTO panels_breakrule
    (title, starts, ends, weekdays, fasting, legal_basis, hours_basis, source, certainty,
     valid_from)
VALUES
    ('Istirahat, salat, makan', '12:00', '13:00', '[0, 1, 2, 3, 5, 6]', false,
     'Perpres 21/2023 Pasal 4 ayat (5) huruf b: selain hari Jumat 60 menit',
     'Keppres 68/1995 Pasal 1 ayat (2); kini ditetapkan PPK',
     'Kompas, 14 April 2023, mengutip Perpres 21/2023 Pasal 4', '2H', '2023-04-12'),
    ('Istirahat, salat Jumat, makan', '11:30', '13:00', '[4]', false,
     'Perpres 21/2023 Pasal 4 ayat (5) huruf a: hari Jumat 90 menit',
     'Keppres 68/1995 Pasal 1 ayat (2); kini ditetapkan PPK',
     'Kompas, 14 April 2023, mengutip Perpres 21/2023 Pasal 4', '2H', '2023-04-12'),
    ('Istirahat dan salat', '12:00', '12:30', '[0, 1, 2, 3, 5, 6]', true,
     'Perpres 21/2023 Pasal 4 ayat (6) huruf b: bulan Ramadan, 30 menit',
     'SE MenPANRB 394/2019 angka 1; kini ditetapkan PPK',
     'Kompas, 14 April 2023, mengutip Perpres 21/2023 Pasal 4', '2H', '2023-04-12'),
    ('Istirahat dan salat Jumat', '11:30', '12:30', '[4]', true,
     'Perpres 21/2023 Pasal 4 ayat (6) huruf a: bulan Ramadan, hari Jumat 60 menit',
     'SE MenPANRB 394/2019 angka 1; kini ditetapkan PPK',
     'Kompas, 14 April 2023, mengutip Perpres 21/2023 Pasal 4', '2H', '2023-04-12');

DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pratama_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON panels_draw FROM pratama_app;
        REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON panels_breakrule FROM pratama_app;
    END IF;
END $$;
"""
BACKWARD = """
DELETE FROM panels_breakrule;
DROP TRIGGER panels_timetableplan_is_kept ON panels_timetableplan;
DROP FUNCTION panels_timetableplan_is_kept();
DROP TRIGGER panels_draw_is_final ON panels_draw;
DROP FUNCTION panels_draw_is_final();
ALTER TABLE panels_draw DROP CONSTRAINT panels_draw_digest_is_of_its_phrase;
"""


class Migration(migrations.Migration):
    dependencies = [("panels", "0009_timetable")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
