"""Telling the public: asked for by one person, published by another, in one transaction.

Before that transaction nothing exists under any public address; afterwards nothing that was shown
changes. Who was wrong, or wants less to be known, announces anew and says why.
"""

import secrets
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.sameness import same_person
from accounts.wording import in_words
from audit.actions import record
from decisions.announced import Wanted, read
from decisions.announcement_text import text_of
from decisions.models import Announcement, DisclosureRule
from decisions.reasons import NOTHING
from decisions.settling import recount_or_break, result_in_force
from scoring.models import Result
from selection.models import Round
from selection.scheme import fingerprint

Kind, Answer, Shows = Announcement.Kind, Announcement.Answer, DisclosureRule.Shows
SAFE = "Belum ada yang diumumkan."
SAME_PERSON = (
    "Pengumuman diterbitkan orang lain, bukan yang memintanya. Permintaan tetap tersimpan. Belum"
    " ada yang diumumkan."
)
ANSWERED = f"Permintaan ini sudah dijawab. {NOTHING}"
STALE = (
    "Isi pengumuman berubah sesudah diminta (hasil dikoreksi, atau data pengangkatan bertambah)."
    f" {SAFE} Kembalikan permintaan ini, lalu minta yang baru."
)
FITTING = {
    Kind.SHORTLIST: (Shows.NAMES, Shows.RANKS, Shows.SCORES),
    Kind.APPOINTED: (Shows.APPOINTED,),
    Kind.REVOCATION: (),
}


class CannotAnnounce(Exception):
    """Nothing was announced, answered or changed; the message says why."""


def rules_for(kind: Announcement.Kind) -> list[DisclosureRule]:
    """What such an announcement may show today, the usual first."""
    rules = DisclosureRule.objects.filter(shows__in=FITTING[kind], valid_until=None)
    return sorted(rules, key=lambda rule: (not rule.is_default, Shows.values.index(rule.shows)))


def announcements_of(round_: Round) -> list[Announcement]:
    """All of a round, the newest first, each with what it replaces and what replaced it."""
    found = Announcement.objects.filter(round=round_).select_related(
        "disclosure", "result", "replaces", "requested_by", "answered_by"
    )
    return list(found.order_by("-pk"))


def successors_of(announcements: Sequence[Announcement]) -> dict[int, Announcement]:
    """By key of an announcement the published one that took its place."""
    found = Announcement.objects.published().filter(replaces__in=announcements)
    return {row.replaces_id: row for row in found if row.replaces_id}


def draft_of(round_: Round, wanted: Wanted) -> str:
    """The text that the public would be shown. Raises CannotAnnounce."""
    text = text_of(round_, _result(round_), wanted)
    if wanted.kind != Kind.REVOCATION and not read(text).names:
        nobody = {
            Kind.SHORTLIST: "Hasil ini tidak memuat nama yang diusulkan.",
            Kind.APPOINTED: "Belum ada SK pengangkatan yang dicatat dalam putaran ini.",
        }[wanted.kind]
        raise CannotAnnounce(f"{nobody} {SAFE}")
    return text


@transaction.atomic
def request_announcement(round_: Round, wanted: Wanted, *, by: User) -> Announcement:
    """Ask for it to be published, as it would be shown now. Raises CannotAnnounce."""
    locked = _lock(round_)
    _require_fitting(locked, wanted)
    text = draft_of(locked, wanted)
    asked = Announcement.objects.create(
        round=locked,
        kind=wanted.kind,
        result=_result(locked),
        disclosure=wanted.disclosure,
        number=wanted.number,
        dated=wanted.dated,
        replaces=wanted.replaces,
        reason=wanted.reason,
        text=text,
        sha256=fingerprint(text),
        requested_by=by,
        requested_at=timezone.now(),
    )
    _record("decisions.announcement_requested", asked, by, shows=_shows(asked))
    return asked


@transaction.atomic
def publish(announcement: Announcement, *, by: User) -> Announcement:
    """Make it public, under an address that did not exist before.

    Raises CannotAnnounce, and evidence.ChainBroken where the result does not come out again.
    """
    asked = _lock_waiting(announcement)
    if same_person(asked.requested_by, by):
        raise CannotAnnounce(SAME_PERSON)
    if asked.dated > timezone.localdate():
        day = in_words(asked.dated)
        raise CannotAnnounce(f"Pengumuman ini bertanggal {day}, dan hari itu belum tiba. {SAFE}")
    wanted = _wanted(asked)
    _require_replaceable(asked.round, wanted)
    _require_new_number(asked.round, wanted)
    result = _result(asked.round)
    is_corrected = wanted.kind == Kind.SHORTLIST and result.pk != asked.result_id
    if is_corrected or text_of(asked.round, result, wanted) != asked.text:
        raise CannotAnnounce(STALE)
    recount_or_break(result)
    asked.code = secrets.token_urlsafe(16)
    _answer(asked, Answer.PUBLISHED, by)
    _record("decisions.announcement_published", asked, by, shows=_shows(asked))
    return asked


