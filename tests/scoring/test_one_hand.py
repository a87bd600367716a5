"""Scores are written by exactly one path, and staff have none (security.md 4.6)."""

import ast
from pathlib import Path

from django.conf import settings

from accounts.policy import POLICY, Action, Role

APPS = ("accounts", "audit", "candidates", "decisions", "panels", "reports", "scoring", "selection")
WRITING = {"create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update"}


def trees():
    for app in (*APPS, "workbook", "config"):
        for path in sorted((Path(settings.BASE_DIR) / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(settings.BASE_DIR)), ast.parse(path.read_text())


def calls():
    """Every call of the product: the file it stands in, and what is called as it is written."""
    for file, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield file, ast.unparse(node.func)


def test_only_the_ledger_makes_score_events():
    makers = {
        file
        for file, name in calls()
        if name == "ScoreEvent"
        or (name.startswith("ScoreEvent.objects") and name.rsplit(".", 1)[-1] in WRITING)
    }

    assert makers == {"scoring/ledger.py"}


def test_the_ledger_is_written_to_by_a_members_hand_and_the_answer_to_a_reopening():
    """Typing off paper writes no event; the member's confirmation of it does."""
    users = {file for file, name in calls() if name in ("append", "ledger.append")}

    assert users == {"scoring/actions.py", "scoring/reopening.py", "scoring/transcribing.py"}


def test_no_role_outside_the_panel_may_score():
    assert POLICY[Action.SCORE].keys() == {Role.MEMBER, Role.CHAIR}
