from django.db import migrations

# The requirements that the whole country has, as rows. What is written here is history: another
# version of a requirement is another row in another migration, and the old row gets its end.
NATIONAL = """
INSERT INTO candidates_requirement (code, title, kind, parameters, legal_basis, source, certainty,
    paths, valid_from, exception_authority, origin, blocking, created_at)
SELECT code, title, kind, parameters::jsonb, legal_basis, source, certainty,
    paths::jsonb, valid_from::date, exception_authority, 'national', true, now()
FROM (VALUES
    ('PENDIDIKAN', 'Pendidikan',
     'education_at_least',
     '{"level": "S-1", "fields": []}',
     'PP 11/2017 jo. PP 17/2020 Pasal 107 huruf c angka 1', 'domain.md 1.2, S:8',
     'S', '["open_selection", "talent_fill"]', '2020-02-28',
     'Presiden, dengan persetujuan terlebih dahulu (PP 11/2017 jo. PP 17/2020 Pasal 107(2))'),
    ('KOMPETENSI', 'Kompetensi sesuai standar kompetensi jabatan',
     'documented',
     '{"documents": [["competence_technical", "Kompetensi teknis"], ["competence_managerial", "Kompetensi manajerial"], ["competence_sociocultural", "Kompetensi sosial kultural"]]}',
     'PP 11/2017 jo. PP 17/2020 Pasal 107 huruf c angka 2', 'domain.md 1.2, S:8',
     'S', '["open_selection", "talent_fill"]', '2020-02-28',
     'Presiden, dengan persetujuan terlebih dahulu (PP 11/2017 jo. PP 17/2020 Pasal 107(2))'),
    ('PENGALAMAN_TERKAIT', 'Pengalaman jabatan dalam bidang terkait, secara kumulatif',
     'related_experience',
     '{"years": 5}',
     'PP 11/2017 jo. PP 17/2020 Pasal 107 huruf c angka 3', 'domain.md 1.2, S:8',
     'S', '["open_selection", "talent_fill"]', '2020-02-28',
     'Presiden, dengan persetujuan terlebih dahulu (PP 11/2017 jo. PP 17/2020 Pasal 107(2))'),
    ('JENJANG_JABATAN', 'Sedang atau pernah menduduki jabatan administrator atau JF Ahli Madya',
     'years_in_post',
     '{"kinds": ["administrator", "expert_madya"], "years": 2, "current_only": false}',
     'PP 11/2017 jo. PP 17/2020 Pasal 107 huruf c angka 4', 'domain.md 1.2, S:8',
     'S', '["open_selection", "talent_fill"]', '2020-02-28',
     'Presiden, dengan persetujuan terlebih dahulu (PP 11/2017 jo. PP 17/2020 Pasal 107(2))'),
    ('REKAM_JEJAK', 'Rekam jejak jabatan, integritas, dan moralitas yang baik',
     'documented',
     '{"documents": [["track_record", "Keterangan rekam jejak, integritas, dan moralitas"]]}',
     'PP 11/2017 jo. PP 17/2020 Pasal 107 huruf c angka 5', 'domain.md 1.2, S:8',
     'S', '["open_selection", "talent_fill"]', '2020-02-28',
     'Presiden, dengan persetujuan terlebih dahulu (PP 11/2017 jo. PP 17/2020 Pasal 107(2))'),
    ('USIA', 'Usia',
     'age_at_most',
     '{"years": 56, "at_appointment": false}',
     'PP 11/2017 jo. PP 17/2020 Pasal 107 huruf c angka 6', 'domain.md 1.2, S:8',
     'S', '["open_selection", "talent_fill"]', '2020-02-28',
     'Presiden, dengan persetujuan terlebih dahulu (PP 11/2017 jo. PP 17/2020 Pasal 107(2))'),
    ('KESEHATAN', 'Sehat jasmani dan rohani',
     'documented',
     '{"documents": [["health", "Surat keterangan sehat jasmani dan rohani"]]}',
     'PP 11/2017 jo. PP 17/2020 Pasal 107 huruf c angka 7', 'domain.md 1.2, S:8',
     'S', '["open_selection", "talent_fill"]', '2020-02-28',
     'Presiden, dengan persetujuan terlebih dahulu (PP 11/2017 jo. PP 17/2020 Pasal 107(2))'),
    ('KOMPETENSI_MUTASI', 'Kompetensi sesuai standar kompetensi jabatan',
     'documented',
     '{"documents": [["competence_technical", "Kompetensi teknis"], ["competence_managerial", "Kompetensi manajerial"], ["competence_sociocultural", "Kompetensi sosial kultural"]]}',
     'PP 11/2017 jo. PP 17/2020 Pasal 132', 'domain.md 1.3, S:10 dan S:11',
     'S', '["competency_review"]', '2020-02-28',
     ''),
    ('MASA_JABATAN_MUTASI', 'Masa dalam jabatan pimpinan tinggi yang sekarang',
     'years_in_post',
     '{"kinds": ["senior"], "years": 2, "current_only": true}',
     'PP 11/2017 jo. PP 17/2020 Pasal 132', 'domain.md 1.3, S:10 dan S:11',
     'S', '["competency_review"]', '2020-02-28',
     'PPK dengan alasan tertulis (SE MenPANRB 19/2023) dan rekomendasi BKN')
) AS rule (code, title, kind, parameters, legal_basis, source, certainty, paths, valid_from,
    exception_authority);
"""