@transaction.atomic
def return_request(announcement: Announcement, reason: str, *, by: User) -> None:
    """It is not published, for a reason. Raises CannotAnnounce."""
    asked = _lock_waiting(announcement)
    if not reason.strip():
        raise CannotAnnounce("Tuliskan alasan mengembalikan permintaan ini. Permintaan menunggu.")
    asked.answer_reason = reason.strip()
    _answer(asked, Answer.RETURNED, by)
    _record("decisions.announcement_returned", asked, by, reason=asked.answer_reason)


@transaction.atomic
def take_back(announcement: Announcement, *, by: User) -> None:
    """Those who asked want it no more. Raises CannotAnnounce."""
    asked = _lock_waiting(announcement)
    _answer(asked, Answer.TAKEN_BACK, by)
    _record("decisions.announcement_taken_back", asked, by)


def _lock(round_: Round) -> Round:
    return Round.objects.locked().select_related("agency").get(pk=round_.pk)


def _lock_waiting(announcement: Announcement) -> Announcement:
    round_ = _lock(announcement.round)
    rows = Announcement.objects.select_related("requested_by", "disclosure", "replaces")
    asked = rows.get(pk=announcement.pk)
    asked.round = round_
    if not asked.is_waiting:
        raise CannotAnnounce(ANSWERED)
    return asked


def _result(round_: Round) -> Result:
    """The frozen result in force, of a round that was handed over. Raises CannotAnnounce."""
    result = result_in_force(round_)
    if not round_.is_handed_over or result is None:
        raise CannotAnnounce(f"Panitia belum menyerahkan hasil. {SAFE}")
    return result


def _require_fitting(round_: Round, wanted: Wanted) -> None:
    shows = wanted.disclosure.shows if wanted.disclosure else None
    if shows not in (FITTING[wanted.kind] or (None,)):
        raise CannotAnnounce(f"Ketentuan yang dipilih bukan untuk pengumuman ini. {SAFE}")
    if Announcement.objects.waiting().filter(round=round_).exists():
        raise CannotAnnounce(f"Permintaan lain masih menunggu Kepala BKPSDM. {SAFE}")
    handed = round_.handed_over_at
    if handed and wanted.dated < timezone.localdate(handed):
        day = in_words(timezone.localdate(handed))
        raise CannotAnnounce(
            f"Hasil baru diserahkan {day}; pengumuman tidak dapat bertanggal sebelum itu. {SAFE}"
        )
    _require_replaceable(round_, wanted)
    _require_new_number(round_, wanted)


def _require_replaceable(round_: Round, wanted: Wanted) -> None:
    """Of each kind one announcement is in force, and another one takes its place with a reason."""
    held = Announcement.objects.in_force().filter(round=round_)
    if wanted.replaces:
        if not held.filter(pk=wanted.replaces.pk).exists():
            raise CannotAnnounce(f"Pengumuman yang diganti sudah tidak berlaku. {SAFE}")
        if not wanted.reason.strip():
            raise CannotAnnounce(f"Tuliskan alasan mengganti atau mencabut pengumuman. {SAFE}")
        if wanted.replaces.kind == Kind.REVOCATION or wanted.kind not in (
            wanted.replaces.kind,
            Kind.REVOCATION,
        ):
            raise CannotAnnounce(f"Pengganti harus sejenis dengan yang diganti. {SAFE}")
        held = held.exclude(pk=wanted.replaces.pk)
    elif wanted.kind == Kind.REVOCATION:
        raise CannotAnnounce(f"Pilih pengumuman yang dicabut. {SAFE}")
    if wanted.kind != Kind.REVOCATION and held.filter(kind=wanted.kind).exists():
        raise CannotAnnounce(
            "Pengumuman jenis ini sudah terbit dan masih berlaku. Ganti atau cabut yang itu."
            f" {SAFE}"
        )


def _require_new_number(round_: Round, wanted: Wanted) -> None:
    if Announcement.objects.published().filter(round=round_, number=wanted.number).exists():
        raise CannotAnnounce(f"Nomor {wanted.number} sudah dipakai pengumuman lain. {SAFE}")


def _wanted(asked: Announcement) -> Wanted:
    """What was asked for, to be counted again."""
    said = read(asked.text)
    return Wanted(
        kind=Kind(asked.kind),
        disclosure=asked.disclosure,
        number=asked.number,
        dated=asked.dated,
        title=said.title,
        contact=said.contact,
        replaces=asked.replaces,
        reason=asked.reason,
    )


def _answer(asked: Announcement, answer: Announcement.Answer, by: User) -> None:
    asked.answer, asked.answered_by, asked.answered_at = answer, by, timezone.now()
    asked.save(
        update_fields=["answer", "answered_by", "answered_at", "answer_reason", "code"],
    )


def _shows(announcement: Announcement) -> str:
    return announcement.disclosure.shows if announcement.disclosure else ""


def _record(verb: str, announcement: Announcement, by: User, **facts: object) -> None:
    """A line of the trail; of what is published the hash, so that it can be proved later."""
    scope = announcement.round.scope
    facts |= {"number": announcement.number, "kind": announcement.kind}
    record(verb, announcement, by=by, scope=scope, sha256=announcement.sha256, **facts)
