import json

from django.db import migrations

# What a workbook names for a post that no other rule knows: as good as a rule, with its own slot.
RULE = {
    "code": "NAMED_APPROVAL",
    "position": 3,
    "body": "Lembaga menurut berkas",
    "title": "Persetujuan menurut syarat jabatan",
    "channel": "surat",
    "legal_basis": "syarat jabatan dalam berkas putaran",
    "source": "kolom persetujuan_khusus pada lembar Jabatan",
    "certainty": "M",
    "conditions": [{"named_approval": True, "post": "ordinary"}],
    "prepare_days": 5,
    "typical_days": 15,
    "legal_days": None,
    "sends_names": True,
    "after": [],
    "note": "berkas tidak menyebut persetujuan khusus",
    "valid_from": "2014-01-15",
    "valid_until": None,
}
COLUMNS = ", ".join(f'"{name}"' for name in RULE)
LOADED = f"""
INSERT INTO decisions_approvalrule ({COLUMNS})
    SELECT {COLUMNS} FROM jsonb_populate_record(NULL::decisions_approvalrule,
        $rule${json.dumps(RULE, ensure_ascii=False)}$rule$::jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("decisions", "0010_announcements")]
    operations = [migrations.RunSQL(LOADED, migrations.RunSQL.noop)]
