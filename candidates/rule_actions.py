"""Which requirements an agency has beyond the national ones: adopted and ended, by date."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from django.db import transaction

from accounts.models import Agency, User
from accounts.wording import in_words
from audit.actions import Actor, record
from candidates.models import Requirement
from candidates.national_rules import LOCAL_RULES
from candidates.requirement_rows import row_of
from selection.models import Round


class RuleRefused(Exception):
    """The requirement cannot be adopted or ended so; the message is for the user."""


@transaction.atomic
def adopt_rules(
    agency: Agency, codes: Collection[str], *, valid_from: date, decree: str, by: Actor
) -> list[Requirement]:
    """Make usual local requirements the agency's own from a day on, by the decree that says so.

    Raises RuleRefused for unknown codes, no decree, a requirement that is in force by then, or a
    first day by which a fixed round was judged already.
    """
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    chosen = [rule for rule in LOCAL_RULES if rule.code in codes]
    if not chosen or len(chosen) != len(set(codes)):
        raise RuleRefused("Belum ada syarat yang dipilih. Pilih paling sedikit satu syarat daerah.")
    if not decree.strip():
        raise RuleRefused(
            "Dasar hukum belum diisi. Belum ada yang disimpan. Isi nomor keputusan yang menetapkan"
            " syarat ini."
        )
    held = Requirement.objects.of_agency(agency).filter(code__in=codes)
    clashing = [r for r in held if r.valid_until is None or r.valid_until >= valid_from]
    if clashing:
        raise RuleRefused(
            f"Syarat {', '.join(sorted({r.title for r in clashing}))} sudah berlaku pada"
            f" {in_words(valid_from)}. Belum ada yang disimpan. Akhiri dahulu yang lama."
        )
    judged = _fixed(agency, (path.value for rule in chosen for path in rule.paths), valid_from)
    if judged:
        raise RuleRefused(
            f"Putaran {judged.title} sudah dibekukan dan dihitung pada"
            f" {in_words(judged.reference_date)}; syarat baru tidak dapat berlaku pada hari itu."
            " Belum ada yang disimpan dan hasil putaran itu tetap. Isi hari mulai sesudah"
            f" {in_words(judged.reference_date)}."
        )
    rows = Requirement.objects.bulk_create(
        row_of(replace(rule, legal_basis=decree.strip(), valid_from=valid_from), agency)
        for rule in chosen
    )
    facts = {"codes": sorted(codes), "valid_from": valid_from, "decree": decree.strip()}
    record("candidates.rules_adopted", agency, by=by, scope=agency.scope, **facts)
    return rows


@transaction.atomic
def end_rule(row: Requirement, *, last_day: date, by: User) -> Requirement:
    """Give one of the agency's own requirements its last day. Raises RuleRefused.

    A round that is fixed keeps what held on its day of reckoning.
    """
    locked = Requirement.objects.select_for_update(no_key=True).get(pk=row.pk)
    if locked.agency is None:
        raise RuleRefused("Syarat nasional tidak dapat diakhiri oleh daerah. Tidak ada perubahan.")
    if locked.valid_until is not None:
        raise RuleRefused("Syarat ini sudah diakhiri. Tidak ada perubahan.")
    if last_day < locked.valid_from:
        raise RuleRefused(
            f"Hari terakhir mendahului {in_words(locked.valid_from)}, hari syarat ini mulai"
            " berlaku. Belum ada yang disimpan."
        )
    judged = _fixed(locked.agency, locked.paths, locked.valid_from)
    if judged and last_day < judged.reference_date:
        raise RuleRefused(
            f"Putaran {judged.title} sudah dibekukan dan dihitung dengan syarat ini pada"
            f" {in_words(judged.reference_date)}. Belum ada yang disimpan dan hasil putaran itu"
            f" tetap. Isi hari terakhir {in_words(judged.reference_date)} atau sesudahnya."
        )
    locked.valid_until = last_day
    locked.save(update_fields=["valid_until"])
    facts = {"code": locked.code, "last_day": last_day}
    record("candidates.rule_ended", locked, by=by, scope=locked.agency.scope, **facts)
    return locked


def _fixed(agency: Agency, paths: Iterable[str], since: date) -> Round | None:
    """Of the fixed rounds on these paths reckoned on that day or later, the last; none begins now.

    Drafts are locked with them, so that none is fixed before the rule is written.
    """
    kinds = set(paths)
    rounds = Round.objects.locked().filter(agency=agency).order_by("pk")
    found = [r for r in rounds if not r.is_draft and r.kind in kinds and r.reference_date >= since]
    return max(found, key=lambda round_: round_.reference_date, default=None)
