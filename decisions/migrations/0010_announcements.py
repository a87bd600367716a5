import json
import uuid
from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# What may be shown and on which ground, frozen with this migration: a correction is a new version
# of a rule, and the old one gets its end.
RULES = json.loads((Path(__file__).parent / "disclosure_rules.json").read_text())
COLUMNS = (
    "shows",
    "title",
    "legal_basis",
    "note",
    "source",
    "is_certain",
    "is_default",
    "valid_from",
    "valid_until",
)
LOADED = f"""
INSERT INTO decisions_disclosurerule ({", ".join(f'"{name}"' for name in COLUMNS)})
    SELECT {", ".join(f'"{name}"' for name in COLUMNS)}
    FROM jsonb_populate_recordset(NULL::decisions_disclosurerule,
        $rules${json.dumps(RULES, ensure_ascii=False)}$rules$::jsonb);
"""
# A version of a rule only gets its end; of what is shown one version is in force, and of what an
# announcement of names shows one is the default.
RULE_IS_FIXED = """
ALTER TABLE decisions_disclosurerule ADD CONSTRAINT decisions_disclosurerule_one_in_force
    EXCLUDE USING gist (
        int4range(hashtext(shows), hashtext(shows), '[]') WITH &&,
        daterange(valid_from, valid_until, '[]') WITH &&
    );
CREATE FUNCTION decisions_disclosurerule_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.valid_until IS NOT NULL OR
        to_jsonb(NEW) - 'valid_until' <> to_jsonb(OLD) - 'valid_until' THEN
        RAISE EXCEPTION 'a version of a rule does not change, it only ends'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_disclosurerule_is_fixed BEFORE UPDATE OR DELETE ON decisions_disclosurerule
    FOR EACH ROW EXECUTE FUNCTION decisions_disclosurerule_is_fixed();
"""
# An announcement begins as a request, of a result that was handed over; it is answered once, and
# never changes else. What is published rests on the result in force, and its text on its hash; an
# appointment or a revocation rests on no ranking, so that a later result does not stop it.
ANSWERED_ONCE = """
CREATE FUNCTION decisions_announcement_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.answer <> '' OR NEW.sha256 <> encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex')
        OR NOT EXISTS (SELECT FROM scoring_result x JOIN selection_round r ON r.id = x.round_id
            WHERE x.id = NEW.result_id AND r.id = NEW.round_id AND r.phase = 'handed_over') THEN
        RAISE EXCEPTION 'an announcement is asked for once the result is handed over'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT FROM decisions_announcement a
        WHERE a.id = NEW.replaces_id AND a.round_id = NEW.round_id AND a.answer = 'published') THEN
        RAISE EXCEPTION 'what is replaced was published' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_announcement_begins BEFORE INSERT ON decisions_announcement
    FOR EACH ROW EXECUTE FUNCTION decisions_announcement_begins();

CREATE FUNCTION decisions_announcement_is_answered_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    fate text[] := ARRAY['answer', 'answered_by_id', 'answered_at', 'answer_reason', 'code'];
BEGIN
    IF TG_OP = 'DELETE' OR OLD.answer <> '' OR to_jsonb(NEW) - fate <> to_jsonb(OLD) - fate THEN
        RAISE EXCEPTION 'an announcement is answered once, and stays'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.answer = 'published' AND NEW.kind = 'shortlist' AND EXISTS (
        SELECT FROM scoring_result x JOIN scoring_result mine ON mine.id = NEW.result_id
        WHERE x.round_id = NEW.round_id AND x.number > mine.number) THEN
        RAISE EXCEPTION 'what is published is the result in force'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_announcement_is_answered_once
    BEFORE UPDATE OR DELETE ON decisions_announcement
    FOR EACH ROW EXECUTE FUNCTION decisions_announcement_is_answered_once();
"""
UNDONE = """
DROP TRIGGER decisions_announcement_is_answered_once ON decisions_announcement;
DROP FUNCTION decisions_announcement_is_answered_once;
DROP TRIGGER decisions_announcement_begins ON decisions_announcement;
DROP FUNCTION decisions_announcement_begins;
DROP TRIGGER decisions_disclosurerule_is_fixed ON decisions_disclosurerule;
DROP FUNCTION decisions_disclosurerule_is_fixed;
"""
REVOKED = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pratama_app') THEN
        REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON decisions_disclosurerule FROM pratama_app;
        REVOKE DELETE, TRUNCATE ON decisions_announcement FROM pratama_app;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0009_cascade"),
        ("scoring", "0016_clarification_notes"),
        ("selection", "0012_letters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DisclosureRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "shows",
                    models.CharField(
                        choices=[
                            ("names", "Nama, urut abjad"),
                            ("ranks", "Nama dan peringkat"),
                            ("scores", "Nama, peringkat, dan nilai akhir"),
                            ("appointed", "Nama pejabat, SK, dan pelantikan"),
                        ],
                        max_length=10,
                        verbose_name="yang tampil",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="nama")),
                ("legal_basis", models.CharField(max_length=300, verbose_name="dasar hukum")),
                ("note", models.CharField(max_length=600, verbose_name="catatan hukum")),
                ("source", models.CharField(max_length=300, verbose_name="sumber")),
                ("is_certain", models.BooleanField(verbose_name="dibaca pada sumbernya")),
                ("is_default", models.BooleanField(verbose_name="berlaku bila tidak dipilih lain")),
                ("valid_from", models.DateField(verbose_name="mulai berlaku")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="berlaku sampai"),
                ),
            ],
            options={
                "verbose_name": "ketentuan pengungkapan",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("shows"),
                        models.F("valid_from"),
                        name="decisions_disclosurerule_one_version_per_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("shows__in", ["names", "ranks", "scores", "appointed"])
                        ),
                        name="decisions_disclosurerule_shows_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("legal_basis", ""), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            models.Q(("source", ""), _negated=True),
                        ),
                        name="decisions_disclosurerule_says_its_basis",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="decisions_disclosurerule_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Announcement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("shortlist", "Kandidat terbaik"),
                            ("appointed", "Pejabat yang diangkat"),
                            ("revocation", "Pencabutan pengumuman"),
                        ],
                        max_length=10,
                        verbose_name="jenis",
                    ),
                ),
                ("number", models.CharField(max_length=100, verbose_name="nomor")),
                ("dated", models.DateField(verbose_name="tanggal")),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="alasan mengganti atau mencabut"
                    ),
                ),
                ("text", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("requested_at", models.DateTimeField(verbose_name="diminta")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("published", "Diterbitkan"),
                            ("returned", "Dikembalikan"),
                            ("taken_back", "Ditarik"),
                        ],
                        max_length=10,
                        verbose_name="jawaban",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="dijawab"),
                ),
                (
                    "answer_reason",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="alasan pengembalian"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        blank=True, editable=False, max_length=22, verbose_name="kode publik"
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successors",
                        to="decisions.announcement",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="announcements",
                        to="scoring.result",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="announcements",
                        to="selection.round",
                    ),
                ),
                (
                    "disclosure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.disclosurerule",
                    ),
                ),
            ],
            options={
                "verbose_name": "pengumuman",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("round"),
                        condition=models.Q(("answer", "")),
                        name="decisions_announcement_one_waits_per_round",
                    ),
                    models.UniqueConstraint(
                        models.F("round"),
                        models.F("number"),
                        condition=models.Q(("answer", "published")),
                        name="decisions_announcement_number_once_per_round",
                    ),
                    models.UniqueConstraint(
                        models.F("replaces"),
                        condition=models.Q(("answer", "published")),
                        name="decisions_announcement_is_replaced_once",
                    ),
                    models.UniqueConstraint(
                        models.F("code"),
                        condition=models.Q(("code", ""), _negated=True),
                        name="decisions_announcement_code_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["shortlist", "appointed", "revocation"])),
                        name="decisions_announcement_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer__in", ["", "published", "returned", "taken_back"])
                        ),
                        name="decisions_announcement_answer_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None), ("answered_by", None)),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="decisions_announcement_answered_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "published"), _negated=True),
                            models.Q(("answered_by", models.F("requested_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="decisions_announcement_published_by_another_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", "returned"),
                                models.Q(("answer_reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("answer", "returned"), _negated=True),
                                ("answer_reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="decisions_announcement_returned_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", "published"), models.Q(("code", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("answer", "published"), _negated=True), ("code", "")
                            ),
                            _connector="OR",
                        ),
                        name="decisions_announcement_code_once_published",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reason", ""),
                                ("replaces", None),
                                models.Q(("kind", "revocation"), _negated=True),
                            ),
                            models.Q(
                                ("replaces__isnull", False), models.Q(("reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="decisions_announcement_replaces_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("disclosure", None), ("kind", "revocation")),
                            models.Q(
                                models.Q(("kind", "revocation"), _negated=True),
                                ("disclosure__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="decisions_announcement_shows_by_a_rule",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        name="decisions_announcement_has_a_number",
                    ),
                ],
            },
        ),
        migrations.RunSQL(RULE_IS_FIXED + LOADED + ANSWERED_ONCE, UNDONE),
        migrations.RunSQL(REVOKED, migrations.RunSQL.noop),
    ]
