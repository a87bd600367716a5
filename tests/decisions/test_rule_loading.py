import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

import decisions
from audit.actions import SYSTEM
from audit.models import Event
from decisions.models import ApprovalRule
from decisions.version_loading import RULES, VersionsRefused, load_versions

pytestmark = pytest.mark.django_db
ROWS = json.loads(
    (Path(decisions.__file__).parent / "migrations" / "approval_rules.json").read_text()
)


def founded(**given):
    """The supervisory body, once there is one."""
    slot = next(row for row in ROWS if row["code"] == "OVERSIGHT")
    told = {
        "conditions": [{}],
        "valid_from": "2027-10-01",
        "note": "selalu",
        "body": "Lembaga Baru",
    }
    return slot | told | given


def test_what_comes_with_the_product_is_in_the_table():
    stored = {rule.code: rule for rule in ApprovalRule.objects.all()}

    assert stored.keys() == {"NAMED_APPROVAL", *(row["code"] for row in ROWS)}
    for row in ROWS:
        rule = stored[row["code"]]
        assert rule.conditions == row["conditions"]
        assert rule.valid_from == date.fromisoformat(row["valid_from"])
        assert (rule.source, rule.certainty) == (row["source"], row["certainty"])


@pytest.mark.usefixtures("as_owner")
def test_a_body_that_is_founded_fills_its_slot_without_code(tmp_path):
    file = tmp_path / "aturan.json"
    file.write_text(json.dumps([founded()]))

    call_command("load_approval_rules", file)

    before, now = ApprovalRule.objects.filter(code="OVERSIGHT").order_by("valid_from")
    assert before.valid_until == date(2027, 9, 30)
    assert (now.body, now.conditions, now.valid_until) == ("Lembaga Baru", [{}], None)
    assert Event.objects.get(verb="decisions.rule_added").actor_name == "sistem"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tidak", "bukan JSON"),
        ('{"code": "X"}', "daftar aturan"),
        (json.dumps([{"code": "X"}]), "X: kolom kurang"),
        (json.dumps([founded(bulan=1)]), "tidak dikenal: bulan"),
        (json.dumps([founded(conditions=[{"bulan": 1}])]), "tidak dikenal: bulan"),
        (json.dumps([founded(after=["LAIN"])]), "tidak dikenal: LAIN"),
        (json.dumps([founded(valid_from="2020-01-01")]), "sudah ada versi"),
        (json.dumps([founded(valid_from="besok")]), "tidak dapat dibaca"),
    ],
)
def test_a_file_that_is_no_rules_changes_nothing(text, said):
    before = list(ApprovalRule.objects.order_by("pk").values())

    with pytest.raises(VersionsRefused, match=said):
        load_versions(RULES, text, by=SYSTEM)

    assert list(ApprovalRule.objects.order_by("pk").values()) == before


def test_the_application_itself_adds_no_rule_and_ends_none(tmp_path):
    file = tmp_path / "aturan.json"
    file.write_text(json.dumps([founded()]))

    with pytest.raises(CommandError, match="permission denied"), transaction.atomic():
        call_command("load_approval_rules", file)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        ApprovalRule.objects.update(valid_until=date(2020, 1, 1))
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        ApprovalRule.objects.filter(code="OVERSIGHT").delete()
    assert ApprovalRule.objects.get(code="OVERSIGHT").valid_until is None


@pytest.mark.usefixtures("as_owner")
def test_the_terminal_says_what_the_database_refused(tmp_path):
    file = tmp_path / "aturan.json"
    file.write_text(json.dumps([founded(certainty="?")]))

    with pytest.raises(CommandError, match="tidak dapat disimpan"):
        call_command("load_approval_rules", file)
    with pytest.raises(CommandError):
        call_command("load_approval_rules", tmp_path / "tidak-ada.json")
    assert ApprovalRule.objects.filter(code="OVERSIGHT").count() == 1