# What people checked and judged is added to, never changed; and all of it stands still once the
# round has left its draft. A requirement may only get its end; a document its check; an exception
# its decision: each of them once.
RULES = """
CREATE FUNCTION candidates_judgement_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE here bigint;
BEGIN
    IF TG_TABLE_NAME IN ('candidates_factcheck', 'candidates_evidence') THEN
        SELECT round_id INTO here FROM candidates_candidate WHERE id = NEW.candidate_id;
    ELSIF TG_TABLE_NAME IN ('candidates_relatedness', 'candidates_actingservice') THEN
        SELECT c.round_id INTO here FROM candidates_careerpost p
            JOIN candidates_candidate c ON c.id = p.candidate_id WHERE p.id = NEW.career_post_id;
    ELSE
        SELECT c.round_id INTO here FROM candidates_nomination n
            JOIN candidates_candidate c ON c.id = n.candidate_id WHERE n.id = NEW.nomination_id;
    END IF;
    PERFORM FROM selection_round WHERE id = here AND phase = 'draft';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the round is fixed: % does not change', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION candidates_judgement_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION candidates_changes_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE open text[]; said jsonb; says jsonb; gate text;
BEGIN
    IF TG_TABLE_NAME = 'candidates_requirement' THEN
        gate := 'valid_until'; open := ARRAY['valid_until'];
    ELSIF TG_TABLE_NAME = 'candidates_evidence' THEN
        gate := 'checked_by_id'; open := ARRAY['checked_by_id', 'checked_at'];
    ELSE
        gate := 'decided_by_id';
        open := ARRAY['decision', 'decided_by_id', 'decided_at', 'note'];
    END IF;
    said := to_jsonb(OLD); says := to_jsonb(NEW);
    IF said->>gate IS NOT NULL OR said - open <> says - open THEN
        RAISE EXCEPTION '% does not change', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
JUDGED = (
    "candidates_factcheck",
    "candidates_relatedness",
    "candidates_actingservice",
    "candidates_fieldfit",
    "candidates_settlement",
)
DECIDED = ("candidates_evidence", "candidates_requirementexception")
ONCE = (*DECIDED, "candidates_requirement")
FIXED = "".join(
    f"CREATE TRIGGER {table}_is_fixed BEFORE INSERT OR UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION candidates_judgement_is_fixed();"
    for table in (*JUDGED, *DECIDED)
)
FINAL = "".join(
    f"CREATE TRIGGER {table}_is_final BEFORE {events} ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION candidates_judgement_is_final();"
    for tables, events in ((JUDGED, "UPDATE OR DELETE"), (ONCE, "DELETE"))
    for table in tables
)
CHANGED = "".join(
    f"CREATE TRIGGER {table}_changes_once BEFORE UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION candidates_changes_once();"
    for table in ONCE
)
REVOKED = (
    "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pratama_app') THEN "
    f"REVOKE UPDATE, DELETE, TRUNCATE ON {', '.join(JUDGED)} FROM pratama_app; "
    f"REVOKE DELETE, TRUNCATE ON {', '.join(ONCE)} FROM pratama_app; "
    "END IF; END $$;"
)
FORWARD = NATIONAL + RULES + FIXED + FINAL + CHANGED + REVOKED
BACKWARD = "".join(
    f"DROP TRIGGER {table}_{rule} ON {table};"
    for tables, rule in (
        ((*JUDGED, *DECIDED), "is_fixed"),
        ((*JUDGED, *ONCE), "is_final"),
        (ONCE, "changes_once"),
    )
    for table in tables
)
BACKWARD += """
DROP FUNCTION candidates_judgement_is_fixed();
DROP FUNCTION candidates_judgement_is_final();
DROP FUNCTION candidates_changes_once();
DELETE FROM candidates_requirement WHERE origin = 'national';
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0002_requirements")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
