from django.db import migrations

# What a document is was said when it was ordered; what its file is, when it was ready. After that
# it is only revoked, once, or replaced, again only where the new one came to nothing.
KEPT = """
CREATE FUNCTION reports_document_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    fate text[] := ARRAY['replaced_by_id', 'revoked_at', 'revoked_by_id', 'revoked_reason'];
    making text[] := ARRAY['status', 'percent', 'step', 'attempts', 'problem', 'sent_at',
        'finished_at', 'sha256', 'size', 'pages', 'file', 'traits'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a document is kept' USING ERRCODE = 'restrict_violation';
    END IF;
    IF to_jsonb(NEW) - fate - making <> to_jsonb(OLD) - fate - making
        OR (OLD.status = 'ready' AND to_jsonb(NEW) - fate <> to_jsonb(OLD) - fate) THEN
        RAISE EXCEPTION 'a document stays what it is' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.revoked_at IS NOT NULL AND NEW IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'a document is revoked for good' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.replaced_by_id IS DISTINCT FROM OLD.replaced_by_id AND (
        EXISTS (SELECT FROM reports_document d
            WHERE d.id = OLD.replaced_by_id AND d.status <> 'failed')
        OR NOT EXISTS (SELECT FROM reports_document d WHERE d.id = NEW.replaced_by_id
            AND d.id > OLD.id AND (d.round_id, d.kind) = (OLD.round_id, OLD.kind))) THEN
        RAISE EXCEPTION 'a document is replaced once, by a later one like it'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reports_document_is_kept BEFORE UPDATE OR DELETE ON reports_document
    FOR EACH ROW EXECUTE FUNCTION reports_document_is_kept();
"""
FREE = """
DROP TRIGGER reports_document_is_kept ON reports_document;
DROP FUNCTION reports_document_is_kept;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_order_key")]
    operations = [migrations.RunSQL(KEPT, FREE)]
